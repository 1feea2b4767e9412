"""What befalls chats rather than calls: bots muted or thrown out, groups closed or turned super."""

from __future__ import annotations

from enum import StrEnum

from playground.errors import NotPossible
from playground.groups import Groups
from playground.model import IN_CHARGE, RoomType, Status


class Mishap(StrEnum):
    # A customer blocks the bot; writing to it takes the block back.
    BLOCK = "block"
    MUTE = "mute"
    KICK = "kick"
    # The group is deleted for good.
    CLOSE = "close"
    # A group becomes a supergroup with another id.
    MIGRATE = "migrate"
    # Takes a mute or a kick back.
    MEND = "mend"


async def befall(ground: Groups, mishap: Mishap, chat_id: int) -> int:
    """Gives the chat's id, which is another one after a migration.

    Raises NotPossible where the chat is of another kind.
    """
    if mishap is Mishap.BLOCK:
        await ground.block(chat_id)
        return chat_id
    room = ground.group(chat_id)
    somebody = next((who for who, status in room.members.items() if status in IN_CHARGE), 0)
    match mishap:
        case Mishap.MUTE:
            await ground.mute_bot(somebody, chat_id)
        case Mishap.KICK:
            await ground.remove_bot(somebody, chat_id)
        case Mishap.CLOSE:
            await ground.delete_group(chat_id)
        case Mishap.MIGRATE:
            if room.type is not RoomType.GROUP:
                raise NotPossible("this chat is a supergroup already")
            return (await ground.migrate(chat_id, somebody)).id
        case Mishap.MEND:
            ground.set_status(room, somebody, ground.main_bot().id, Status.ADMINISTRATOR)
    return chat_id
