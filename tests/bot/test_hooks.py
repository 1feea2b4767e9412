"""Other systems hear of answers and cases: signed, in the same commit, until they have it."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select, update

from bot.clock import Clock
from bot.hooks import ATTEMPTS, Hooks, next_attempt, signature
from bot.insight import standing_hooks
from bot.settings import SettingsError, read_settings
from dimensions.reading import Kind
from storage.engine import Database
from storage.hooking import call_again
from storage.tables import hook_calls
from surveys.answering import press_answer, press_back, press_next
from surveys.values import InvitationState
from tests.surveys.shop import HOUR, MINUTE, NOON, WANG, Shop, open_shop
from tests.surveys.test_chat import Chat, chat

__all__ = ["chat"]
SECRET = "a secret of at least sixteen"
ASKED = NOON + 2 * HOUR


class At(Clock):
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


class Receiver:
    """Another system on this machine; `answers` are the statuses it gives, 200 in the end."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    here = Receiver()
    app = web.Application()
    app.router.add_post("/huiyin", here.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    here.url = f"http://{host}:{port}/huiyin#{SECRET}"
    yield here
    await runner.cleanup()


@pytest.fixture
async def shop(database: Database) -> Shop:
    database.house.hooks = ("crm",)
    return await open_shop(database)


async def answered(shop: Shop, value: str = "4") -> None:
    async with shop.work(ASKED + HOUR) as work:
        await press_answer(work, 1, "csat", value, person_id=WANG, now=ASKED + HOUR)


async def tell(shop: Shop, receiver: Receiver, hours: float = 4) -> None:
    hooks = Hooks(shop.database, At(NOON + hours * HOUR), {"crm": receiver.url})
    async with aiohttp.ClientSession() as http:
        await hooks.tell_due(http)


async def rows(shop: Shop) -> list[Any]:
    async with shop.database.reading() as connection:
        return list(await connection.execute(select(hook_calls).order_by(hook_calls.c.id)))


async def test_an_answer_is_told_once_with_the_shops_own_numbers_and_a_signature(
    shop: Shop, receiver: Receiver
) -> None:
    await shop.asked(ASKED)
    await answered(shop)
    await answered(shop)
    await tell(shop, receiver)
    await tell(shop, receiver)
    [(headers, raw)] = receiver.got
    [body] = receiver.bodies
    assert body["event"] == "answer_given"
    assert (body["service"], body["customer"], body["place"]) == ("order-1", "guest-7", "西湖店")
    assert (body["question"], body["value"], body["score"]) == ("csat", 4, 4.0)
    assert headers["Huiyin-Event"] == body["id"]
    assert headers["Huiyin-Signature"] == signature(SECRET, headers["Huiyin-Timestamp"], raw)


async def test_it_is_told_again_until_it_is_taken(shop: Shop, receiver: Receiver) -> None:
    await shop.asked(ASKED)
    await answered(shop)
    receiver.answers = [500, 302]
    await tell(shop, receiver)
    await tell(shop, receiver)
    assert len(receiver.got) == 1
    await tell(shop, receiver, 5)
    await tell(shop, receiver, 6)
    assert len(receiver.got) == 3
    assert len({body["id"] for body in receiver.bodies}) == 1
    [row] = await rows(shop)
    assert (row.attempts, row.next_at, row.error) == (3, None, None)
    assert row.finished_at is not None


async def test_what_was_told_can_be_told_once_more(shop: Shop, receiver: Receiver) -> None:
    await shop.asked(ASKED)
    await answered(shop)
    await tell(shop, receiver)
    async with shop.database.writing() as connection:
        assert await call_again(connection, NOON + 24 * HOUR, NOON) == 0
        assert await call_again(connection, NOON, NOON) == 1
    await tell(shop, receiver)
    assert len(receiver.got) == 2


async def test_a_complaint_is_told_without_the_customers_words(
    chat: Chat, receiver: Receiver
) -> None:
    chat.shop.database.house.hooks = ("crm",)
    await chat.write("等了两个小时没人理我", kind=Kind.COMPLAINT, severity=2, now=NOON)
    await tell(chat.shop, receiver)
    [body] = receiver.bodies
    assert (body["event"], body["case"], body["severity"]) == ("case_opened", 1001, 2)
    assert "两个小时" not in str(body)
    async with chat.shop.work(NOON) as work:
        case = await work.cases.get(1001)
        assert case is not None
        await work.cases.log(case, "escalated", NOON)
        await work.cases.change(case, state="closed", closed_at=NOON)
    await tell(chat.shop, receiver)
    events = [body["event"] for body in receiver.bodies]
    assert events == ["case_opened", "case_escalated", "case_closed"]


async def test_what_was_undone_is_told_to_nobody(shop: Shop, receiver: Receiver) -> None:
    await shop.asked(ASKED)
    with suppress(RuntimeError):
        async with shop.work(ASKED) as work:
            await press_answer(work, 1, "csat", "4", person_id=WANG, now=ASKED)
            raise RuntimeError
    await tell(shop, receiver)
    assert receiver.got == []


@pytest.mark.expects_errors("did not take")
async def test_after_a_day_it_is_given_up_and_said(shop: Shop, receiver: Receiver) -> None:
    await shop.asked(ASKED)
    await answered(shop)
    async with shop.database.writing() as connection:
        await connection.execute(update(hook_calls).values(attempts=ATTEMPTS - 1))
    receiver.answers = [500]
    await tell(shop, receiver)
    [row] = await rows(shop)
    assert (row.next_at, row.finished_at, row.error) == (None, None, "500")


def test_the_waits_grow_to_an_hour_and_last_a_day() -> None:
    now, waits = NOON, []
    for attempt in range(1, ATTEMPTS):
        next_at = next_attempt(attempt, now)
        assert next_at is not None
        waits.append(next_at - now)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=5), timedelta(hours=1))
    assert timedelta(hours=18) < sum(waits, timedelta()) < timedelta(hours=30)


