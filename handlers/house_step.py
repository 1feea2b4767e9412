"""One press of an owner on the house: what it is about, and showing what comes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.terms import TermsOf
from handlers.answers import here
from handlers.presses import HousePress
from handlers.work import Caller, Work
from people.housekeeping import Change, Member, Part, StaffChat, Team
from people.telling import Face, FaceKind
from people.values import Place


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a press is about, and the place whose owner may do it."""

    place: Place
    team: Team | None = None
    member: Member | None = None
    chat: StaffChat | None = None
    change: Change | None = None

    @property
    def part(self) -> Part:
        return Part.TEAM if self.team else Part.PLACE

    @property
    def part_id(self) -> int:
        return self.team.id if self.team else self.place.id

    @property
    def name(self) -> str:
        return self.team.name if self.team else self.place.name


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One press in its transaction."""

    work: Work
    caller: Caller
    press: HousePress
    subject: Subject
    thing: str
    now: datetime
    inbox_id: int
    terms_of: TermsOf

    async def show(self, page: str, **facts: Any) -> None:
        place = self.subject.place
        shown = {"page": page, "id": place.id, "place": place.name, **facts}
        face = Face(thing=self.thing, kind=FaceKind.PLACES, to=here(self.caller), facts=shown)
        await self.work.telling.face(face)


Act = Callable[[Doing], Awaitable[str | None]]


def called(member: Member) -> dict[str, Any]:
    return {"name": member.name, "role": member.role.value, "team": member.team}


async def facts_of(work: Work, change: Change) -> dict[str, Any]:
    """What a page tells of a change."""
    place = await work.people.place(change.place_id)
    facts: dict[str, Any] = {"kind": change.kind.value, "id": change.id, "where": place.name}
    facts |= {"by": change.by, "at": change.made_at.isoformat(), "undone": change.is_undone}
    facts |= {"about": change.about, "cases": len(change.facts.get("cases", []))}
    facts |= {key: change.facts.get(key) for key in ("part", "was", "now")}
    if change.facts.get("to"):
        facts["to"] = (await work.people.place(change.facts["to"])).name
    return facts
