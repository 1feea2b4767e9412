"""Who looked at a case from a list of figures, and who took figures away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.values import Figures

LOOKS_A_PAGE = 15


@dataclass(frozen=True, kw_only=True)
class Look:
    """`what`: case or export; `facts` name the case, or the form and days of the export."""

    who: str | None
    what: str
    facts: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Of a period, the newest first, page by page from 0."""

    whole: Figures
    looks: tuple[Look, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LOOKS_A_PAGE))
