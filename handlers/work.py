"""What a handler is given: the rooms' books within one transaction, and the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from complaints.book import Actions, Assessing, Cases, Kin, Remedies, Sayings, Topics
from dimensions.learned import Version
from people.book import Channels, Dialogue, People
from people.codes import Codes
from people.housekeeping import Housekeeping
from people.notice import Consents
from people.telling import Telling
from people.values import Chat, Person
from reports.digests import Cadence, Digest
from surveys.book import Surveys

__all__ = ["Caller", "Dialogue", "Dialogues", "Shown", "Work"]


class Dialogues(Protocol):
    async def get(self, chat_id: int, person_id: int, now: datetime) -> Dialogue | None: ...

    async def begin(
        self, chat_id: int, person_id: int, dialogue: Dialogue, now: datetime
    ) -> None: ...

    async def end(self, chat_id: int, person_id: int) -> None: ...


class Shown(Protocol):
    async def thing_at(self, chat_id: int, message_id: int) -> str | None:
        """What a message of the bot's is about, such as `case-1027`; None when it is not known."""
        ...

    async def message_of(self, chat_id: int, thing: str) -> int | None:
        """The newest message of a chat that shows this thing."""
        ...

    async def learn(
        self, chat_id: int, thread_id: int | None, message_id: int, thing: str, now: datetime
    ) -> None:
        """A press proves that this message shows this thing."""
        ...


class Digests(Protocol):
    async def of(self, person_id: int) -> Sequence[Digest]:
        """All that they asked for."""
        ...

    async def want(
        self, person_id: int, cadence: Cadence, hour: int, zone: str, next_due_at: datetime
    ) -> None: ...

    async def drop(self, person_id: int, cadence: Cadence | None = None) -> None:
        """All of them when none is named."""


class RuleVersions(Protocol):
    """The business rules, of which only new versions are ever added."""

    async def add(self, fingerprint: str, body: Any, source: str, by: int) -> tuple[int, bool]:
        """(number, is new): the newest version when it is the same as these rules."""
        ...

    async def newest(self) -> tuple[int, datetime | None, str | None]:
        """Its number, when it was added, and by whom where a person did."""
        ...

    async def own_topics(self) -> Mapping[str, str]:
        """What the house calls its own topics, and says of any: each word with its aspect."""
        ...


class Readings(Protocol):
    """What the reader has learnt from staff; one version is in use, or what ships."""

    async def newest(self, most: int) -> Sequence[Version]:
        """The newest first."""
        ...

    async def use(self, number: int | None) -> bool:
        """None is what ships; False where there is no such version."""
        ...


class Jobs(Protocol):
    async def start(self, kind: str, facts: Mapping[str, Any], now: datetime) -> int:
        """Long work that is done beside everything else; gives its number."""
        ...


class Reviews(Protocol):
    async def sample(self, person_id: int, places: Sequence[int], now: datetime) -> Sequence[int]:
        """Cases that others handled, by chance, the same all day."""
        ...

    async def answered(self, person_id: int, sample: Sequence[int]) -> Mapping[int, int]:
        """How many questions are answered of each case."""
        ...

    async def put(
        self, case_id: int, person_id: int, question: str, now: datetime, *, is_yes: bool
    ) -> bool:
        """True when it is new."""
        ...


class Looks(Protocol):
    async def add(self, person_id: int, what: str, facts: Mapping[str, Any], now: datetime) -> None:
        """Who looked at what, or took what away."""
        ...

    async def see(self, person_id: int, facts: Mapping[str, Any], now: datetime) -> None:
        """Who looked at the figures of a panel, a picture or a digest with these facts."""
        ...


class Erasing(Protocol):
    """A person who asks to be forgotten."""

    async def live_cases(self, person_id: int) -> Sequence[int]:
        """Cases of theirs that are not closed."""
        ...

    async def all_cases(self, person_id: int) -> Sequence[int]: ...

    async def shown_elsewhere(self, person_id: int) -> Sequence[tuple[int, int]]:
        """(chat, Telegram's message) of what was said about their cases to anybody else."""
        ...

    async def quoting(self) -> Sequence[str]:
        """Lists and reviews that stand somewhere and quote customers, by their thing."""
        ...

    async def exports_since(self, person_id: int) -> Sequence[int]:
        """Files that were handed out since they are known, by their number among the looks."""
        ...

    async def forget(self, person_id: int, now: datetime) -> None: ...


class OtherFigures(Protocol):
    async def forget(self, number: int, person_id: int, *, owns_house: bool) -> bool | None:
        """All of a name; False when they aren't theirs to take, None when there are none."""
        ...


class Work(Protocol):
    """One transaction. Nothing in it awaits a network."""

    @property
    def people(self) -> People: ...
    @property
    def housekeeping(self) -> Housekeeping: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def sayings(self) -> Sayings: ...
    @property
    def assessing(self) -> Assessing: ...
    @property
    def remedies(self) -> Remedies: ...
    @property
    def versions(self) -> RuleVersions: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def kin(self) -> Kin: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def looks(self) -> Looks: ...
    @property
    def others(self) -> OtherFigures: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def erasing(self) -> Erasing: ...
    @property
    def telling(self) -> Telling: ...
    @property
    def dialogues(self) -> Dialogues: ...
    @property
    def shown(self) -> Shown: ...


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who did it, in which chat of ours."""

    person: Person
    chat: Chat
    thread_id: int | None = None
