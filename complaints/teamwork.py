"""What staff do among themselves: hand over, ask the customer, correct, say why it happened."""

from datetime import datetime

from complaints import recipients
from complaints.along import hand_lead_on
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case, is_heard
from complaints.rising import promise_anew
from complaints.settling import settle_next
from complaints.terms import Terms, TermsOf
from complaints.values import LADDER_KINDS, Case, Cause, Clock, Outcome, Said, State
from dimensions.reading import Kind
from people.telling import NoteKind
from people.values import Person, Role


async def hand_over(work: Work, terms: Terms, step: Step, to_id: int, now: datetime) -> Case:
    """From now on it is the colleague's, who is told in private.

    Whoever has it hands it on; what nobody has, anybody; a supervisor in any case.
    """
    case = await _live_case(work, step)
    within = await work.people.places_above(case.place_id)
    is_theirs = case.owner_id in {None, step.person.id}
    if not is_theirs and not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_YOUR_CASE, case=case, owner_id=case.owner_id)
    to = await work.people.person(to_id)
    if (
        to is None
        or not to.is_at_least(Role.STAFF, within)
        or to.id in {case.person_id, case.about_id}
    ):
        raise Refused(why=Refusal.NOT_A_COLLEAGUE, case=case)
    state = State.TAKEN if case.state is State.OPEN else case.state
    case = await work.cases.change(case, owner_id=to.id, taken_at=now, state=state.value)
    await work.cases.log(case, "handed over", now, step.person.id, {"to": to.id})
    case = await settle_next(work, terms, case)
    if to.id != step.person.id:
        key = f"case-{case.id}-version-{case.version}-handed"
        facts: dict[str, object] = {"case": case.id, "by": step.person.name}
        await recipients.tell_people(work, [to], key, NoteKind.HANDED, facts)
    await recipients.show_card(work, case)
    return case


async def hand_to_team(work: Work, terms: Terms, step: Step, team_id: int, now: datetime) -> Case:
    """To another team: nobody has it, and its card stands where that team listens."""
    case = await _live_case(work, step)
    teams = dict(await work.people.teams(case.place_id))
    if team_id not in teams:
        raise Refused(why=Refusal.NOT_A_COLLEAGUE, case=case)
    if case.team_id == team_id:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    within = await work.people.places_above(case.place_id)
    is_theirs = case.owner_id in {None, step.person.id}
    if not is_theirs and not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_YOUR_CASE, case=case, owner_id=case.owner_id)
    state = State.OPEN if case.state is State.TAKEN else case.state
    case = await work.cases.change(case, team_id=team_id, owner_id=None, state=state.value)
    facts = {"team": teams[team_id]}
    await work.cases.log(case, "handed over", now, step.person.id, facts)
    case = await settle_next(work, terms, case)
    await recipients.move_card(work, case)
    return case


async def unveil(work: Work, step: Step, now: datetime) -> Case:
    """A supervisor finds that it is no colleague's matter: everybody may read and handle it."""
    case = await held_case(work, step)
    within = await work.people.places_above(case.place_id)
    if not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_ALLOWED, case=case)
    if case.about_id is None:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, about_id=None)
    await work.cases.log(case, "unveiled", now, step.person.id)
    await recipients.refresh_card(work, case)
    await recipients.show_card(work, case)
    return case


async def colleagues(work: Work, case: Case) -> tuple[Person, ...]:
    """To whom it could be handed: everybody with a role at its place, save who has it."""
    found = await work.people.colleagues(case.place_id)
    return tuple(p for p in found if p.id not in {case.owner_id, case.person_id, case.about_id})


async def hand_over_all(
    work: Work, terms_of: TermsOf, person: Person, to_id: int, now: datetime
) -> int:
    """At the end of a shift: everything of theirs that the colleague may take; gives the number."""
    handed = 0
    for case_id in await work.cases.owned_by(person.id):
        case = await work.cases.get(case_id)
        if case is None:
            continue
        step = Step(person=person, case_id=case_id)
        try:
            await hand_over(work, terms_of(case.rules_id), step, to_id, now)
        except Refused:
            continue
        handed += 1
    return handed


