"""Methods about chats, their members and their topics."""

from __future__ import annotations

from typing import Any

from telegram import AcceptedGiftTypes, ChatFullInfo, ForumTopic

from playground.errors import bad_request
from playground.members import chat_member
from playground.methods.register import Call, method
from playground.model import IN_CHARGE, PRESENT, Room, Status

_GIFTS = AcceptedGiftTypes(
    unlimited_gifts=False,
    limited_gifts=False,
    unique_gifts=False,
    premium_subscription=False,
    gifts_from_channels=False,
)


@method("getChat")
def get_chat(call: Call) -> dict[str, Any]:
    room = call.room()
    person = call.ground.people.get(room.id) if room.private else None
    chat = room.chat(person)
    full = ChatFullInfo(
        id=chat.id,
        type=chat.type,
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=_GIFTS,
        title=chat.title,
        username=chat.username,
        first_name=chat.first_name,
        last_name=chat.last_name,
        is_forum=chat.is_forum,
    )
    return full.to_dict()


@method("getChatMember")
def get_chat_member(call: Call) -> dict[str, Any]:
    room, user_id = call.room(), call.params.need("user_id")
    if user_id not in call.ground.people and user_id not in call.ground.bots:
        raise bad_request("member not found")
    status = room.status(user_id)
    if room.private and user_id in (room.id, call.bot.id):
        status = Status.MEMBER
    return chat_member(call.ground.user(user_id), status).to_dict()


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[dict[str, Any]]:
    room = call.room()
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    return [
        chat_member(call.ground.user(user_id), status).to_dict()
        for user_id, status in room.members.items()
        if status in IN_CHARGE
    ]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    room = call.room()
    if room.private:
        return 2
    return sum(status in PRESENT for status in room.members.values())


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    room = call.room()
    if room.private:
        raise bad_request("chat member status can't be changed in private chats")
    call.ground.set_status(room, call.bot.id, call.bot.id, Status.LEFT)
    return True


@method("createForumTopic")
def create_forum_topic(call: Call) -> dict[str, Any]:
    room = _forum(call)
    name = (call.params.text("name") or "").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("topic name must be non-empty" if not name else "TOPIC_TITLE_INVALID")
    call.pace(room)
    color = call.params.integer("icon_color") or 0x6FB9F0
    thread = call.ground.open_topic(room, call.bot.id, name, color)
    return ForumTopic(message_thread_id=thread, name=name, icon_color=color).to_dict()


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    room = _forum(call)
    thread = _topic(call, room)
    name = (call.params.text("name") or "").strip()
    if not name or room.topics[thread].name == name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    room.topics[thread].name = name
    call.ground.keep_room(room)
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    return _close(call, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    return _close(call, closed=False)


def _close(call: Call, *, closed: bool) -> bool:
    room = _forum(call)
    thread = _topic(call, room)
    if room.topics[thread].closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.ground.close_topic(room, call.bot.id, thread, closed=closed)
    return True


def _forum(call: Call) -> Room:
    room = call.room()
    if not room.forum:
        raise bad_request("the chat is not a forum")
    if room.status(call.bot.id) not in IN_CHARGE:
        raise bad_request("not enough rights to create a topic")
    return room


def _topic(call: Call, room: Room) -> int:
    thread = call.params.need("message_thread_id")
    if thread not in room.topics:
        raise bad_request("message thread not found")
    return thread
