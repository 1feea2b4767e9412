"""Words that the bot asks a colleague for: the message that asks, and who is waited for."""

from collections.abc import Sequence
from datetime import datetime

from complaints.values import Case
from handlers.answers import here
from handlers.work import Caller, Dialogue, Work
from people.telling import Note, NoteKind

TOPIC = "prompt"


def prompt_of(what: str, case: int, round_: int) -> str:
    return f"prompt-{what}-{case}-{round_}"


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

    The taps have a message of their own: one with buttons can't open the input field as well. Who
    was asked is remembered: many write the words without answering that message.
    """
    thing = prompt_of(what, case.id, case.round)
    if saved or what == "resolve":
        # An answer to this one too is one to the prompt: both are the same thing.
        taps = {
            "what": "taps",
            "asked": what,
            "case": case.id,
            "saved": list(saved),
            "thing": thing,
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
    dialogue = Dialogue(topic=TOPIC, facts=asked)
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)


async def asked_no_more(work: Work, caller: Caller, thing: str, now: datetime) -> None:
    """What this prompt asked for was said, or is not needed any more."""
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    if running is None or running.topic != TOPIC:
        return
    facts = running.facts
    if prompt_of(facts["what"], facts["case"], facts["round"]) == thing:
        await work.dialogues.end(caller.chat.id, caller.person.id)
