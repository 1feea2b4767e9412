"""「这是另一件事」: words that were added to an open case become a case of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.confirming import own_case
from complaints.handling import Refusal, Refused
from complaints.hearing import Voice, open_case
from complaints.rising import sink_back
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, Kept, State
from dimensions.reading import Kind, Reading
from people.telling import NoteKind

Read = Callable[[str], Reading]


async def set_apart(
    work: Work, terms: Terms, voice: Voice, case_id: int, words_id: int, read: Read, now: datetime
) -> Case:
    """The words with this id, and those that came with them within a minute, as a new case.

    Raises Refused when they are no longer in this case, or when it began with them.
    """
    case = await own_case(work, voice.person, case_id)
    window = terms.rules.cluster_window
    moved = await work.sayings.burst(case.id, voice.person.id, words_id, window)
    if not moved:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    await work.sayings.withdraw_findings([kept.words_id for kept in moved], now)
    for kept in moved:
        # A call that they asked for there is asked for in the new one.
        await work.kin.drop_word(kept.words_id, now)
    other = await _open(work, terms, voice, moved, read, now)
    await work.cases.log(case, "set apart", now, voice.person.id, {"to": other.id})
    case = await _take_back_reopening(work, terms, case, moved, now)
    case = await sink_back(work, terms, case, read, now)
    case = await settle_next(work, terms, case)
    await recipients.show_card(work, case)
    return other


async def _take_back_reopening(
    work: Work, terms: Terms, case: Case, moved: Sequence[Kept], now: datetime
) -> Case:
    """A case that those words had opened again waits for its confirmation, as it did before.

    What colleagues did about it meanwhile stands.
    """
    if case.state not in {State.OPEN, State.TAKEN} or case.responded_at is not None:
        return case
    opened_by = await work.sayings.reopened_by(case)
    if opened_by is None or opened_by not in {kept.words_id for kept in moved}:
        return case
    await work.cases.drop(case, now)
    case = await work.cases.change(case, state=State.RESOLVED.value, resolved_at=now, level=0)
    case = await settle_next(work, terms, case)
    key = f"case-{case.id}-round-{case.round}-asked-again"
    done, on_site = await work.sayings.resolved_with(case)
    facts: dict[str, object] = {"case": case.id, "words": done, "on_site": on_site}
    await recipients.tell_customer(work, case, key, NoteKind.RESOLUTION, facts)
    return case


async def _open(
    work: Work, terms: Terms, voice: Voice, moved: Sequence[Kept], read: Read, now: datetime
) -> Case:
    readings = [read(kept.said.text or "") for kept in moved]
    gravest = max(readings, key=lambda reading: (reading.kind in LADDER_KINDS, reading.severity))
    kind = gravest.kind if gravest.kind not in {Kind.OTHER, Kind.PRAISE} else Kind.COMPLAINT
    case = await open_case(
        work,
        terms,
        voice,
        moved[0].said,
        replace(readings[0], severity=gravest.severity),
        kind,
        now,
        words_id=moved[0].words_id,
        doubtful=False,
    )
    for kept, reading in zip(moved[1:], readings[1:], strict=True):
        await work.cases.move_words(kept.words_id, case.id)
        await work.cases.add_findings(reading, kept.words_id, now, case_id=case.id)
    return case
