"""What a colleague heard at the desk or on the phone."""

import re
from datetime import datetime

from complaints.book import Work
from complaints.hearing import Voice, open_case
from complaints.terms import Terms
from complaints.values import Case, Said
from dimensions.reading import Kind, Reading
from people.values import Person

# A customer's name at the very beginning: 「王女士说空调坏了」, "Mrs Wang says the lift is broken".
_TOLD_BY = re.compile(
    r"(?P<name>(?![有这這那某该該客])[\u4e00-\u9fff]{1,3}(?<![位个個名])(?:女士|先生|小姐|太太))"
    r"\s*(?:刚才|剛才|刚刚|剛剛|在前台|来电|來電|打(?:来)?(?:电话|電話)(?:来|來)?)?"
    r"(?:[说說讲講]|反映|反馈|反饋|投[诉訴]|抱怨|表示)[了过過]?\s*[：:，,]?\s*(?P<told>.+)",
    re.DOTALL,
)
_TOLD_BY_IN_LETTERS = re.compile(
    r"(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)\s+"
    r"(?:says|said|complains|complained|reports|reported|called to say|called)"
    r"(?:\s+that\b)?\s*[:,]?\s+(?P<told>.+)",
    re.DOTALL,
)


def told_by(text: str) -> tuple[str | None, str]:
    """The customer's name, where it stands before what they said, and what they said."""
    found = _TOLD_BY.match(text) or _TOLD_BY_IN_LETTERS.match(text)
    return (found["name"], found["told"]) if found else (None, text)


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
