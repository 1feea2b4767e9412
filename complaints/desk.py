"""What a colleague heard at the desk or on the phone."""

from datetime import datetime

from complaints.book import Work
from complaints.hearing import Voice, open_case
from complaints.terms import Terms
from complaints.values import Case, Said
from dimensions.reading import Kind, Reading
from people.values import Person


async def log_case(
    work: Work,
    terms: Terms,
    colleague: Person,
    voice: Voice,
    said: Said,
    reading: Reading,
    now: datetime,
) -> Case:
    """What a colleague heard at the desk or on the phone: the same clocks, no receipt.

    `voice.person` stands for the customer, who has no chat with the bot.
    """
    kind = reading.kind if reading.kind not in {Kind.OTHER, Kind.PRAISE} else Kind.COMPLAINT
    case = await open_case(work, terms, voice, said, reading, kind, now, doubtful=False)
    await work.cases.log(case, "logged", now, colleague.id)
    return case
