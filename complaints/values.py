"""A case and what hangs on it: rounds, promises, the trail, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dimensions.reading import Kind

LADDER_KINDS = frozenset({Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY})
# Whoever waits for an answer is told how it stands.
TOLD_KINDS = LADDER_KINDS | {Kind.QUESTION}


class State(StrEnum):
    """Reopening is not a state: it starts a new round."""

    OPEN = "open"
    TAKEN = "taken"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CONTESTED = "contested"
    CLOSED = "closed"


UNRESOLVED = frozenset({State.OPEN, State.TAKEN, State.WAITING})


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RECOURSE = "recourse"
    # Of a suggestion:
    ADOPTED = "adopted"
    NOT_NOW = "not_now"


class Handling(StrEnum):
    """The confirmation at closing, which *is* the rating of the handling."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


class Clock(StrEnum):
    RESPONSE = "response"
    RESOLUTION = "resolution"
    PROMISE = "promise"


# What is promised for how a case is assessed; words are promised by a person, and stay.
ASSESSED = (Clock.RESPONSE, Clock.RESOLUTION)


class Hope(StrEnum):
    """What the customer would like, by one tap."""

    APOLOGY = "apology"
    REFUND = "refund"
    REDO = "redo"
    HEARD = "heard"


class Cause(StrEnum):
    """Why it happened, in kinds that can be counted."""

    PROCESS = "process"
    BEHAVIOUR = "behaviour"
    ENVIRONMENT = "environment"
    PRODUCT = "product"
    HANDLING = "handling"


