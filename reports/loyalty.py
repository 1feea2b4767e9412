"""Who came back: services after which there was a complaint, against those without one."""

from dataclasses import dataclass

from reports.intervals import newcombe
from reports.values import Figures, Number

# A complaint belongs to a service that ended at most so long before it; who comes back, comes
# back within so long; until that has passed nobody knows.
COMPLAINT_DAYS, RETURN_DAYS = 7, 90
LEAST = 5


@dataclass(frozen=True, kw_only=True)
class Loyalty:
    """Shares of services after which the same customer had another one."""

    whole: Figures
    complained: Number
    content: Number

    @property
    def is_different(self) -> bool | None:
        """None where there is too little to say."""
        if min(self.complained.n, self.content.n) < LEAST:
            return None
        low, high = newcombe(
            self.complained.hits or 0, self.complained.n, self.content.hits or 0, self.content.n
        )
        return not low <= 0 <= high
