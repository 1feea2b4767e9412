"""A colleague leaves, or a team is put away: what they have in hand goes on to somebody."""

from collections.abc import Sequence
from datetime import datetime

from complaints import recipients, teamwork
from complaints.book import Work
from complaints.handling import Refused, Step
from complaints.terms import TermsOf
from complaints.values import State
from people.values import Person, Role


async def in_hand(work: Work, person: Person, place_id: int) -> tuple[int, ...]:
    """Their cases that a role at this place, or at none, lets them handle: those it would leave."""
    found = []
    for case_id in await work.cases.owned_by(person.id):
        case = await work.cases.get(case_id)
        if case is not None and place_id in await work.people.places_above(case.place_id):
            found.append(case_id)
    return tuple(found)


async def pass_on(
    work: Work, terms_of: TermsOf, left: Person, to: Person, place_id: int, now: datetime
) -> tuple[int, ...]:
    """To whoever let them go, unless another role of theirs still covers it; gives the cases."""
    passed: list[int] = []
    for case_id in await in_hand(work, left, place_id):
        case = await work.cases.get(case_id)
        assert case is not None
        if left.is_at_least(Role.STAFF, await work.people.places_above(case.place_id)):
            continue
        step = Step(person=to, case_id=case_id)
        try:
            await teamwork.hand_over(work, terms_of(case.rules_id), step, to.id, now)
        except Refused:
            continue
        passed.append(case_id)
    return tuple(passed)


async def give_back(
    work: Work,
    terms_of: TermsOf,
    case_ids: Sequence[int],
    step: tuple[Person, int],
    to: Person,
    now: datetime,
) -> int:
    """They come back after all: what still is with whoever it was passed on to is theirs again.

    `step`: who gives it, and with whom it was; gives the number."""
    by, holder_id = step
    given = 0
    for case_id in case_ids:
        case = await work.cases.get(case_id)
        if case is None or case.owner_id != holder_id:
            continue
        try:
            give = Step(person=by, case_id=case_id)
            await teamwork.hand_over(work, terms_of(case.rules_id), give, to.id, now)
        except Refused:
            continue
        given += 1
    return given


async def still_with(work: Work, case_ids: Sequence[int], team_id: int | None) -> tuple[int, ...]:
    """Those that are open and have gone nowhere since they went to that team, or to no team."""
    found = [await work.cases.get(case_id) for case_id in case_ids]
    return tuple(
        case.id
        for case in found
        if case is not None and case.state is not State.CLOSED and case.team_id == team_id
    )


async def move_on(
    work: Work, case_ids: Sequence[int], to: tuple[int, str] | None, by: Person, now: datetime
) -> None:
    """What a team has goes to another one, (id, name), or to the place; who has one keeps it."""
    team_id, name = to or (None, None)
    for case_id in case_ids:
        case = await work.cases.get(case_id)
        assert case is not None
        case = await work.cases.change(case, team_id=team_id)
        place = await work.people.place(case.place_id)
        await work.cases.log(case, "handed over", now, by.id, {"team": name or place.name})
        await recipients.move_card(work, case)
