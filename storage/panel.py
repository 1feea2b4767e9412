"""What a panel shows, read when it is sent; nothing here can write."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period, parse_period
from people.values import Place
from reports.actions import Actions
from reports.comparing import Comparison, around, as_far, compare, fair_before, today_of
from reports.cuts import Cut, can_be_cut, cut_at
from reports.facts import Population
from reports.fold import Scope
from reports.looks import Looks
from reports.loyalty import Loyalty
from reports.others import Others
from reports.panel import (
    Goals,
    Heat,
    Issue,
    Issues,
    Morning,
    Page,
    Panel,
    Part,
    Parts,
    Trend,
    Versus,
    View,
    Waits,
    buckets_of,
)
from reports.rules import Targets
from reports.values import Figures, Number, ranked
from storage.behind import BY_KEY, answers_behind, cases_behind, late_behind
from storage.counting import Counting
from storage.courses import course, lengths
from storage.figures import figures_of, places_below, scope_of
from storage.improving import actions_within
from storage.listening import listened
from storage.looks import looks_during
from storage.loyalty import begun, returns
from storage.others import all_others, removable
from storage.panel_parts import COLUMNS, cut_of, goals_of, name_of_cut, parts_of
from storage.people import PeopleRows
from storage.populations import populations

STREAK = timedelta(days=13)
WITHOUT_FIGURES = {"cal", "to", "how", "pics", "export", "split"}
TRENDS = ("complaints", "csat", "on_time", "handling", "response_rate")
# Which figure a list of cases stands behind, and whether those that count or those that don't.
BEHIND: Mapping[str, tuple[str, bool | None]] = {
    "cases": ("complaints", None),
    "late": ("late_at_all", None),
    "standing": ("open_now", None),
    "reopened": ("reopened", True),
    "unhappy": ("handling", False),
}


class Loading:
    """One panel: the facts of its face, and the places and cuts that they stand for."""

    def __init__(
        self, connection: AsyncConnection, facts: Mapping[str, Any], now: datetime, targets: Targets
    ) -> None:
        self.connection, self.facts, self.now, self.targets = connection, facts, now, targets
        self.places: Sequence[Place] = ()
        self.cuts: tuple[Cut, ...] = ()

    async def panel(self) -> Panel:
        people = PeopleRows(self.connection)
        self.places = [await people.place(place_id) for place_id in self.facts["places"]]
        chosen = await cut_of(self.connection, self.facts.get("cut", ""))
        limit = self.facts.get("teams")
        limited = (cut_at("team_id", *limit),) if limit else ()
        self.cuts = (*limited, *((chosen,) if chosen else ()))
        name = await name_of_cut(self.connection, chosen or (limited[0] if limited else None))
        view = await self._view(str(self.facts["what"]))
        return Panel(view=view, cut=name, targets=self.targets.goals())

    async def _view(self, what: str) -> View:
        views: Mapping[str, Callable[[], Awaitable[View]]] = {
            "issues": self._issues,
            "picissues": self._issues,
            "trend": self._trend,
            "pictrend": self._trend,
            "picrate": self._trend,
            "picontime": self._trend,
            "compare": self._comparison,
            "targets": self._goals,
            "picgoals": self._goals,
            "picheat": self._heat,
            "pictimes": self._times,
            "places": self._by_place,
            "digest": self._morning,
            "loyalty": self._loyalty,
            "versus": self._versus,
            "looks": self._looks,
            "acts": self._actions,
            "others": self._others,
        }
        if what in BEHIND or what == "low":
            return await self._page(what)
        if what in COLUMNS:
            return await parts_of(await self._counting(), await self.figures(), COLUMNS[what])
        return await views.get(what, self.figures)()

    async def _morning(self) -> Morning:
        comparison = await self._comparison()
        counting = await self._counting()
        praise = replace(counting.scope, cuts=(*self.cuts, cut_at("kind", "praise")))
        praised = await Counting(self.connection, counting.rows, praise).split(
            [replace(BY_KEY["heard_by_kind"], by=None)], "staff"
        )
        return Morning(
            comparison=comparison,
            praised=ranked(praised["heard_by_kind"]),
            streak=await self._streak(comparison.now),
        )

    async def _streak(self, whole: Figures) -> int:
        """On how many days in a row, up to the last one shown, the top issue came up."""
        if whole.top_issue is None:
            return 0
        last = whole.period.last if whole.period.length == 1 else today_of(whole).first
        days = parse_period(f"{last - STREAK}..{last}", self.now, whole.period.zone)
        counting = await self._counting(days)
        about = replace(counting.scope, cuts=(*self.cuts, cut_at("aspect", whole.top_issue[0])))
        found = await Counting(self.connection, counting.rows, about).split(
            [BY_KEY["complaints"]], tuple(days.days())
        )
        length = 0
        for day in reversed(list(days.days())):
            if day.dates not in found["complaints"]:
                break
            length += 1
        return length

    async def _loyalty(self) -> Loyalty:
        scope = await self.scope()
        found = await returns(self.connection, scope)
        return Loyalty(
            whole=await self.figures(),
            complained=found["complained"],
            content=found["content"],
            begun=await begun(self.connection, scope),
            is_known=can_be_cut(Population.INVITATIONS, self.cuts),
        )

    async def _times(self) -> Waits:
        whole = await self.figures()
        return Waits(whole=whole, seconds=tuple(await self.waits(whole.period)))

    async def figures(self, period: Period | None = None) -> Figures:
        key = None if period else self.facts["key"]
        asked = period.dates if period else str(self.facts["dates"])
        costly = self.facts["what"] == "more"
        return await figures_of(
            self.connection, self.places, asked, self.now, key=key, cuts=self.cuts,
            with_costly=costly, closes=period.closes if period else None,
        )  # fmt: skip

    async def scope(self, period: Period | None = None) -> Scope:
        asked = period.dates if period else str(self.facts["dates"])
        closes = period.closes if period else None
        return await scope_of(
            self.connection, self.places, asked, self.now, cuts=self.cuts, closes=closes
        )

    async def _counting(self, period: Period | None = None) -> Counting:
        scope = await self.scope(period)
        return Counting(self.connection, await populations(self.connection), scope)

    async def _by_place(self) -> Parts:
        parts = [
            Part(
                code=str(figures.places[0].id), name=figures.places[0].name, numbers=figures.numbers
            )
            for figures in await self._places()
        ]
        return Parts(whole=await self.figures(), parts=tuple(parts))

    async def _places(self) -> list[Figures]:
        """Each place one step below, as its own zone cuts the days."""
        dates, key = str(self.facts["dates"]), self.facts["key"]
        return [
            await figures_of(
                self.connection,
                (place,),
                dates,
                self.now,
                key=key,
                cuts=self.cuts,
                with_costly=False,
            )
            for place in await places_below(PeopleRows(self.connection), self.places)
        ]

    async def _heat(self) -> Heat:
        parts = await self._places()
        rows = [(part.places[0].name, part.by("complaints_by_dimension")) for part in parts]
        whole = await self.figures()
        return Heat(
            whole=whole, dimensions=tuple(whole.by("complaints_by_dimension")), rows=tuple(rows)
        )

    async def _page(self, what: str) -> Page:
        counting, page = await self._counting(), int(self.facts.get("page", 0))
        if what == "low":
            if not can_be_cut(BY_KEY["csat"].population, self.cuts):
                return Page(whole=await self.figures(), lines=(), page=0, total=0)
            answers, total = await answers_behind(counting, page)
            return Page(whole=await self.figures(), lines=answers, page=page, total=total)
        if what == "late":
            late, total, clocks = await late_behind(counting, page)
            whole = await self.figures()
            return Page(whole=whole, lines=late, page=page, total=total, late=clocks)
        key, hits = BEHIND[what]
        lines, total = await cases_behind(counting, key, page, hits=hits)
        return Page(whole=await self.figures(), lines=lines, page=page, total=total)

    async def _issues(self) -> Issues:
        whole = await self.figures()
        before = fair_before(whole.period, self.now)
        heard = await listened(self.connection, await self.scope(before), before)
        earlier = await self.figures(before) if heard == before else None
        return Issues(
            whole=whole,
            before=None if earlier is None else before,
            dimensions=_rising(whole, earlier, "complaints_by_dimension"),
            aspects=_rising(whole, earlier, "complaints_by_aspect"),
        )

    async def _trend(self) -> Trend:
        whole = await self.figures()
        begun = replace(whole.period, last=min(whole.period.last, today_of(whole).last))
        if begun.length < 1:
            return Trend(whole=whole, buckets=(), numbers={})
        buckets, counting = buckets_of(begun), await self._counting(begun)
        figures = [BY_KEY[key] for key in TRENDS if key in whole.numbers]
        return Trend(whole=whole, buckets=buckets, numbers=await course(counting, figures, buckets))

    async def _comparison(self) -> Comparison:
        whole = await self.figures()
        since = self.facts.get("since")
        if since:
            asked = parse_period(str(since), self.now, whole.period.zone)
            now, before = around(asked, self.now)
        elif self.facts.get("with"):
            now = whole.period
            asked = parse_period(str(self.facts["with"]), self.now, whole.period.zone)
            before = as_far(now, asked, self.now)
        else:
            now, before = whole.period, fair_before(whole.period, self.now)
        return await self.compared(now, before)

    async def compared(self, now: Period, before: Period) -> Comparison:
        """Of the time before, only as much as there was anybody to listen."""
        heard = await listened(self.connection, await self.scope(before), before)
        before = heard or before
        first, other = await self.figures(now), await self.figures(before)
        waits = [await self.waits(period) for period in (now, before)]
        return compare(
            replace(first, period=now),
            replace(other, period=before),
            (waits[0], waits[1]),
            was_heard=heard is not None,
        )

    async def _actions(self) -> Actions:
        whole, scope = await self.figures(), await self.scope()
        found, total = await actions_within(self.connection, scope)
        return Actions(whole=whole, actions=found, total=total)

    async def _others(self) -> Others:
        owns = bool(self.facts.get("owns"))
        return Others(
            whole=await self.figures(),
            others=await all_others(self.connection),
            removable=await removable(
                self.connection, int(self.facts.get("reader", 0)), owns_house=owns
            ),
        )

    async def _looks(self) -> Looks:
        whole, page = await self.figures(), int(self.facts.get("page", 0))
        found, total = await looks_during(self.connection, whole.period, page)
        return Looks(whole=whole, looks=found, page=page, total=total)

    async def _versus(self) -> View:
        """Two places over the same days, each as its own zone cuts them; or those to choose of."""
        people, whole = PeopleRows(self.connection), await self.figures()
        if "other" not in self.facts:
            chosen = [await people.place(number) for number in self.facts.get("choices", ())]
            parts = [Part(code=str(each.id), name=each.name, numbers={}) for each in chosen]
            return Parts(whole=whole, parts=tuple(parts))
        other = await people.place(int(self.facts["other"]))
        beside = Loading(
            self.connection, {**self.facts, "places": [other.id]}, self.now, self.targets
        )
        beside.places, beside.cuts = (other,), self.cuts
        second = await beside.figures()
        waits = await self.waits(whole.period), await beside.waits(second.period)
        found = compare(whole, second, waits)
        both = replace(whole, places=(*whole.places, other))
        return Versus(whole=both, one=whole, other=second, changes=found.changes)

    async def waits(self, period: Period) -> Sequence[float]:
        counting = await self._counting(period)
        return await lengths(counting, BY_KEY["first_response"])

    async def _goals(self) -> Goals:
        return await goals_of(await self._counting(), await self.figures(), self.targets)


def _rising(now: Figures, before: Figures | None, key: str) -> tuple[Issue, ...]:
    """What rose most comes first; equals by how many there are."""
    first, other = now.by(key), {} if before is None else before.by(key)
    found = [
        Issue(
            key=name,
            now=first[name].n if name in first else 0,
            before=None if before is None else other.get(name, Number(n=0)).n,
        )
        for name in {*first, *other}
    ]
    return tuple(sorted(found, key=lambda issue: (-issue.rise, -issue.now, issue.key)))


async def load_panel(
    connection: AsyncConnection, facts: Mapping[str, Any], now: datetime, targets: Targets
) -> Panel | None:
    """None for a panel that shows no figures."""
    if "dates" not in facts or facts.get("what") in WITHOUT_FIGURES:
        return None
    return await Loading(connection, facts, now, targets).panel()
