"""Who came back: services after which there was a complaint, against those without one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendars.periods import Period
from reports.comparing import today_of
from reports.intervals import newcombe
from reports.values import Figures, Number

# A complaint belongs to a service that ended at most so long before it; who comes back, comes
# back within so long; until that has passed nobody knows.
COMPLAINT_DAYS, RETURN_DAYS = 7, 90
LEAST = 5
EARLIER_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Loyalty:
    """Shares of services after which the same customer had another one.

    `begun` is when the first service of all ended, if there is one; `is_known` is False of a part
    that services can't be told apart by, such as a team.
    """

    whole: Figures
    complained: Number
    content: Number
    begun: datetime | None = None
    is_known: bool = True

    @property
    def earlier(self) -> Period | None:
        """The last days of which it can be told, where of these nothing can be yet."""
        if self.complained.n or self.content.n:
            return None
        last = today_of(self.whole).first - timedelta(days=RETURN_DAYS + 1)
        if self.whole.period.last <= last or self.told_from is None:
            return None
        if self.told_from > self.whole.now:
            return None
        first = last - timedelta(days=EARLIER_DAYS - 1)
        found = replace(self.whole.period, first=first, last=last)
        return replace(found, key=found.dates)

    @property
    def told_from(self) -> datetime | None:
        """When it can be told of the first service whether its customer came back."""
        return None if self.begun is None else self.begun + timedelta(days=RETURN_DAYS)

    @property
    def is_different(self) -> bool | None:
        """None where there is too little to say."""
        if min(self.complained.n, self.content.n) < LEAST:
            return None
        low, high = newcombe(
            self.complained.hits or 0, self.complained.n, self.content.hits or 0, self.content.n
        )
        return not low <= 0 <= high
