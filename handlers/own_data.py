"""A person's own data: 我的数据 gives all of it, 删除我 forgets it in two steps."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from complaints import confirming
from complaints.handling import Refused
from complaints.recipients import card_of
from handlers.answers import answer, here
from handlers.customers import plainly
from handlers.presses import PlainPress, PressFilter
from handlers.work import Caller, Dialogue, Work
from people.telling import Note, NoteKind, To
from people.values import Role

router = Router(name="own_data")
router.message.filter(F.chat.type == "private")

PRIVACY_WORDS = frozenset({"隐私", "隱私", "privacy"})
DATA_WORDS = frozenset({"我的数据", "我的資料", "我的數據", "my data"})
ERASE_WORDS = frozenset({"删除我", "刪除我", "删除我的数据", "刪除我的資料", "delete me"})
# What they were asked last: only then does the button count, so that an old one erases nothing.
ERASING = "erase"
FORMS = ("text", "json")


@router.message(Command("privacy"))
@router.message(plainly(PRIVACY_WORDS))
async def on_privacy(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await answer(work, caller, inbox_id, "privacy", works_here=bool(caller.person.grants))


@router.message(plainly(DATA_WORDS))
async def on_data(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    await _give(work, caller, inbox_id)


@router.callback_query(F.message.chat.type == "private", PressFilter(PlainPress, "mydata"))
async def on_data_press(query: CallbackQuery, work: Work, caller: Caller, inbox_id: int) -> None:
    await _give(work, caller, inbox_id)


async def _give(work: Work, caller: Caller, inbox_id: int) -> None:
    """Once to be read and once for a program; read when it is sent."""
    for form in FORMS:
        note = Note(
            key=f"data-{inbox_id}-{form}",
            kind=NoteKind.MY_DATA,
            to=here(caller),
            facts={"person": caller.person.id, "form": form},
        )
        await work.telling.note(note)


@router.message(plainly(ERASE_WORDS))
async def on_erase(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    await _ask(work, caller, now, inbox_id)


@router.callback_query(F.message.chat.type == "private", PressFilter(PlainPress, "eraseask"))
async def on_erase_press(
    query: CallbackQuery, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    await _ask(work, caller, now, inbox_id)


async def _ask(work: Work, caller: Caller, now: datetime, inbox_id: int) -> None:
    await work.dialogues.begin(caller.chat.id, caller.person.id, Dialogue(topic=ERASING), now)
    live = await work.erasing.live_cases(caller.person.id)
    facts = {"cases": list(live), "works_here": bool(caller.person.grants)}
    await answer(work, caller, inbox_id, "erase_ask", **facts)


@router.callback_query(F.message.chat.type == "private", PressFilter(PlainPress, "erasekeep"))
async def on_keep(
    query: CallbackQuery, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    if await _was_asked(work, caller, now):
        await work.dialogues.end(caller.chat.id, caller.person.id)
    await answer(work, caller, inbox_id, "erase_kept")


@router.callback_query(F.message.chat.type == "private", PressFilter(PlainPress, "erase"))
async def on_erase_sure(
    query: CallbackQuery, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> str | None:
    """The second step; a button from an older question asks once more."""
    if not await _was_asked(work, caller, now):
        await _ask(work, caller, now, inbox_id)
        return None
    await _forget(work, caller, now)
    language = caller.person.language
    await answer(work, caller, inbox_id, "erased", language=language)
    return None


async def _was_asked(work: Work, caller: Caller, now: datetime) -> bool:
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    return running is not None and running.topic == ERASING


async def _forget(work: Work, caller: Caller, now: datetime) -> None:
    person = caller.person.id
    for number in await work.erasing.live_cases(person):
        try:
            await confirming.withdraw(work, caller.person, number, now)
        except Refused:
            continue
    own = await work.erasing.all_cases(person)
    elsewhere = await work.erasing.shown_elsewhere(person)
    exports = await work.erasing.exports_since(person)
    await work.surveys.stop(person)
    await work.erasing.forget(person, now)
    for number in own:
        await work.telling.faces_of(card_of(number))
    for thing in await work.erasing.quoting():
        await work.telling.faces_of(thing, by_the_way=True)
    for chat_id, message_id in elsewhere:
        note = Note(
            key=f"message-{message_id}-in-{chat_id}-redacted",
            kind=NoteKind.REDACTED,
            to=To(chat_id=chat_id),
            facts={"message_id": message_id},
        )
        await work.telling.note(note)
    await _tell_owners(work, person, {"cases": list(own), "looks": list(exports)})


async def _tell_owners(work: Work, person: int, facts: dict[str, list[int]]) -> None:
    """Which files were handed out meanwhile: only people can take those back."""
    house = await work.people.house()
    for owner in await work.people.holders(Role.OWNER, house.id):
        chat = await work.people.private_chat(owner.id)
        if chat is not None and owner.id != person:
            note = Note(
                key=f"person-{person}-erased-to-{owner.id}-{facts['cases'][-1:]}",
                kind=NoteKind.ERASED,
                to=To(chat_id=chat.id),
                facts=facts,
            )
            await work.telling.note(note)
