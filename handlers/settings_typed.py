"""Working hours that no button has: an owner types them, and the file is changed as by a tap."""

import re
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from complaints.values import LADDER_KINDS
from dimensions.reading import Reading
from handlers.answers import answer, here
from handlers.figures_meant import ASKING, COUNTED
from handlers.figures_words import simpler
from handlers.hours_said import hours_said
from handlers.presses import PressFilter, SettingsPress
from handlers.settings import TOPIC, RulesBody, RulesFile, keep, show
from handlers.settings_page import SETTINGS, WRITING
from handlers.typed import plain_words
from handlers.work import Caller, Dialogue, Work
from people.telling import Face, FaceKind
from people.values import Role

router = Router(name="settings_typed")
CANCEL = frozenset({"取消", "算了", "cancel"})
_SHORT = 12
_SPAN = re.compile(r"\d\s*(?:[:：点點时時]\s*\d{0,2}半?)?\s*(?:[-–—~～－至到]|to)\s*\d")


class WritesHours(Filter):
    """Lets the words through that answer 「营业时间写成什么？」.

    An owner who tells or asks something else meanwhile is heard as ever.
    """

    async def __call__(
        self, message: Message, work: Work, caller: Caller, reading: Reading, now: datetime
    ) -> bool:
        if not caller.person.is_at_least(Role.OWNER) or (message.text or "/").startswith("/"):
            return False
        running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
        if running is None or running.topic != TOPIC:
            return False
        if message.reply_to_message is None:
            return _means_hours(message.text or "", reading)
        replied = message.reply_to_message.message_id
        thing = await work.shown.thing_at(caller.chat.id, replied)
        return thing is not None and thing.startswith(f"{WRITING}-")


def _means_hours(said: str, reading: Reading) -> bool:
    """Hours, or what was meant for some: numbers, or a short word; no complaint and no question."""
    if plain_words(said) in CANCEL or hours_said(said) is not None:
        return True
    if reading.kind in LADDER_KINDS:
        return False
    plain = simpler(said)
    is_asked = COUNTED.search(plain) is not None or ASKING.search(plain) is not None
    return _SPAN.search(said) is not None or (len(said) <= _SHORT and not is_asked)


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
