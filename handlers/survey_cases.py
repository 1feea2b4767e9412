"""From a low score to a case: the customer was asked, and wants somebody to look after it."""

from dataclasses import dataclass
from datetime import datetime

from complaints import hearing, recipients
from complaints.hearing import Voice
from complaints.terms import Terms
from complaints.values import Case, Said
from dimensions.reading import Finding, Kind, Polarity, Reading
from handlers.answers import here
from handlers.work import Caller, Work
from surveys.answering import CaseWish

# What somebody marked by hand is meant, however few words they wrote.
MARKED = 1.0


@dataclass(frozen=True, kw_only=True)
class CaseOpener:
    """Implements surveys.answering.OpenCase for whoever pressed the button."""

    terms: Terms
    caller: Caller
    message_id: int

    async def __call__(self, work: Work, wish: CaseWish, now: datetime) -> int:
        """A case that is open already takes it up: nobody is asked to look after two."""
        live = await work.cases.live_of(wish.person_id)
        if live is not None:
            await work.cases.log(live, "survey", now, wish.person_id, {"score": wish.score})
            await recipients.show_card(work, live)
            return live.id
        return (await self._open(work, wish, now)).id

    async def _open(self, work: Work, wish: CaseWish, now: datetime) -> Case:
        voice = Voice(
            person=self.caller.person,
            to=here(self.caller),
            place_id=wish.place_id,
            channel="survey",
        )
        said = Said(text=None, chat_id=self.caller.chat.id, message_id=self.message_id, at=now)
        return await hearing.open_case(
            work,
            self.terms,
            voice,
            said,
            _reading(wish),
            Kind.COMPLAINT,
            now,
            words_id=wish.words_id,
            doubtful=False,
        )


async def open_request(
    work: Work, terms: Terms, caller: Caller, said: Said, reading: Reading | None, now: datetime
) -> bool:
    """Somebody is short of something: staff see it at once. False when a case is open already,
    which takes up whatever its customer writes.
    """
    if await work.cases.live_of(caller.person.id) is not None:
        return False
    service = await work.surveys.latest_service(caller.person.id, now)
    voice = Voice(
        person=caller.person,
        to=here(caller),
        place_id=service.place_id if service else None,
        channel="survey",
    )
    read = reading or Reading(text=said.text or "", kind=Kind.OTHER, severity=0)
    grave = read.kind in {Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY}
    kind = read.kind if grave else Kind.QUESTION
    await hearing.open_case(work, terms, voice, said, read, kind, now, doubtful=False)
    return True


def _reading(wish: CaseWish) -> Reading:
    """The lowest score is a clear complaint, the next a mild one."""
    marked = tuple(
        Finding(
            dimension=dimension,
            aspect="",
            polarity=Polarity.NEGATIVE,
            score=MARKED,
            evidence=(),
        )
        for dimension in wish.dimensions
    )
    severity = 2 if wish.is_bad else 1
    return Reading(text="", kind=Kind.COMPLAINT, severity=severity, dimensions=marked)
