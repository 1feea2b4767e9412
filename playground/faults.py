"""Faults that one can order: what Telegram and the network do to a bot on a bad day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from playground.weather import Weather


class FaultKind(StrEnum):
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    HTML_502 = "html_502"
    # An answer that ends in the middle of its JSON.
    TRUNCATED = "truncated"
    # The connection is cut.
    CUT = "cut"
    # Nobody ever answers.
    HALF_OPEN = "half_open"
    SLOW = "slow"
    # The call is carried out, then the connection is cut, or a proxy answers in HTML.
    REPLY_LOST = "reply_lost"
    REPLY_LOST_HTML = "reply_lost_html"
    # These three concern getUpdates and webhooks' content.
    DUPLICATE = "duplicate"
    SHUFFLE = "shuffle"
    POISON = "poison"


_OF_UPDATES = (FaultKind.DUPLICATE, FaultKind.SHUFFLE, FaultKind.POISON)
_LATE = {FaultKind.REPLY_LOST: FaultKind.CUT, FaultKind.REPLY_LOST_HTML: FaultKind.HTML_502}
# In seconds; a bot's own patience is longer, and a campaign's is not.
_WEATHER_HANGS = 2.0


@dataclass(kw_only=True)
class Fault:
    """`method` "*" is any; `after` calls pass first; `times` calls are struck.

    A `late` one strikes when the call has been carried out: people see what the bot isn't told.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    after: int = 0
    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 5
    seconds: float = 1.0
    late: bool = False
    # How long, in seconds, a half-open connection stays so.
    hangs: float = 3600.0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        if self.method != "*" and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id

    @property
    def comes_late(self) -> bool:
        return self.late or self.kind in _LATE

    @property
    def how(self) -> FaultKind:
        """What is done to the call, now or once it has been carried out."""
        return _LATE.get(self.kind, self.kind)


class Faults:
    """What was ordered comes first; else the weather decides, when there is any."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []
        self.weather: Weather | None = None

    def order(self, fault: Fault) -> Fault:
        self._ordered.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that strikes this call, used up by one."""
        for fault in self._ordered:
            if fault.kind not in _OF_UPDATES and fault.concerns(method, chat_id):
                return self._strike(fault)
        if self.weather is None:
            return None
        found = self.weather.of_call(method)
        if found is None:
            return None
        return Fault(
            kind=FaultKind(found.kind),
            code=found.code,
            late=found.late,
            seconds=found.seconds,
            hangs=_WEATHER_HANGS,
            retry_after=1,
        )

    def take_kind(self, method: str, kind: FaultKind) -> bool:
        """Whether the updates that go out now are duplicated, shuffled, or poisoned."""
        for fault in self._ordered:
            if fault.kind is kind and fault.concerns(method, None):
                return self._strike(fault) is not None
        return self.weather is not None and self.weather.of_updates(kind)

    def ordered(self) -> list[Fault]:
        return list(self._ordered)

    def clear(self) -> None:
        self._ordered.clear()
        self.weather = None

    def _strike(self, fault: Fault) -> Fault | None:
        if fault.after > 0:
            fault.after -= 1
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)
        return fault
