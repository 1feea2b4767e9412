"""What staff do with a case: take it, answer the customer, wait for them, resolve it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from complaints import recipients
from complaints.along import reply_along, resolve_along
from complaints.book import Work
from complaints.promising import give_word
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, Clock, Mark, Said, State
from people.telling import NoteKind
from people.values import Person, Role


class Refusal(StrEnum):
    """Why a step was not taken; people read its sentence from the catalogue."""

    UNKNOWN_CASE = "unknown_case"
    NOT_ALLOWED = "not_allowed"
    OLD_ROUND = "old_round"
    CLOSED = "closed"
    TAKEN_BY_OTHER = "taken_by_other"
    ALREADY_YOURS = "already_yours"
    ALREADY_DONE = "already_done"
    ABOUT_YOU = "about_you"
    NOT_A_COLLEAGUE = "not_a_colleague"
    NOT_YOUR_CASE = "not_your_case"
    ABOVE_YOUR_LIMIT = "above_your_limit"
    FINDINGS_FIRST = "findings_first"
    TAKE_IT_FIRST = "take_it_first"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"
    TOO_LATE_TO_TAKE_BACK = "too_late_to_take_back"
    NOT_THE_SAME = "not_the_same"
    MILDER = "milder"
    UNDER_WAY = "under_way"
    UNHEARD = "unheard"
    WRITE_TO_THEM = "write_to_them"


class Refused(Exception):
    """A step that can't be taken; the card is shown again as it is."""

    def __init__(
        self, *, why: Refusal, case: Case | None = None, owner_id: int | None = None
    ) -> None:
        super().__init__(why.value)
        self.why = why
        self.case = case
        self.owner_id = owner_id


@dataclass(frozen=True, kw_only=True)
class Step:
    """Who wants to do something with which round of which case."""

    person: Person
    case_id: int
    round: int | None = None


async def held_case(work: Work, step: Step) -> Case:
    """The case, held; raises Refused when this person may not act on it, or it is another round."""
    case = await work.cases.get(step.case_id)
    if case is None:
        raise Refused(why=Refusal.UNKNOWN_CASE)
    within = await work.people.places_above(case.place_id)
    if not step.person.is_at_least(Role.STAFF, within):
        raise Refused(why=Refusal.NOT_ALLOWED, case=case)
    # A test goes all the way for whoever tries the house out alone.
    if step.person.id == case.person_id and case.mark is not Mark.TEST:
        raise Refused(why=Refusal.ABOUT_YOU, case=case)
    if step.person.id == case.about_id:
        raise Refused(why=Refusal.ABOUT_YOU, case=case)
    if step.round is not None and step.round != case.round:
        raise Refused(why=Refusal.OLD_ROUND, case=case)
    return case


async def take(work: Work, terms: Terms, step: Step, now: datetime) -> Case:
    """From now on they are its owner. A supervisor may take over; anybody else comes second."""
    case = await held_case(work, step)
    if case.state in {State.CLOSED, State.RESOLVED}:
        raise Refused(why=Refusal.CLOSED, case=case)
    if case.owner_id == step.person.id and not _was_escalated(case):
        raise Refused(why=Refusal.ALREADY_YOURS, case=case)
    if case.owner_id not in {None, step.person.id}:
        within = await work.people.places_above(case.place_id)
        if not step.person.is_at_least(Role.SUPERVISOR, within):
            raise Refused(why=Refusal.TAKEN_BY_OTHER, case=case, owner_id=case.owner_id)
    state = case.state if case.state is State.CONTESTED else State.TAKEN
    if case.state is State.WAITING:
        # The ball is with us again, so the clocks run.
        await work.cases.resume(case, now)
    changed = await work.cases.change(
        case, owner_id=step.person.id, taken_at=now, state=state.value
    )
    await work.cases.log(changed, "taken", now, step.person.id)
    changed = await settle_next(work, terms, changed)
    await recipients.show_card(work, changed)
    if case.level > 0:
        await recipients.refresh_overdue(work, changed)
    return changed


def _was_escalated(case: Case) -> bool:
    """After a level was told, the owner may say "I take it" once more: it silences that level."""
    return case.level > 0


