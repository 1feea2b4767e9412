"""What the use cases of complaints ask of storage; every call is part of one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from complaints.values import (
    Action,
    Case,
    Clock,
    Copy,
    Escalation,
    Kept,
    NewCase,
    NewPromise,
    Promise,
    Raised,
    Remedy,
    RemedyAnswer,
    RemedyKind,
    RemedyState,
    Said,
    Similar,
    Spoken,
    Topic,
)
from dimensions.matters import Blame
from dimensions.reading import Reading
from people.book import Channels, People
from people.codes import Codes
from people.telling import Telling


class Cases(Protocol):
    async def add(self, new: NewCase, promises: Sequence[NewPromise], now: datetime) -> Case:
        """Opened when the customer wrote; what is promised runs from now."""
        ...

    async def get(self, case_id: int) -> Case | None:
        """The case, held against other writers until the transaction ends."""
        ...

    async def live_of(self, person_id: int) -> Case | None:
        """The customer's newest case that is not closed, held likewise."""
        ...

    async def all_live_of(self, person_id: int) -> tuple[Case, ...]: ...

    async def owned_by(self, person_id: int) -> tuple[int, ...]:
        """Ids of the cases that this person has and that are not closed, the most urgent first."""
        ...

    async def change(self, case: Case, **columns: Any) -> Case:
        """Writes these columns, raises `version` by one and gives the case as it is then."""
        ...

    async def add_words(
        self,
        *,
        person_id: int,
        sort: str,
        said: Said,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> int: ...

    async def move_words(self, words_id: int, case_id: int) -> None:
        """Words that were kept without a case belong to this one from now on."""
        ...

    async def kept_words(self, words_id: int, person_id: int) -> Said | None:
        """This person's words that belong to no case yet; None when they do, or are not theirs."""
        ...

    async def take_draft(self, words_id: int, case_id: int) -> Said | None:
        """What staff wrote under a card, once; None when somebody decided about it before."""
        ...

    async def draft(self, words_id: int, case_id: int) -> Said | None:
        """The same, and it stays to be decided about."""
        ...

    async def change_draft(self, person_id: int, said: Said) -> bool:
        """Its author wrote that message anew; False when nothing of it is to be decided about."""
        ...

    async def drop_draft(self, words_id: int, case_id: int) -> None:
        """It was said in full, or was none of the case's business: no trace of it is kept."""
        ...

    async def words_of_message(self, chat_id: int, message_id: int) -> int | None:
        """The case to which the message with this Telegram id in this chat of ours belongs."""
        ...

    async def author_of(self, words_id: int) -> tuple[int, int | None] | None:
        """(person, chat) of whoever wrote these words."""
        ...

    async def files(self, case_id: int) -> tuple[int, ...]:
        """Ids of the customer's words that carry a file, oldest first."""
        ...

    async def words_delivered(self, words_id: int, at: datetime) -> None: ...

    async def add_findings(
        self,
        reading: Reading,
        words_id: int,
        at: datetime,
        *,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> None: ...

    async def promises(self, case: Case) -> tuple[Promise, ...]:
        """Those of the present round."""
        ...

    async def add_promises(
        self, case: Case, promises: Sequence[NewPromise], at: datetime
    ) -> None: ...

    async def keep(self, case: Case, clocks: Sequence[Clock], at: datetime) -> None:
        """Marks the running promises of these clocks in this round as kept."""
        ...

    async def keep_call(self, case: Case, at: datetime) -> None:
        """Marks the call that the customer asked for in this round as made."""
        ...

    async def drop(self, case: Case, at: datetime, clocks: Sequence[Clock] = tuple(Clock)) -> None:
        """Ends what still runs of these clocks in this round without keeping it."""
        ...

    async def miss(self, promise_id: int, at: datetime) -> None: ...

    async def pause(self, case: Case, at: datetime) -> None:
        """The ball is with the customer: what runs in this round stands still."""
        ...

    async def resume(self, case: Case, at: datetime) -> None:
        """It runs on, later by as long as it stood still."""
        ...

    async def escalations(self, case: Case) -> tuple[Escalation, ...]: ...

    async def add_escalation(self, case: Case, step: Escalation, due_at: datetime) -> bool:
        """False when this very step was taken before."""
        ...

    async def log(
        self,
        case: Case,
        step: str,
        at: datetime,
        person_id: int | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Appends to the trail, which is never changed."""
        ...

    async def due(self, now: datetime, limit: int) -> tuple[int, ...]:
        """Ids of the cases whose next instant has come, the longest overdue first."""
        ...


class Sayings(Protocol):
    """Which case a customer's words belong to."""

    async def case_at(self, chat_id: int, message_id: int) -> int | None:
        """The case that a message of ours, by Telegram's id, is about."""
        ...

    async def burst(
        self, case_id: int, person_id: int, words_id: int, within: timedelta
    ) -> tuple[Kept, ...]:
        """These words and what followed in this case, each time within so long.

        Nothing when the case began with them, or they are not in it.
        """
        ...

    async def is_comment(self, chat_id: int, message_id: int) -> bool:
        """Whether a message by Telegram's id was a comment in a survey."""
        ...

    async def unclear_since(self, person_id: int, since: datetime) -> tuple[Kept, ...]:
        """What they said since, of which nobody made a case."""
        ...

    async def closed_of(self, person_id: int, limit: int) -> tuple[int, ...]:
        """Ids of their cases that are closed, the latest first; what they praised is none."""
        ...

    async def reopened_by(self, case: Case) -> int | None:
        """The words that began the present round, if the customer opened it again with words."""
        ...

    async def resolved_with(self, case: Case) -> tuple[int | None, bool]:
        """The words it was resolved with the last time, and whether that was in person."""
        ...

    async def praise_due(self, place_id: int, now: datetime) -> tuple[Case, ...]:
        """Praise of this place whose week is over, oldest first."""
        ...

    async def has_findings(self, case_id: int) -> bool:
        """Whether somebody wrote down what was found out."""
        ...

    async def answered_at(self, case_id: int) -> datetime | None:
        """When the customer was last answered in this case."""
        ...

    async def raised_by(self, case: Case) -> Raised | None:
        """The first words that made it worse and are in it no longer, unless a colleague has
        assessed it since.
        """
        ...

    async def said_after(self, case: Case, words_id: int) -> tuple[Kept, ...]:
        """What its customer said in it after these words."""
        ...

    async def withdraw_findings(self, words_ids: Iterable[int], now: datetime) -> None:
        """What was found in these words no longer stands."""
        ...


class Assessing(Protocol):
    """What a person says that a case is about, against what the machine said."""

    async def negative(self, case_id: int) -> frozenset[str]:
        """The dimensions that are complained about, as they stand."""
        ...

    async def blamed(self, case_ids: Sequence[int]) -> Mapping[int, tuple[Blame, ...]]:
        """What these cases complain about, as it stands, with the words that say so."""
        ...

    async def withdraw(self, case_id: int, dimension: str, at: datetime) -> None: ...

    async def put(self, case_id: int, dimension: str, at: datetime) -> None:
        """Said by a person; the machine's finding of the same dimension, if any, stays."""
        ...

    async def words_for(self, case_id: int, dimension: str) -> str:
        """The customer's words that showed this dimension; else those of what was last taken back,
        else what they said first. Empty where these were erased."""
        ...


class Remedies(Protocol):
    async def add(
        self,
        case_id: int,
        kind: RemedyKind,
        amount: int | None,
        currency: str | None,
        state: RemedyState,
        offered_by: int,
        now: datetime,
    ) -> Remedy: ...

    async def get(self, remedy_id: int) -> Remedy | None:
        """Held against other writers until the transaction ends."""
        ...

    async def decide(
        self,
        remedy: Remedy,
        state: RemedyState,
        decided_by: int,
        now: datetime,
        reason: int | None = None,
    ) -> Remedy: ...

    async def answer(self, remedy: Remedy, answer: RemedyAnswer, now: datetime) -> Remedy: ...


class Kin(Protocol):
    """Cases that belong together."""

    async def followers(self, lead_id: int) -> tuple[Case, ...]:
        """Those that are led by this one and not solved yet, held."""
        ...

    async def led_by(self, lead_id: int) -> tuple[Case, ...]:
        """Those and the solved ones."""
        ...

    async def similar(self, case: Case, since: datetime) -> tuple[Similar, ...]:
        """Live cases of others at the same place, opened since, that share a dimension."""
        ...

    async def move(self, from_id: int, to_id: int) -> None:
        """What was said and found in one case belongs to the other from now on."""
        ...

    async def last_reply(self, case_id: int, person_id: int) -> Spoken | None: ...

    async def questions(self, case_id: int, since: datetime) -> tuple[int, ...]:
        """Ids of what the customer was asked since then and that was not taken back."""
        ...

    async def asked_at(self, case: Case) -> datetime | None:
        """When the customer was last asked something in this round."""
        ...

    async def replied_at(self, case: Case) -> datetime | None:
        """When the customer was last answered in this round, in writing or by phone."""
        ...

    async def called_at(self, case: Case) -> datetime | None:
        """When a colleague last spoke with the customer on the phone in this round."""
        ...

    async def mark_words(self, words_id: int, sort: str) -> None: ...

    async def is_under_way(self, keys: Sequence[str]) -> bool:
        """Whether one of these notes is being sent, or may have arrived or not."""
        ...

    async def drop_word(self, words_id: int, now: datetime) -> None:
        """What these words promised is promised no more."""
        ...

    async def copies(self, keys: Sequence[str]) -> tuple[Copy, ...]:
        """Stops what of these notes still waits to be sent, and says where the rest stands."""
        ...


class Actions(Protocol):
    """What is done so that it doesn't happen again."""

    async def add(
        self,
        *,
        case_id: int,
        place_id: int,
        dimension: str | None,
        words_id: int,
        owner_id: int,
        made_by: int,
        now: datetime,
        due_at: datetime,
    ) -> Action: ...

    async def get(self, action_id: int) -> Action | None:
        """Held against other writers until the transaction ends."""
        ...

    async def finish(self, action_id: int, now: datetime, *, check_at: datetime) -> None: ...

    async def reminded(
        self, action_id: int, now: datetime, *, next_due_at: datetime | None
    ) -> None: ...

    async def checked(self, action_id: int, now: datetime) -> None: ...

    async def share(
        self, place_id: int, dimension: str, since: datetime, until: datetime
    ) -> tuple[int, int]:
        """(cases with this dimension, all cases) opened at the place in this time."""
        ...


class Topics(Protocol):
    """Which topic of a forum group belongs to which case."""

    async def of(self, case_id: int, chat_id: int) -> Topic | None: ...

    async def want(self, case_id: int, chat_id: int) -> bool:
        """False when it was asked for before."""
        ...

    async def settle(self, case_id: int, chat_id: int, thread_id: int | None) -> None:
        """It is there; or it could not be made, and the card stands in General."""
        ...


class AboutService(Protocol):
    """What a complaint needs to know of the service that it is likely about."""

    @property
    def id(self) -> int: ...
    @property
    def place_id(self) -> int: ...
    @property
    def staff(self) -> str | None:
        """Who served, as the shop's system names them."""
        ...


class Services(Protocol):
    async def latest_service(self, person_id: int, now: datetime) -> AboutService | None: ...

    async def cancel_about(self, service_id: int, reason: str) -> None: ...

    async def wake(self, person_id: int, now: datetime) -> None:
        """What was held back as long as a case of theirs was open is looked at again."""
        ...


class Work(Protocol):
    """One transaction, as the use cases of complaints see it."""

    @property
    def people(self) -> People: ...
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
    def kin(self) -> Kin: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def surveys(self) -> Services: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def telling(self) -> Telling: ...
