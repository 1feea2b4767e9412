"""What owners change of the house as it runs: places, teams, roles, groups; each undoable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from people.values import Role


class ChangeKind(StrEnum):
    ADDED = "added"
    RENAMED = "renamed"
    RETIRED = "retired"
    REVIVED = "revived"
    ROLE = "role"
    GROUP = "group"


class Part(StrEnum):
    PLACE = "place"
    TEAM = "team"


@dataclass(frozen=True, kw_only=True)
class Member:
    """A role that somebody holds at a place; `id` is that of the role."""

    id: int
    person_id: int
    name: str | None
    role: Role
    place_id: int
    team_id: int | None = None
    team: str | None = None


@dataclass(frozen=True, kw_only=True)
class StaffChat:
    """A group (or a topic of one) that hears about a place; `id` is that of the binding."""

    id: int
    chat_id: int
    thread_id: int | None
    title: str | None
    place_id: int
    team_id: int | None = None
    team: str | None = None
    topics: bool = False


@dataclass(frozen=True, kw_only=True)
class Team:
    id: int
    place_id: int
    name: str
    is_retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """`facts` hold names of places and teams, and ids of persons and chats."""

    id: int
    kind: ChangeKind
    facts: Mapping[str, Any]
    made_at: datetime
    by: str | None = None
    by_id: int | None = None
    is_undone: bool = False
    # The colleague or the group that it is about, as it is called now.
    about: str | None = None

    @property
    def place_id(self) -> int:
        return int(self.facts["place"])


class Housekeeping(Protocol):
    """Changes are kept with who and when; each gives the number under which it is undone."""

    async def team(self, team_id: int) -> Team | None: ...

    async def own_teams(self, place_id: int) -> tuple[Team, ...]:
        """The place's own, retired ones too."""
        ...

    async def crew(self, place_id: int) -> tuple[Member, ...]:
        """Who holds a role at this very place."""
        ...

    async def member(self, role_id: int) -> Member | None:
        """None when the role has been taken away meanwhile."""
        ...

    async def staff_chats(self, place_id: int | None = None) -> tuple[StaffChat, ...]:
        """Those bound now; of every place when none is named."""
        ...

    async def staff_chat(self, binding_id: int) -> StaffChat | None: ...

    async def open_cases(self, place_id: int) -> int:
        """How many cases of the place and of those below it are not closed."""
        ...

    async def open_cases_of_team(self, team_id: int) -> tuple[int, ...]:
        """The cases that the team still has, oldest first."""
        ...

    async def note_added(
        self, part: Part, part_id: int, place_id: int, name: str, by: int
    ) -> int: ...

    async def rename(self, part: Part, part_id: int, name: str, by: int) -> int | None:
        """None when another one is called so."""
        ...

    async def retire(self, part: Part, part_id: int, by: int) -> int:
        """Its staff chats hear no more; cases, figures and printed codes stay."""
        ...

    async def revive(self, part: Part, part_id: int, by: int) -> int: ...

    async def set_role(self, member: Member, role: Role | None, by: int) -> int | None:
        """None takes it away. Gives None when nobody would be left who owns the house."""
        ...

    async def note_cases(
        self, change_id: int, cases: Sequence[int], team_id: int | None = None
    ) -> None:
        """What was passed on with it, to a team if to one, so that undoing it can give it back."""
        ...

    async def move_chat(
        self, chat: StaffChat, place_id: int | None, by: int, team_id: int | None = None
    ) -> int:
        """To another place; None: it hears of nothing any more."""
        ...

    async def changes(self, limit: int) -> tuple[Change, ...]:
        """The newest first."""
        ...

    async def change(self, change_id: int) -> Change | None: ...

    async def undo(self, change: Change, by: int) -> bool:
        """False when it was undone before, or when something has changed since."""
        ...
