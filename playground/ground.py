"""Everything the playground knows, in memory, and in a journal that a SIGKILL cannot hurt."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from telegram import Message, User

from playground.clock import PlaygroundClock
from playground.errors import NotPossible
from playground.faults import Fault, Faults
from playground.feed import Feed
from playground.journal import Journal
from playground.limits import Limits
from playground.model import (
    ANONYMOUS_ADMIN_ID,
    BotAccount,
    CallRecord,
    Kept,
    Person,
    Press,
    PressAnswer,
    Room,
    RoomKey,
    RoomType,
    StoredFile,
)
from playground.updates import Pending, UpdateQueue

# PTB writes these four into every message as False; Telegram leaves them out.
_ALWAYS_WRITTEN = (
    "channel_chat_created",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
)


class Ground:
    """The tables and the few ways in which they change; each change is one journal line."""

    def __init__(
        self,
        journal: Path | None = None,
        *,
        clock: PlaygroundClock | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.clock = clock or PlaygroundClock()
        self.limits = limits
        self.faults = Faults()
        self.closing = asyncio.Event()
        self.people: dict[int, Person] = {}
        self.bots: dict[int, BotAccount] = {}
        self.tokens: dict[str, BotAccount] = {}
        self.rooms: dict[RoomKey, Room] = {}
        self.kept: dict[RoomKey, dict[int, Kept]] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.hooks: dict[int, dict[str, Any]] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.calls: deque[CallRecord] = deque(maxlen=100_000)
        self.press_answers: deque[PressAnswer] = deque(maxlen=10_000)
        self.unknown_methods: deque[dict[str, str]] = deque(maxlen=100)
        self.on_update: Callable[[int], None] = lambda bot_id: None
        self._blobs: dict[str, bytes] = {}
        self._last_message: dict[RoomKey, int] = {}
        self._journal = Journal(journal) if journal else None
        self._replay()
        self.feed = Feed(first_id=self.clock.timestamp() * 1_000_000)
        self.clock.on_move(lambda: self.note("clock", self.clock.kept()))

    def close(self) -> None:
        if self._journal:
            self._journal.close()

    def hang_up(self) -> None:
        """Ends everything that waits on an open connection, because the server stops."""
        self.closing.set()
        for queue in self.queues.values():
            queue.wake()
        self.feed.ring()

    def clear(self) -> None:
        """Nobody lives here any more; the time, and the numbers of updates, go on."""
        for kept in (
            self.people, self.bots, self.tokens, self.rooms, self.kept, self.files, self.presses,
            self.hooks, self.commands, self._blobs, self._last_message,
        ):  # fmt: skip
            kept.clear()
        for queue in self.queues.values():
            queue.pending.clear()
        for seen in (self.calls, self.press_answers, self.unknown_methods):
            seen.clear()
        self.faults.clear()
        if self._journal:
            self._journal.clear()
        self.note("clock", self.clock.kept())

    # Who and where.

    def main_bot(self, bot: int | None = None) -> BotAccount:
        if bot is not None:
            return self.bots[bot]
        if not self.bots:
            raise NotPossible("no bot lives in this playground yet")
        return next(iter(self.bots.values()))

    def room(self, chat_id: int, bot: int | None = None) -> Room:
        """A group by its id, or the private chat of that person with the bot."""
        group = self.rooms.get((0, chat_id))
        if group is not None:
            return group
        if chat_id not in self.people:
            raise NotPossible(f"there is no chat {chat_id}")
        bot_id = self.main_bot(bot).id
        key = (bot_id, chat_id)
        if key not in self.rooms:
            self.rooms[key] = Room(id=chat_id, bot_id=bot_id, type=RoomType.PRIVATE)
        return self.rooms[key]

    def group(self, chat_id: int) -> Room:
        found = self.rooms.get((0, chat_id))
        if found is None:
            raise NotPossible(f"there is no group {chat_id}")
        return found

    def user(self, user_id: int) -> User:
        if user_id in self.people:
            return self.people[user_id].user()
        if user_id in self.bots:
            return self.bots[user_id].user()
        if user_id == ANONYMOUS_ADMIN_ID:
            return User(user_id, "Group", is_bot=True, username="GroupAnonymousBot")
        raise NotPossible(f"there is nobody with the id {user_id}")

    def kept_message(self, room: Room, message_id: int) -> Kept | None:
        found = self.kept.get(room.key, {}).get(message_id)
        return None if found is None or found.deleted else found

    def bots_in(self, room: Room) -> list[BotAccount]:
        if room.private:
            return [self.bots[room.bot_id]]
        return [bot for bot in self.bots.values() if room.has(bot.id)]

    def queue(self, bot_id: int) -> UpdateQueue:
        found = self.queues.get(bot_id)
        if found is None:
            # Ids begin at the second of birth, so that a bot whose memory outlives this
            # playground's does not take new updates for old ones.
            found = self.queues[bot_id] = UpdateQueue(next_id=int(time.time()))
        return found

    # What changes.

    def note(self, kind: str, value: Any) -> None:
        if self._journal:
            self._journal.write(kind, value)

    def keep_person(self, person: Person) -> None:
        if self.people.get(person.id) != person:
            self.people[person.id] = person
            self.note("person", asdict(person))
            self.feed.emit("reset", dict)

    def keep_room(self, room: Room) -> None:
        self.rooms[room.key] = room
        self.note("room", room.kept())
        if not room.private:
            self.feed.emit("reset", dict)

    def post(
        self,
        room: Room,
        author: User,
        *,
        keyboard: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
        **content: Any,
    ) -> Kept:
        """Puts a message into a chat; `extra` is what was built already, such as a reply."""
        message_id = self._last_message.get(room.key, 0) + 1
        message = compose(
            message_id=message_id,
            date=self.clock.now(),
            chat=room.chat(self.people.get(room.id) if room.private else None),
            from_user=author,
            **content,
        )
        if extra:
            message.update(extra)
        kept = Kept(message=message, author=author.id, keyboard=keyboard)
        self._store(room.key, kept)
        self.feed.emit("message", lambda: {"chat_id": room.id, "message": kept.for_page()})
        return kept

    def change(self, room: Room, kept: Kept, event: str = "edited") -> None:
        """The message was changed in place by the caller; the page and the journal learn it."""
        self._store(room.key, kept)
        self.feed.emit(event, lambda: {"chat_id": room.id, "message": kept.for_page()})

    def enqueue(self, bot_id: int, kind: str, lane: int, payload: dict[str, Any]) -> None:
        if self.queue(bot_id).wants(kind):
            update_id = self.queue(bot_id).next_id
            raw = json.dumps({"update_id": update_id, kind: payload}, separators=(",", ":"))
            self.enqueue_raw(bot_id, kind, lane, update_id, raw)

    def enqueue_raw(self, bot_id: int, kind: str, lane: int, update_id: int, raw: str) -> None:
        update = Pending(
            id=update_id, kind=kind, lane=lane, at=self.clock.now().timestamp(), raw=raw
        )
        self.queue(bot_id).add(update)
        if self._journal:
            self.note("update", {"bot": bot_id} | asdict(update))
        self.on_update(bot_id)

    def confirmed(self, bot_id: int, offset: int) -> None:
        if self.queue(bot_id).confirm(offset):
            self.note("confirmed", {"bot": bot_id, "offset": offset})
            self.feed.ring()

    def delivered(self, bot_id: int, update: Pending) -> None:
        self.queue(bot_id).remove(update)
        self.note("delivered", {"bot": bot_id, "id": update.id})
        self.feed.ring()

    def keep_press(self, press: Press) -> None:
        self.presses[press.id] = press
        self.note("press", asdict(press))

    def keep_hook(self, bot_id: int, hook: dict[str, Any] | None) -> None:
        self.hooks.pop(bot_id, None)
        if hook:
            self.hooks[bot_id] = hook
        self.note("hook", {"bot": bot_id, "hook": hook})

    def keep_commands(self, scope: str, commands: list[dict[str, str]] | None) -> None:
        self.commands.pop(scope, None)
        if commands:
            self.commands[scope] = commands
        self.note("commands", {"scope": scope, "commands": commands})
        self.feed.emit("reset", dict)

    def keep_file(self, file: StoredFile, content: bytes) -> StoredFile:
        if self._journal:
            self._journal.folder.mkdir(parents=True, exist_ok=True)
            (self._journal.folder / file.file_id).write_bytes(content)
        else:
            self._blobs[file.file_id] = content
        self.files[file.file_id] = file
        self.note("file", asdict(file))
        return file

    def content_of(self, file: StoredFile) -> bytes:
        if self._journal:
            return (self._journal.folder / file.file_id).read_bytes()
        return self._blobs[file.file_id]

    def _store(self, key: RoomKey, kept: Kept) -> None:
        message_id = kept.message["message_id"]
        self.kept.setdefault(key, {})[message_id] = kept
        self._last_message[key] = max(self._last_message.get(key, 0), message_id)
        if self._journal:
            self.note("message", {"room": key, "kept": kept.kept()})

    def tell_of_faults(self, struck: tuple[Fault, str] | None = None) -> None:
        """The page hears which faults are still to come, and which one has just struck what."""
        waiting = [asdict(fault) for fault in self.faults.ordered()]
        weather = self.faults.weather.rate if self.faults.weather else 0
        told: dict[str, Any] = {
            "waiting": waiting,
            "weather": weather,
            "at": self.clock.now().isoformat(),
        }
        if struck is not None:
            told |= {"kind": struck[0].kind, "method": struck[1]}
        self.feed.emit("fault", lambda: told)

    # What was.

    def _replay(self) -> None:
        if not self._journal:
            return
        for kind, value in self._journal.replay():
            self._recall(kind, value)

    def _recall(self, kind: str, value: Any) -> None:
        match kind:
            case "clock":
                self.clock.restore(value)
            case "person":
                self.people[value["id"]] = Person(**value)
            case "room":
                room = Room.of(value)
                self.rooms[room.key] = room
            case "message":
                bot_id, chat_id = value["room"]
                kept = Kept.of(value["kept"])
                self.kept.setdefault((bot_id, chat_id), {})[kept.message["message_id"]] = kept
                self._last_message[bot_id, chat_id] = max(self.kept[bot_id, chat_id])
            case "file":
                self.files[value["file_id"]] = StoredFile(**value)
            case "press":
                self.presses[value["id"]] = Press(**value)
            case "commands" if value["commands"]:
                self.commands[value["scope"]] = value["commands"]
            case "commands":
                self.commands.pop(value["scope"], None)
            case _:
                self._recall_for_bot(kind, value["bot"], value)

    def _recall_for_bot(self, kind: str, bot_id: int, value: dict[str, Any]) -> None:
        queue = self.queue(bot_id)
        match kind:
            case "update":
                update = {name: value[name] for name in value if name != "bot"}
                queue.add(Pending(**update))
            case "confirmed":
                queue.confirm(value["offset"])
            case "delivered":
                kept = [update for update in queue.pending if update.id != value["id"]]
                queue.pending = deque(kept)
            case "hook" if value["hook"]:
                self.hooks[bot_id] = value["hook"]
            case "hook":
                self.hooks.pop(bot_id, None)


def compose(**content: Any) -> dict[str, Any]:
    """A message through python-telegram-bot's type, which refuses what Telegram has not."""
    message = Message(**content).to_dict()
    for name in _ALWAYS_WRITTEN:
        message.pop(name, None)
    return message


def new_id() -> str:
    return str(random.SystemRandom().randrange(10**17, 10**18))
