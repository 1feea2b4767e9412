"""A token, a proxy's password and people's words go through every error at DEBUG, and stay unsaid.

What is looked for is known to have been there: each error is waited for in what the program says.
"""

import asyncio
import json
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from playground.cast import DEMO_TOKEN
from playground.faults import FaultKind
from playground.state import Playground
from tests.journeys.house import ALEX, CHEN, GROUP, LIN, OWNER, STAFF_CHEN
from tests.journeys.program import READY, Program, program
from tests.journeys.test_program import http_proxy, telegram
from tests.ports import free_port

GUEST = 987654321
NAME, WORDS, REPLY = "鲸落灯塔", "蓝鲸灯塔", "银杏灯塔"
PHONE, REF = "13912345678", "guest-canary-77"
PASSWORD, INTAKE_KEY, HOOK_KEY = "password-canary-71", "intake-canary-72", "hook-canary-73-long"
WEBHOOK_KEY, TOKEN = "webhook-canary-74", DEMO_TOKEN.partition(":")[2]
SECRETS = (PASSWORD, INTAKE_KEY, HOOK_KEY, WEBHOOK_KEY, TOKEN)
PERSONAL = (NAME, WORDS, REPLY, PHONE, REF)
COMPLAINT = f"房间有烟味，{WORDS}，等了两个小时没人理，电话{PHONE}"
OF_CALLS = [
    FaultKind.REFUSED,
    FaultKind.RATE_LIMITED,
    FaultKind.HTML_502,
    FaultKind.TRUNCATED,
    FaultKind.CUT,
    FaultKind.HALF_OPEN,
    FaultKind.REPLY_LOST,
    FaultKind.REPLY_LOST_HTML,
]


async def test_no_error_at_any_level_says_a_word_of_theirs(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.partition("///")[2])
    port, other = free_port(), free_port()
    settings = {
        "listen": f"127.0.0.1:{port}",
        "log_level": "debug",
        "intake_key": INTAKE_KEY,
        "hook_crm": f"http://127.0.0.1:{other}/{WORDS}#{HOOK_KEY}",
    }
    told: list[str] = []
    async with telegram(sqlite_url) as (playground, url), http_proxy() as (proxy, _):
        playground.add_person(NAME, id=GUEST)
        settings["proxy"] = f"http://me:{PASSWORD}@127.0.0.1:{proxy}"
        async with program(url, sqlite_url, log="json", **settings) as bot:
            await bot.until_it_says(READY)
            await _a_case(playground)
            await _telegram_misbehaves(playground, bot)
            await _the_database_fails(playground, bot, file)
            told += await _systems_err(f"http://127.0.0.1:{port}", bot, file)
            told += await _a_table_is_refused(url, sqlite_url, tmp_path)
            bot.send(signal.SIGTERM)
            await bot.ends()
        told.append(bot.said)
        del settings["proxy"]
        hooked = {"webhook_url": f"http://127.0.0.1:{port}", "webhook_secret": WEBHOOK_KEY}
        async with program(url, sqlite_url, **settings, **hooked) as bot:
            await bot.until_it_says(READY)
            told += await _a_webhook_is_refused(f"http://127.0.0.1:{port}", bot, file)
        told.append(bot.said)
        # Below WARNING libraries spoke too, with everything they were handed.
        assert "executing %s" in told[-1]
        told += _errors_kept(file)
        for canary in (*SECRETS, *PERSONAL):
            assert [said for said in told if canary in said] == []
        _others_saw_nothing(playground)


def _others_saw_nothing(playground: Playground) -> None:
    shown = {chat: "".join(playground.texts(chat)) for chat in (CHEN, LIN, ALEX, OWNER)}
    shown_to_all = "".join(shown.values()) + "".join(playground.texts(GROUP))
    assert WORDS in shown_to_all
    assert [one for one in (*SECRETS, NAME, PHONE, REF) if one in shown_to_all] == []
    assert [chat for chat, said in shown.items() if WORDS in said or REPLY in said] == []


async def _a_case(playground: Playground) -> None:
    await playground.add_bot_to_group(OWNER, GROUP)
    for somebody in (CHEN, LIN, ALEX, OWNER, GUEST):
        await playground.start(somebody)
    await playground.send_text(GUEST, GUEST, COMPLAINT)
    card = await playground.wait_for_message(GROUP, WORDS, seconds=20)
    await playground.press(STAFF_CHEN, GROUP, card["message_id"], "我来")
    await playground.send_text(STAFF_CHEN, GROUP, f"马上换房，{REPLY}", reply_to=card["message_id"])
    asked = await playground.wait_for_message(GROUP, "发给客人", seconds=20)
    await playground.press(STAFF_CHEN, GROUP, asked["message_id"], "发给客人")
    await playground.wait_for_message(GUEST, REPLY, seconds=20)


