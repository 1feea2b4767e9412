"""Groups that the bot can't write to: what is meant for them is refused without a call."""

from bot.clock import Clock
from storage.outbox import Outgoing

# How often one message is tried all the same, in seconds: a group may be there again unheard.
TRY_EVERY = 600.0


class Gone:
    """Keeps the queue of a deleted group short, and the pace for those who read.

    What was refused is told elsewhere: an escalation goes to the next level, and cards are sent
    when the group is back.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tried: dict[int, float] = {}

    def is_refused(self, row: Outgoing) -> bool:
        """Without a call; but for one in ten minutes, to see."""
        if not row.is_to_group:
            return False
        now = self._clock.monotonic()
        last = self._tried.get(row.chat_id)
        if row.chat_state != "open" and last is not None and now - last < TRY_EVERY:
            return True
        self._tried[row.chat_id] = now
        return False
