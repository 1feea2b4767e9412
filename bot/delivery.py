"""Hands one rendered message to Telegram and says what became of it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.bundles import combined
from bot.clock import Clock
from bot.covering import cover
from bot.drawing import png_of
from bot.pacing import Pace
from bot.showing import Showing
from bot.telegram import Trouble, understand
from handlers.rendering import Action, Bare, Deletion, Keyboard, NewTopic, Reaction, Rendered
from handlers.safe import cut
from people.telling import NoteKind, Policy, policy_of
from people.values import ROBOT
from storage.outbox import HELD, Dropped, Outcome, Outgoing, Refused, Sent, Unknown

Wanted = Callable[[Outgoing, datetime], Awaitable[bool]]
Hold = Callable[[Outgoing, datetime], Awaitable[datetime | None]]
Alert = Callable[[Sequence[Outgoing]], Awaitable[list[Outcome]]]

# Seconds that a large file may take.
UPLOAD_TIMEOUT = 300
LONGEST_WAIT = timedelta(minutes=5)
MOST_REPEATS = 6
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


class Delivery:
    """Called by the courier. `wanted` asks the room once more just before a survey goes out."""

    def __init__(
        self,
        *,
        bot: Bot,
        clock: Clock,
        pace: Pace,
        showing: Showing,
        wanted: Wanted,
        hold: Hold,
        alert: Alert,
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._showing = showing
        self._wanted = wanted
        self._hold = hold
        self._alert = alert

    async def prepare(self, rows: Sequence[Outgoing]) -> None:
        await self._showing.prepare(rows)

    async def __call__(self, row: Outgoing) -> Outcome:
        now = self._clock.now()
        if row.chat_state != "open" and row.attempts > 1 and not row.is_to_group:
            return Refused(error=row.chat_state)
        if row.chat_kind == ROBOT:
            return (await self._alert([row]))[0]
        if not await self._wanted(row, now):
            return Dropped()
        held = await self._hold(row, now)
        if held is not None:
            return Refused(error=HELD, retry_at=held)
        shown = await self._showing.render(row, now)
        if shown is None:
            return Dropped()
        return await self._send(row, shown)

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        """Several alerts for one chat in one message; each row gets the outcome that it has."""
        now = self._clock.now()
        first = rows[0]
        if first.chat_state != "open" and first.attempts > 1 and not first.is_to_group:
            return [Refused(error=rows[0].chat_state) for _ in rows]
        if rows[0].chat_kind == ROBOT:
            return await self._alert(rows)
        rendered = {row.id: await self._showing.render(row, now) for row in rows}
        said = [row for row in rows if isinstance(rendered[row.id], Rendered)]
        shown = [one for one in rendered.values() if isinstance(one, Rendered)]
        if not said:
            return [Dropped() for _ in rows]
        one = shown[0]
        if len(shown) > 1:
            one = combined(said, shown, self._showing.words_for(rows[0]))
        outcome = await self._send(said[0], one)
        return [outcome if row in said else Dropped() for row in rows]

    async def _send(self, row: Outgoing, shown: Rendered | Action) -> Outcome:
        try:
            if not isinstance(shown, Rendered):
                return await self._act(row, shown)
            return Sent(message_id=await self._call(row, shown))
        except Exception as error:
            trouble = understand(error)
        if isinstance(shown, Deletion) and shown.instead is not None and trouble.name == "400":
            return await self._cover(row, shown.message_id, shown.instead)
        if trouble.is_same:
            return Sent(message_id=row.message_id)
        if trouble.bad_markup and isinstance(shown, Rendered):
            return await self._once_more_plainly(row, shown)
        return self._outcome(row, trouble)

    async def _act(self, row: Outgoing, action: Action) -> Outcome:
        """What is no message: a reaction, a topic, a message taken away."""
        match action:
            case Reaction():
                emoji = ReactionTypeEmoji(emoji=action.emoji)
                await self._bot.set_message_reaction(row.telegram_id, action.message_id, [emoji])
            case NewTopic():
                made = await self._bot.create_forum_topic(row.telegram_id, action.name)
                return Sent(thread_id=made.message_thread_id)
            case Deletion():
                await self._bot.delete_message(row.telegram_id, action.message_id)
            case Bare(message_id=message_id, text=None):
                chat = row.telegram_id
                await self._bot.edit_message_reply_markup(chat_id=chat, message_id=message_id)
            case Bare(message_id=message_id, text=str(text)):
                chat = row.telegram_id
                await self._bot.edit_message_text(text, chat_id=chat, message_id=message_id)
        return Sent()

    async def _cover(self, row: Outgoing, message_id: int, text: str) -> Outcome:
        """What can't be deleted any more, after 48 hours, can still be written over."""
        try:
            await cover(self._bot, row.telegram_id, message_id, text)
        except Exception as error:
            return self._outcome(row, understand(error))
        return Sent()

    async def _once_more_plainly(self, row: Outgoing, shown: Rendered) -> Outcome:
        """Markup that Telegram refuses must not swallow the message."""
        try:
            return Sent(message_id=await self._call(row, shown, parse_mode=None))
        except Exception as error:
            return self._outcome(row, understand(error))

    async def _call(
        self, row: Outgoing, shown: Rendered, parse_mode: str | None = "HTML"
    ) -> int | None:
        if row.is_face and row.message_id is not None:
            return await self._edit(row, shown, parse_mode)
        return (await self._send_new(row, shown, parse_mode)).message_id

    async def _edit(self, row: Outgoing, shown: Rendered, parse_mode: str | None) -> int | None:
        await self._bot.edit_message_text(
            cut(shown.text, TEXT_LIMIT) if parse_mode is None else shown.text,
            chat_id=row.telegram_id,
            message_id=row.message_id,
            reply_markup=keyboard(shown.keyboard),
            parse_mode=parse_mode,
            link_preview_options=NO_PREVIEW,
        )
        return row.message_id

    async def _send_new(self, row: Outgoing, shown: Rendered, parse_mode: str | None) -> Message:
        common: dict[str, Any] = {
            "chat_id": row.telegram_id,
            "message_thread_id": row.thread_id,
            "disable_notification": shown.silent or None,
            "reply_markup": keyboard(shown.keyboard) or _placeholder(shown),
            "parse_mode": parse_mode,
        }
        if shown.reply_to is not None:
            common["reply_parameters"] = ReplyParameters(
                message_id=shown.reply_to, allow_sending_without_reply=True
            )
        if shown.picture is not None:
            drawn = BufferedInputFile(shown.picture, "huiyin.png")
            return await self._bot.send_photo(photo=drawn, caption=shown.text, **common)
        if shown.file is not None:
            file = FSInputFile(shown.file)
            return await self._bot.send_document(
                document=file, caption=shown.text, request_timeout=UPLOAD_TIMEOUT, **common
            )
        if shown.document is not None:
            name, body = shown.document
            written = BufferedInputFile(body, name)
            return await self._bot.send_document(document=written, caption=shown.text, **common)
        if shown.drawing is not None:
            png = BufferedInputFile(await png_of(shown.drawing), "huiyin.png")
            return await self._bot.send_photo(photo=png, caption=shown.text, **common)
        if shown.media is None:
            return await self._bot.send_message(
                text=shown.text, link_preview_options=NO_PREVIEW, **common
            )
        return await self._send_media(shown, common)

    async def _send_media(self, shown: Rendered, common: dict[str, Any]) -> Message:
        """By its file id; kinds that take no caption get their text as a message of its own."""
        assert shown.media is not None
        kind, file_id = shown.media
        if kind in {"sticker", "video_note"}:
            bare = {**common, "parse_mode": None}
            bare.pop("parse_mode")
            send = getattr(self._bot, f"send_{kind}")
            await send(**{kind: file_id, "chat_id": common["chat_id"]})
            return await self._bot.send_message(text=shown.text, **common)
        if len(shown.text) > CAPTION_LIMIT:
            await getattr(self._bot, f"send_{kind}")(
                **{kind: file_id, "chat_id": common["chat_id"]}
            )
            return await self._bot.send_message(text=shown.text, **common)
        sent: Message = await getattr(self._bot, f"send_{kind}")(
            **{kind: file_id}, caption=shown.text, **common
        )
        return sent

    def _outcome(self, row: Outgoing, trouble: Trouble) -> Outcome:
        now = self._clock.now()
        if trouble.retry_after is not None and trouble.name == "429":
            until = self._clock.monotonic() + trouble.retry_after
            self._pace.hold(row.telegram_id, until)
        if trouble.was_sent is None:
            return self._unknown(row, trouble, now)
        retry_at = self._retry_at(row, trouble, now)
        return Refused(
            error=trouble.name,
            retry_at=retry_at,
            chat_state=trouble.chat_state,
            forget_message=trouble.message_is_gone,
            migrated_to=trouble.migrated_to,
            forget_thread=trouble.thread_is_gone,
        )

    def _unknown(self, row: Outgoing, trouble: Trouble, now: datetime) -> Outcome:
        """What may be repeated is repeated with the same key; the rest stays unknown."""
        again = row.is_face or policy_of(NoteKind(row.kind)) is Policy.REPEAT
        if again and row.attempts <= MOST_REPEATS:
            return Unknown(error="unknown", retry_at=now + _wait(row, trouble))
        return Unknown(error="unknown")

    def _retry_at(self, row: Outgoing, trouble: Trouble, now: datetime) -> datetime | None:
        if trouble.migrated_to is not None or trouble.thread_is_gone or trouble.message_is_gone:
            return now if row.attempts <= MOST_REPEATS else None
        if trouble.retry_after is None:
            return None
        return now + _wait(row, trouble)


def _wait(row: Outgoing, trouble: Trouble) -> timedelta:
    base = timedelta(seconds=trouble.retry_after or 2.0)
    return (
        min(base * 2 ** min(row.attempts - 1, 7), LONGEST_WAIT) if trouble.name != "429" else base
    )


def keyboard(rows: Keyboard) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=b.text, callback_data=b.data, url=b.url) for b in row]
            for row in rows
        ]
    )


def _placeholder(shown: Rendered) -> ForceReply | ReplyKeyboardMarkup | None:
    if shown.contact is not None:
        share = KeyboardButton(text=shown.contact, request_contact=True)
        return ReplyKeyboardMarkup(keyboard=[[share]], resize_keyboard=True, one_time_keyboard=True)
    if shown.placeholder is None:
        return None
    return ForceReply(selective=True, input_field_placeholder=shown.placeholder[:64])
