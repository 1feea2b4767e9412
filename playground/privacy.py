"""Privacy mode: what a bot is shown of what people write in groups."""

from __future__ import annotations

from typing import Any

from playground.model import IN_CHARGE, BotAccount, Room


def sees(bot: BotAccount, room: Room, message: dict[str, Any]) -> bool:
    """In groups a plain bot sees commands, mentions of it and replies to it; an admin, all."""
    if room.private or bot.sees_everything or room.status(bot.id) in IN_CHARGE:
        return True
    replied = message.get("reply_to_message", {}).get("from", {})
    return replied.get("id") == bot.id or _addressed(bot, message)


def _addressed(bot: BotAccount, message: dict[str, Any]) -> bool:
    text = str(message.get("text") or message.get("caption") or "")
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in message.get("entities") or message.get("caption_entities") or ():
        start = entity["offset"] * 2
        words = units[start : start + entity["length"] * 2].decode("utf-16-le", "replace")
        _, _, name = words.partition("@")
        if name.lower() == bot.username.lower():
            return True
        if entity["type"] == "bot_command" and not name:
            return True
    return False
