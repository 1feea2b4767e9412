"""Supervisors ask for figures: by command, by button, or in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from calendars.periods import UnknownPeriod, parse_period
from handlers.answers import answer, here
from handlers.figures_asked import Question, nearest, read_command, read_words
from handlers.presses import FiguresPress, PressFilter
from handlers.work import Caller, Work
from people.telling import Note, NoteKind, To
from people.values import Person, Place, Role

router = Router(name="supervisors")
PRIVATE = F.chat.type == "private"
PRESSES = {"show": "figures", "places": "places", "issues": "issues", "how": "how"}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody may see figures of: `roots` are the highest, `all` is every place below too.

    `zone` cuts the days when nobody names a place.
    """

    roots: tuple[Place, ...]
    all: tuple[Place, ...]
    zone: str

    def root_ids(self, place: Place | None) -> list[int]:
        return [place.id] if place else [root.id for root in self.roots]

    def place(self, place_id: int) -> Place | None:
        return next((place for place in self.all if place.id == place_id), None)


async def sight_of(work: Work, person: Person) -> Sight:
    """Read at each question: a right that was taken away shows nothing any more."""
    seen: set[int] = set()
    for grant in person.grants:
        if grant.role in {Role.SUPERVISOR, Role.OWNER}:
            seen |= await work.people.places_below(grant.place_id)
    places = [await work.people.place(place_id) for place_id in sorted(seen)]
    roots = tuple(place for place in places if place.parent_id not in seen)
    cut_by = roots[0] if len(roots) == 1 else await work.people.house()
    return Sight(roots=roots, all=tuple(places), zone=cut_by.zone)


class AsksForFigures(Filter):
    """Lets plain words of a supervisor's through that ask for figures, as `question`."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if not text or text.startswith("/") or not _may_see(caller):
            return False
        sight = await sight_of(work, caller.person)
        question = read_words(text, sight.all, sight.zone, now)
        return {"question": question} if question else False


def _may_see(caller: Caller) -> bool:
    return caller.person.is_at_least(Role.SUPERVISOR)


@router.message(Command("stats"))
async def on_stats(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    if not _may_see(caller):
        await answer(work, caller, inbox_id, "only_staff")
        return
    sight, said = await sight_of(work, caller.person), (command.args or "").strip()
    try:
        question = read_command(said, sight.all, sight.zone, now)
    except UnknownPeriod as unknown:
        facts = {"said": str(unknown) or said, "nearest": nearest(str(unknown), now, sight.zone)}
        await _tell(work, caller, "unknown_period", facts, inbox_id)
        return
    await _show(work, caller, sight, question, inbox_id)


@router.message(PRIVATE, AsksForFigures())
async def on_plain_words(
    message: Message, work: Work, caller: Caller, question: Question, inbox_id: int
) -> None:
    sight = await sight_of(work, caller.person)
    await _show(work, caller, sight, question, inbox_id)


@router.callback_query(PressFilter(FiguresPress, *PRESSES))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: FiguresPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not _may_see(caller):
        return "not_allowed"
    sight = await sight_of(work, caller.person)
    place = sight.place(press.place_id)
    if press.place_id and place is None:
        return "not_allowed"
    try:
        period = parse_period(press.period, now, place.zone if place else sight.zone)
    except UnknownPeriod:
        return "unknown"
    question = Question(period=period, place=place)
    await _show(work, caller, sight, question, inbox_id, what=PRESSES[press.action])
    return None


async def _show(
    work: Work,
    caller: Caller,
    sight: Sight,
    question: Question,
    inbox_id: int,
    *,
    what: str = "figures",
) -> None:
    """Only what was asked for is written down; the figures are counted when the note is sent."""
    facts = {
        "key": question.period.key,
        "dates": question.period.dates,
        "zone": str(question.period.zone),
        "places": sight.root_ids(question.place),
        "place": question.place.id if question.place else 0,
        "many": len(_below(sight, question.place)) > 1,
        "each": what == "places",
    }
    await _tell(work, caller, what, facts, inbox_id)


def _below(sight: Sight, place: Place | None) -> Sequence[Place]:
    """The places one step below what is shown; where there are none, what is shown itself."""
    shown = (place,) if place else sight.roots
    ids = {each.id for each in shown}
    return [each for each in sight.all if each.parent_id in ids] or shown


async def _tell(
    work: Work, caller: Caller, what: str, facts: Mapping[str, Any], inbox_id: int
) -> None:
    """Always in private: a group may hold people whom the figures don't concern."""
    chat = await work.people.private_chat(caller.person.id)
    to = To(chat_id=chat.id) if chat else here(caller)
    note = Note(
        key=f"figures-{inbox_id}",
        kind=NoteKind.FIGURES,
        to=to,
        facts={**facts, "what": what} if chat else {"what": "no_private"},
    )
    await work.telling.note(note)
    if chat and not caller.chat.is_private:
        await answer(work, caller, inbox_id, "only_private")
