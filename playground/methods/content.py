"""What a bot hands in to be shown: texts, captions, keyboards, files, checked as Telegram does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.error import TelegramError

from playground.acting import TEXT_LIMIT
from playground.errors import Refused, bad_request
from playground.markup import Formatted, found_in, parse_html, trimmed, utf16
from playground.media import as_content, stored
from playground.methods.register import Call
from playground.model import Room, StoredFile

CAPTION_LIMIT = 1024
_DATA_BYTES = 64
_MOST_BUTTONS = 100
# What a button can do; just one of them, besides its looks.
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard:
    """Inline buttons belong to the message; other keyboards only the person's app shows."""

    inline: dict[str, Any] | None = None
    other: dict[str, Any] | None = None

    @property
    def extra(self) -> dict[str, Any]:
        return {"reply_markup": self.inline} if self.inline else {}


def text_of(call: Call) -> Formatted:
    """The text of a message, never empty."""
    said = formatted(call, "text", "entities")
    if said is None or not said.text:
        raise bad_request("message text is empty")
    if utf16(said.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return said


def caption_of(call: Call) -> dict[str, Any]:
    return as_caption(formatted(call, "caption", "caption_entities"))


def as_caption(said: Formatted | None) -> dict[str, Any]:
    if said is None or not said.text:
        return {}
    if utf16(said.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return {"caption": said.text, "caption_entities": said.entities}


def formatted(call: Call, words: str, marks: str) -> Formatted | None:
    params = call.params
    source = params.text(words)
    if source is None:
        return None
    return format_as(source, params.text("parse_mode"), params.structure(marks))


def format_as(source: str, mode: str | None, marks: Any) -> Formatted:
    if mode:
        if mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        marked = parse_html(source)
    else:
        given = MessageEntity.de_list(marks, None) if marks else ()
        marked = Formatted(text=source, entities=tuple(given))
    marked = trimmed(marked)
    return Formatted(text=marked.text, entities=_with_found(marked))


def keyboard_of(call: Call, name: str = "reply_markup") -> Keyboard:
    markup = call.params.structure(name)
    if not markup:
        return Keyboard()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return Keyboard(other=markup)
    return Keyboard(inline=_checked_inline(markup))


def file_content(call: Call, kind: str, value: Any) -> dict[str, Any]:
    """A file that is uploaded now, or the id of one that Telegram knows."""
    upload = call.params.files.get(value) if isinstance(value, str) else None
    upload = upload or call.params.upload(value)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        file = stored(call.ground, kind, upload.content, name=upload.name, mime=_mime(upload))
        return as_content(kind, file)
    return as_content(kind, known_file(call, kind, value))


def known_file(call: Call, kind: str, value: Any) -> StoredFile:
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    file = call.ground.files.get(str(value))
    if file is None:
        if str(value).startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
    return file


def replied(call: Call, room: Room) -> dict[str, Any]:
    """The reply that a message is, from `reply_parameters` or its older spelling."""
    given = call.params.structure("reply_parameters")
    lenient = call.params.flag("allow_sending_without_reply")
    message_id = call.params.integer("reply_to_message_id")
    if isinstance(given, dict):
        message_id = int(given.get("message_id", 0))
        lenient = bool(given.get("allow_sending_without_reply"))
    if message_id is None:
        return {}
    kept = call.ground.kept_message(room, message_id)
    if kept is None:
        if lenient:
            return {}
        raise bad_request("message to be replied not found")
    shown = {name: value for name, value in kept.message.items() if name != "reply_to_message"}
    return {"reply_to_message": shown}


def threaded(call: Call, room: Room) -> dict[str, Any]:
    thread = call.params.integer("message_thread_id")
    if thread is None:
        return {}
    if not room.forum or thread not in room.topics:
        raise bad_request("message thread not found")
    if room.topics[thread].closed:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _mime(upload: Any) -> str:
    return "" if upload.mime == "application/octet-stream" else str(upload.mime)


def _with_found(marked: Formatted) -> tuple[MessageEntity, ...]:
    """What Telegram finds by itself gives way to what the bot has marked."""
    found = found_in(marked.text)
    if not found or not marked.entities:
        return found or marked.entities
    taken = [(entity.offset, entity.offset + entity.length) for entity in marked.entities]
    free = (
        entity
        for entity in found
        if not any(start < entity.offset + entity.length and entity.offset < end
                   for start, end in taken)
    )  # fmt: skip
    return tuple(sorted((*marked.entities, *free), key=lambda one: (one.offset, -one.length)))


def _checked_inline(markup: dict[str, Any]) -> dict[str, Any]:
    try:
        keyboard = InlineKeyboardMarkup.de_json(markup, None)
        buttons = [button for row in keyboard.inline_keyboard for button in row]
    except (TypeError, KeyError, ValueError, AttributeError, TelegramError):
        raise bad_request("can't parse inline keyboard button: wrong object") from None
    if len(buttons) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in markup["inline_keyboard"]:
        for button in row:
            _refuse_button(button)
    return keyboard.to_dict()


def _refuse_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: text buttons must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in"
                          " the inline keyboard")  # fmt: skip
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://", "ton://")):
        raise _bad_url(str(url))


def _bad_url(url: str) -> Refused:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")
