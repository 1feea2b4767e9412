"""What a supervisor may see figures of, and the facts of a panel that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.figures_asked import Question
from handlers.versus import beside
from handlers.work import Work
from people.values import Person, Place, Role

# As many as fit under one message.
MOST_CHOICES = 30


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody may see figures of: `roots` are the highest, `all` is every place below too.

    `teams` are those of a place that they see alone, by the place; `zone` cuts the days when
    nobody names a place. Who owns the house may know who looked at what.
    """

    roots: tuple[Place, ...]
    all: tuple[Place, ...]
    zone: str
    teams: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    owns_house: bool = False

    def root_ids(self, place: Place | None) -> list[int]:
        return [place.id] if place else [root.id for root in self.roots]

    def place(self, place_id: int) -> Place | None:
        return next((place for place in self.all if place.id == place_id), None)


async def sight_of(work: Work, person: Person) -> Sight:
    """Read at each question: a right that was taken away shows nothing any more."""
    grants = [grant for grant in person.grants if grant.role in {Role.SUPERVISOR, Role.OWNER}]
    seen: set[int] = set()
    for grant in grants:
        if grant.team_id is None:
            seen |= await work.people.places_below(grant.place_id)
    teams: dict[int, tuple[int, ...]] = {}
    for grant in grants:
        if grant.team_id is not None and grant.place_id not in seen:
            teams[grant.place_id] = (*teams.get(grant.place_id, ()), grant.team_id)
    places = [await work.people.place(place_id) for place_id in sorted(seen | set(teams))]
    whole = [place for place in places if place.id in seen]
    roots = tuple(place for place in whole if place.parent_id not in seen) or tuple(places[:1])
    house = await work.people.house()
    cut_by = roots[0] if len(roots) == 1 else house
    owns = any(grant.role is Role.OWNER and grant.place_id == house.id for grant in grants)
    return Sight(roots=roots, all=tuple(places), zone=cut_by.zone, teams=teams, owns_house=owns)


def may_look(person: Person) -> bool:
    return person.is_at_least(Role.SUPERVISOR)


def refusal_for(person: Person) -> str:
    """A colleague is not told to become one."""
    return "only_supervisors" if person.is_at_least(Role.STAFF) else "only_staff"


def facts_of(sight: Sight, question: Question) -> dict[str, Any]:
    """Only what was asked for is written down; the figures are counted when it is sent."""
    place = question.place
    asked = (place,) if place else sight.roots
    teams = [team for each in asked for team in sight.teams.get(each.id, ())]
    beside = _beside(sight, question) if question.view == "versus" else {}
    return {
        **beside,
        "what": question.view,
        "key": question.period.key,
        "dates": question.period.dates,
        "zone": str(question.period.zone),
        "places": sight.root_ids(place),
        "place": place.id if place else 0,
        "many": len(_below(sight, place)) > 1,
        **({"owns": True} if sight.owns_house else {}),
        **({"teams": teams} if teams else {}),
        **({"since": question.since} if question.since else {}),
        **({"with": question.with_dates} if question.with_dates else {}),
    }


def _below(sight: Sight, place: Place | None) -> Sequence[Place]:
    """The places one step below what is shown; where there are none, what is shown itself."""
    shown = (place,) if place else sight.roots
    ids = {each.id for each in shown}
    return [each for each in sight.all if each.parent_id in ids] or shown


def _beside(sight: Sight, question: Question) -> dict[str, Any]:
    """The place that another is held against, or those that it can be; only whole places."""
    whole = [place for place in sight.all if place.id not in sight.teams]
    one, other = question.place, question.other
    if one is not None and other is not None and {one, other} <= set(whole):
        return {"other": other.id, "cut": beside(other.id)}
    against = whole if one is None else [one]
    apart = [
        place for place in whole if any(not _is_within(sight, place, each) for each in against)
    ]
    return {"choices": [place.id for place in apart][:MOST_CHOICES]}


def _is_within(sight: Sight, one: Place, other: Place) -> bool:
    """Whether one of them holds the other, or they are the same."""
    known = {place.id: place for place in sight.all}

    def above(place: Place | None) -> set[int]:
        found = set()
        while place is not None:
            found.add(place.id)
            place = known.get(place.parent_id or 0)
        return found

    return one.id in above(other) or other.id in above(one)
