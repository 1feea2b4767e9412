"""A channel hears what a level hears; what it does not take goes up at once, and is an alarm."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import alerting
from bot.rules import load_rules
from channels import posting
from channels.addresses import Kind
from dimensions.tagger import Tagger
from people.telling import Note, NoteKind, To
from storage.work import begin_work
from tests.channels.robot_servers import SECRET, TOKEN, Service, serve
from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House, open_house
from tests.journeys.test_complaint import SIMPLIFIED
from tests.ports import free_port

RULES = """
extends: hotel
channels:
  duty: {kind: KIND}
complaints:
  ladder:
    levels:
      - {to: supervisors}
      - {channels: [duty]}
      - {to: owners}
"""
TOP_ALONE = """
extends: hotel
channels:
  duty: {kind: KIND}
complaints:
  ladder: {levels: [{channels: [duty]}]}
  ladder_changes: {serious: {levels: [{channels: [duty]}]}, danger: {levels: [{channels: [duty]}]}}
"""
ROBOTS = [Kind.DINGTALK, Kind.WECOM, Kind.FEISHU]


@asynccontextmanager
async def house_with(
    service: Service, url: str, tagger: Tagger, folder: Path, words: str = RULES
) -> AsyncIterator[House]:
    file = folder / "rules.yaml"
    file.write_text(words.replace("KIND", service.kind.value))
    port = free_port()
    address = f"{service.url} {service.secret or ''}"
    details: dict[str, Any] = {"channels": {"duty": address}}
    async with open_house(url, tagger, port, rules=load_rules(file), **details) as opened:
        yield opened


@pytest.mark.parametrize("kind", ROBOTS, ids=str)
async def test_a_channel_hears_its_level_and_no_word_of_the_customer(
    kind: Kind, database_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with (
        serve(kind) as service,
        house_with(service, database_url, tagger, tmp_path) as house,
    ):
        await house.say(WANG, SIMPLIFIED)
        await house.pass_time(minutes=61)
        assert service.taken == []
        await house.pass_time(minutes=30)
        (told,) = service.taken
        assert re.match(r"【回音】⚠️ #1001 已超时 .*还没人接手。\n", told)
        assert "https://t.me/c/" in told
        assert "前答复" in told
        assert [said for said in house.texts(OWNER) if "#1001" in said] == []
        for secret in ("王", "两个小时", SIMPLIFIED[:6], SIMPLIFIED[-6:]):
            assert secret not in told
        await house.pass_time(minutes=30)
        assert len([said for said in house.texts(OWNER) if "#1001" in said]) == 1


@pytest.mark.parametrize("trouble", ["html", "hang", "cut", "sign", "busy"])
async def test_what_a_channel_does_not_take_goes_up_at_once_and_is_an_alarm(
    trouble: str,
    database_url: str,
    tagger: Tagger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(posting, "ANSWER", 0.1)
    monkeypatch.setattr(alerting, "BACKOFF", 0.01)
    async with (
        serve(Kind.DINGTALK) as service,
        house_with(service, database_url, tagger, tmp_path) as house,
    ):
        service.trouble = trouble
        await house.say(WANG, SIMPLIFIED)
        await house.pass_time(minutes=61)
        await house.pass_time(minutes=30)
        for _ in range(4):
            await house.pass_time(seconds=1)
        alarms = [said for said in house.texts(OWNER) if "渠道“duty”" in said]
        assert len(alarms) == 1
        assert len([said for said in house.texts(OWNER) if "上一级联系不上" in said]) == 1
        assert await health(house) == {"status": "ok", "alerts": 1, "silent_channels": ["duty"]}
        service.trouble = ""
        for secret in (TOKEN, SECRET):
            assert secret not in caplog.text + "".join(house.texts(OWNER))


async def test_a_top_level_that_is_a_silent_channel_leads_to_the_staff_chat(
    sqlite_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with (
        serve(Kind.WECOM, trouble="sign") as service,
        house_with(service, sqlite_url, tagger, tmp_path, TOP_ALONE) as house,
    ):
        await house.say(WANG, SIMPLIFIED)
        await house.pass_time(minutes=61)
        await house.pass_time(seconds=1)
        assert service.calls
        assert [said for said in house.texts(GROUP) if "上一级联系不上" in said]
        assert [said for said in house.texts(OWNER) if "渠道“duty”" in said]


async def test_an_emergency_reaches_every_channel(
    sqlite_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with (
        serve(Kind.FEISHU) as service,
        house_with(service, sqlite_url, tagger, tmp_path) as house,
    ):
        await house.say(WANG, "房间里有很浓的煤气味，快来人！")
        (told,) = service.taken
        assert "突发事件，请立即到场" in told
        assert "煤气" not in told


async def test_a_solved_case_says_nothing_more(
    sqlite_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with (
        serve(Kind.WECOM) as service,
        house_with(service, sqlite_url, tagger, tmp_path) as house,
    ):
        await house.say(WANG, SIMPLIFIED)
        await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
        await house.answer(STAFF_CHEN, "马上来。", "内容会发给客人")
        await house.pass_time(minutes=91)
        assert service.taken == []
        assert [said for said in house.texts(SUPERVISOR) if "#1001" in said] == []


async def test_many_alerts_at_once_are_few_calls_and_each_is_told(
    database_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with (
        serve(Kind.DINGTALK, is_paced=True) as service,
        house_with(service, database_url, tagger, tmp_path) as house,
    ):
        await house.say(WANG, SIMPLIFIED)
        async with begin_work(house.app.database, house.app.clock.now()) as work:
            (chat,) = await work.channels.open()
            for number in range(45):
                facts = {"case": 1001, "late_minutes": number + 1, "level": 2}
                to, kind = To(chat_id=chat.id), NoteKind.ESCALATION
                key = f"many-{number}"
                await work.telling.note(Note(key=key, kind=kind, to=to, facts=facts))
        house.app.courier.wake()
        await house.settle()
        assert len(service.calls) <= 4
        told = "\n".join(service.taken)
        assert told.count("#1001") == 45
        assert all(len(text.encode()) <= 2000 for text in service.taken)
        rows = await house.rows("SELECT DISTINCT state FROM outbox WHERE key LIKE 'many-%'")
        assert rows == [("sent",)]


async def test_a_channel_named_while_the_bot_runs_hears_too(
    sqlite_url: str, tagger: Tagger, tmp_path: Path
) -> None:
    async with serve(Kind.WECOM) as service:
        file = tmp_path / "rules.yaml"
        file.write_text("extends: hotel\n")
        port = free_port()
        details: dict[str, Any] = {"channels": {"duty": service.url}, "config": str(file)}
        async with open_house(sqlite_url, tagger, port, **details) as house:
            file.write_text(RULES.replace("KIND", "wecom"))
            await house.app.rules_watch.look()
            await house.say(WANG, "房间里有很浓的煤气味，快来人！")
            assert len(service.taken) == 1


async def health(house: House) -> Any:
    url = f"http://127.0.0.1:{house.app.settings.port}/health"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return await response.json()
