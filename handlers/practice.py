"""`/practice`: a made-up customer to take, answer and resolve; it counts in no figure.

Nothing of it is a case, and what is written is not kept: only what was found in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from complaints.practising import Impression, impression_of
from handlers.answers import answer
from handlers.practice_cases import made_up
from handlers.presses import PlainPress, PressFilter
from handlers.words import words_in
from handlers.work import Caller, Dialogue, Work
from people.values import Role

router = Router(name="practice")
# What they write while they practise: asked after all words that mean something by themselves.
said = Router(name="practice_said")
TOPIC = "practice"
WORDS = frozenset({"练习", "練習", "练一练", "練一練", "practice"})
OFF = frozenset({"不练了", "不練了", "结束", "結束", "stop"})
Facts = Mapping[str, Any]


class Practising(Filter):
    """Lets words of somebody through who practises here, as `practice`: the facts of it."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, Any]:
        if not message.text or message.text.startswith("/") or message.reply_to_message:
            return False
        running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
        if running is None or running.topic != TOPIC:
            return False
        return {"practice": running.facts}


@router.message(F.chat.type == "private", Command("practice"))
@router.message(F.chat.type == "private", F.text.func(lambda text: (text or "").strip() in WORDS))
async def on_practice(
    message: Message,
    work: Work,
    caller: Caller,
    rules_body: Callable[[], Mapping[str, Any]],
    now: datetime,
    inbox_id: int,
) -> None:
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    await _begin(work, caller, rules_body, inbox_id, now, number=inbox_id)


@router.callback_query(PressFilter(PlainPress, "prac_next", "prac_take", "prac_done", "prac_off"))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: PlainPress,
    rules_body: Callable[[], Mapping[str, Any]],
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not caller.person.is_at_least(Role.STAFF) or not caller.chat.is_private:
        return "not_allowed"
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    facts = running.facts if running is not None and running.topic == TOPIC else None
    if press.action == "prac_next":
        number = int(facts["number"]) + 1 if facts else inbox_id
        await _begin(work, caller, rules_body, inbox_id, now, number=number)
    elif press.action == "prac_off":
        await _end(work, caller, inbox_id, is_running=facts is not None)
    elif facts is None:
        await answer(work, caller, inbox_id, "practice_over")
    elif press.action == "prac_take" and facts["step"] == "new":
        await _go_on(work, caller, facts, now, step="reply")
        await answer(work, caller, inbox_id, "practice_taken")
    elif press.action == "prac_done" and facts["step"] == "answered":
        await _go_on(work, caller, facts, now, step="resolve")
        await answer(work, caller, inbox_id, "practice_resolve")
    else:
        return "already_done"
    return None


@said.message(F.chat.type == "private", Practising())
async def on_words(
    message: Message,
    work: Work,
    caller: Caller,
    practice: Facts,
    now: datetime,
    inbox_id: int,
) -> None:
    text, step = message.text or "", str(practice["step"])
    if text.strip() in OFF:
        await _end(work, caller, inbox_id, is_running=True)
    elif step == "new":
        await answer(work, caller, inbox_id, "practice_take_first")
    elif step == "reply":
        await _answered(text, practice, work, caller, now, inbox_id)
    elif step == "answered":
        await answer(work, caller, inbox_id, "practice_done_first")
    else:
        await _resolved(text, practice, work, caller, now, inbox_id)


async def _answered(
    text: str, facts: Facts, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """An answer without a deed or a time is asked about once; then the customer waits and sees."""
    found = await _impression(text, facts, work, now)
    if facts.get("found"):
        found = Impression(**facts["found"]).joined(found)
    is_asked_again = not found.calms and not facts.get("found")
    step = "reply" if is_asked_again else "answered"
    await _go_on(work, caller, facts, now, step=step, found=asdict(found))
    mood = "cold" if found.is_cold else "vague" if not found.calms else "calm"
    await answer(work, caller, inbox_id, "practice_says", mood=mood, again=is_asked_again)


async def _resolved(
    text: str, facts: Facts, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """How it ends, and what a kind colleague would say of it."""
    told = await _impression(text, facts, work, now)
    await work.dialogues.end(caller.chat.id, caller.person.id)
    await answer(
        work, caller, inbox_id, "practice_end",
        found=facts["found"], told=told.has_deed and not told.is_cold,
    )  # fmt: skip


async def _impression(text: str, facts: Facts, work: Work, now: datetime) -> Impression:
    zone = (await work.people.house()).zone
    return impression_of(text, str(facts["about"]), now.astimezone(ZoneInfo(zone)))


async def _begin(
    work: Work,
    caller: Caller,
    rules_body: Callable[[], Mapping[str, Any]],
    inbox_id: int,
    now: datetime,
    *,
    number: int,
) -> None:
    industry = str(rules_body()["house"]["industry"])
    made = made_up(industry, words_in(caller.person.language))
    about = made[number % len(made)].about
    facts = {"industry": industry, "number": number, "about": about, "step": "new"}
    await work.dialogues.begin(
        caller.chat.id, caller.person.id, Dialogue(topic=TOPIC, facts=facts), now
    )
    await answer(work, caller, inbox_id, "practice_new", industry=industry, number=number)


async def _go_on(work: Work, caller: Caller, facts: Facts, now: datetime, **changed: Any) -> None:
    dialogue = Dialogue(topic=TOPIC, facts={**facts, **changed})
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)


async def _end(work: Work, caller: Caller, inbox_id: int, *, is_running: bool) -> None:
    if is_running:
        await work.dialogues.end(caller.chat.id, caller.person.id)
    await answer(work, caller, inbox_id, "practice_over")
