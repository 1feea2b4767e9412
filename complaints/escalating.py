"""What a case needs when its next instant has come: a warning, the next level, or its end."""

from datetime import datetime, timedelta

from complaints import recipients
from complaints.book import Work
from complaints.contesting import follow_up
from complaints.hearing import go_on
from complaints.keeping_told import miss_light, remind, tell_progress
from complaints.ladder import Step, due_steps, is_late
from complaints.praising import tell_the_week
from complaints.rules import Ladder
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Escalation, Outcome, State
from dimensions.reading import Kind
from people.telling import Note, NoteKind, To

# In the facts of a note to the staff chats: nobody is left to be told when it fails as well.
LAST_RESORT = "last_resort"


async def handle_due(work: Work, terms: Terms, case_id: int, now: datetime) -> bool:
    """One case in one transaction. False when there was nothing to do: somebody was faster."""
    case = await work.cases.get(case_id)
    if case is None or case.next_due_at is None or case.next_due_at > now:
        return False
    if case.kind is Kind.PRAISE:
        await tell_the_week(work, case, now)
        return True
    if case.state is State.RESOLVED:
        if not await remind(work, terms, case, now):
            await _close_unanswered(work, case, now)
        return True
    if case.state is State.WAITING:
        case = await go_on(work, terms, case, now)
        await work.cases.log(case, "no answer", now)
        await recipients.show_card(work, case)
        return True
    if case.state is State.CONTESTED:
        await follow_up(work, terms, case, now)
        return True
    promises = await work.cases.promises(case)
    taken = await work.cases.escalations(case)
    ladder = terms.ladder(case)
    for step in due_steps(case, promises, taken, ladder, terms.calendar, now):
        case = await _climb(work, case, step, ladder, now)
    case = await miss_light(work, case, promises, now)
    case = await tell_progress(work, terms, case, now)
    await settle_next(work, terms, case)
    return True


async def _climb(work: Work, case: Case, step: Step, ladder: Ladder, now: datetime) -> Case:
    taken = Escalation(
        round=case.round,
        clock=step.promise.clock,
        level=step.level,
        repeat=step.repeat,
        at=now,
        promise_id=step.promise.id,
    )
    if not await work.cases.add_escalation(case, taken, step.at):
        return case
    if step.is_warning:
        await _warn(work, case, step, now)
        return case
    if step.promise.missed_at is None:
        await work.cases.miss(step.promise.id, now)
        await _tell_progress(work, case, step)
        case = await work.cases.change(case, told_at=now)
    reached = await _tell_level(work, case, step, ladder, now)
    case = await work.cases.change(case, level=max(case.level, reached))
    facts = {"level": reached, "clock": step.promise.clock.value, "late": is_late(step, now)}
    await work.cases.log(case, "escalated", now, None, facts)
    if step.repeat == 0:
        # A reminder changes nothing that the group reads, and its minute has twenty messages.
        await recipients.refresh_card(work, case, by_the_way=True)
        await recipients.show_overdue(work, case)
    return case


async def _warn(work: Work, case: Case, step: Step, now: datetime) -> None:
    """To the owner in private; as long as nobody has it, to the staff chats."""
    key = f"{_key(case, step)}-warning"
    left = max(step.promise.due_at - now, timedelta())
    facts: dict[str, object] = {
        "case": case.id,
        "clock": step.promise.clock.value,
        "level": step.level,
        "minutes": round(left.total_seconds() / 60),
    }
    owner = await work.people.person(case.owner_id) if case.owner_id else None
    if (
        owner
        and not owner.off
        and await recipients.tell_people(work, [owner], key, NoteKind.WARNING, facts)
    ):
        return
    for to in await recipients.staff_chats(work, case):
        await work.telling.note(
            Note(key=f"{key}-in-{to.chat_id}", kind=NoteKind.WARNING, to=to, facts=facts)
        )


async def _tell_level(work: Work, case: Case, step: Step, ladder: Ladder, now: datetime) -> int:
    """Tells this level, or the first one above it that can be reached; gives that level."""
    facts: dict[str, object] = {
        "case": case.id,
        "clock": step.promise.clock.value,
        "repeat": step.repeat,
        "late_minutes": round((now - step.promise.due_at).total_seconds() / 60),
        "late": is_late(step, now),
        "urgent": case.kind is Kind.EMERGENCY,
    }
    for level in range(step.level, ladder.top + 1):
        key = f"{_key(case, step)}-level-{level}"
        every = round(ladder.repeats(level).total_seconds() / 60)
        note = {**facts, "level": level, "top": level == ladder.top, "every_minutes": every}
        if await recipients.tell_level(work, case, ladder.level(level), key, note):
            return level
    await _tell_staff(work, case, step, facts)
    return ladder.top


async def _tell_staff(work: Work, case: Case, step: Step, facts: dict[str, object]) -> None:
    """Nobody above can be reached: the group at least must hear it."""
    note = {**facts, "level": step.level, "top": True, "nobody_reached": True, LAST_RESORT: True}
    for to in await recipients.staff_chats(work, case):
        key = f"{_key(case, step)}-in-{to.chat_id}"
        await work.telling.note(Note(key=key, kind=NoteKind.ESCALATION, to=to, facts=note))


async def _tell_progress(work: Work, case: Case, step: Step) -> None:
    """The customer hears from us that we are late before they have to ask."""
    key = f"{_of_promise(case, step)}-progress"
    facts: dict[str, object] = {"case": case.id, "clock": step.promise.clock.value}
    await recipients.tell_customer(work, case, key, NoteKind.PROGRESS, facts)


async def escalation_failed(
    work: Work, case_id: int, key: str, facts: dict[str, object], now: datetime, ladder: Ladder
) -> None:
    """What could not be delivered goes to the next level at once; at the top to the staff chats.

    When these can't be reached either, the next reminder tries everybody anew.
    """
    case = await work.cases.get(case_id)
    if case is None or case.state not in {State.OPEN, State.TAKEN} or facts.get(LAST_RESORT):
        return
    level = int(str(facts.get("level", 1))) + 1
    if level <= ladder.top:
        note = {**facts, "level": level, "top": level == ladder.top, "undelivered": True}
        if await recipients.tell_level(work, case, ladder.level(level), f"{key}-up", note):
            await work.cases.change(case, level=max(case.level, level))
            return
    for to in await recipients.staff_chats(work, case):
        note = {**facts, "undelivered": True, LAST_RESORT: True}
        await work.telling.note(
            Note(
                key=f"{key}-up-in-{to.chat_id}",
                kind=NoteKind.ESCALATION,
                to=To(chat_id=to.chat_id, thread_id=to.thread_id),
                facts=note,
            )
        )


async def _close_unanswered(work: Work, case: Case, now: datetime) -> None:
    """The customer was asked and said nothing: closed, told apart from accepted."""
    await work.cases.drop(case, now)
    case = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=Outcome.NO_ANSWER.value,
        next_due_at=None,
    )
    await work.cases.log(case, "closed unanswered", now)
    await work.surveys.wake(case.person_id, now)
    await recipients.show_card(work, case)


def _key(case: Case, step: Step) -> str:
    return f"{_of_promise(case, step)}-level-{step.level}-repeat-{step.repeat}"


def _of_promise(case: Case, step: Step) -> str:
    """Of one clock there may be many promises in a round: in words, and after each correction."""
    return f"case-{case.id}-round-{case.round}-{step.promise.clock.value}-{step.promise.id}"
