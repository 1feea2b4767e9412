"""One update, one transaction: what was decided, what is to be said, and "done" commit together."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Update, User
from aiogram.types import Chat as TelegramChat

from bot.clock import Clock
from bot.reader import Reader
from bot.reading import Unreadable, read_update
from bot.rulebook import Rulebook
from dimensions.reading import Reading
from handlers.answers import answer
from handlers.toasts import toast
from handlers.words import words_in
from handlers.work import Caller
from people.languages import Language
from people.notice import NOTICE
from people.values import NOBODY, Visitor, Where
from storage import inbox
from storage.engine import Database
from storage.inbox import Hold, Waiting
from storage.work import UnitOfWork, begin_work

log = logging.getLogger("huiyin.updates")


@dataclass
class Answers:
    """Presses to be answered after the commit, best effort."""

    bot: Bot
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def answer(self, press: CallbackQuery, words: str | None) -> None:
        task = asyncio.create_task(self._answer(press, words))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answer(self, press: CallbackQuery, words: str | None) -> None:
        try:
            await self.bot.answer_callback_query(press.id, text=words or None)
        except Exception as error:
            # A late answer changes nothing: what the press did is committed and shown.
            log.info("A press could not be answered (%s).", type(error).__name__)


class Updates:
    """Feeds the dispatcher inside a transaction; `said` is called when something is to be sent."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        bot: Bot,
        dispatcher: Dispatcher,
        reader: Reader,
        rulebook: Rulebook,
        said: Callable[[], None],
        data: dict[str, Any] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot
        self._dispatcher = dispatcher
        self._reader = reader
        self._rulebook = rulebook
        self._said = said
        self._data = data or {}
        self._answers = Answers(bot)
        self.handled = 0

    async def handle(self, item: Waiting, hold: Hold, *, is_last: bool) -> None:
        update = read_update(item.raw, self._bot)
        reading = await self._read(update)
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            if not await inbox.finish_held(work.connection, item.id, now, hold, is_last):
                return
            answer = await self._feed(update, work, reading, item)
        self.handled += 1
        if work.telling.said_something:
            self._said()
        if update.callback_query is not None:
            self._answers.answer(update.callback_query, answer)

    async def _read(self, update: Update) -> Reading | None:
        """Tagging happens before the transaction begins: it takes time and needs no rows."""
        message = update.message or update.edited_message
        if message is None or message.chat.type != "private":
            return None
        return await self._reader.read_beside(message.text or message.caption or "")

    def read(self, words: str) -> Reading:
        return self._reader.read(words)

    async def _feed(
        self, update: Update, work: UnitOfWork, reading: Reading | None, item: Waiting
    ) -> str | None:
        caller = await self._caller(update, work)
        if caller is None:
            return _to_nobody(update.callback_query)
        work.cases.where = caller.chat.id
        work.telling.owes_notice = caller.chat.is_private and not work.consents.is_told(
            caller.person.id
        )
        rules = self._rulebook.current
        result = await self._dispatcher.feed_update(
            self._bot,
            update,
            work=work,
            caller=caller,
            rules=rules.rules,
            rules_id=rules.id,
            terms=rules.terms,
            terms_of=self._rulebook.terms,
            reading=reading,
            now=work.now,
            received_at=item.received_at,
            inbox_id=item.id,
            **self._data,
        )
        if caller.chat.is_private and update.my_chat_member is None:
            await tell_what_is_kept(work, caller, item.id)
        if not isinstance(result, str):
            return None
        return toast(result, words_in(caller.person.language))

    async def _caller(self, update: Update, work: UnitOfWork) -> Caller | None:
        who, where, thread_id = _sender(update)
        if who is None or where is None:
            return None
        if where.type == "private" and where.id != who.id:
            # Nobody writes in the private chat of somebody else.
            raise Unreadable
        visitor = Visitor(
            telegram_id=who.id,
            name=who.full_name,
            username=who.username,
            language=Language.closest(who.language_code).value,
        )
        place = Where(telegram_id=where.id, kind=where.type, title=where.title)
        person, chat = await work.arriving.arrive(
            visitor, place, work.now, is_told=_is_told(update)
        )
        if person.id == NOBODY and (chat.is_private or _is_aside(update)):
            return None
        return Caller(person=person, chat=chat, thread_id=thread_id)


async def tell_what_is_kept(work: UnitOfWork, caller: Caller, inbox_id: int) -> None:
    """On record with the version and the time; beside the first answer, unless that said it.

    So is everybody of whom something is kept, also who writes again after being forgotten, and
    anew when the notice has changed.
    """
    is_new = not work.consents.is_told(caller.person.id) and await work.consents.told(
        caller.person.id, NOTICE, work.now
    )
    if is_new and work.telling.owes_notice:
        await answer(work, caller, inbox_id, "notice", works_here=bool(caller.person.grants))


# What people say or show, of all that a message may be.
SAID = frozenset(
    ("text", "photo", "video", "voice", "audio", "document", "sticker", "animation", "video_note")
)


def _is_told(update: Update) -> bool:
    """Nothing of people is kept before they are told, and in their own chat they can be.

    Whoever presses or writes in a group, stops the bot or adds it somewhere stays unknown.
    """
    message = update.message or update.edited_message
    return message is not None and message.chat.type == "private"


def _is_aside(update: Update) -> bool:
    """What people say to each other in a group is not said to the bot."""
    message = update.message
    if message is None or message.chat.type == "private" or message.reply_to_message:
        return False
    return message.content_type in SAID and (message.text or message.caption or "")[:1] != "/"


def _to_nobody(press: CallbackQuery | None) -> str | None:
    """A button that is left from before they were forgotten."""
    if press is None:
        return None
    return toast("unknown", words_in(Language.closest(press.from_user.language_code).value))


def _sender(update: Update) -> tuple[User | None, TelegramChat | None, int | None]:
    message = update.message or update.edited_message
    if message is not None:
        thread = message.message_thread_id if message.is_topic_message else None
        return message.from_user, message.chat, thread
    press = update.callback_query
    if press is not None and press.message is not None:
        thread = getattr(press.message, "message_thread_id", None)
        topic = getattr(press.message, "is_topic_message", None)
        return press.from_user, press.message.chat, thread if topic else None
    if update.my_chat_member is not None:
        return update.my_chat_member.from_user, update.my_chat_member.chat, None
    return None, None, None
