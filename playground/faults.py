"""Faults that one can order: what Telegram and the network do to a bot on a bad day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    REFUSED = "refused"
    HTML_502 = "html_502"
    RATE_LIMITED = "rate_limited"
    # The call is carried out, then the connection is cut, or a proxy answers in HTML.
    REPLY_LOST = "reply_lost"
    REPLY_LOST_HTML = "reply_lost_html"
    # The connection is cut before anything happens.
    CUT = "cut"
    SLOW = "slow"
    # The call is not carried out and nobody ever answers.
    HALF_OPEN = "half_open"
    # These three concern getUpdates and webhooks' content.
    DUPLICATE = "duplicate"
    SHUFFLE = "shuffle"


_OF_UPDATES = (FaultKind.DUPLICATE, FaultKind.SHUFFLE)


@dataclass(kw_only=True)
class Fault:
    """`method` "*" is any; `after` calls pass first; `times` calls are struck."""

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int = 1
    after: int = 0
    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 5
    seconds: float = 1.0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        if self.method != "*" and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        self._ordered.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that strikes this call, used up by one."""
        if not self._ordered:
            return None
        for fault in self._ordered:
            if fault.kind not in _OF_UPDATES and fault.concerns(method, chat_id):
                return self._strike(fault)
        return None

    def take_kind(self, method: str, kind: FaultKind) -> bool:
        """Whether the updates that go out now are to be duplicated, or shuffled."""
        for fault in self._ordered:
            if fault.kind is kind and fault.concerns(method, None):
                return self._strike(fault) is not None
        return False

    def ordered(self) -> list[Fault]:
        return list(self._ordered)

    def clear(self) -> None:
        self._ordered.clear()

    def _strike(self, fault: Fault) -> Fault | None:
        if fault.after > 0:
            fault.after -= 1
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)
        return fault