async def _telegram_misbehaves(playground: Playground, bot: Program) -> None:
    """Each way that a call may go wrong, with people's words in Telegram's own sentence."""
    for kind in OF_CALLS:
        details: dict[str, Any] = {"hangs": 0.2, "retry_after": 1}
        said = f"Bad Request: can't parse {WORDS} {PHONE} {DEMO_TOKEN}"
        for method in ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates"):
            playground.fault(kind, method, code=400, description=said, **details)
        await playground.send_text(GUEST, GUEST, COMPLAINT)
        await asyncio.sleep(0.15)
    await bot.until_it_says("Updates can't be fetched")
    playground.faults.clear()
    for chat in (GUEST, ALEX):
        message = {"message_id": WORDS, "chat": {"id": chat}, "text": COMPLAINT}
        playground.inject({"message": message})
    await bot.until_it_says("(Unreadable at")


@contextmanager
def _broken(file: Path, does: str) -> Iterator[None]:
    """A database in which this statement fails, and quotes people as it does."""
    with closing(sqlite3.connect(file, timeout=10)) as database:
        database.execute(f"CREATE TRIGGER broken {does}")
        database.commit()
        try:
            yield
        finally:
            database.execute("DROP TRIGGER broken")
            database.commit()


def _raising(table: str) -> str:
    return f"BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{WORDS} {PHONE}'); END"


async def _the_database_fails(playground: Playground, bot: Program, file: Path) -> None:
    """Under an update, under what is to be sent, and with facts that nobody can read."""
    with _broken(file, _raising("words")):
        await playground.send_text(GUEST, GUEST, COMPLAINT)
        await bot.until_it_says("IntegrityError: IntegrityError at")
    unread = "UPDATE outbox SET facts = json_object('x', '" + WORDS + "') WHERE id = NEW.id"
    with _broken(file, f"AFTER INSERT ON outbox WHEN NEW.kind IS NOT NULL BEGIN {unread}; END"):
        await playground.send_text(LIN, LIN, "/help")
        await playground.send_text(GUEST, GUEST, COMPLAINT)
        await bot.until_it_says("could not be made")


async def _systems_err(own: str, bot: Program, file: Path) -> list[str]:
    """A shop's system writes nonsense, the database fails under it, and another one is away."""
    customer = {"id": REF, "phone": PHONE}
    good = {"id": WORDS, "status": "finished", "finished_at": "2026-11-20T12:00:00+08:00"}
    told = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {INTAKE_KEY}"}) as http:
        bad = [
            {**good, "customer": PHONE},
            {**good, "customer": customer, "status": WORDS},
            [WORDS],
        ]
        for body in bad:
            async with http.post(f"{own}/services", json=body) as answer:
                assert answer.status in {400, 422}
        guessed = {"Authorization": f"Bearer {PASSWORD}"}
        async with http.post(f"{own}/services", json=good, headers=guessed) as answer:
            assert answer.status == 401
        with _broken(file, _raising("services")):
            whole = {**good, "customer": customer, "place": "westlake"}
            async with http.post(f"{own}/services", json=whole) as answer:
                assert answer.status == 500
                told.append(await answer.text())
        await bot.until_it_says("Exception in ASGI application")
        for path in ("/health", "/ready", "/metrics", f"/{WORDS}"):
            async with http.get(own + path) as answer:
                told.append(await answer.text())
    return told


async def _a_table_is_refused(url: str, database_url: str, folder: Path) -> list[str]:
    table = folder / "services.csv"
    rows = [f"{WORDS},{REF},{WORDS},{PHONE}", f"a1,{REF},2026-11-20T12:00:00+08:00,{NAME}"]
    table.write_text("\n".join(["编号,客户编号,结束时间,手机", *rows]), encoding="utf-8")
    async with program(url, database_url, "import", str(table), log_level="debug") as command:
        await command.ends()
    assert "2" in command.said
    return [command.said]


async def _a_webhook_is_refused(own: str, bot: Program, file: Path) -> list[str]:
    update = {"update_id": 77, "message": {"text": COMPLAINT, "chat": {"id": GUEST}}}
    header, told = "X-Telegram-Bot-Api-Secret-Token", []
    await _until_up(own)
    async with aiohttp.ClientSession() as http:

        async def post(secret: str, body: str) -> int:
            sent = http.post(f"{own}/telegram", data=body.encode(), headers={header: secret})
            async with sent as answer:
                told.append(await answer.text())
                return answer.status

        assert await post(PASSWORD, json.dumps(update)) == 401
        assert await post(WEBHOOK_KEY, f"{{{COMPLAINT}") == 400
        with _broken(file, _raising("inbox")):
            assert await post(WEBHOOK_KEY, json.dumps(update)) == 503
        await bot.until_it_says("An update could not be kept")
    return told


async def _until_up(own: str) -> None:
    async with asyncio.timeout(20), aiohttp.ClientSession() as http:
        while True:
            with suppress(aiohttp.ClientConnectorError):
                async with http.get(f"{own}/health"):
                    return
            await asyncio.sleep(0.05)


def _errors_kept(file: Path) -> list[str]:
    """What the tables say of failures."""
    with closing(sqlite3.connect(file)) as database:
        found = []
        for table in ("inbox", "outbox", "hook_calls", "jobs"):
            with suppress(sqlite3.OperationalError):
                found += database.execute(f"SELECT error FROM {table}").fetchall()
        return [str(error) for (error,) in found if error]
