"""What is known without asking: the house, which hardly changes, and what a person doesn't have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from people.values import Binding, Place

LIFE = timedelta(seconds=1)


@dataclass
class HouseMemory:
    """Places and staff chats as one process read them last, for a second at most.

    What this process changes it forgets at once; what another one changed is seen a second later.
    `hooks` are the names of other systems that hear of answers and cases, `hook_events` of what
    some of them want to hear only.
    """

    hooks: tuple[str, ...] = ()
    hook_events: Mapping[str, frozenset[str]] = field(default_factory=dict)

    _places: dict[int, Place] | None = None
    _bindings: tuple[Binding, ...] | None = None
    _staff: tuple[tuple[int, str, int], ...] | None = None
    _read_at: datetime | None = None

    def refresh(self, now: datetime) -> None:
        """Called once in each transaction: what is too old by then is read anew."""
        if self._read_at is None or abs(now - self._read_at) > LIFE:
            self.forget()
            self._read_at = now

    @property
    def places(self) -> dict[int, Place] | None:
        return self._places

    @property
    def bindings(self) -> tuple[Binding, ...] | None:
        return self._bindings

    @property
    def staff(self) -> tuple[tuple[int, str, int], ...] | None:
        """(person, name, place) of everybody who holds a role."""
        return self._staff

    def learn_staff(self, staff: tuple[tuple[int, str, int], ...]) -> None:
        self._staff = staff

    def learn_places(self, places: dict[int, Place]) -> None:
        self._places = places

    def learn_bindings(self, bindings: tuple[Binding, ...]) -> None:
        self._bindings = bindings

    def forget(self) -> None:
        self._places = self._bindings = self._staff = None


@dataclass
class Absence:
    """What one transaction knows not to be there, such as a live case of somebody new.

    It is learnt with the question who wrote, in one query, and spares the questions after it.
    """

    CASE, SERVICE, DIALOGUE = "case", "service", "dialogue"
    # A printed code that they scanned; words of which no case was made.
    VISIT, LOOSE = "visit", "loose"
    # A notice of what is kept, to which they have not said anything yet.
    NOTICE = "notice"
    # The present notice, which they were not shown yet: who lacks this one was.
    UNTOLD = "untold"

    _known: set[tuple[str, int]] = field(default_factory=set)

    def learn(self, what: str, person_id: int) -> None:
        self._known.add((what, person_id))

    def knows(self, what: str, person_id: int) -> bool:
        return (what, person_id) in self._known

    def end(self, what: str, person_id: int) -> None:
        """It is there now, or may be."""
        self._known.discard((what, person_id))
