"""Who looked at a case from a list of figures, and who took figures away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Look:
    """`what`: case or export; `facts` name the case, or the form and days of the export."""

    who: str | None
    what: str
    facts: Mapping[str, Any]
    at: datetime
