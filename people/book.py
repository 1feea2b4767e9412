"""What the other rooms may ask about people and places; storage answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from people.values import Binding, Chat, LinkTarget, Person, Place, Role


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """What somebody was asked last in a chat; it lapses after 30 idle minutes."""

    topic: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class People(Protocol):
    async def person(self, person_id: int) -> Person | None: ...

    async def place(self, place_id: int) -> Place: ...

    async def house(self) -> Place:
        """The root place."""
        ...

    async def places_above(self, place_id: int) -> frozenset[int]:
        """The place itself and every place above it."""
        ...

    async def places_below(self, place_id: int) -> frozenset[int]:
        """The place itself and every place below it."""
        ...

    async def names_above(self, place_id: int) -> frozenset[str]:
        """Names and codes of the place and of every place above it, as rules write them."""
        ...

    async def team(self, place_id: int, name: str) -> int:
        """The team of this name at the place or above it; made at the place if there is none."""
        ...

    async def teams(self, place_id: int) -> tuple[tuple[int, str], ...]:
        """(id, name) of the teams of the place and of the places above it."""
        ...

    async def staff_names(self, place_id: int) -> tuple[tuple[int, str], ...]:
        """(id, name) of those who hold a role at the place or above it."""
        ...

    async def bindings(self, place_id: int, team_id: int | None) -> tuple[Binding, ...]:
        """The staff chats that hear about this: the team's, else the place's, else those above."""
        ...

    async def binding_of(self, chat_id: int, thread_id: int | None) -> Binding | None: ...

    async def holders(self, role: Role, place_id: int) -> tuple[Person, ...]:
        """Those who hold the role for this place or for one above it, and whom we can reach.

        Who is off duty is left out as long as anybody else is there.
        """
        ...

    async def colleagues(self, place_id: int) -> tuple[Person, ...]:
        """Those who hold any role for this place or one above it, whether reachable or not."""
        ...

    async def add_walk_in(self, name: str | None, now: datetime) -> Person:
        """Somebody at the desk or on the phone, who has no chat with the bot."""
        ...

    async def private_chat(self, person_id: int) -> Chat | None: ...

    async def make_link(
        self, token_hash: bytes, target: LinkTarget, now: datetime, expires_at: datetime
    ) -> None: ...

    async def use_link(self, token_hash: bytes, person_id: int, now: datetime) -> LinkTarget | None:
        """The target, once; None when it is unknown, used or expired."""
        ...

    async def grant(
        self,
        person_id: int,
        role: Role,
        place_id: int,
        team_id: int | None,
        granted_by: int | None,
        now: datetime,
    ) -> None: ...

    async def bind(
        self,
        chat_id: int,
        thread_id: int | None,
        place_id: int,
        team_id: int | None,
        bound_by: int | None,
        now: datetime,
        *,
        topics: bool = False,
    ) -> Binding:
        """`topics`: a forum group, where every case gets a topic of its own."""
        ...

    async def place_named(self, name: str) -> Place | None:
        """By name or by code, as shops' systems and people write it."""
        ...

    async def add_place(self, name: str, parent: Place, now: datetime) -> Place:
        """A new place below another, in the same zone."""
        ...

    async def set_chat_state(self, chat_id: int, state: str, now: datetime) -> None: ...

    async def migrate_chat(self, old: int, new: int, now: datetime) -> None:
        """A group became a supergroup: from Telegram's id of the one to that of the other."""
        ...

    async def set_language(self, person_id: int, language: str) -> None: ...

    async def set_off(self, person_id: int, since: datetime | None) -> None:
        """Off duty from then on, so that nothing is sent to them in private; None: back again."""
        ...

    async def set_stopped(self, person_id: int, at: datetime | None) -> None: ...


class Channels(Protocol):
    """The ways out other than Telegram, each a chat of kind `robot` whose title is its name."""

    async def open(self) -> tuple[Chat, ...]:
        """Those that lead somewhere: named in the rules, with an address in the settings."""
        ...
