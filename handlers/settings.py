"""`/settings`: the rules in force, for supervisors; owners change the commonest with a tap."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer, here
from handlers.presses import PressFilter, SettingsPress
from handlers.reloading import NewRules, Wrong
from handlers.settings_page import SETTINGS, shown_of
from handlers.sights import refusal_for
from handlers.work import Caller, Work
from people.telling import Face, FaceKind
from people.values import Role

router = Router(name="settings")
# What an owner is asked to type; any other tap on the page takes the question back.
TOPIC = "hours"
PAGES = frozenset({"home", "answer", "solve", "goals", *SETTINGS})
Edited = NewRules | Sequence[Wrong] | None


class RulesFile(Protocol):
    """The operator's file; each call is a whole change, tried before it counts."""

    @property
    def can_be_changed(self) -> bool: ...
    @property
    def can_go_back(self) -> bool: ...

    def change(self, changes: Mapping[str, Any]) -> Edited: ...

    def go_back(self) -> Edited: ...


RulesBody = Callable[[], Mapping[str, Any]]


@router.message(F.chat.type == "private", Command("settings"))
async def on_settings(
    message: Message,
    work: Work,
    caller: Caller,
    rules_file: RulesFile,
    rules_body: RulesBody,
    inbox_id: int,
) -> None:
    if not caller.person.is_at_least(Role.SUPERVISOR):
        await answer(work, caller, inbox_id, refusal_for(caller.person))
        return
    # A new message each time: the one before may be far above.
    await show(work, caller, rules_file, rules_body(), f"settings-{inbox_id}")


@router.callback_query(PressFilter(SettingsPress, "page", "set", "back"))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: SettingsPress,
    rules_file: RulesFile,
    rules_body: RulesBody,
    now: datetime,
) -> str | None:
    """Rights are looked at again; what stands there is shown anew, whatever was pressed."""
    if not caller.person.is_at_least(Role.OWNER) or query.message is None:
        return "not_allowed"
    thing = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    if thing is None or not thing.startswith("settings-"):
        return "unknown"
    await _stop_asking(work, caller, now)
    facts: dict[str, Any] = {"page": press.what if press.what in PAGES else "home"}
    body = rules_body()
    if press.action in {"set", "back"}:
        facts, body = await _act(work, caller, press, rules_file, body)
    await show(work, caller, rules_file, body, thing, **facts)
    return None


async def _stop_asking(work: Work, caller: Caller, now: datetime) -> None:
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    if running is not None and running.topic == TOPIC:
        await work.dialogues.end(caller.chat.id, caller.person.id)


async def _act(
    work: Work, caller: Caller, press: SettingsPress, file: RulesFile, body: Mapping[str, Any]
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    found, news = _edited(press, file)
    page = SETTINGS[press.what].page if press.what in SETTINGS else "home"
    if found is None:
        return {"page": page, "news": "late" if press.action == "back" else ""}, body
    return await keep(work, caller, found, body, page, news)


async def keep(
    work: Work, caller: Caller, found: Edited, body: Mapping[str, Any], page: str, news: str
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """A version more of what came of a change, and what the page tells of it."""
    if found is None:
        return {"page": page}, body
    if not isinstance(found, NewRules):
        wrong = [one.facts for one in found[:1]] or [{"zh": "文件读不懂，请运行 huiyin check。"}]
        return {"page": "home", "wrong": wrong}, body
    await work.versions.add(found.fingerprint, found.body, found.source, caller.person.id)
    return {"page": page, "news": news}, found.body


def _edited(press: SettingsPress, file: RulesFile) -> tuple[Edited, str]:
    if press.action == "back":
        return file.go_back(), "back"
    setting = SETTINGS.get(press.what)
    if setting is None or press.choice >= len(setting.values):
        return None, ""
    return file.change(setting.changes(setting.values[press.choice])), "changed"


async def show(
    work: Work,
    caller: Caller,
    file: RulesFile,
    body: Mapping[str, Any],
    thing: str,
    **facts: Any,
) -> None:
    number, at, by = await work.versions.newest()
    shown = {
        "values": shown_of(body),
        "number": number,
        "at": None if at is None else at.isoformat(),
        "by": by,
        "has_file": file.can_be_changed,
        "can_go_back": file.can_go_back,
        "is_owner": caller.person.is_at_least(Role.OWNER),
        "may_change": caller.person.is_at_least(Role.OWNER) and file.can_be_changed,
    }
    face = Face(thing=thing, kind=FaceKind.SETTINGS, to=here(caller), facts=shown | facts)
    await work.telling.face(face)
