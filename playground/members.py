"""Chat members as Telegram describes them, one type a status."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    User,
)

from playground.model import Status

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_VOICES = (
    "can_send_messages", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
    "can_manage_topics", "can_edit_tag", "can_react_to_messages", "can_send_audios",
    "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes",
)  # fmt: skip
# Telegram's "for ever".
_NO_END = datetime.fromtimestamp(0, UTC)


# A right that the Bot API has added since; one client asks for it, the other's types lack it.
_NEWER_RIGHTS = {"can_send_welcome_messages": True}


def chat_member(user: User, status: Status) -> ChatMember:
    """A restricted one is muted: may read, and write nothing."""
    match status:
        case Status.CREATOR:
            return ChatMemberOwner(user=user, is_anonymous=False)
        case Status.ADMINISTRATOR:
            rights: dict[str, Any] = dict.fromkeys(_RIGHTS, True)
            return ChatMemberAdministrator(
                user=user,
                can_be_edited=False,
                is_anonymous=False,
                api_kwargs=_NEWER_RIGHTS,
                **rights,
            )
        case Status.RESTRICTED:
            voices: dict[str, Any] = dict.fromkeys(_VOICES, False)
            return ChatMemberRestricted(user=user, is_member=True, until_date=_NO_END, **voices)
        case Status.KICKED:
            return ChatMemberBanned(user=user, until_date=_NO_END)
        case Status.LEFT:
            return ChatMemberLeft(user=user)
    return ChatMemberMember(user=user)
