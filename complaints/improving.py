"""So that it doesn't happen again: what is done, by whom, until when, and whether it helped."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from complaints import recipients
from complaints.book import Work
from complaints.confirming import own_case
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.naming import named_in
from complaints.planned import due_by
from complaints.rules import Recipients
from complaints.values import Action, Case, Said
from people.telling import NoteKind
from people.values import Person, Role

# Nobody said by when.
USUALLY = timedelta(days=14)
# Whether it helped is looked at over as long before it was planned and after it was done.
WINDOW = timedelta(days=30)
AGAIN = timedelta(days=1)
# Who does it, by what they are called at work: 「让店长下周五前换掉床垫」.
_LEADER = re.compile(
    r"[让讓由请請叫](?:店长|店長|主管|经理|經理)|(?:店长|店長|主管|经理|經理)(?:负责|負責)"
    r"|\b(?:supervisor|manager)\b",
    re.IGNORECASE,
)
# Reminders to the owner alone; after them the supervisors hear of it too.
ALONE = 2
MOST = 7


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Whether a colleague and a day were understood, or taken for granted."""

    action: Action
    is_named: bool
    is_dated: bool


async def plan(work: Work, step: Step, said: Said, now: datetime) -> Planned:
    """The colleague who is named has it, else whoever writes; the time stands in the words."""
    case = await held_case(work, step)
    text = said.text or ""
    place = await work.people.place(case.place_id)
    due_at = due_by(text, now.astimezone(ZoneInfo(place.zone)))
    named = await _named(work, case, text)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="action", said=said, case_id=case.id
    )
    blamed = sorted(await work.assessing.negative(case.id))
    action = await work.actions.add(
        case_id=case.id,
        place_id=case.place_id,
        dimension=blamed[0] if blamed else None,
        words_id=words_id,
        owner_id=named or step.person.id,
        made_by=step.person.id,
        now=now,
        due_at=due_at or now + USUALLY,
    )
    facts = {"action": action.id, "words": words_id}
    await work.cases.log(case, "action planned", now, step.person.id, facts)
    return Planned(action=action, is_named=named is not None, is_dated=due_at is not None)


async def _named(work: Work, case: Case, text: str) -> int | None:
    """By name, or as who leads the place, where only one does.

    Whoever the customer complains of never reads it.
    """
    named = named_in(text, await work.people.staff_names(case.place_id))
    if named is None and _LEADER.search(text):
        leaders = await recipients.holders(work, case, Recipients.SUPERVISORS)
        named = leaders[0].id if len(leaders) == 1 else None
    return None if named == case.about_id else named


async def finish(work: Work, step: Step, action_id: int, said: Said, now: datetime) -> int:
    """Done. `said` is for the customers whose cases led to it and who want to hear of it.

    Gives how many of them are told.
    """
    case = await held_case(work, step)
    action = await work.actions.get(action_id)
    if action is None or action.case_id != case.id:
        raise Refused(why=Refusal.UNKNOWN_CASE, case=case)
    if action.done_at is not None:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    within = await work.people.places_above(case.place_id)
    is_theirs = step.person.id in {action.owner_id, action.made_by}
    if not is_theirs and not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_YOUR_CASE, case=case)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="improvement", said=said, case_id=case.id
    )
    await work.actions.finish(action.id, now, check_at=now + WINDOW)
    facts = {"action": action.id, "words": words_id}
    await work.cases.log(case, "action done", now, step.person.id, facts)
    return await _tell_those_who_led_to_it(work, case, action, words_id)


async def _tell_those_who_led_to_it(work: Work, case: Case, action: Action, words_id: int) -> int:
    told = 0
    for one in (case, *await work.kin.led_by(case.id)):
        if not one.wants_news:
            continue
        key = f"action-{action.id}-improved-for-{one.id}"
        facts: dict[str, object] = {"case": one.id, "words": words_id}
        told += await recipients.tell_customer(work, one, key, NoteKind.IMPROVED, facts)
    return told


async def handle_due(work: Work, action_id: int, now: datetime) -> bool:
    """One action in one transaction: reminded of, or looked back at. False when nothing is due."""
    action = await work.actions.get(action_id)
    if action is None or action.next_due_at is None or action.next_due_at > now:
        return False
    if action.done_at is None:
        await _remind(work, action, now)
    else:
        await _look_back(work, action, now)
    return True


async def _remind(work: Work, action: Action, now: datetime) -> None:
    case = await work.cases.get(action.case_id)
    if case is None:
        return
    times = action.reminders(AGAIN)
    facts: dict[str, object] = {
        "case": case.id,
        "action": action.id,
        "words": action.words_id,
        "due": action.due_at.isoformat(),
    }
    owner = await work.people.person(action.owner_id)
    told = [owner] if owner else []
    if times >= ALONE:
        told += [
            person
            for person in await recipients.holders(work, case, Recipients.SUPERVISORS)
            if person.id != action.owner_id
        ]
    key = f"action-{action.id}-due-{times}"
    await recipients.tell_people(work, told, key, NoteKind.ACTION, facts)
    again = now + AGAIN if times < MOST else None
    await work.actions.reminded(action.id, now, next_due_at=again)


async def assume_handled(work: Work, action_id: int, now: datetime) -> None:
    """Of a database that was put away and brought back: reminded of, or looked back at, in time."""
    action = await work.actions.get(action_id)
    if action is None or action.next_due_at is None or action.next_due_at > now:
        return
    if action.done_at is not None:
        await work.actions.checked(action.id, now)
        return
    last = action.next_due_at + (now - action.next_due_at) // AGAIN * AGAIN
    times = replace(action, reminded_at=last).reminders(AGAIN)
    again = last + AGAIN if times <= MOST else None
    await work.actions.reminded(action.id, last, next_due_at=again)


async def _look_back(work: Work, action: Action, now: datetime) -> None:
    """The share of cases with this dimension at this place, before it was planned and since."""
    assert action.done_at is not None
    case = await work.cases.get(action.case_id)
    await work.actions.checked(action.id, now)
    if case is None or action.dimension is None:
        return
    before = await work.actions.share(
        action.place_id, action.dimension, action.made_at - WINDOW, action.made_at
    )
    since = await work.actions.share(
        action.place_id, action.dimension, action.done_at, action.done_at + WINDOW
    )
    facts: dict[str, object] = {
        "case": case.id,
        "words": action.words_id,
        "dimension": action.dimension,
        "place": action.place_id,
        "done": action.done_at.isoformat(),
        "before": list(before),
        "since": list(since),
    }
    key = f"action-{action.id}-checked"
    above = {
        person.id: person for person in await recipients.holders(work, case, Recipients.SUPERVISORS)
    }
    # Only who sees figures gets the way to them.
    seen = {**facts, "to_supervisor": True}
    await recipients.tell_people(work, above.values(), key, NoteKind.ACTION_CHECK, seen)
    owner = await work.people.person(action.owner_id)
    if owner is not None and owner.id not in above:
        await recipients.tell_people(work, [owner], key, NoteKind.ACTION_CHECK, facts)


async def want_news(work: Work, person: Person, case_id: int, now: datetime) -> Case:
    """「有改进告诉我」: only those who asked for it are told later."""
    case = await own_case(work, person, case_id)
    if case.wants_news:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, wants_news=True)
    await work.cases.log(case, "wants news", now, person.id)
    return case
