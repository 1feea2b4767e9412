"""A figure is the same number however it is counted, and means what it says."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from calendars.periods import parse_period
from reports.facts import Population
from reports.figures import FIGURES
from reports.fold import Scope, fold
from reports.values import Number, percentile
from storage.engine import Database
from storage.figures import count, figures_of
from storage.people import PeopleRows
from storage.populations import populations
from storage.tables import rule_versions
from tests.reports.house import (
    CAFE,
    EAST,
    HOUSE,
    NOW,
    WEST,
    ZONES,
    House,
    furnish,
    made_up,
    rules_asking_on,
    write,
)

PERIODS = ("today", "yesterday", "7d", "2026-10", "2026-11-01..2026-11-15", "60d")
PLACES = {HOUSE: {HOUSE, WEST, EAST, CAFE}, WEST: {WEST, CAFE}, EAST: {EAST}}


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
async def test_sql_and_the_plain_fold_count_the_same(database: Database, seed: int) -> None:
    house = made_up(seed)
    await furnish(database)
    await write(database, house)
    facts = house.facts()
    async with database.reading() as connection:
        for place_id, below in PLACES.items():
            for words in PERIODS:
                period = parse_period(words, NOW, ZONES[place_id])
                scope = Scope(period=period, places=frozenset(below), now=NOW)
                numbers, groups = await count(connection, scope)
                expected, expected_groups = fold(facts, scope)
                assert numbers == expected, (words, place_id)
                assert groups == expected_groups, (words, place_id)
                assert [list(group) for group in groups.values()] == [
                    list(group) for group in expected_groups.values()
                ]


def test_chance_leaves_no_figure_at_nothing() -> None:
    """What is always zero would prove nothing about the two ways of counting."""
    period = parse_period("60d", NOW, ZONES[HOUSE])
    scope = Scope(period=period, places=frozenset(PLACES[HOUSE]), now=NOW)
    found: dict[str, int] = dict.fromkeys((figure.key for figure in FIGURES), 0)
    for seed in range(3):
        numbers, groups = fold(made_up(seed).facts(), scope)
        for key, number in numbers.items():
            found[key] += number.n if number.hits is None else number.hits
        for key, group in groups.items():
            found[key] += sum(number.n for number in group.values())
    assert all(found.values()), found


async def test_an_empty_house_has_figures_of_nothing_and_no_shares(database: Database) -> None:
    await furnish(database)
    async with database.reading() as connection:
        house = await PeopleRows(connection).house()
        figures = await figures_of(connection, (house,), "60d", NOW)
    assert figures.is_empty
    assert figures["csat"].share is None
    assert figures["first_response"].mean is None
    assert figures.mean == (5, Number())
    assert figures.top_issue is None


async def test_what_is_counted_is_put_together_anew_only_where_rules_ask_otherwise(
    database: Database,
) -> None:
    await furnish(database)
    async with database.reading() as connection:
        rows = await populations(connection)
        again = await populations(connection)
    assert all(again[population] is rows[population] for population in Population)
    values = {"fingerprint": "4", "body": rules_asking_on(7), "source": "test", "added_at": NOW}
    async with database.writing() as connection:
        await connection.execute(insert(rule_versions).values(id=4, **values))
    async with database.reading() as connection:
        after = await populations(connection)
    assert after[Population.RATINGS] is not rows[Population.RATINGS]


async def test_a_day_is_cut_where_the_place_is(database: Database) -> None:
    """At 18:31 UTC it is tomorrow in Kolkata, and long since in Shanghai."""
    house = House()
    late = NOW.replace(hour=18, minute=31) - timedelta(days=1)
    for number, place_id in ((1, EAST), (2, WEST)):
        row = dict(made_up(1).invitations[0])
        row |= {"id": number, "service_id": number, "place_id": place_id, "mark": "live"}
        row |= {"sent_at": late, "delivered_at": late - timedelta(minutes=2 * number)}
        house.invitations.append(row)
    await furnish(database)
    await write(database, house)
    async with database.reading() as connection:
        people = PeopleRows(connection)
        east = await figures_of(connection, (await people.place(EAST),), "2026-11-20", NOW)
        west = await figures_of(connection, (await people.place(WEST),), "2026-11-20", NOW)
    assert (east["delivered"].n, west["delivered"].n) == (0, 1)
    assert str(east.period.zone) == "Asia/Kolkata"


async def test_a_house_counts_what_is_below_it(database: Database) -> None:
    house = made_up(3)
    await furnish(database)
    await write(database, house)
    async with database.reading() as connection:
        people = PeopleRows(connection)

        async def delivered(place_id: int) -> int:
            place = await people.place(place_id)
            return (await figures_of(connection, (place,), "2026-10-01..2026-11-20", NOW))[
                "delivered"
            ].n

        whole, west, cafe = [await delivered(place) for place in (HOUSE, WEST, CAFE)]
    counted = [i for i in house.invitations if i["mark"] != "test" and i["delivered_at"]]
    assert whole > west > cafe > 0
    assert whole <= len(counted)


def test_json_tells_the_number_it_is_out_of_beside_every_share() -> None:
    number = Number(n=21, hits=17)
    assert number.as_json() == {"n": 21, "hits": 17, "share": 0.8095, "small_sample": True}
    assert Number(n=30, hits=30).as_json()["small_sample"] is False
    assert Number(n=0, hits=0).as_json()["share"] is None


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([60.0], 0.9) == 60
    assert percentile([0.0, 100.0], 0.5) == 50
    assert percentile([float(value) for value in range(11)], 0.9) == 9
