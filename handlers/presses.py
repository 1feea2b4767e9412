"""What stands behind a button: a letter for the format, the action, and our own ids; 64 bytes."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery

_ID = re.compile(r"[1-9][0-9]{0,17}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,15}")
_ARG = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
_CHOICE = re.compile(r"[0-9]{1,2}")
_CUT = re.compile(r"[a-z][A-Za-z0-9_.-]{1,23}")
_RANGE = re.compile(r"20\d\d-\d\d-\d\d\.\.20\d\d-\d\d-\d\d")
_SHORT_RANGE = re.compile(r"\d{6}-\d{6}")
NONE = "-"
LIMIT = 64


@dataclass(frozen=True, kw_only=True)
class CasePress:
    """`round` is that of the case when the button was shown."""

    action: str
    case_id: int
    round: int = 1
    arg: str | None = None

    def packed(self) -> str:
        return _packed("c", self.action, self.case_id, self.round, self.arg)


@dataclass(frozen=True, kw_only=True)
class SurveyPress:
    action: str
    invitation_id: int
    question: str | None = None
    value: str | None = None

    def packed(self) -> str:
        return _packed("s", self.action, self.invitation_id, self.question, self.value)


@dataclass(frozen=True, kw_only=True)
class FiguresPress:
    """`period` as a command takes it, such as `yesterday`; `place_id` 0 stands for all one sees.

    `cut` is a part, such as `t12` for a team (reports.cuts); `page` counts from 0.
    """

    action: str
    period: str
    place_id: int = 0
    cut: str = ""
    page: int = 0

    def packed(self) -> str:
        rest = [str(self.place_id), self.cut or NONE, str(self.page)]
        while rest and rest[-1] in {"0", NONE}:
            rest.pop()
        return _packed("f", self.action, _short(self.period), *rest)


@dataclass(frozen=True, kw_only=True)
class PlainPress:
    action: str

    def packed(self) -> str:
        return _packed("p", self.action)


@dataclass(frozen=True, kw_only=True)
class ServicePress:
    action: str
    service_id: int

    def packed(self) -> str:
        return _packed("v", self.action, self.service_id)


@dataclass(frozen=True, kw_only=True)
class SettingsPress:
    """`what` is a page or a setting, `choice` the place of a value among those that it has."""

    action: str
    what: str = "home"
    choice: int = 0

    def packed(self) -> str:
        return _packed("r", self.action, self.what, self.choice)


@dataclass(frozen=True, kw_only=True)
class PlacePress:
    """`place_id` 0 stands for no place in particular; `arg` is a team's number or a role."""

    action: str
    place_id: int = 0
    arg: str | None = None

    def packed(self) -> str:
        return _packed("l", self.action, self.place_id, self.arg)


@dataclass(frozen=True, kw_only=True)
class HousePress:
    """`id` is that of the place, team, role, binding or change which the action is about."""

    action: str
    id: int
    arg: str | None = None

    def packed(self) -> str:
        return _packed("h", self.action, self.id, self.arg)


Press = (
    SettingsPress
    | CasePress
    | SurveyPress
    | FiguresPress
    | PlainPress
    | ServicePress
    | PlacePress
    | HousePress
)


def _packed(letter: str, *parts: object) -> str:
    said = ":".join([letter, *(str(part) for part in parts if part is not None)])
    if len(said.encode()) > LIMIT:
        raise ValueError("button data holds 64 bytes")
    return said


@lru_cache(maxsize=256)
def parse(data: str) -> Press | None:
    """None for anything that this program never wrote.

    Every sort of press is asked whether this one is of its sort, so the last ones are known.
    """
    if len(data.encode(errors="replace")) > LIMIT:
        return None
    letter, _, rest = data.partition(":")
    parts = rest.split(":")
    reader = _READERS.get(letter)
    if reader is None or not _WORD.fullmatch(parts[0]):
        return None
    return reader(parts)