def test_an_address_without_a_secret_is_refused_by_name(tmp_path: Path) -> None:
    for address in (
        "https://crm.example.com/x",
        "https://crm.example.com/x#short",
        "crm#" + SECRET,
    ):
        with pytest.raises(SettingsError, match="HUIYIN_HOOK_CRM"):
            read_settings({"HUIYIN_HOOK_CRM": address}, tmp_path)
    found = read_settings({"HUIYIN_HOOK_CRM": f"https://crm.example.com/x#{SECRET}"}, tmp_path)
    assert list(found.hooks) == ["crm"]
    assert SECRET not in repr(found)


async def test_a_system_hears_only_of_what_it_wishes_to(shop: Shop) -> None:
    shop.database.house.hooks = ("crm", "erp")
    shop.database.house.hook_events = {"erp": frozenset({"case_opened", "case_closed"})}
    await shop.asked(ASKED)
    await answered(shop)
    assert [(row.hook, row.event) for row in await rows(shop)] == [("crm", "answer_given")]


async def test_what_took_several_taps_is_told_once_when_it_is_done(shop: Shop) -> None:
    await shop.asked(ASKED)
    await answered(shop, "2")
    for minute, tap in enumerate(("tangibles", "empathy", "done", "back", "done", "price")):
        now = ASKED + HOUR + minute * MINUTE
        async with shop.work(now) as work:
            if tap == "done":
                await press_next(work, 1, "reason", person_id=WANG, now=now)
            elif tap == "back":
                await press_back(work, 1, "comment", person_id=WANG, now=now)
            else:
                await press_answer(work, 1, "reason", tap, person_id=WANG, now=now)
    told = await told_reasons(shop)
    assert told == [["tangibles", "empathy"]], "gone back to and left as it was, it isn't news"
    async with shop.work(ASKED + 2 * HOUR) as work:
        await press_next(work, 1, "reason", person_id=WANG, now=ASKED + 2 * HOUR)
    told = await told_reasons(shop)
    assert told[1:] == [["tangibles", "empathy", "price"]]