async def is_heard(work: Work, case: Case, *, along: bool = True) -> bool:
    """Whether the customer can read an answer; raises Refused when nobody can.

    `along`: it also goes to the customers of the cases that this one leads.
    """
    if await recipients.hears(work, case):
        return True
    others = await work.kin.followers(case.id) if along else ()
    if not any([await recipients.hears(work, one) for one in others]):
        raise Refused(why=Refusal.UNHEARD, case=case)
    return False


async def reply(work: Work, terms: Terms, step: Step, said: Said, now: datetime) -> Case:
    """Staff's words to the customer: a person's response, and nothing is resolved yet."""
    case = await held_case(work, step)
    if case.state is State.CLOSED:
        raise Refused(why=Refusal.CLOSED, case=case)
    heard = await is_heard(work, case)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="reply", said=said, case_id=case.id
    )
    if heard:
        await work.cases.keep(case, [Clock.RESPONSE], now)
    case = await as_own(work, case, step.person, now)
    if heard and case.responded_at is None:
        case = await work.cases.change(case, responded_at=now)
    said_to = "replied" if heard else "answered others"
    await work.cases.log(case, said_to, now, step.person.id, {"words": words_id})
    await give_word(work, case, step.person.id, said.text or "", words_id, now)
    case = await settle_next(work, terms, case)
    await recipients.tell_words(work, case, NoteKind.REPLY, words_id)
    await reply_along(work, case, words_id, now)
    await recipients.show_card(work, case)
    return case


async def resolve(work: Work, terms: Terms, step: Step, said: Said | None, now: datetime) -> Case:
    """Staff say what was done; the customer is asked whether that settles it."""
    case = await resolvable_case(work, terms, step)
    words_id = None
    if said is not None:
        words_id = await work.cases.add_words(
            person_id=step.person.id, sort="resolution", said=said, case_id=case.id
        )
    await work.cases.keep(case, list(Clock), now)
    case = await as_own(work, case, step.person, now)
    case = await work.cases.change(
        case,
        state=State.RESOLVED.value,
        resolved_at=now,
        responded_at=case.responded_at or now,
        level=0,
    )
    await work.cases.log(case, "resolved", now, step.person.id, {"words": words_id})
    case = await settle_next(work, terms, case)
    await recipients.tell_words(work, case, NoteKind.RESOLUTION, words_id)
    await resolve_along(work, terms, case, words_id, now)
    await recipients.show_card(work, case)
    await recipients.refresh_overdue(work, case)
    return case


async def resolvable_case(work: Work, terms: Terms, step: Step) -> Case:
    """Held; raises Refused when it is resolved already, or nobody wrote what was found out."""
    case = await held_case(work, step)
    if case.state is State.CLOSED:
        raise Refused(why=Refusal.CLOSED, case=case)
    if case.state is State.RESOLVED:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    if await lacks_findings(work, terms, case):
        raise Refused(why=Refusal.FINDINGS_FIRST, case=case)
    return case


async def lacks_findings(work: Work, terms: Terms, case: Case) -> bool:
    """Whether a line on what was found out is still required before this case is resolved."""
    if case.kind not in LADDER_KINDS or case.severity < terms.rules.findings_from_severity:
        return False
    return not await work.sayings.has_findings(case.id)


async def note_findings(work: Work, step: Step, said: Said, now: datetime) -> Case:
    """What was found out: on the card, never sent to the customer."""
    case = await held_case(work, step)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="findings", said=said, case_id=case.id
    )
    await work.cases.log(case, "found out", now, step.person.id, {"words": words_id})
    await recipients.show_card(work, case)
    return case


async def note_down(work: Work, step: Step, said: Said, now: datetime) -> Case:
    """An inside remark: on the card, never sent to the customer."""
    case = await held_case(work, step)
    words_id = await work.cases.add_words(
        person_id=step.person.id, sort="remark", said=said, case_id=case.id
    )
    await work.cases.log(case, "remarked", now, step.person.id, {"words": words_id})
    await recipients.show_card(work, case)
    return case


async def as_own(work: Work, case: Case, person: Person, now: datetime) -> Case:
    """Whoever answers a case that nobody has is its owner from then on."""
    if case.owner_id is not None:
        return case
    state = State.TAKEN if case.state is State.OPEN else case.state
    return await work.cases.change(case, owner_id=person.id, taken_at=now, state=state.value)
