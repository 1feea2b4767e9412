"""Working hours that no button has: an owner types them, and the file is changed as by a tap."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer, here
from handlers.hours_said import hours_said
from handlers.presses import PressFilter, SettingsPress
from handlers.settings import RulesBody, RulesFile, keep, show
from handlers.settings_page import SETTINGS, WRITING
from handlers.typed import plain_words
from handlers.work import Caller, Dialogue, Work
from people.telling import Face, FaceKind
from people.values import Role

router = Router(name="settings_typed")
TOPIC = "hours"
CANCEL = frozenset({"取消", "算了", "cancel"})


class WritesHours(Filter):
    """Lets the words through that answer 「营业时间写成什么？」."""

    async def __call__(self, message: Message, work: Work, caller: Caller, now: datetime) -> bool:
        if not caller.person.is_at_least(Role.OWNER) or (message.text or "/").startswith("/"):
            return False
        running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
        if running is None or running.topic != TOPIC:
            return False
        if message.reply_to_message is None:
            return True
        replied = message.reply_to_message.message_id
        thing = await work.shown.thing_at(caller.chat.id, replied)
        return thing is not None and thing.startswith(f"{WRITING}-")


@router.callback_query(PressFilter(SettingsPress, "write"))
async def on_write(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    rules_file: RulesFile,
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not caller.person.is_at_least(Role.OWNER) or not caller.chat.is_private:
        return "not_allowed"
    if not rules_file.can_be_changed:
        return "unknown"
    await work.dialogues.begin(caller.chat.id, caller.person.id, Dialogue(topic=TOPIC), now)
    facts = {"page": WRITING}
    thing = f"{WRITING}-{inbox_id}"
    await work.telling.face(Face(thing=thing, kind=FaceKind.SETTINGS, to=here(caller), facts=facts))
    return None


@router.message(F.chat.type == "private", WritesHours())
async def on_hours(
    message: Message,
    work: Work,
    caller: Caller,
    rules_file: RulesFile,
    rules_body: RulesBody,
    inbox_id: int,
) -> None:
    """What says no hours is told so, and the question stays open."""
    text = message.text or ""
    lines = hours_said(text)
    if plain_words(text) not in CANCEL and lines is None:
        await answer(work, caller, inbox_id, "no_hours")
        return
    await work.dialogues.end(caller.chat.id, caller.person.id)
    if lines is None:
        await answer(work, caller, inbox_id, "hours_unchanged")
        return
    found = rules_file.change(SETTINGS["hours"].changes(lines))
    facts, body = await keep(work, caller, found, rules_body(), "home", "changed")
    await show(work, caller, rules_file, body, f"settings-{inbox_id}", **facts)
