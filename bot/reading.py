"""Makes aiogram's object of an update's bytes, also of those from a server of another version."""

import json
from typing import Any

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, Update
from pydantic import BaseModel, ValidationError

from storage.columns import clean

MEMBERS: dict[str, type[BaseModel]] = {
    "administrator": ChatMemberAdministrator,
    "restricted": ChatMemberRestricted,
}


class Unreadable(Exception):
    """The update is not of a shape that the Bot API describes; it is set aside as it came."""


def read_update(raw: bytes, bot: Bot) -> Update:
    """Raises Unreadable, without the error's own text: it would quote what the customer wrote."""
    try:
        given = json.loads(raw)
        if b"\\ud" in raw or b"\\u0000" in raw:
            given = _clean(given)
        return _validated(given, bot)
    except (ValidationError, ValueError, RecursionError):
        raise Unreadable from None


def _clean(value: Any) -> Any:
    """Half a character can't be encoded again, for a link as little as for a table."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {name: _clean(one) for name, one in value.items()}
        case list():
            return [_clean(one) for one in value]
        case _:
            return value


def _validated(given: Any, bot: Bot) -> Update:
    try:
        return Update.model_validate(given, context={"bot": bot})
    except ValidationError:
        if not _fill_rights(given):
            raise
        return Update.model_validate(given, context={"bot": bot})


def _fill_rights(given: Any) -> bool:
    """A right that the server doesn't know yet is one that nobody has. True when any was filled."""
    changed = given.get("my_chat_member") if isinstance(given, dict) else None
    if not isinstance(changed, dict):
        return False
    filled = False
    for when in ("old_chat_member", "new_chat_member"):
        member = changed.get(when)
        if not isinstance(member, dict) or member.get("status") not in MEMBERS:
            continue
        model = MEMBERS[member["status"]]
        for name, field in model.model_fields.items():
            if field.is_required() and name.startswith(("can_", "is_")) and name not in member:
                member[name] = False
                filled = True
    return filled
