"""When somebody wants a digest, out of `/digest daily 20 Europe/Berlin` or 「每天 9 点发我」."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendars.spoken_days import numeral
from handlers.figures_words import simpler
from reports.digests import Cadence

LONGEST = 32
_CADENCES = (
    (Cadence.DAILY, r"每天|每日|天天|every day|daily"),
    (Cadence.WEEKLY, r"每(?:个)?(?:周|星期)一?|every week|weekly"),
    (Cadence.MONTHLY, r"每(?:个)?月(?:1|一)[号日]|每(?:个)?月|every month|monthly"),
)
_HOUR = re.compile(
    r"(早上|早晨|上午|凌晨|中午|下午|傍晚|晚上)?\s*"
    r"(?:(\d{1,2})\s*(?:[:：]00|点整|点钟?|时)?(?![\d:：])|(二?十[一二三四五六七八九]?|[一二两三四五六七八九])(?:点整|点钟?|时))"
)
# 「七点半」、19:30: between two hours, when no digest goes.
_BETWEEN = re.compile(
    r"((?:早上|早晨|上午|凌晨|中午|下午|傍晚|晚上)?\s*(?:\d{1,2}|二?十[一二三四五六七八九]?|[一二两三四五六七八九]))\s*"
    r"(?:[:：.](?!00)[0-5]\d|[点时](?:半|[一三]刻|(?!00)\d{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?|零?[一二三四五六七八九]分))"
    r"|\b(?:half past|quarter (?:past|to)) \w+"
)
_LATE, _NOON = {"下午", "傍晚", "晚上"}, "中午"
_OFF = re.compile(r"不要|不用|别再?发|停|关掉|关|\boff\b|\bstop\b")
# What is asked for, and what says nothing beside it.
_ASKED = re.compile(r"定时发我|发我|发给我|给我发|简报|send me this|digest")
_NOTHING = re.compile(
    r"了|吧|再|把|的|以后|今后|请|一份|一次|数字|数据|\b(?:at|please|send|me|my|an?|the)\b|都|,|，|。"
)


class NotUnderstood(ValueError):
    """A wish for a digest holds a word that means nothing here."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Nothing set: they only look what they get. `between` is what they said instead of an hour."""

    cadence: Cadence | None = None
    hour: int | None = None
    zone: str | None = None
    is_off: bool = False
    between: str | None = None

    @property
    def is_set(self) -> bool:
        return self.cadence is not None or self.hour is not None or self.zone is not None


def read_wish(said: str) -> Wish:
    """What stands behind /digest, in any order. Raises NotUnderstood with what it can't be."""
    words = said.split()
    zone = next((word for word in words if "/" in word and _is_zone(word)), None)
    typed = " ".join(word for word in words if word != zone)
    between, hour, typed = _between(typed)
    rest = simpler(typed)
    cadence = None
    for known, pattern in _CADENCES:
        if cadence is None and re.search(pattern, rest):
            cadence, rest = known, re.sub(pattern, " ", rest, count=1)
    is_off, rest = bool(_OFF.search(rest)), _OFF.sub(" ", rest)
    if between is None:
        hour, rest = _hour(rest)
    left = _NOTHING.sub(" ", _ASKED.sub(" ", rest)).split()
    if left:
        raise NotUnderstood(left[0])
    return Wish(cadence=cadence, hour=hour, zone=zone, is_off=is_off, between=between)


def wished_in_words(said: str) -> Wish | None:
    """The same in a message of its own, which has to say that something is to be sent."""
    if len(said) > LONGEST or "\n" in said or not _ASKED.search(simpler(said)):
        return None
    try:
        wish = read_wish(said)
    except NotUnderstood:
        return None
    # 「发我」 alone may be about anything.
    is_named = re.search(r"定时|简报|digest|send me this", simpler(said)) is not None
    return wish if is_named or wish.cadence is not None else None


def _between(typed: str) -> tuple[str | None, int | None, str]:
    """What is said that lies between two hours, with the hour before it where that is known."""
    found = _BETWEEN.search(simpler(typed))
    if found is None:
        return None, None, typed
    hour = _hour(f"{found[1].strip()}点")[0] if found[1] else None
    start, end = found.span()
    return typed[start:end].strip(), hour, f"{typed[:start]} {typed[end:]}"


def _hour(rest: str) -> tuple[int | None, str]:
    found = _HOUR.search(rest)
    if found is None:
        return None, rest
    hour = int(found[2]) if found[2] else numeral(found[3])
    if hour == 12 and found[1] in {"晚上", "凌晨"}:
        hour = 0
    elif hour < 12 and (found[1] in _LATE or (found[1] == _NOON and hour < 4)):
        hour += 12
    if hour > 23:
        raise NotUnderstood(found[0].strip())
    return hour, rest[: found.start()] + " " + rest[found.end() :]


def _is_zone(word: str) -> bool:
    try:
        ZoneInfo(word)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