class Mark(StrEnum):
    LIVE = "live"
    DEMO = "demo"
    TEST = "test"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A deadline: open until kept, or dropped with its round; missing it is only a mark.

    `paused` is how long it stood still before; it was moved on by as much.
    """

    id: int
    case_id: int
    round: int
    clock: Clock
    started_at: datetime
    due_at: datetime
    paused: timedelta = timedelta()
    paused_at: datetime | None = None
    kept_at: datetime | None = None
    missed_at: datetime | None = None
    dropped_at: datetime | None = None
    who: int | None = None
    what: int | None = None

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.dropped_at is None

    @property
    def is_running(self) -> bool:
        return self.is_open and self.paused_at is None


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """A step of the ladder that was taken; levels below 0 warn, from 1 on it is overdue."""

    round: int
    clock: Clock
    level: int
    repeat: int
    at: datetime
    promise_id: int = 0

    def is_of(self, promise: Promise) -> bool:
        """Rungs that were climbed before they named their promise count for any of its clock."""
        same = self.clock is promise.clock and self.round == promise.round
        return same and self.promise_id in {0, promise.id}


@dataclass(frozen=True, kw_only=True)
class Case:
    id: int
    person_id: int
    place_id: int
    team_id: int | None
    service_id: int | None
    kind: Kind
    state: State
    severity: int
    safety: bool
    doubtful: bool
    round: int
    level: int
    chased: int
    owner_id: int | None
    rules_id: int
    channel: str
    mark: Mark
    opened_at: datetime
    round_at: datetime
    heard_at: datetime
    taken_at: datetime | None
    responded_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    handling: Handling | None
    next_due_at: datetime | None
    version: int
    remedy: Hope | None = None
    cause: Cause | None = None
    anonymous: bool = False
    code_id: int | None = None
    reminded: int = 0
    told_at: datetime | None = None
    lead_id: int | None = None
    about_id: int | None = None
    wants_news: bool = False

    @property
    def is_live(self) -> bool:
        return self.state is not State.CLOSED


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a case is made of; the id comes back from the book."""

    person_id: int
    place_id: int
    team_id: int | None
    service_id: int | None
    kind: Kind
    severity: int
    safety: bool
    doubtful: bool
    rules_id: int
    channel: str
    mark: Mark
    at: datetime
    next_due_at: datetime | None
    about_id: int | None = None
    code_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewPromise:
    """`who` and `what` (ids of a person and of words) belong to what staff promise in words.

    `missed_at` is for what is late already, in place of what was late and was told to be.
    """

    clock: Clock
    due_at: datetime
    who: int | None = None
    what: int | None = None
    missed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """Something that was said. `sort`: said, edited, reply, remark, comment, findings."""

    id: int
    sort: str
    text: str | None
    at: datetime
    by: str | None = None
    media: str | None = None
    file_id: str | None = None
    chat_id: int | None = None
    message_id: int | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What came in through a chat, before it is a row."""

    text: str | None
    chat_id: int
    message_id: int
    at: datetime
    media: str | None = None
    file_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Raised:
    """Words that made a case worse, and what it was before them (see complaints.rising)."""

    words_id: int
    was: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was said, once it is a row."""

    words_id: int
    said: Said


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Positions count characters of the words with this id; `text` is what stands there."""

    words_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseFinding:
    dimension: str
    aspect: str | None
    polarity: str
    score: float
    said_by: str
    evidence: tuple[Evidence, ...] = ()


class RemedyKind(StrEnum):
    APOLOGY = "apology"
    REFUND = "refund"
    VOUCHER = "voucher"
    REDO = "redo"
    GOODS = "goods"


# Kinds that cost a sum, which somebody must be allowed to give away.
COSTLY = frozenset({RemedyKind.REFUND, RemedyKind.VOUCHER, RemedyKind.GOODS})


class RemedyState(StrEnum):
    PENDING = "pending"
    GRANTED = "granted"
    DECLINED = "declined"


class RemedyAnswer(StrEnum):
    """What the customer says to what is offered instead of a declined remedy."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Something offered to make up for it; `amount` in minor units (fen, cents)."""

    id: int
    case_id: int
    kind: RemedyKind
    amount: int | None
    currency: str | None
    state: RemedyState
    offered_by: int
    offered_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    answer: RemedyAnswer | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something to be done so that it doesn't happen again."""

    id: int
    case_id: int
    place_id: int
    dimension: str | None
    words_id: int
    owner_id: int
    made_by: int
    made_at: datetime
    due_at: datetime
    reminded_at: datetime | None
    done_at: datetime | None
    next_due_at: datetime | None

    def reminders(self, every: timedelta) -> int:
        """How many reminders there were, one `every` so long since it was due."""
        if self.reminded_at is None:
            return 0
        return 1 + round((self.reminded_at - self.due_at) / every)


@dataclass(frozen=True, kw_only=True)
class Similar:
    """A live case of somebody else at the same place about the same; how many follow it."""

    case_id: int
    followers: int


@dataclass(frozen=True, kw_only=True)
class Spoken:
    words_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Where something that we said stands: a chat of ours, Telegram's number in it."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class Topic:
    """The topic of a case in a forum group; without a thread the card stands in General."""

    is_wanted: bool
    thread_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    step: str
    at: datetime
    person: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as a card, a status line or a note needs it; names of customers are masked already.

    `customer` is empty where no name is known, and when they asked that nobody learns who they
    are; `hears` tells whether they can be written to, `reached` whether it will also arrive: who
    stopped the bot is written to and called, in this round last at `called_at`.
    """

    case: Case
    place_name: str
    team_name: str | None
    zone: str
    customer: str
    customer_language: str
    owner_name: str | None
    words: tuple[Words, ...]
    findings: tuple[CaseFinding, ...]
    promises: tuple[Promise, ...]
    earlier_cases: int = 0
    touchpoint: str | None = None
    events: tuple[Event, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    followers: int = 0
    last_time: tuple[str, ...] = ()
    hears: bool = True
    reached: bool = True
    called_at: datetime | None = None

    @property
    def is_answerable(self) -> bool:
        """An answer reaches the customer, or those of the cases that this one leads."""
        return self.hears or self.followers > 0
