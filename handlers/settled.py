"""「可以了，谢谢」: what a customer types instead of tapping, under 「这样处理可以吗？」."""

import re
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import Message

from complaints import confirming
from complaints.terms import TermsOf
from complaints.values import Case, Handling, State
from handlers.own_cases import chosen_case
from handlers.said import said_of
from handlers.work import Caller, Work

router = Router(name="settled")

# The buttons as they are written, in the languages that they are shown in.
LABELS = {
    "解决了,满意": Handling.SATISFIED,
    "解決了,滿意": Handling.SATISFIED,
    "solved, satisfied": Handling.SATISFIED,
    "解决了,不太满意": Handling.PARTLY,
    "解決了,不太滿意": Handling.PARTLY,
    "solved, not quite satisfied": Handling.PARTLY,
    "没解决": Handling.UNSOLVED,
    "沒解決": Handling.UNSOLVED,
    "not solved": Handling.UNSOLVED,
}
# A plain yes, with thanks or without. Whatever says more is heard, and decided by a tap.
YES = re.compile(
    r"(?:(?:嗯+|好的?|行|ok)[,. ]?)?"
    r"(?:可以[了的]?|行|[没沒][问問][题題]了?|(?:已经?|已經|都|[问問][题題])解[决決]了?|解[决決]了"
    r"|[很挺]?[满滿]意了?|that(?:'s| is) (?:fine|all right|ok(?:ay)?)|(?:it(?:'s| is) )?solved)"
    r"(?:[,. ]*(?:谢谢|謝謝|多谢|多謝|感谢|感謝|辛苦了?|thanks|thank you)(?:[你您][们們]?)?了?)?"
)
ENDS = " 。.!！~～\"“”'"


def handling_said(text: str | None) -> Handling | None:
    plain = (text or "").replace("，", ",").replace("。", ".").replace("’", "'").strip(ENDS).lower()
    if plain in LABELS:
        return LABELS[plain]
    return Handling.SATISFIED if YES.fullmatch(plain) else None


class SaysHowItWas(Filter):
    """Only where a single case of theirs waits for this answer, and nothing else is asked."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, object]:
        handling = handling_said(message.text)
        if handling is None or await chosen_case(work, caller, now) is not None:
            return False
        live = await work.cases.all_live_of(caller.person.id)
        if len(live) != 1 or live[0].state is not State.RESOLVED:
            return False
        return {"case": live[0], "handling": handling}


@router.message(F.chat.type == "private", SaysHowItWas())
async def on_said_how_it_was(
    message: Message,
    work: Work,
    caller: Caller,
    case: Case,
    handling: Handling,
    terms_of: TermsOf,
    now: datetime,
) -> None:
    """Their words stay in the case, as everything does that they say."""
    said = said_of(message, caller)
    assert said is not None
    await work.cases.add_words(person_id=case.person_id, sort="said", said=said, case_id=case.id)
    await work.cases.log(case, "added", now, case.person_id)
    terms = terms_of(case.rules_id)
    await confirming.confirm(work, terms, caller.person, case.id, case.round, handling, now)
