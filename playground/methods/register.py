"""How a method is found by its name, and what each of them is handed."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from playground.errors import Refused, bad_request, forbidden, too_many
from playground.model import PRESENT, BotAccount, Kept, Room, RoomType, Status
from playground.params import Params
from playground.state import Playground


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of one method by one bot."""

    ground: Playground
    bot: BotAccount
    params: Params

    def chat_id(self, name: str = "chat_id") -> int:
        given = self.params.text(name)
        if not given:
            raise bad_request(f"{name} is empty")
        try:
            return int(given)
        except ValueError:
            raise bad_request("chat not found") from None

    def room(self, name: str = "chat_id") -> Room:
        """The chat that is meant, when the bot may look into it."""
        ground, chat_id = self.ground, self.chat_id(name)
        found = ground.rooms.get((0, chat_id)) or ground.rooms.get((self.bot.id, chat_id))
        if found is None:
            if chat_id in ground.people:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        _refuse_closed(found, self.bot)
        return found

    def writable(self, *, count: int = 1) -> Room:
        """The chat that is meant, when the bot may write there at this moment."""
        room = self.room()
        if room.private:
            if room.blocked:
                raise forbidden("bot was blocked by the user")
        elif room.status(self.bot.id) is Status.RESTRICTED:
            raise bad_request("not enough rights to send text messages to the chat")
        self.pace(room, count)
        return room

    def pace(self, room: Room, count: int = 1) -> None:
        if self.ground.limits is None:
            return
        wait = self.ground.limits.retry_after(
            self.bot.id, room.id, group=not room.private, count=count
        )
        if wait is not None:
            raise too_many(wait)

    def message(self, room: Room, missing: str, name: str = "message_id") -> Kept:
        kept = self.ground.kept_message(room, self.params.need(name))
        if kept is None:
            raise bad_request(missing)
        return kept


Method: TypeAlias = Callable[[Call], Any]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    def register(act: Method) -> Method:
        METHODS[name.lower()] = act
        return act

    return register


async def carry_out(name: str, call: Call) -> Any:
    act = METHODS.get(name.lower())
    if act is None:
        raise Refused(404, "Not Found: method not found")
    result = act(call)
    if inspect.isawaitable(result):
        return await _awaited(result)
    return result


async def _awaited(result: Awaitable[Any]) -> Any:
    return await result


def _refuse_closed(room: Room, bot: BotAccount) -> None:
    if room.moved_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.moved_to
        )
    if room.private:
        if not room.started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    kind = "supergroup" if room.type is RoomType.SUPERGROUP else "group"
    if room.deleted:
        raise forbidden(f"the {kind} chat was deleted")
    status = room.status(bot.id)
    if status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status not in PRESENT:
        raise forbidden(f"bot is not a member of the {kind} chat")