def _case(parts: list[str]) -> Press | None:
    if len(parts) not in {3, 4} or not all(_ID.fullmatch(part) for part in parts[1:3]):
        return None
    if len(parts) == 4 and not _ARG.fullmatch(parts[3]):
        return None
    arg = parts[3] if len(parts) == 4 else None
    return CasePress(action=parts[0], case_id=int(parts[1]), round=int(parts[2]), arg=arg)


def _survey(parts: list[str]) -> Press | None:
    if not 2 <= len(parts) <= 4 or not _ID.fullmatch(parts[1]):
        return None
    if not all(_ARG.fullmatch(part) for part in parts[2:]):
        return None
    question, value = [*parts[2:], None, None][:2]
    return SurveyPress(action=parts[0], invitation_id=int(parts[1]), question=question, value=value)


def _figures(parts: list[str]) -> Press | None:
    if not 2 <= len(parts) <= 5 or not _ARG.fullmatch(parts[1]):
        return None
    place, cut, page = [*parts[2:], *("0", NONE, "0")[len(parts) - 2 :]]
    if not _NUMBER.fullmatch(place) or not _NUMBER.fullmatch(page):
        return None
    if cut != NONE and not _CUT.fullmatch(cut):
        return None
    return FiguresPress(
        action=parts[0],
        period=_long(parts[1]),
        place_id=int(place),
        cut="" if cut == NONE else cut,
        page=int(page),
    )


def _short(period: str) -> str:
    """Two dates take 22 of the 64 bytes as they are written, and 13 like this."""
    if not _RANGE.fullmatch(period):
        return period
    first, last = (end.replace("-", "")[2:] for end in period.split(".."))
    return f"{first}-{last}"


def _long(period: str) -> str:
    if not _SHORT_RANGE.fullmatch(period):
        return period
    first, last = (f"20{end[:2]}-{end[2:4]}-{end[4:]}" for end in period.split("-"))
    return f"{first}..{last}"


def _plain(parts: list[str]) -> Press | None:
    return PlainPress(action=parts[0]) if len(parts) == 1 else None


def _service(parts: list[str]) -> Press | None:
    if len(parts) != 2 or not _ID.fullmatch(parts[1]):
        return None
    return ServicePress(action=parts[0], service_id=int(parts[1]))


def _rules(parts: list[str]) -> Press | None:
    if len(parts) != 3 or not _WORD.fullmatch(parts[1]) or not _CHOICE.fullmatch(parts[2]):
        return None
    return SettingsPress(action=parts[0], what=parts[1], choice=int(parts[2]))


def _place(parts: list[str]) -> Press | None:
    if len(parts) not in {2, 3} or not _NUMBER.fullmatch(parts[1]):
        return None
    if len(parts) == 3 and not _ARG.fullmatch(parts[2]):
        return None
    arg = parts[2] if len(parts) == 3 else None
    return PlacePress(action=parts[0], place_id=int(parts[1]), arg=arg)


def _house(parts: list[str]) -> Press | None:
    if len(parts) not in {2, 3} or not _ID.fullmatch(parts[1]):
        return None
    if len(parts) == 3 and not _ARG.fullmatch(parts[2]):
        return None
    arg = parts[2] if len(parts) == 3 else None
    return HousePress(action=parts[0], id=int(parts[1]), arg=arg)


_READERS = {
    "c": _case,
    "s": _survey,
    "f": _figures,
    "p": _plain,
    "v": _service,
    "r": _rules,
    "l": _place,
    "h": _house,
}


def pressed_message(query: CallbackQuery) -> int:
    """The message whose button it was; 0 for one that is too old for Telegram to tell."""
    return query.message.message_id if query.message else 0


class PressFilter(Filter):
    """Lets presses of one sort (and of these actions, if any are named) through, as `press`."""

    def __init__(self, sort: type[Press], *actions: str) -> None:
        self._sort = sort
        self._actions = frozenset(actions)

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        press = parse(query.data or "")
        return {"press": press} if self.lets_through(press) else False

    def lets_through(self, press: Press | None) -> bool:
        if not isinstance(press, self._sort):
            return False
        return not self._actions or press.action in self._actions
