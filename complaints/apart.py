"""「这是另一件事」: words that were added to an open case become a case of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.confirming import own_case
from complaints.handling import Refusal, Refused
from complaints.hearing import Voice, open_case
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, Kept
from dimensions.reading import Kind, Reading

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
    other = await _open(work, terms, voice, moved, read, now)
    await work.cases.log(case, "set apart", now, voice.person.id, {"to": other.id})
    await recipients.show_card(work, case)
    return other


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
