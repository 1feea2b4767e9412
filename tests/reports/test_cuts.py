"""Figures of a part are those of the whole, counted over the rows of the part."""

import pytest

from calendars.periods import parse_period
from reports.cuts import Axis, Cut, cut_at, is_known
from reports.figures import FIGURES, Figure, Measure
from reports.fold import Scope, fold, split
from storage.breakdowns import breakdown
from storage.counting import Counting
from storage.engine import Database
from storage.figures import count
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
    cut_at("product", "套房"),
    cut_at("customer_group", "vip"),
    cut_at("industry", "restaurant"),
    cut_at("place_id", WEST),
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
@pytest.mark.parametrize("seed", [0])
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
async def test_figures_fall_apart_by_every_axis_and_by_days(database: Database) -> None:
    house = made_up(5)
    await furnish(database)
    await write(database, house)
    facts = house.facts()
    async with database.reading() as connection:
        rows = await populations(connection)
        for by in (*Axis, "days"):
            scope = scope_of("14d" if by == "days" else "60d")
            parts = by if isinstance(by, Axis) else list(scope.period.days())
            counting = Counting(connection, rows, scope)
            found = await breakdown(counting, parts, [figure.key for figure in COUNTED])
            assert len(found) > 1, by
            for figure in COUNTED:
                expected = {
                    part: number
                    for part, number in split(facts, scope, figure, parts).items()
                    if number.n and _can_be_told(figure, by)
                }
                counted = {k: n[figure.key] for k, n in found.items() if figure.key in n}
                assert counted == expected, (by, figure.key)


def _can_be_told(figure: Figure, by: str) -> bool:
    return is_known(figure.population, by) if by in set(Axis) else figure.counted_on is not None
