"""Each minute everything is looked at; each kind of trouble is found, told once, and told over."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.auditor import Auditor, findings_of
from bot.clock import Clock
from bot.rules import load_rules
from handlers.notes_audit import on_audit
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Role
from storage import proving
from storage import rules as versions
from storage.engine import Database, open_database
from storage.tables import (
    actions,
    bindings,
    cases,
    chats,
    inbox,
    invitations,
    outbox,
    places,
    services,
    words,
)
from storage.work import begin_work

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
LONG_AGO, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@pytest.fixture
async def house(database: Database) -> Database:
    """An owner, a bound group and a case in the hands of the ladder."""
    async with begin_work(database, LONG_AGO) as work:
        c = work.connection
        await c.execute(insert(places).values(name="本店", zone="Asia/Shanghai", created_at=NOW))
        owner = await work.people.add_walk_in("店长", NOW)
        await work.people.chat(7, "private", None, owner.id, NOW)
        await work.people.chat(-8, "group", "前厅", None, NOW)
        await work.people.grant(owner.id, Role.OWNER, 1, None, None, NOW)
        await c.execute(insert(bindings).values(chat_id=2, place_id=1, bound_at=NOW))
        rules = load_rules("general")
        await versions.put(c, rules.fingerprint, {}, "general", NOW)
        await c.execute(insert(cases).values(**case(next_due_at=LATER)))
    return database


def case(**columns: Any) -> dict[str, Any]:
    times = dict.fromkeys(("opened_at", "round_at", "heard_at"), LONG_AGO)
    return {"person_id": 1, "place_id": 1, "kind": "complaint", "rules_id": 1, **times, **columns}


Trouble = Callable[[AsyncConnection], Awaitable[object]]


def of_case(**columns: Any) -> Trouble:
    return lambda c: c.execute(update(cases).values(**columns))


def note(**columns: Any) -> Trouble:
    row = {"key": "k", "sort": "note", "kind": "receipt", "facts": {}, "chat_id": 2}
    return lambda c: c.execute(insert(outbox).values(**row, created_at=LONG_AGO, **columns))


async def _invitation(c: AsyncConnection) -> None:
    told = {"external_id": "1", "status": "finished", "customer_ref": "a", "place_id": 1}
    times = {"created_at": NOW, "changed_at": NOW, "body_hash": b"1" * 32}
    await c.execute(insert(services).values(**told, **times))
    asked = {"service_id": 1, "place_id": 1, "questionnaire": "q", "version": "1", "rules_id": 1}
    times = {"planned_at": LONG_AGO, "due_at": LONG_AGO, "next_due_at": LONG_AGO}
    await c.execute(insert(invitations).values(**asked, **times))


async def _action(c: AsyncConnection) -> None:
    await c.execute(insert(words).values(person_id=1, sort="remark", text="修", at=LONG_AGO))
    number = await c.scalar(select(cases.c.id))
    row = {"case_id": number, "place_id": 1, "words_id": 1, "owner_id": 1, "made_by": 1}
    await c.execute(insert(actions).values(**row, made_at=LONG_AGO, next_due_at=LONG_AGO))


async def _update(c: AsyncConnection) -> None:
    row = {"bot_id": 1, "update_id": 1, "lane": "c1", "received_at": LONG_AGO}
    await c.execute(insert(inbox).values(**row))


async def _channel(c: AsyncConnection) -> None:
    robot = {"telegram_id": -(1 << 62) - 5, "kind": "robot", "title": "duty"}
    await c.execute(insert(chats).values(**robot, state_since=LONG_AGO))
    row = {"key": "c", "sort": "note", "kind": "escalation", "facts": {}, "chat_id": 3}
    done = {"state": "failed", "created_at": LONG_AGO, "finished_at": NOW}
    await c.execute(insert(outbox).values(**row, **done))


TROUBLES: Mapping[str, Trouble] = {
    "nobody_has_it": of_case(next_due_at=None),
    "not_acted_on": of_case(next_due_at=LONG_AGO),
    "closed_and_due": of_case(state="closed", next_due_at=LONG_AGO),
    "survey_not_asked": _invitation,
    "action_forgotten": _action,
    "stuck_sending": note(state="sending", attempted_at=LONG_AGO),
    "not_sent": note(state="queued"),
    "not_heard": _update,
    "group_gone": lambda c: c.execute(update(chats).where(chats.c.id == 2).values(state="gone")),
    "silent_channel": _channel,
}


def test_each_kind_of_finding_is_made_true_here() -> None:
    assert set(TROUBLES) == {*proving.checks(NOW), "silent_channel"}


async def test_a_house_in_order_has_no_findings(house: Database) -> None:
    """Somebody has a case, another leads it, a note waits on purpose, a send is under way."""
    async with house.writing() as c:
        await c.execute(insert(cases).values(**case(owner_id=1)))
        await c.execute(insert(cases).values(**case(kind="suggestion")))
        await c.execute(insert(cases).values(**case(state="closed")))
        await note(state="queued", not_before=LATER)(c)
    async with house.reading() as c:
        assert await proving.look(c, NOW) == []


@pytest.mark.parametrize("kind", TROUBLES)
async def test_each_finding_is_told_once_and_when_it_is_over(house: Database, kind: str) -> None:
    told = list[None]()
    auditor = Auditor(house, Clock(), lambda: told.append(None), None)
    assert await auditor.look(NOW) == []
    async with house.writing() as c:
        await TROUBLES[kind](c)
    assert [one.kind for one in await auditor.look(NOW)] == [kind]
    assert told == []
    for _ in range(3):
        await auditor.look(NOW)
    assert await findings_of(house) == {kind: 1}
    assert await said(house) == [(kind, False)]
    # A second process, or a restart, says nothing again.
    again = Auditor(house, Clock(), lambda: None, None)
    await again.look(NOW)
    await again.look(NOW)
    async with house.writing() as c:
        await _mend(c)
    await auditor.look(NOW)
    await auditor.look(NOW)
    assert await said(house) == [(kind, False), (kind, True)]
    assert await findings_of(house) == {}


async def _mend(c: AsyncConnection) -> None:
    await c.execute(update(cases).values(state="open", next_due_at=LATER))
    for table in (invitations, actions):
        await c.execute(update(table).values(next_due_at=None))
    await c.execute(update(outbox).where(outbox.c.kind != "audit").values(state="sent"))
    await c.execute(update(outbox).values(created_at=NOW))
    await c.execute(update(inbox).values(state="done"))
    await c.execute(update(chats).values(state="open", state_since=NOW + timedelta(seconds=1)))


async def said(database: Database) -> list[tuple[str, bool]]:
    async with database.reading() as c:
        query = select(outbox.c.facts).where(outbox.c.kind == "audit").order_by(outbox.c.id)
        return [(row.facts["kind"], row.facts["over"]) for row in await c.execute(query)]


@pytest.mark.parametrize("kind", TROUBLES)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_owners_read_what_it_is_and_that_it_is_over(kind: str, language: str) -> None:
    context = Context(_=words_in(language), zone="Asia/Shanghai", now=NOW, is_group=False)
    facts = {"kind": kind, "count": 3, "cases": [1001], "names": ["<duty>"]}
    begun = on_audit({**facts, "over": False}, context)
    over = on_audit({**facts, "over": True}, context)
    assert isinstance(begun, Rendered)
    assert isinstance(over, Rendered)
    assert "<duty>" not in begun.text
    assert len(over.text) > len("✅ 好了：")


async def test_every_look_goes_by_an_index(sqlite_url: str) -> None:
    """A million closed cases cost nothing: what is over is not looked at."""
    database = open_database(sqlite_url)
    try:
        async with database.reading() as c:
            for kind, query in proving.checks(NOW).items():
                told = query.compile(dialect=c.dialect, compile_kwargs={"literal_binds": True})
                rows = await c.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")
                steps = [str(row.detail) for row in rows]
                whole = [step for step in steps if "SCAN" in step and "INDEX" not in step]
                # Chats are few, and those that are gone fewer.
                assert [step for step in whole if step != "SCAN chats"] == [], kind
    finally:
        await database.close()


async def test_the_heartbeat_is_fetched_and_its_trouble_is_no_news(
    house: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", "aiohttp")
    caplog.set_level("INFO", "huiyin")
    beats = list[str]()

    async def beat(request: web.Request) -> web.Response:
        beats.append(request.path)
        return web.Response(status=200 if len(beats) == 1 else 500)

    app = web.Application()
    app.router.add_get("/secret-address", beat)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        url = f"http://127.0.0.1:{port}/secret-address"
        auditor = Auditor(house, Clock(), lambda: None, url)
        await auditor.beat(url)
        assert caplog.text == ""
        await auditor.beat(url)
    finally:
        await runner.cleanup()
    assert len(beats) == 2
    assert "heartbeat was not taken" in caplog.text
    assert "secret-address" not in caplog.text
