"""Methods that change or take away what a chat shows already."""

from __future__ import annotations

from typing import Any

from telegram.constants import ReactionEmoji

from playground.errors import bad_request
from playground.methods.content import caption_of, keyboard_of, text_of
from playground.methods.register import Call, method
from playground.methods.sending import media_content
from playground.model import IN_CHARGE, Kept, Room

_TWO_DAYS = 48 * 3600
_REACTIONS = frozenset(emoji.value for emoji in ReactionEmoji)


@method("editMessageText")
def edit_message_text(call: Call) -> dict[str, Any]:
    said = text_of(call)
    room, kept = _to_edit(call)
    if "text" not in kept.message:
        raise bad_request("there is no text in the message to edit")
    entities = [entity.to_dict() for entity in said.entities]
    return _replace(call, room, kept, _only(text=said.text, entities=entities))


@method("editMessageCaption")
def edit_message_caption(call: Call) -> dict[str, Any]:
    caption = caption_of(call)
    room, kept = _to_edit(call)
    if not _has_file(kept.message):
        raise bad_request("there is no caption in the message to edit")
    marks = [entity.to_dict() for entity in caption.get("caption_entities", ())]
    return _replace(call, room, kept, _only(caption=caption.get("caption"), caption_entities=marks))


@method("editMessageMedia")
def edit_message_media(call: Call) -> dict[str, Any]:
    item = call.params.structure("media")
    room, kept = _to_edit(call)
    shown = media_content(call, item)
    content = {
        name: [part.to_dict() for part in value] if isinstance(value, (list, tuple)) else value
        for name, value in shown.items()
    }
    kind = item["type"]
    if kind != "photo":
        content[kind] = shown[kind].to_dict()
    gone = dict.fromkeys(("text", "entities", "photo", "document", "audio", "video", "caption"))
    return _replace(call, room, kept, gone | content)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    room, kept = _to_edit(call)
    return _replace(call, room, kept, {}, event="markup")


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    room = call.room()
    kept = call.message(room, "message to delete not found")
    if not _may_delete(call, room, kept):
        raise bad_request("message can't be deleted")
    call.ground.remove(room, kept)
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    room = call.room()
    kept = call.message(room, "message to react not found")
    given = call.params.structure("reaction") or []
    emoji = [str(one.get("emoji")) for one in given if isinstance(one, dict)]
    if len(emoji) > 1 or not all(mark in _REACTIONS for mark in emoji):
        raise bad_request("REACTION_INVALID")
    call.ground.put_reaction(room, kept, call.bot.id, emoji)
    return True


def _to_edit(call: Call) -> tuple[Room, Kept]:
    room = call.writable()
    kept = call.message(room, "message to edit not found")
    if kept.author != call.bot.id:
        raise bad_request("message can't be edited")
    return room, kept


def _replace(
    call: Call, room: Room, kept: Kept, content: dict[str, Any], event: str = "edited"
) -> dict[str, Any]:
    """An edit without a keyboard takes the keyboard away, as Telegram does."""
    keyboard = keyboard_of(call).inline
    before = kept.message
    after = before | content | {"reply_markup": keyboard or None}
    after = {name: value for name, value in after.items() if value is not None}
    if after == before:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message"
        )
    if kept.text() != str(after.get("text") or after.get("caption") or ""):
        date = before.get("edit_date", before["date"])
        kept.versions.append({"text": kept.text(), "date": date})
    kept.message = after | {"edit_date": call.ground.clock.timestamp()}
    call.ground.change(room, kept, event)
    return kept.message


def _may_delete(call: Call, room: Room, kept: Kept) -> bool:
    if room.status(call.bot.id) in IN_CHARGE:
        return True
    mine = kept.author == call.bot.id or room.private
    return mine and call.ground.clock.timestamp() - kept.message["date"] <= _TWO_DAYS


def _only(**content: Any) -> dict[str, Any]:
    """An empty list of entities is no field at all."""
    return {name: value or None for name, value in content.items()}


def _has_file(message: dict[str, Any]) -> bool:
    return any(kind in message for kind in ("photo", "voice", "document", "audio", "video"))
