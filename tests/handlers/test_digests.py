"""Who asked for a digest gets one at their hour, about what is over, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED
from sqlalchemy import select

from bot.digesting import send_digest
from handlers.presses import PlainPress
from reports.digests import Cadence, Digest, days_of, next_due
from storage.digests import due_digests
from storage.tables import digests, roles
from storage.work import begin_work
from tests.handlers.house import CUSTOMER, GROUP, SUPERVISOR, House
from tests.reports.house import NOW

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("cadence", "after", "due"),
    [
        (Cadence.DAILY, "2026-11-20T07:20", "2026-11-20T08:00"),
        (Cadence.DAILY, "2026-11-20T08:00", "2026-11-21T08:00"),
        (Cadence.WEEKLY, "2026-11-20T07:20", "2026-11-23T08:00"),
        (Cadence.MONTHLY, "2026-11-20T07:20", "2026-12-01T08:00"),
        # The clocks go forward on 29 March 2026: nine o'clock comes an hour sooner.
        (Cadence.DAILY, "2026-03-28T08:00", "2026-03-29T07:00"),
    ],
)
def test_it_is_due_at_its_hour_on_the_wall(cadence: Cadence, after: str, due: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_due(cadence, 9, BERLIN, moment) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cadence", "hour", "dates"),
    [
        (Cadence.DAILY, 9, "2026-11-19"),
        (Cadence.DAILY, 20, "2026-11-20"),
        (Cadence.WEEKLY, 9, "2026-11-09..2026-11-15"),
        (Cadence.MONTHLY, 9, "2026-10-01..2026-10-31"),
    ],
)
def test_it_is_about_what_is_over(cadence: Cadence, hour: int, dates: str) -> None:
    digest = Digest(id=1, person_id=1, cadence=cadence, hour=hour, zone="Asia/Shanghai")
    assert days_of(digest, NOW).dates == dates


async def test_it_is_wanted_by_a_few_words_or_two_taps_and_no_more_by_one(house: House) -> None:
    await house.say("/digest")
    assert await house.read() == "现在没有给您发简报。多久发一次？"
    await house.press(PlainPress(action="dig_weekly"))
    assert "几点发" in await house.read()
    await house.press(PlainPress(action="dig_weekly_18"))
    assert await house.read() == "您会收到：\n每周一 18:00（Asia/Shanghai）"
    await house.say(f"/digest 每天 7 {BERLIN}")
    assert f"每天 7:00（{BERLIN}）" in await house.read()
    await house.press(PlainPress(action="dig_off"))
    assert "现在没有给您发简报" in await house.read()


async def test_it_is_wanted_in_plain_words_and_nonsense_changes_nothing(house: House) -> None:
    await house.say("以后每天晚上八点发我")
    assert await house.read() == "您会收到：\n每天 20:00（Asia/Shanghai）"
    for said, unknown in (("/digest daily 25", "25"), ("/digest 有空就发", "有空就发")):
        await house.say(said)
        assert await house.read() == f"没看懂“{unknown}”。可以写：/digest daily 9"
    await house.say("定時發我")
    assert "每天 20:00" in await house.read()
    await house.say("简报不要了")
    assert "现在没有给您发简报" in await house.read()
    assert await house.say("定时发我", by=CUSTOMER) is UNHANDLED


async def test_nobody_else_may_have_one(house: House) -> None:
    await house.say("/digest daily", by=CUSTOMER)
    assert await house.press(PlainPress(action="dig_daily_9"), by=CUSTOMER) == "not_allowed"
    async with house.database.reading() as connection:
        assert (await connection.execute(select(digests))).all() == []


async def test_after_an_outage_of_days_one_digest_comes(house: House) -> None:
    await house.say("/digest daily 8")
    later = NOW + timedelta(days=3)
    told = len(await house.told())
    for _ in range(2):
        async with house.database.reading() as connection:
            due = await due_digests(connection, later, 10)
        for number in due:
            async with begin_work(house.database, later) as work:
                await send_digest(work, number, later)
    sent = (await house.told())[told:]
    assert [(chat, facts["what"], facts["dates"]) for chat, facts in sent] == [
        (SUPERVISOR, "digest", "2026-11-22")
    ]
    assert GROUP not in {chat for chat, _ in await house.told()}


async def _send_what_is_due(house: House, later: datetime) -> list[str]:
    told = len(await house.told())
    async with house.database.reading() as connection:
        due = await due_digests(connection, later, 10)
    for number in due:
        async with begin_work(house.database, later) as work:
            await send_digest(work, number, later)
    return [facts["dates"] for _, facts in (await house.told())[told:]]


async def test_an_evening_s_digest_and_then_the_morning_s_are_both_sent(house: House) -> None:
    """Both are of the same day: until the evening, and then the whole of it."""
    await house.say("/digest daily 18")
    assert await _send_what_is_due(house, NOW + timedelta(hours=3)) == ["2026-11-20"]
    await house.say("/digest daily 9")
    assert await _send_what_is_due(house, NOW + timedelta(hours=18)) == ["2026-11-20"]


async def test_an_evening_s_digest_that_comes_late_is_of_its_own_day(house: House) -> None:
    await house.say("/digest daily 20")
    assert await _send_what_is_due(house, NOW + timedelta(hours=17)) == ["2026-11-20"]


async def test_it_names_one_thing_to_look_at_and_a_quiet_day_is_one_line(house: House) -> None:
    await house.say("/digest daily 20")
    async with begin_work(house.database, NOW + timedelta(hours=6)) as work:
        (number,) = await due_digests(work.connection, NOW + timedelta(hours=6), 10)
        await send_digest(work, number, NOW + timedelta(hours=6))
    text = await house.read()
    assert text.startswith("<b>今天 0:00–15:20 · 西湖店</b>")
    assert text.count("最该看") == 1


async def test_who_may_look_at_nothing_any_more_gets_none(house: House) -> None:
    await house.say("/digest daily 8")
    later = NOW + timedelta(days=1)
    async with house.database.writing() as connection:
        await connection.execute(roles.update().values(revoked_at=NOW))
        (number,) = await due_digests(connection, later, 10)
    async with begin_work(house.database, later) as work:
        assert not await send_digest(work, number, later)
        assert await due_digests(work.connection, later + timedelta(days=9), 10) == []
