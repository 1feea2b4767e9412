"""Persons, places, chats and the roles that decide who may do what, where."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    SUPERVISOR = "supervisor"
    STAFF = "staff"


# The kind of a chat that is a channel of another service; its title is the name in the rules.
ROBOT = "robot"

RANK = {Role.STAFF: 1, Role.SUPERVISOR: 2, Role.OWNER: 3}


@dataclass(frozen=True, kw_only=True)
class Place:
    """`parent_id` is None for the house; `zone` is an IANA name.

    `alias` is what it was called first, which rules and shops' systems go on writing. A retired
    place keeps its history and is offered to nobody.
    """

    id: int
    parent_id: int | None
    name: str
    zone: str
    code: str | None = None
    alias: str | None = None
    is_retired: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Everything by which it is known."""
        return frozenset(name for name in (self.name, self.code, self.alias) if name)


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A Telegram chat by our own id; `telegram_id` changes when a group becomes a supergroup."""

    id: int
    telegram_id: int
    kind: str
    title: str | None = None
    person_id: int | None = None
    state: str = "open"

    @property
    def is_private(self) -> bool:
        return self.kind == "private"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever wrote, as Telegram names them."""

    telegram_id: int
    name: str | None
    username: str | None
    language: str


@dataclass(frozen=True, kw_only=True)
class Where:
    """The chat they wrote in, as Telegram names it."""

    telegram_id: int
    kind: str
    title: str | None = None


@dataclass(frozen=True, kw_only=True)
class Grant:
    role: Role
    place_id: int
    team_id: int | None = None


# The number of a stranger of whom nothing is kept, since nobody told them anything yet.
NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who wrote to the bot, or whom a shop's system named before they did.

    `id` is `NOBODY` for a stranger who acts in a group. `zone` is None until it is known; then
    the place's zone serves.
    """

    id: int
    telegram_id: int | None
    language: str = "zh-hans"
    zone: str | None = None
    name: str | None = None
    stopped: bool = False
    off: bool = False
    grants: tuple[Grant, ...] = field(default=())

    def is_at_least(self, role: Role, within: frozenset[int] | None = None) -> bool:
        """Whether they hold `role` or a higher one at one of the places `within` (None: anywhere).

        `within` is a place and all above it: a role given for the house holds in every shop.
        """
        return any(
            RANK[grant.role] >= RANK[role] and (within is None or grant.place_id in within)
            for grant in self.grants
        )


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A staff chat (and topic) that hears about a place, or about one team of it."""

    id: int
    chat_id: int
    place_id: int
    team_id: int | None = None
    thread_id: int | None = None
    topics: bool = False


class LinkPurpose(StrEnum):
    OWNER = "owner"
    ROLE = "role"
    BIND = "bind"


@dataclass(frozen=True, kw_only=True)
class LinkTarget:
    """What a one-time link is for, and for nothing else."""

    purpose: LinkPurpose
    role: Role | None = None
    place_id: int | None = None
    team_id: int | None = None
    made_by: int | None = None


def masked(name: str | None) -> str:
    """The first character and an asterisk: what staff see of a customer's name, if there is one."""
    shown = (name or "").strip()
    return f"{shown[0]}*" if shown else ""
