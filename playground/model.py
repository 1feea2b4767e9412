"""Who and what is in the playground: people, bots, chats, kept messages, files, presses."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from telegram import Chat, User

# A private chat has the person's id with every bot, so the bot's id keeps them apart; groups
# are shared and have 0 there.
RoomKey: TypeAlias = tuple[int, int]

ANONYMOUS_ADMIN_ID = 1087968824


class RoomType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Status(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = (Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED)
IN_CHARGE = (Status.CREATOR, Status.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Person:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    role: str = "customer"
    note: str = ""

    def user(self) -> User:
        return _person_as_user(self)


@dataclass(frozen=True, kw_only=True)
class BotAccount:
    """The token is handed in at every start and is written nowhere."""

    id: int
    token: str = field(repr=False)
    username: str
    first_name: str
    sees_everything: bool = False

    def user(self) -> User:
        return _bot_as_user(self)

    def myself(self) -> User:
        return User(
            id=self.id,
            first_name=self.first_name,
            is_bot=True,
            username=self.username,
            can_join_groups=True,
            can_read_all_group_messages=self.sees_everything,
            supports_inline_queries=False,
            can_connect_to_business=False,
            has_main_web_app=False,
        )


@dataclass(kw_only=True)
class Topic:
    name: str
    icon_color: int = 0x6FB9F0
    closed: bool = False


@dataclass(kw_only=True)
class Room:
    """One chat. In private ones `started` and `blocked` say whether the bot may write."""

    id: int
    bot_id: int = 0
    type: RoomType
    title: str = ""
    forum: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    moved_to: int | None = None

    @property
    def key(self) -> RoomKey:
        return (self.bot_id, self.id)

    @property
    def private(self) -> bool:
        return self.type is RoomType.PRIVATE

    def status(self, user_id: int) -> Status:
        return self.members.get(user_id, Status.LEFT)

    def has(self, user_id: int) -> bool:
        return self.status(user_id) in PRESENT

    def chat(self, person: Person | None) -> Chat:
        return _as_chat(self.id, self.type, self.title, self.forum, person)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Room:
        members = {int(user): Status(status) for user, status in kept["members"].items()}
        topics = {int(thread): Topic(**topic) for thread, topic in kept["topics"].items()}
        known = kept | {"type": RoomType(kept["type"]), "members": members, "topics": topics}
        return cls(**known)


@dataclass(kw_only=True, slots=True)
class Kept:
    """A message as bots see it, and what only the page knows of it."""

    message: dict[str, Any]
    author: int
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)
    versions: list[dict[str, Any]] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None

    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")

    def for_page(self) -> dict[str, Any]:
        page: dict[str, Any] = {
            "deleted": self.deleted,
            "reactions": [emoji for given in self.reactions.values() for emoji in given],
            "versions": self.versions,
        }
        if self.keyboard:
            page["keyboard"] = self.keyboard
        file_id = file_of(self.message)
        if file_id:
            page["file_url"] = f"/page/file/{file_id}"
        return _as_apps_show(self.message) | {"page": page}

    def kept(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Kept:
        reactions = {int(user): given for user, given in kept["reactions"].items()}
        return cls(**(kept | {"reactions": reactions}))


def _as_apps_show(message: dict[str, Any]) -> dict[str, Any]:
    """What a link hands to the bot is sent, and not shown, by Telegram's apps."""
    text = str(message.get("text", ""))
    if not text.startswith("/start ") or message["chat"]["type"] != "private":
        return message
    marks = [mark for mark in message.get("entities", []) if mark["offset"] == 0]
    return message | {"text": "/start", "entities": marks}


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    file_id: str
    name: str
    mime: str
    size: int
    path: str
    shape: dict[str, Any] = field(default_factory=dict)

    @property
    def unique_id(self) -> str:
        return f"u{self.file_id}"


@dataclass(frozen=True, kw_only=True)
class Press:
    id: str
    bot_id: int
    user_id: int
    at: float


@dataclass(frozen=True, kw_only=True)
class PressAnswer:
    press_id: str
    user_id: int
    text: str
    show_alert: bool


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """One call a bot made; `refusal` is what it was told when it was not carried out.

    `untold` names the fault that kept the answer from the bot although it was carried out.
    """

    bot_id: int
    method: str
    params: dict[str, Any]
    at: float
    refusal: str | None = None
    untold: str | None = None


def file_of(message: dict[str, Any]) -> str | None:
    if message.get("photo"):
        return str(message["photo"][-1]["file_id"])
    for kind in ("voice", "document", "sticker", "audio", "video", "animation", "video_note"):
        if kind in message:
            return str(message[kind]["file_id"])
    return None


class _KnownUser(User):
    """Stands in every message of the person, so it is put into words once only."""

    __slots__ = ("_told",)

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        if not hasattr(self, "_told"):
            self._told: dict[str, Any] = super().to_dict(recursive)
        return self._told


class _KnownChat(Chat):
    """As with people: a chat's words are the same in all of its messages."""

    __slots__ = ("_told",)

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        if not hasattr(self, "_told"):
            self._told: dict[str, Any] = super().to_dict(recursive)
        return self._told


@lru_cache(maxsize=10_000)
def _person_as_user(person: Person) -> User:
    return _KnownUser(
        id=person.id,
        first_name=person.first_name,
        is_bot=False,
        last_name=person.last_name or None,
        username=person.username or None,
        language_code=person.language_code or None,
    )


@lru_cache(maxsize=100)
def _bot_as_user(bot: BotAccount) -> User:
    return _KnownUser(id=bot.id, first_name=bot.first_name, is_bot=True, username=bot.username)


@lru_cache(maxsize=10_000)
def _as_chat(id: int, type: RoomType, title: str, forum: bool, person: Person | None) -> Chat:
    if person is None:
        return _KnownChat(id=id, type=type, title=title, is_forum=forum or None)
    return _KnownChat(
        id=id,
        type=type,
        first_name=person.first_name,
        last_name=person.last_name or None,
        username=person.username or None,
    )
