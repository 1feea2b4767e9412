"""Methods that put something new into a chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telegram import Contact, Location, MessageOriginUser

from playground.acting import copied
from playground.errors import bad_request
from playground.ground import new_id
from playground.methods.content import (
    as_caption,
    caption_of,
    file_content,
    format_as,
    keyboard_of,
    replied,
    text_of,
    threaded,
)
from playground.methods.register import Call, method
from playground.model import Kept, Room

_MOST_IN_ALBUM = 10
_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    }
)  # fmt: skip


@method("sendMessage")
def send_message(call: Call) -> dict[str, Any]:
    said = text_of(call)
    return put(call, call.writable(), text=said.text, entities=said.entities).message


def _sends(kind: str) -> Callable[[Call], dict[str, Any]]:
    def send(call: Call) -> dict[str, Any]:
        caption = caption_of(call) if kind != "sticker" else {}
        room = call.writable()
        given = call.params.values.get(kind)
        content = file_content(call, kind, given if given is not None else kind)
        return put(call, room, **content, **caption).message

    return send


for _kind in ("photo", "voice", "document", "sticker", "audio", "video"):
    method(f"send{_kind.capitalize()}")(_sends(_kind))


@method("sendLocation")
def send_location(call: Call) -> dict[str, Any]:
    place = Location(
        latitude=call.params.number("latitude"), longitude=call.params.number("longitude")
    )
    return put(call, call.writable(), location=place).message


@method("sendContact")
def send_contact(call: Call) -> dict[str, Any]:
    phone, name = call.params.text("phone_number"), call.params.text("first_name")
    if not phone or not name:
        raise bad_request("contact phone_number and first_name are required")
    contact = Contact(phone, name, last_name=call.params.text("last_name"))
    return put(call, call.writable(), contact=contact).message


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[dict[str, Any]]:
    items = call.params.structure("media")
    if not isinstance(items, list) or not 1 <= len(items) <= _MOST_IN_ALBUM:
        raise bad_request("wrong number of media items specified; expected 2-10")
    room = call.writable(count=len(items))
    album = new_id()
    shown = [media_content(call, item) for item in items]
    return [put(call, room, media_group_id=album, **content).message for content in shown]


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    room = call.room()
    if call.params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    name = call.bot.first_name
    call.ground.feed.emit("typing", lambda: {"chat_id": room.id, "name": name})
    return True


@method("copyMessage")
def copy_message(call: Call) -> dict[str, int]:
    source = call.message(call.room("from_chat_id"), "message to copy not found")
    room = call.writable()
    content = copied(source.message)
    if call.params.text("caption") is not None:
        content = {name: value for name, value in content.items() if "caption" not in name}
        return {"message_id": _id(put(call, room, extra=content, **caption_of(call)))}
    return {"message_id": _id(put(call, room, extra=content))}


@method("forwardMessage")
def forward_message(call: Call) -> dict[str, Any]:
    source = call.message(call.room("from_chat_id"), "message to forward not found")
    room = call.writable()
    origin = MessageOriginUser(
        date=datetime.fromtimestamp(source.message["date"], UTC),
        sender_user=call.ground.user(source.author),
    )
    return put(call, room, extra=copied(source.message), forward_origin=origin).message


def put(call: Call, room: Room, *, extra: dict[str, Any] | None = None, **content: Any) -> Kept:
    """Posts as the bot, with the keyboard, the reply and the topic that the call names."""
    keyboard = keyboard_of(call)
    more = (extra or {}) | keyboard.extra | replied(call, room) | threaded(call, room)
    return call.ground.post(room, call.bot.user(), keyboard=keyboard.other, extra=more, **content)


def media_content(call: Call, item: Any) -> dict[str, Any]:
    """One `InputMedia...`: its file and its caption."""
    if not isinstance(item, dict) or item.get("type") not in (
        "photo",
        "document",
        "audio",
        "video",
    ):
        raise bad_request("media type is invalid")
    words = item.get("caption")
    caption = (
        as_caption(format_as(words, item.get("parse_mode"), item.get("caption_entities")))
        if words
        else {}
    )
    return file_content(call, item["type"], item.get("media")) | caption


def _id(kept: Kept) -> int:
    return int(kept.message["message_id"])
