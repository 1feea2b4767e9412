"""Improvements as a list: what was planned, what is done, and what the figures say since."""

from dataclasses import dataclass
from datetime import datetime

from reports.values import Figures

MOST_ACTIONS = 10


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """`text` is a colleague's, about what is to be done; `case_id` the case that led to it."""

    case_id: int
    place_id: int
    place_name: str
    dimension: str | None
    text: str
    owner: str | None
    made_at: datetime
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Actions:
    """The newest first; `total` is how many there are."""

    whole: Figures
    actions: tuple[ActionLine, ...]
    total: int
