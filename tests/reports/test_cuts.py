"""Figures of a part are those of the whole, counted over the rows of the part."""

import pytest

from calendars.periods import parse_period
from reports.cuts import ASKED, Cut, cut_at
from reports.facts import Population
from reports.figures import FIGURES, Figure, Measure
from reports.fold import Scope, fold, split
from storage.engine import Database
from storage.figures import Counting, count
from storage.populations import populations
from tests.reports.house import CAFE, CHEN, DESK, EAST, HOUSE, NOW, WEST, furnish, made_up, write

ALL = frozenset({HOUSE, WEST, EAST, CAFE})
CUTS = (
    cut_at("service_type", "room"),
    cut_at("staff", "小李"),
    cut_at("team_id", DESK),
    cut_at("owner_id", str(CHEN)),
    cut_at("channel", "manual"),
    cut_at("severity", 3, 4),
    cut_at("cause", "process"),
    cut_at("dimension", "tangibles"),
    cut_at("aspect", "wait"),
)
COUNTED = [
    figure
    for figure in FIGURES
    if figure.measure in {Measure.COUNT, Measure.SHARE} and not figure.by
]


def scope_of(period: str, *cuts: Cut) -> Scope:
    return Scope(
        period=parse_period(period, NOW, "Asia/Shanghai"), places=ALL, now=NOW, cuts=tuple(cuts)
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
async def test_a_part_is_counted_alike_by_sql_and_by_the_fold(
    database: Database, seed: int
) -> None:
    house = made_up(seed)
    await furnish(database)
    await write(database, house)
    facts, whole = house.facts(), fold(house.facts(), scope_of("60d"))
    async with database.reading() as connection:
        for cuts in [*((cut,) for cut in CUTS), (CUTS[0], CUTS[7])]:
            scope = scope_of("60d", *cuts)
            found = await count(connection, scope)
            assert found == fold(facts, scope), cuts
            assert found[0]["complaints"].n < whole[0]["complaints"].n, cuts
    assert "csat" in fold(facts, scope_of("60d", CUTS[0]))[0]
    assert "csat" not in fold(facts, scope_of("60d", CUTS[2]))[0], "nobody rates a team"


@pytest.mark.slow
@pytest.mark.parametrize("by", ["service_type", "team_id", "owner_id", "place_id", "days"])
async def test_figures_fall_apart_by_a_column_or_by_days(database: Database, by: str) -> None:
    house = made_up(5)
    await furnish(database)
    await write(database, house)
    scope = scope_of("14d" if by == "days" else "60d")
    parts = list(scope.period.days()) if by == "days" else by
    figures = [f for f in COUNTED if _fits(f, by)]
    async with database.reading() as connection:
        counting = Counting(connection, await populations(connection), scope)
        found = await counting.split(figures, parts)
    for figure in figures:
        expected = {k: n for k, n in split(house.facts(), scope, figure, parts).items() if n.n}
        assert found[figure.key] == expected, figure.key
    assert any(len(numbers) > 1 for numbers in found.values())


def _fits(figure: Figure, by: str) -> bool:
    if by == "days":
        return figure.counted_on is not None
    if by == "place_id":
        return True
    is_asked = figure.population in ASKED
    return by == "service_type" if is_asked else figure.population is not Population.ISSUES