async def decide_suggestion(work: Work, step: Step, outcome: Outcome, now: datetime) -> Case:
    """采纳 or 暂不: the customer is told, and it is closed."""
    case = await held_case(work, step)
    if case.kind is not Kind.SUGGESTION:
        raise Refused(why=Refusal.UNKNOWN_CASE, case=case)
    if case.state is State.CLOSED:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=outcome.value,
        owner_id=case.owner_id or step.person.id,
        next_due_at=None,
    )
    await work.cases.log(case, outcome.value, now, step.person.id)
    await hand_lead_on(work, case, now)
    await work.surveys.wake(case.person_id, now)
    facts: dict[str, object] = {"case": case.id, "adopted": outcome is Outcome.ADOPTED}
    key = f"case-{case.id}-round-{case.round}-decided"
    await recipients.tell_customer(work, case, key, NoteKind.DECISION, facts)
    await recipients.show_card(work, case)
    return case


async def ask(work: Work, terms: Terms, step: Step, said: Said, now: datetime) -> Case:
    """A question to the customer: it counts as a response, and the clock stops until they answer.

    Without an answer it comes back after as long as a resolved case waits for its confirmation.
    """
    case = await _live_case(work, step)
    await is_heard(work, case, along=False)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="reply", said=said, case_id=case.id
    )
    await work.cases.keep(case, [Clock.RESPONSE], now)
    await work.cases.pause(case, now)
    case = await work.cases.change(
        case,
        owner_id=case.owner_id or step.person.id,
        taken_at=case.taken_at or now,
        responded_at=case.responded_at or now,
        state=(case.state if case.state is State.CONTESTED else State.WAITING).value,
    )
    await work.cases.log(case, "asked", now, step.person.id, {"words": words_id})
    case = await settle_next(work, terms, case)
    key = f"case-{case.id}-round-{case.round}-asked-{words_id}"
    facts: dict[str, object] = {"case": case.id, "words": words_id, "asks": True}
    await recipients.tell_customer(work, case, key, NoteKind.REPLY, facts)
    await recipients.show_card(work, case)
    return case


async def correct_kind(work: Work, terms: Terms, step: Step, kind: Kind, now: datetime) -> Case:
    """A person knows better what it is; the promises follow, counted from when the round began."""
    case = await _live_case(work, step)
    if kind is case.kind:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    was, severity = case.kind, case.severity
    case = await work.cases.change(
        case, kind=kind.value, safety=kind is Kind.EMERGENCY, doubtful=False
    )
    facts = {"what": "kind", "from": was.value, "to": kind.value}
    await work.cases.log(case, "corrected", now, step.person.id, facts)
    if kind is Kind.EMERGENCY:
        case = await work.cases.change(case, lead_id=None)
        await recipients.raise_alarm(work, case)
    if kind not in LADDER_KINDS:
        await hand_lead_on(work, case, now)
    return await promise_anew(work, terms, case, severity, now)


async def correct_severity(work: Work, terms: Terms, step: Step, to: int, now: datetime) -> Case:
    case = await _live_case(work, step)
    if not 0 <= to <= 4 or to == case.severity:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    was = case.severity
    case = await work.cases.change(case, severity=to)
    facts = {"what": "severity", "from": was, "to": to}
    await work.cases.log(case, "corrected", now, step.person.id, facts)
    return await promise_anew(work, terms, case, to, now)


async def correct_dimension(work: Work, step: Step, dimension: str, now: datetime) -> bool:
    """Taken away where it stood, put where it was missing; True when it stands now."""
    case = await held_case(work, step)
    before = await work.assessing.negative(case.id)
    stands = dimension not in before
    if stands:
        await work.assessing.put(case.id, dimension, now)
    else:
        await work.assessing.withdraw(case.id, dimension, now)
    facts = {"what": "dimension", "dimension": dimension, "stands": stands}
    await work.cases.log(case, "corrected", now, step.person.id, facts)
    await recipients.refresh_card(work, case)
    return stands


async def name_cause(work: Work, step: Step, cause: Cause, now: datetime) -> Case:
    """Why it happened, in a kind that can be counted; also after it is closed."""
    case = await held_case(work, step)
    if case.cause is cause:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, cause=cause.value)
    await work.cases.log(case, "cause", now, step.person.id, {"cause": cause.value})
    await recipients.show_card(work, case)
    return case


async def _live_case(work: Work, step: Step) -> Case:
    case = await held_case(work, step)
    if case.state in {State.CLOSED, State.RESOLVED}:
        raise Refused(why=Refusal.CLOSED, case=case)
    return case
