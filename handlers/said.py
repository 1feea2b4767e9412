"""What a Telegram message holds, as the rooms understand it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram.types import Message

from complaints.values import Said
from handlers.work import Caller


@dataclass(frozen=True, kw_only=True)
class Media:
    """A kind of attachment with the file by which it is sent again; a location has none."""

    kind: str
    file_id: str | None


def media_of(message: Message) -> Media | None:
    """The attachment of a message; None for plain text and for what carries nothing to keep."""
    if message.photo:
        return Media(kind="photo", file_id=message.photo[-1].file_id)
    for kind in ("voice", "video", "video_note", "animation", "audio", "document", "sticker"):
        held = getattr(message, kind)
        if held is not None:
            return Media(kind=kind, file_id=held.file_id)
    for kind in ("location", "contact"):
        if getattr(message, kind) is not None:
            return Media(kind=kind, file_id=None)
    return None


def said_of(message: Message, caller: Caller) -> Said | None:
    """None when the message holds nothing that we could keep: a poll, a dice, a service note."""
    text, media = message.text or message.caption, media_of(message)
    if text is None and media is None:
        return None
    return Said(
        text=text,
        chat_id=caller.chat.id,
        message_id=message.message_id,
        at=_instant(message.edit_date) or message.date,
        media=media.kind if media else None,
        file_id=media.file_id if media else None,
    )


def _instant(seconds: int | datetime | None) -> datetime | None:
    """Telegram's time of an edit, which aiogram leaves as seconds since 1970."""
    if seconds is None or isinstance(seconds, datetime):
        return seconds
    return datetime.fromtimestamp(seconds, UTC)
