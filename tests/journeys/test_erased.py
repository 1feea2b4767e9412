"""Somebody who used everything asks to be forgotten, and is nowhere afterwards."""

import json
import logging
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import select, text

from bot.keeping import Keeper
from playground.cast import DEMO_CAST
from storage.tables import TABLES
from tests.journeys.house import GROUP, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_survey import service

GUEST = 987654321
NAME = "鲸落"
CANARY = "蓝鲸灯塔"
PHONE, REF, MARK = "13912345678", "guest-canary-77", "platinum-canary"


async def live_through_everything(house: House) -> None:
    """A survey with a changed answer and a comment, complaints, files, replies, remarks."""
    body = service(house)
    body["customer"] = {"id": REF, "phone": PHONE, "attributes": {"level": MARK}}
    status, answer = await house.post("/services", body)
    assert status == 200, answer
    house.playground.add_person(NAME, id=GUEST)
    await house.playground.start(GUEST, answer["link"].split("start=")[1])
    await house.settle()
    await house.pass_time(hours=3)
    await house.press(GUEST, "很不满意")
    await house.say(GUEST, f"{CANARY}的早餐太差了")
    await house.say(GUEST, "改")
    await house.say(GUEST, f"房间有烟味，{CANARY}，等了两个小时没人理")
    await house.playground.send_file(GUEST, GUEST, "photo", b"smoke", caption=f"{CANARY}照片")
    await house.settle()
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "内部备注", "#1001", GROUP)
    await house.answer(STAFF_CHEN, f"客人一直说{CANARY}", "内部备注")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, f"关于{CANARY}，明天 14 点前修好", "回复")
    await house.say(SUPERVISOR, "/case 1001")
    await house.say(GUEST, f"{CANARY}有煤气味，快来人！")
    await house.pass_time(hours=1)
    await house.say(GUEST, f"表扬小陈，{CANARY}服务真好，谢谢小陈！")
    await house.say(SUPERVISOR, "低分")
    low = house.texts(SUPERVISOR)[-1]
    assert "打分不满意" in low
    assert CANARY in low


async def forget(house: House) -> None:
    await house.say(GUEST, "删除我")
    await house.press(GUEST, "全部清除")
    assert "都清除了" in house.texts(GUEST)[-1]
    database, rulebook = house.app.database, house.app.rulebook
    keeper = Keeper(database, rulebook)
    await keeper(house.app.clock.now())
    await house.settle()


async def cells(house: House) -> list[tuple[str, str]]:
    """Every value of every column of every table, as text."""
    found = []
    async with house.app.database.reading() as connection:
        for table in TABLES.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                for name, value in row.items():
                    shown = value.decode(errors="replace") if isinstance(value, bytes) else value
                    text = (
                        shown
                        if isinstance(shown, str)
                        else json.dumps(shown, default=str, ensure_ascii=False)
                    )
                    found.append((f"{table.name}.{name}", text))
    return found


async def test_after_erasing_nothing_of_a_person_is_anywhere(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await live_through_everything(house)
    traces = (CANARY, PHONE, REF, MARK, str(GUEST), NAME)
    held = await cells(house)
    assert all(any(trace in text for _, text in held) for trace in traces)
    assert any(CANARY in said for said in house.texts(GROUP))
    assert any(CANARY in said for said in house.texts(SUPERVISOR))
    await _take_samples(house)
    await forget(house)
    left = [
        (place, trace, text[:80])
        for place, text in await cells(house)
        for trace in traces
        if trace in text
    ]
    assert left == []
    for person in DEMO_CAST.everybody():
        if person.id != GUEST:
            seen = [said for said in house.texts(person.id) if CANARY in said]
            assert seen == [], person
    assert [said for said in house.texts(GROUP) if CANARY in said] == []
    assert CANARY not in caplog.text
    await nothing_in_files(house, traces)


async def test_a_review_that_quotes_whom_we_forget_says_it_no_more(house: House) -> None:
    await house.say(WANG, f"等了半个小时，{CANARY}，房间有烟味")
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换房，很抱歉。", "怎么解决的")
    await house.press(WANG, "解决了，满意")
    await house.say(SUPERVISOR, "/audit")
    assert CANARY in house.texts(SUPERVISOR)[-1]
    await house.say(WANG, "删除我")
    await house.press(WANG, "全部清除")
    assert [said for said in house.texts(SUPERVISOR) if CANARY in said] == []


async def _take_samples(house: House) -> None:
    """As the server does by itself now and then, and keeps them when the rows are gone."""
    if house.app.database.is_sqlite:
        return
    async with house.app.database.writing() as connection:
        await connection.execute(text("ANALYZE"))
        sampled = text(
            "SELECT count(*) FROM pg_stats WHERE schemaname = 'public'"
            " AND (most_common_vals::text LIKE :trace OR histogram_bounds::text LIKE :trace)"
        )
        for trace in (CANARY, PHONE, REF, MARK, str(GUEST), NAME):
            assert await connection.scalar(sampled, {"trace": f"%{trace}%"}) == 0, trace


async def nothing_in_files(house: House, traces: tuple[str, ...]) -> None:
    database = house.app.database
    if database.path is not None:
        files = [f for f in database.path.parent.iterdir() if f.name.startswith(database.path.name)]
        assert files
    else:
        url = house.app.settings.database_url.replace("+asyncpg", "")
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("VACUUM FULL")
            await connection.execute("CHECKPOINT")
            folder = Path(await connection.fetchval("SHOW data_directory"))
            number = await connection.fetchval(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            )
        finally:
            await connection.close()
        files = [file for file in (folder / "base" / str(number)).iterdir() if file.is_file()]
    for file in files:
        held = file.read_bytes()
        for trace in traces:
            assert trace.encode() not in held, (file.name, trace)
