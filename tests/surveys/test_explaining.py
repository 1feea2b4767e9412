"""Every rule can be seen for one person, and tells the same as what will happen."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from sqlalchemy import update

from bot.clock import Clock
from bot.explaining import explain_one
from bot.mistakes import NotUnderstood
from handlers.asked_why import facts_of, told
from handlers.words import words_in
from storage.tables import chats, invitations, persons
from surveys.explaining import Explained, Rule, checks_of, explain_customer, foretold
from surveys.timing import Send, decide
from surveys.values import Contact, InvitationState, Skip
from tests.surveys.shop import CHEN, DAY, HOUR, MINUTE, NOON, WANG, Shop, finished
from tests.surveys.test_timing import INVITATION, RULES, SERVICE, contacts


@given(contacts, st.integers(-60, 6000))
def test_all_rules_hold_just_when_the_survey_is_sent(contact: Contact, minutes: int) -> None:
    now = NOON + minutes * MINUTE
    decision = decide(INVITATION, SERVICE, contact, RULES, now)
    checks = checks_of(INVITATION, SERVICE, contact, RULES, now)
    assert all(check.holds for check in checks) == isinstance(decision, Send)


async def explained(
    shop: Shop, hours: int, places: frozenset[int] | None = None
) -> list[Explained]:
    now = NOON + hours * HOUR
    async with shop.work(now) as work:
        return list(await explain_customer(work, WANG, places, now))


def text(found: list[Explained], hours: int) -> str:
    facts = [facts_of(one) for one in found]
    return told(facts, NOON + hours * HOUR, "Asia/Shanghai", words_in("zh-hans"))


async def test_it_says_when_somebody_will_be_asked(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    [one] = await explained(shop, 1)
    assert (one.next_at, one.reason) == (NOON + 2 * HOUR, None)
    assert [c.rule for c in one.checks if not c.holds] == [Rule.DELAY]
    said = text([one], 1)
    assert "还没问；最早 今天 14:00 问。" in said
    assert "✗ 还没到该问的时候，到 今天 14:00 为止" in said


async def test_it_says_what_stands_in_the_way_and_what_became_of_the_others(shop: Shop) -> None:
    await shop.asked(NOON + 2 * HOUR)
    await shop.tell(finished("order-2", body_hash=b"2" * 32))
    newer, older = await explained(shop, 3)
    assert (newer.reason, newer.next_at) == (Skip.COOLDOWN, None)
    assert older.invitation.state is InvitationState.SENT
    said = text([newer, older], 3)
    assert "不问：近期问过。" in said
    assert "今天 14:00 已发出，还没回答。" in said


@pytest.mark.parametrize("hours", [1, 3])
async def test_a_pause_that_outlasts_the_survey_is_told_as_never_asked(
    shop: Shop, hours: int
) -> None:
    await shop.bind()
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        complained = update(persons).where(persons.c.id == WANG).values(last_complaint_at=NOON)
        await connection.execute(complained)
    [one] = await explained(shop, hours)
    assert (one.reason, one.next_at) == (Skip.COMPLAINED, None)
    said = text([one], hours)
    assert (
        "不问：刚投诉过。11月27日 周五 12:00 以后才可以再问，而 11月23日 周一 12:00 就过期了。"
        in said
    )
    assert "最早" not in said


async def test_who_never_opened_the_bot_is_asked_once_they_do(shop: Shop) -> None:
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        await connection.execute(update(invitations).values(person_id=WANG))
        await connection.execute(update(chats).values(state="blocked"))
    [one] = await explained(shop, 1)
    assert "还没问；客人打开机器人后才问，最早 今天 14:00。" in text([one], 1)


@given(contacts, st.integers(-60, 6000))
def test_what_is_told_to_be_asked_is_asked_then_where_nothing_else_comes_up(
    contact: Contact, minutes: int
) -> None:
    contact = replace(
        contact, reachable=True, survey_under_way=False, case_open=False, dialogue_running=False
    )
    now = NOON + minutes * MINUTE
    decision, at = foretold(INVITATION, SERVICE, contact, RULES, now)
    assert isinstance(decision, Send) == (at is not None)
    if at is not None:
        assert isinstance(decide(INVITATION, SERVICE, contact, RULES, at), Send)


async def test_a_supervisor_learns_nothing_of_places_that_are_not_theirs(shop: Shop) -> None:
    await shop.asked(NOON + 2 * HOUR)
    assert await explained(shop, 3, places=frozenset({2}))
    assert await explained(shop, 3, places=frozenset({1})) == []


async def test_a_customer_is_found_by_what_the_house_calls_them(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished("order-9", phone="+8613800000000"))
    async with shop.work() as work:
        for name in ("guest-7", "order-9", "138 0000 0000", "7001"):
            assert await work.surveys.customer_named(name) == WANG, name
        assert await work.surveys.customer_named("guest-8") is None
        assert await work.surveys.customer_named("7002") == CHEN


async def test_who_was_left_out_is_counted_by_the_reason(shop: Shop) -> None:
    await shop.bind()
    await shop.tell(finished())
    async with shop.database.writing() as connection:
        await connection.execute(update(persons).values(stopped_at=NOON))
    await shop.tick(NOON + 3 * HOUR)
    async with shop.work() as work:
        counts = await work.surveys.skipped(frozenset({2}), NOON - DAY, NOON + DAY)
        assert counts == {"stopped": 1}
        assert await work.surveys.skipped(frozenset({1}), NOON - DAY, NOON + DAY) == {}
        [latest] = await work.surveys.latest_skipped(frozenset({2}), 5)
    assert latest.service_id == 1


async def test_the_command_line_tells_the_same(
    shop: Shop, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.asked(NOON + 2 * HOUR)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", database_url.replace("+aiosqlite", ""))
    console = Console(file=io.StringIO(), width=200)
    await explain_one(console, "guest-7", Clock())
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    assert "西湖店" in said
    assert "已发出，还没回答" in said
    assert "<b>" not in said
    with pytest.raises(NotUnderstood, match="没有找到"):
        await explain_one(console, "guest-404", Clock())
