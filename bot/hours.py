"""Messages about a case keep the customer's hours, unless they wrote just now or it is urgent."""

from datetime import datetime, timedelta

from bot.rulebook import Rulebook
from people.telling import NoteKind
from storage.engine import Database
from storage.outbox import Outgoing
from storage.telling import customer_of

# Whoever wrote so lately is awake.
JUST_NOW = timedelta(hours=1)

# What a customer is told because we have something to say, not because they just tapped or wrote.
OURS_TO_TIME = frozenset(
    kind.value
    for kind in (
        NoteKind.REPLY,
        NoteKind.RESOLUTION,
        NoteKind.PROGRESS,
        NoteKind.REMEDY,
        NoteKind.ALTERNATIVE,
        NoteKind.DECISION,
        NoteKind.CONFIRM_REMINDER,
        NoteKind.USED_UP,
        NoteKind.MERGED,
    )
)


class CustomerHours:
    """The house's send window, on the wall of the customer's zone, else of the place's."""

    def __init__(self, database: Database, rulebook: Rulebook) -> None:
        self._database = database
        self._rulebook = rulebook

    async def __call__(self, row: Outgoing, now: datetime) -> datetime | None:
        """Until when this row has to wait; None when it may go now."""
        case_id = row.facts.get("case")
        if row.is_face or row.kind not in OURS_TO_TIME or case_id is None:
            return None
        async with self._database.glancing() as connection:
            customer = await customer_of(connection, case_id)
        if customer is None or customer.is_urgent or customer.chat_id != row.chat_id:
            return None
        if now - customer.heard_at < JUST_NOW:
            return None
        allowed = self._rulebook.current.rules.surveys.window.next_allowed(now, customer.zone)
        return allowed if allowed > now else None
