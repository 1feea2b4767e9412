"""Supervisors ask for figures: by command, by button, or in plain words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from calendars.periods import Period, UnknownPeriod, parse_period
from handlers.answers import answer
from handlers.presses import FiguresPress, PressFilter
from handlers.work import Caller, Work
from people.telling import Note, NoteKind, To
from people.values import Person, Place, Role

router = Router(name="supervisors")
# Words that make a short message a question for figures, when a supervisor writes it.
ABOUT_FIGURES = (
    "怎么样",
    "怎麼樣",
    "投诉",
    "客诉",
    "投訴",
    "数字",
    "數字",
    "满意",
    "滿意",
    "多少",
    "数据",
    "統計",
    "统计",
)


@router.message(Command("stats"))
async def on_stats(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    if not caller.person.is_at_least(Role.SUPERVISOR):
        await answer(work, caller, inbox_id, "only_staff")
        return
    asked = (command.args or "today").strip()
    places = await places_of(work, caller.person)
    place = _named(asked, places)
    words = asked.replace(place.name, "").strip() if place else asked
    period = _period(words or "today", places[0], now)
    if period is None:
        await answer(work, caller, inbox_id, "bad_period")
        return
    await send_figures(work, caller, period, place, places, inbox_id)


async def places_of(work: Work, person: Person) -> list[Place]:
    """Every place that they may see, the highest first."""
    ids: set[int] = set()
    for grant in person.grants:
        if grant.role in {Role.SUPERVISOR, Role.OWNER}:
            ids |= await work.people.places_below(grant.place_id)
    found = [await work.people.place(number) for number in sorted(ids)]
    return sorted(found, key=lambda place: (place.parent_id is not None, place.id))


def _named(text: str, places: Sequence[Place]) -> Place | None:
    return next((place for place in places if place.name in text), None)


def _period(words: str, place: Place, now: datetime) -> Period | None:
    try:
        return parse_period(words, now, ZoneInfo(place.zone))
    except UnknownPeriod:
        return None


async def send_figures(
    work: Work,
    caller: Caller,
    period: Period,
    place: Place | None,
    places: Sequence[Place],
    inbox_id: int,
    *,
    how: bool = False,
) -> None:
    """Always in private: a group may hold people whom the figures don't concern."""
    chat = await work.people.private_chat(caller.person.id)
    if chat is None:
        return
    top = place or places[0]
    seen = {each.id for each in places}
    ids = sorted(await work.people.places_below(top.id) & seen) if place else sorted(seen)
    facts: dict[str, Any] = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "zone": top.zone,
        "places": ids,
        "label": top.name,
        "period": period.key,
        "place": place.id if place else 0,
        "how": how,
    }
    note = Note(
        key=f"figures-{inbox_id}", kind=NoteKind.FIGURES, to=To(chat_id=chat.id), facts=facts
    )
    await work.telling.note(note)
    if not caller.chat.is_private:
        await answer(work, caller, inbox_id, "only_private")


@router.callback_query(PressFilter(FiguresPress, "show", "how"))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: FiguresPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not caller.person.is_at_least(Role.SUPERVISOR):
        return "not_allowed"
    places = await places_of(work, caller.person)
    place = next((each for each in places if each.id == press.place_id), None)
    period = _period(press.period, places[0], now)
    if period is None:
        return "unknown"
    how = press.action == "how"
    await send_figures(work, caller, period, place, places, inbox_id, how=how)
    return None


@router.message(F.chat.type == "private", F.text, ~F.text.startswith("/"))
async def on_plain_words(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """「昨天西湖店投诉」; what is no question for figures goes on to whoever comes next."""
    text = (message.text or "").strip()
    if len(text) > 24 or not caller.person.is_at_least(Role.SUPERVISOR):
        raise SkipHandler
    places = await places_of(work, caller.person)
    place = _named(text, places)
    words = text.replace(place.name, "") if place else text
    for said in ABOUT_FIGURES:
        words = words.replace(said, "")
    words = words.strip(" ，,。？?的")
    if not words and (place is not None or words != text):
        words = "today"
    period = _period(words, places[0], now) if words else None
    if period is None:
        raise SkipHandler
    await send_figures(work, caller, period, place, places, inbox_id)
