"""Words that the bot asks a colleague for: the message that asks, and who is waited for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from complaints.values import Case
from handlers.answers import here
from handlers.spent import take_buttons_of
from handlers.work import Caller, Dialogue, Work
from people.telling import Note, NoteKind

TOPIC = "prompts"
_TAPS = "-taps"
# Prompts of one person that are open in one chat; older ones are forgotten.
MOST = 5


def prompt_of(what: str, case: int, round_: int) -> str:
    return f"prompt-{what}-{case}-{round_}"


def taps_of(thing: str) -> str:
    """The message with a prompt's taps: another thing, and an answer to it is the same."""
    return f"{thing}{_TAPS}"


def asked_by(thing: str) -> str:
    """The prompt that is answered, also where the message with its taps is."""
    return thing.removesuffix(_TAPS)


async def ask_words(
    work: Work,
    caller: Caller,
    case: Case,
    what: str,
    inbox_id: int,
    now: datetime,
    saved: Sequence[str] = (),
) -> None:
    """A message to be answered by replying to it; `saved` are words that one tap sends.

    The taps have a message of their own: one with buttons can't open the input field as well; an
    older one loses them. Who was asked is remembered: many write the words without answering that
    message.
    """
    thing = prompt_of(what, case.id, case.round)
    if saved or what == "resolve":
        await take_buttons_of(work, caller, taps_of(thing), inbox_id)
        taps = {
            "what": "taps",
            "asked": what,
            "case": case.id,
            "saved": list(saved),
            "thing": taps_of(thing),
        }
        note = Note(
            key=f"taps-{thing}-{inbox_id}", kind=NoteKind.PROMPT, to=here(caller), facts=taps
        )
        await work.telling.note(note)
    facts = {
        "what": what,
        "case": case.id,
        "thing": thing,
        "person": caller.person.id,
        "name": caller.person.name,
    }
    prompt = Note(key=f"{thing}-{inbox_id}", kind=NoteKind.PROMPT, to=here(caller), facts=facts)
    await work.telling.note(prompt)
    asked = {"what": what, "case": case.id, "round": case.round, "thread": caller.thread_id}
    others = [one for one in await asked_of(work, caller, now) if _thing(one) != thing]
    await _wait_for(work, caller, [*others, asked][-MOST:], now)


async def asked_of(work: Work, caller: Caller, now: datetime) -> list[Mapping[str, Any]]:
    """What they were asked for in this chat and have not said yet, the newest last."""
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    return list(running.facts["open"]) if running is not None and running.topic == TOPIC else []


async def asked_no_more(work: Work, caller: Caller, thing: str, now: datetime) -> None:
    """What this prompt asked for was said, or is not needed any more."""
    asked = await asked_of(work, caller, now)
    left = [one for one in asked if _thing(one) != thing]
    if len(left) < len(asked):
        await _wait_for(work, caller, left, now)


async def answered(work: Work, caller: Caller, thing: str, inbox_id: int, now: datetime) -> None:
    """What this prompt asked for was done: the taps beside it would only do it once more."""
    await asked_no_more(work, caller, thing, now)
    await take_buttons_of(work, caller, taps_of(thing), inbox_id)


async def _wait_for(
    work: Work, caller: Caller, asked: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    if not asked:
        await work.dialogues.end(caller.chat.id, caller.person.id)
        return
    dialogue = Dialogue(topic=TOPIC, facts={"open": asked})
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)


def _thing(asked: Mapping[str, Any]) -> str:
    return prompt_of(asked["what"], asked["case"], asked["round"])
