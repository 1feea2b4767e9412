"""Asked before, while and after a service, now and then, and by other rules for some of them."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.rules import Rules, RulesError, load_rules
from storage.engine import Database
from storage.tables import invitations, services
from surveys.values import InvitationState, NewService, ServiceStatus, Skip
from tests.surveys.shop import DAY, HOUR, NOON, Shop, finished, open_shop

NOW_AND_THEN = {"questions": [{"key": "nps", "kind": "nps", "text": "会推荐我们吗？"}]}


async def house(database: Database, **surveys: Any) -> Shop:
    shop = await open_shop(database, Rules.model_validate({"surveys": surveys}))
    await shop.bind()
    return shop


def booked(at: datetime, **changes: Any) -> NewService:
    values = {"status": ServiceStatus.BOOKED, "starts_at": at, "finished_at": None}
    return finished(**{**values, **changes})


async def waves(shop: Shop) -> dict[str, tuple[str, str | None, datetime]]:
    async with shop.database.reading() as connection:
        rows = (await connection.execute(select(invitations).order_by(invitations.c.id))).all()
    return {row.wave: (row.state, row.reason, row.due_at) for row in rows}


async def deliver_all(shop: Shop, now: datetime) -> None:
    await shop.tick(now)
    async with shop.database.reading() as connection:
        queued = select(invitations.c.id).where(invitations.c.state == "queued")
        found = [row.id for row in await connection.execute(queued)]
    for number in found:
        await shop.deliver(now, number)


async def test_what_is_expected_is_asked_before_a_booking_and_how_it_was_after_it(
    database: Database,
) -> None:
    shop = await house(database, before={"ahead": "24h"})
    starts = NOON + 2 * DAY
    await shop.tell(booked(starts))
    assert (await waves(shop))["before"] == ("planned", None, starts - DAY)
    await deliver_all(shop, starts - DAY)
    await shop.tell(finished(at=starts + HOUR, body_hash=b"2" * 32), starts + HOUR)
    await deliver_all(shop, starts + 3 * HOUR)
    found = await waves(shop)
    assert [found[wave][0] for wave in ("before", "1")] == ["sent", "sent"]


async def test_a_booking_that_moves_or_is_called_off_is_followed(database: Database) -> None:
    shop = await house(database, before={"ahead": "24h"})
    await shop.tell(booked(NOON + 2 * DAY))
    await shop.tell(booked(NOON + 3 * DAY, body_hash=b"2" * 32))
    assert (await waves(shop))["before"] == ("planned", None, NOON + 2 * DAY)
    cancelled = booked(NOON + 3 * DAY, status=ServiceStatus.CANCELLED, body_hash=b"3" * 32)
    await shop.tell(cancelled)
    assert (await waves(shop))["before"][:2] == ("cancelled", "service_cancelled")


async def test_nobody_is_asked_what_they_expect_once_it_has_begun(database: Database) -> None:
    shop = await house(database, before={"ahead": "24h"})
    await shop.tell(booked(NOON + HOUR))
    await shop.tick(NOON + 2 * HOUR)
    assert (await waves(shop))["before"][:2] == ("skipped", "too_late")
    await shop.tell(booked(NOON - HOUR, external_id="order-2", body_hash=b"2" * 32))
    assert len(await waves(shop)) == 1


async def test_a_pulse_counts_in_the_cool_down_but_not_against_its_own_service(
    database: Database,
) -> None:
    shop = await house(database, pulse={"after": "1h"})
    await shop.tell(booked(NOON))
    await deliver_all(shop, NOON + HOUR)
    assert (await waves(shop))["pulse"][0] == "sent"
    await shop.tell(finished(at=NOON + 2 * HOUR, body_hash=b"2" * 32), NOON + 2 * HOUR)
    other = finished("order-2", at=NOON + 2 * HOUR, body_hash=b"3" * 32)
    await shop.tell(other, NOON + 2 * HOUR)
    async with shop.work(NOON + 4 * HOUR) as work:
        again = await work.surveys.contact(1, 2, NOON + 4 * HOUR, about=1)
        others = await work.surveys.contact(1, 2, NOON + 4 * HOUR, about=2)
    assert (again.last_survey_at, others.last_survey_at) == (None, NOON + HOUR)


async def test_there_is_no_pulse_unless_somebody_wants_it(database: Database) -> None:
    shop = await house(database)
    await shop.tell(booked(NOON))
    assert await waves(shop) == {}


async def test_customers_are_asked_now_and_then_as_long_as_they_come(database: Database) -> None:
    shop = await house(
        database,
        recurring={"questionnaire": "house", "every": "90d", "active_within": "180d"},
        questionnaires={"house": NOW_AND_THEN, "satisfaction": NOW_AND_THEN},
    )
    await shop.tell(finished())
    await shop.tell(finished("order-2", body_hash=b"2" * 32))
    first = NOON + 90 * DAY
    found = await waves(shop)
    assert [wave for wave in found if wave != "1"] == [f"again-{first:%Y%m%d}"]
    await deliver_all(shop, first)
    second = first + 90 * DAY
    found = await waves(shop)
    assert found[f"again-{first:%Y%m%d}"][0] == "sent"
    assert found[f"again-{second:%Y%m%d}"][::2] == ("planned", second)
    await deliver_all(shop, second + HOUR)
    assert len([wave for wave in await waves(shop) if wave != "1"]) == 2


async def test_some_services_have_rules_of_their_own(database: Database) -> None:
    exceptions = [
        {"service_type": ["banquet"], "delay": "1h", "questionnaire": "house"},
        {"place": "xihu", "customer": {"level": "vip"}, "delay": "5h"},
        {"service_type": "repair", "ask": False},
    ]
    questionnaires = {"house": NOW_AND_THEN, "satisfaction": NOW_AND_THEN}
    shop = await house(database, exceptions=exceptions, questionnaires=questionnaires)
    told: dict[str, dict[str, Any]] = {
        "banquet": {"service_type": "banquet"},
        "vip": {"attributes": {"level": "vip"}},
        "vip elsewhere": {"attributes": {"level": "vip"}, "place_id": 1},
        "both": {"service_type": "banquet", "attributes": {"level": "vip"}},
        "repair": {"service_type": "repair"},
    }
    for name, changes in told.items():
        await shop.tell(finished(name, customer_ref=name, **changes))
    async with shop.database.reading() as connection:
        rows = await connection.execute(
            select(services.c.external_id, invitations).join(
                services, services.c.id == invitations.c.service_id
            )
        )
        found = {row.external_id: row for row in rows}
    hours = {name: (row.due_at - NOON) / HOUR for name, row in found.items()}
    assert hours == {"banquet": 1, "vip": 5, "vip elsewhere": 2, "both": 5, "repair": 2}
    assert [found[name].questionnaire for name in ("banquet", "vip", "both")] == [
        "house",
        "satisfaction",
        "house",
    ]
    repair = found["repair"]
    assert (repair.state, repair.reason) == (
        InvitationState.SKIPPED.value,
        Skip.EXCLUDED.value,
    )


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("exceptions:\n    - {delay: 1h}", "exceptions.0", "哪些服务"),
        ("exceptions:\n    - {place: x, questionnaire: no}", "exceptions.0.questionnaire", "no"),
        ("recurring: {questionnaire: none}", "recurring.questionnaire", "none"),
        ("pulse: {after: soon}", "pulse.after", "30min"),
    ],
)
def test_a_mistake_in_them_is_told_where_it_stands(
    text: str, field: str, says: str, tmp_path: Any
) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(f"surveys:\n  {text}\n")
    with pytest.raises(RulesError) as refused:
        load_rules(file)
    assert refused.value.problem.field == f"surveys.{field}"
    assert says in refused.value.problem.zh


async def test_a_house_may_ask_nobody(database: Database) -> None:
    shop = await house(database, ask=False, before={"ahead": "24h"})
    await shop.tell(booked(NOON + 2 * DAY))
    assert await waves(shop) == {}
    await shop.tell(finished(body_hash=b"2" * 32))
    assert (await waves(shop))["1"][:2] == ("skipped", "excluded")
