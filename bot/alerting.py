"""Hands an outgoing row to another channel than Telegram, and says what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.pacing import Pace
from bot.showing import Showing
from channels.outcomes import Refused as ChannelRefused
from channels.outcomes import Taken, Unclear, Verdict
from channels.sender import Channels
from handlers.notes_channels import Alert, together
from people.telling import Note, NoteKind, To
from people.values import Role
from storage import ways_out
from storage.outbox import Dropped, Outcome, Outgoing, Refused, Sent, Unknown
from storage.work import UnitOfWork

# So few because the next level hears as soon as this one is given up.
MOST_TRIES = 3
# A service that asks for more patience than this gets no second try: the next level hears now.
PATIENCE = 10.0
LONGEST_HOLD = 60.0
BACKOFF = 2.0


class Alerting:
    """Called by the courier for the rows of its robots; `pace` learns when a call has ended."""

    def __init__(self, *, channels: Channels, clock: Clock, pace: Pace, showing: Showing) -> None:
        self._channels = channels
        self._clock = clock
        self._pace = pace
        self._showing = showing

    async def __call__(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        """Rows of one robot as one message; each gets the outcome that it has."""
        now = self._clock.now()
        alerts = {row.id: await self._showing.alert(row, now) for row in rows}
        said = [alert for alert in alerts.values() if alert is not None]
        if not said:
            return [Dropped() for _ in rows]
        whole = said[0] if len(said) == 1 else together(said, self._showing.words_for(rows[0]))
        verdict = await self._send(rows[0], whole, now)
        return [
            Dropped() if alerts[row.id] is None else self._outcome(row, verdict) for row in rows
        ]

    async def _send(self, row: Outgoing, alert: Alert, now: datetime) -> Verdict:
        name = row.chat_title or ""
        if name not in self._channels:
            return ChannelRefused(reason="no address")
        try:
            return await self._channels.send(name, alert.title, alert.text, now)
        finally:
            self._pace.ended(row.telegram_id, self._clock.monotonic())

    def _outcome(self, row: Outgoing, verdict: Verdict) -> Outcome:
        if isinstance(verdict, Taken):
            return Sent()
        may_repeat = row.attempts < MOST_TRIES
        later = self._clock.now() + timedelta(seconds=BACKOFF**row.attempts)
        if isinstance(verdict, Unclear):
            # What is sent again says so, by this very word; given up, it says why.
            if may_repeat:
                return Unknown(error="unknown", retry_at=later)
            return Unknown(error=verdict.reason)
        wait = verdict.retry_after
        if wait is not None and wait > PATIENCE:
            held = min(wait, LONGEST_HOLD)
            self._pace.hold(row.telegram_id, self._clock.monotonic() + held)
        is_soon = wait is not None and wait <= PATIENCE
        return Refused(error=verdict.reason, retry_at=later if is_soon and may_repeat else None)


async def channel_answered(work: UnitOfWork, row: Outgoing) -> None:
    await ways_out.answered(work.connection, row.chat_id, work.now)


async def channel_failed(work: UnitOfWork, row: Outgoing, outcome: Refused | Unknown) -> None:
    """The owners hear of it in private, once an hour and channel."""
    house = await work.people.house()
    facts = {"channel": row.chat_title or "", "reason": outcome.error}
    hour = f"{work.now:%Y%m%d%H}"
    for owner in await work.people.holders(Role.OWNER, house.id):
        chat = await work.people.private_chat(owner.id)
        if chat is not None:
            key = f"channel-{row.chat_id}-silent-{hour}-to-{owner.id}"
            to = To(chat_id=chat.id)
            await work.telling.note(Note(key=key, kind=NoteKind.ALARM, to=to, facts=facts))
