"""我的数据 gives everything; 删除我 takes two steps."""

import json
from typing import Any

from tests.journeys.house import LIN, House
from tests.journeys.test_erased import (
    CANARY,
    GUEST,
    MARK,
    NAME,
    PHONE,
    REF,
    live_through_everything,
)


async def test_a_person_gets_all_of_it_to_read_and_for_a_program(house: House) -> None:
    await live_through_everything(house)
    await house.say(GUEST, "我的数据")
    files = [m["document"] for m in house.playground.messages(GUEST) if "document" in m]
    assert [file["file_name"] for file in files] == ["my-data.txt", "my-data.json"]
    read, parsed = (_read(house, file) for file in files)
    for trace in (CANARY, PHONE, REF, MARK, str(GUEST), NAME):
        assert trace in read, trace
    copy = json.loads(parsed)
    assert copy["consents"][0]["agreed_at"] > copy["consents"][0]["told_at"]
    assert [row["id"] for row in copy["cases"]] == [1001, 1002]
    await house.say(LIN, "我的数据")
    others = [m["document"] for m in house.playground.messages(LIN) if "document" in m]
    assert CANARY not in _read(house, others[0])


def _read(house: House, file: dict[str, Any]) -> str:
    stored = house.playground.files[file["file_id"]]
    return house.playground.content_of(stored).decode("utf-8-sig")


async def test_it_takes_two_steps_and_an_old_button_erases_nothing(house: House) -> None:
    await live_through_everything(house)
    await house.say(GUEST, "删除我")
    await house.press(GUEST, "先不清除")
    assert "都留着" in house.texts(GUEST)[-1]
    await house.press(GUEST, "全部清除")
    assert "找不回来" in house.texts(GUEST)[-1]
    await house.pass_time(hours=1)
    await house.press(GUEST, "全部清除")
    assert await house.rows("SELECT count(*) FROM words WHERE text IS NULL AND media IS NULL") == [
        (0,)
    ]