async def test_choices_that_nobody_closed_are_told_when_their_customer_is_gone(shop: Shop) -> None:
    """Also when they are changed after the survey was complete."""
    await shop.asked(ASKED)
    await answered(shop, "2")
    for hours, tap, expected in (
        (1, "tangibles", [["tangibles"]]),
        (3, "price", [["tangibles"], ["tangibles", "price"]]),
    ):
        now = ASKED + timedelta(hours=hours)
        async with shop.work(now) as work:
            await press_answer(work, 1, "reason", tap, person_id=WANG, now=now)
        told = await told_reasons(shop)
        assert told == expected[:-1], "they may still be choosing"
        await shop.tick(now + HOUR)
        await shop.tick(now + HOUR)
        assert await told_reasons(shop) == expected
        invitation = await shop.invitation()
        assert (invitation.state, invitation.next_due_at) == (InvitationState.DONE, None)


async def told_reasons(shop: Shop) -> list[list[str]]:
    return [row.facts["value"] for row in await rows(shop) if row.facts["question"] == "reason"]


async def test_how_a_system_takes_it_is_told(shop: Shop, receiver: Receiver) -> None:
    await shop.asked(ASKED)
    await answered(shop)
    await answered(shop, "5")
    receiver.answers = [500]
    await tell(shop, receiver)
    found = await standing_hooks(shop.database, ("crm", "erp"))
    assert found["erp"] == {"last_delivered": None, "waiting": 0, "failing": 0}
    assert found["crm"] in (
        {"last_delivered": "2026-11-20T08:00:00+00:00", "waiting": 1, "failing": 1},
        {"last_delivered": None, "waiting": 1, "failing": 1},
    )
    await tell(shop, receiver, 5)
    told = await standing_hooks(shop.database, ("crm",))
    assert told["crm"] == {
        "last_delivered": "2026-11-20T09:00:00+00:00",
        "waiting": 0,
        "failing": 0,
    }


def test_a_wish_for_what_there_is_not_is_refused_by_name(tmp_path: Path) -> None:
    crm = {"HUIYIN_HOOK_CRM": f"https://crm.example.com/x#{SECRET}"}
    found = read_settings({**crm, "HUIYIN_HOOK_CRM_EVENTS": "case_opened, case_closed"}, tmp_path)
    assert found.hook_events == {"crm": {"case_opened", "case_closed"}}
    assert list(found.hooks) == ["crm"]
    with pytest.raises(SettingsError, match="HUIYIN_HOOK_CRM_EVENTS：没有 case_open 这种事"):
        read_settings({**crm, "HUIYIN_HOOK_CRM_EVENTS": "case_open"}, tmp_path)
    with pytest.raises(SettingsError, match="请先设 HUIYIN_HOOK_ERP"):
        read_settings({**crm, "HUIYIN_HOOK_ERP_EVENTS": "case_opened"}, tmp_path)


def test_the_receiver_in_the_manual_knows_our_signature_from_others() -> None:
    manual = Path("docs/operating.md").read_text("utf-8")
    code = manual.split("```python\n")[1].split("```")[0]
    example: dict[str, Any] = {"__name__": "example"}
    exec(code, example)
    secret, body, now = example["SECRET"].decode(), b'{"id": "1"}', 1_800_000_000
    headers = {
        "Huiyin-Timestamp": str(now),
        "Huiyin-Signature": signature(secret, str(now), body),
    }
    assert example["is_genuine"](headers, body, now + 10)
    assert not example["is_genuine"](headers, body + b" ", now)
    assert not example["is_genuine"](headers, body, now + 3600)
