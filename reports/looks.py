"""Who looked at which figures, at a case from a list of them, and who took figures away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reports.values import Figures

LOOKS_A_PAGE = 15
# Who looks at one view after another of the same places and days, looks once.
ONE_LOOK = timedelta(minutes=10)
# Views that show no figures: ways to choose, and how it is counted.
SHOW_NOTHING = frozenset({"cal", "to", "split", "how", "pics", "export"})
# Only of these teams; held against these days, or against those before that day.
NARROWED_BY = ("teams", "with", "since")


@dataclass(frozen=True, kw_only=True)
class Look:
    """`what`: figures, case, export or digest (sent, read or not).

    `facts` name the case, or the form and days of the export, or the days and views of the
    figures; `places` and `teams` are the names of those it was of, `part` is of `column:name`
    (a cut).
    """

    who: str | None
    what: str
    facts: Mapping[str, Any]
    at: datetime
    places: tuple[str, ...] = ()
    part: str | None = None
    teams: str | None = None


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


def figures_seen(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a panel, a picture or a digest of these facts shows; None for what shows no figures."""
    if facts["what"] in SHOW_NOTHING:
        return None
    places = [*facts["places"], *([facts["other"]] if facts.get("other") else [])]
    part = {} if facts.get("other") or not facts.get("cut") else {"cut": facts["cut"]}
    part |= {name: facts[name] for name in NARROWED_BY if facts.get(name)}
    return {"places": places, "dates": facts["dates"], **part, "views": [facts["what"]]}


def taken_away(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts of an export: in which form it went, and which figures it held."""
    seen = figures_seen(facts) or {}
    return {"form": facts["form"], **{key: seen[key] for key in seen if key != "views"}}
