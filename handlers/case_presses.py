"""A press under a case's card: what was pressed, by whom, and what is told when it may not be."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.magic_filter import MagicFilter

from complaints import handling
from complaints.handling import Refusal, Refused, Step
from complaints.recipients import card_of, hears, refresh_card
from complaints.terms import Terms, TermsOf
from complaints.values import Case
from handlers.presses import CasePress, PressFilter
from handlers.prompts import answered, ask_words, prompt_of
from handlers.work import Caller, Work


@dataclass(frozen=True, kw_only=True)
class Pressed:
    query: CallbackQuery
    work: Work
    caller: Caller
    press: CasePress
    terms_of: TermsOf
    now: datetime
    inbox_id: int

    @property
    def step(self) -> Step:
        """Of the case as it was when the button was shown."""
        press = self.press
        return Step(person=self.caller.person, case_id=press.case_id, round=press.round)

    @property
    def lasting(self) -> Step:
        """Of the case however often it was opened again since."""
        return Step(person=self.caller.person, case_id=self.press.case_id)

    @property
    def number(self) -> int:
        """What the button names, as a number; 0 for anything else."""
        arg = self.press.arg or ""
        return int(arg) if arg.isdecimal() else 0

    async def case(self, step: Step | None = None) -> Case:
        """The case, for whoever may act on it; raises Refused."""
        return await handling.held_case(self.work, step or self.step)

    async def held(self) -> tuple[Case, Terms]:
        """The case with the rules that it goes by; raises Refused."""
        case = await self.case()
        return case, self.terms_of(case.rules_id)

    async def ask(self, case: Case, what: str, saved: Sequence[str] = ()) -> None:
        """Asks for words; whoever answers that message is understood, also after a restart."""
        await ask_words(self.work, self.caller, case, what, self.inbox_id, self.now, list(saved))

    async def was_answered(self, case: Case, what: str) -> None:
        """The message that asked for the words has done its work."""
        thing = prompt_of(what, case.id, case.round)
        await answered(self.work, self.caller, thing, self.inbox_id, self.now)

    async def told(self, case: Case, word: str) -> str:
        """The word over the button; of a customer whom nothing reaches, that somebody must."""
        return word if await hears(self.work, case) else "untold"


# Gives the word over the button, or nothing.
Act = Callable[[Pressed], Awaitable[str | None]]


def under_card(
    router: Router, *actions: str, also: Sequence[MagicFilter] = ()
) -> Callable[[Act], Act]:
    """Takes these actions; whoever may not hears why, over the button."""

    def taking(act: Act) -> Act:
        @router.callback_query(PressFilter(CasePress, *actions), *also)
        async def taken(
            query: CallbackQuery,
            work: Work,
            caller: Caller,
            press: CasePress,
            terms_of: TermsOf,
            now: datetime,
            inbox_id: int,
        ) -> str | None:
            pressed = Pressed(
                query=query,
                work=work,
                caller=caller,
                press=press,
                terms_of=terms_of,
                now=now,
                inbox_id=inbox_id,
            )
            try:
                return await act(pressed)
            except Refused as refused:
                return await refuse(pressed, refused)

        return act

    return taking


async def refuse(pressed: Pressed, refused: Refused) -> str:
    """The card is shown again as it is now, which may be why the press made no sense.

    The attempt stands in the trail, with who made it.
    """
    work, caller, press = pressed.work, pressed.caller, pressed.press
    case = refused.case
    if case is not None:
        facts = {"action": press.action, "refused": refused.why.value}
        await work.cases.log(case, "attempted", pressed.now, caller.person.id, facts)
    if case is not None and refused.why is not Refusal.NOT_ALLOWED:
        if caller.chat.kind != "private":
            await learn_card(pressed)
        await refresh_card(work, case)
    return refused.why.value


async def learn_card(pressed: Pressed) -> None:
    """The message that was pressed is a card from now on, unless it is known as something."""
    work, caller, message = pressed.work, pressed.caller, pressed.query.message
    if message is None or not message.message_id:
        return
    here = caller.chat.id, message.message_id
    if await work.shown.thing_at(*here) is None:
        thing = card_of(pressed.press.case_id)
        await work.shown.learn(here[0], caller.thread_id, here[1], thing, pressed.now)
