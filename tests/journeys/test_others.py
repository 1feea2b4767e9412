"""A supervisor sends a table of others' figures in private and sees their own beside them."""

import pytest

from tests.journeys.house import OWNER, STAFF_CHEN, SUPERVISOR, House
from tests.journeys.test_ladder import count

pytestmark = pytest.mark.slow
TABLE = "名称,指标,数值,样本数\n同城四星平均,满意度,86%,1200\n".encode("gb18030")


async def send(house: House, user: int, content: bytes, name: str = "others.csv") -> None:
    await house.playground.send_file(
        user, user, kind="document", name=name, mime="text/csv", content=content
    )
    await house.settle()
    while await house.app.tables.work_off():
        await house.settle()
    await house.settle()


async def test_a_table_is_kept_shown_beside_ours_and_taken_away_again(house: House) -> None:
    await house.say(SUPERVISOR, "和别家比")
    assert "还没有别家的数字" in house.texts(SUPERVISOR)[-1]
    await send(house, SUPERVISOR, TABLE)
    assert "记下了 1 个别家的数字" in house.texts(SUPERVISOR)[-1]
    await house.press(SUPERVISOR, "和别家比", "记下了")
    assert "同城四星平均 86%" in house.texts(SUPERVISOR)[-1]
    await house.press(SUPERVISOR, "删掉 同城四星平均", "86%")
    assert "还没有别家的数字" in house.texts(SUPERVISOR)[-1]
    assert await house.rows("SELECT count(*) FROM others") == [(0,)]


async def test_only_who_brought_figures_takes_them_away(house: House) -> None:
    await send(house, OWNER, TABLE)
    mixed = TABLE.replace(b"86%", b"88%") + "同区三星平均,满意度,70%,\n".encode("gb18030")
    await send(house, SUPERVISOR, mixed)
    told = house.texts(SUPERVISOR)[-1]
    assert "记下了 1 个别家的数字" in told
    assert "没有动“同城四星平均”" in told
    await house.say(SUPERVISOR, "和别家比")
    shown = house.texts(SUPERVISOR)[-1]
    assert "86%" in shown, "a colleague's figure stays"
    assert "88%" not in shown
    await house.press(SUPERVISOR, "删掉 同区三星平均", "86%")
    await send(house, SUPERVISOR, TABLE)
    assert "记下了" not in house.texts(SUPERVISOR)[-1]
    await house.say(SUPERVISOR, "和别家比")
    assert "删掉" not in str(house.playground.messages(SUPERVISOR)[-1])
    both = "同区三星平均,满意度,70%,\n".encode("gb18030")
    await send(house, SUPERVISOR, TABLE[: TABLE.index(b"\n") + 1] + both)
    await send(house, OWNER, TABLE.replace(b"86%", b"87%") + both.replace(b"70%", b"71%"))
    assert "记下了 2 个别家的数字" in house.texts(OWNER)[-1], "owners may replace them all"
    await house.say(OWNER, "和别家比")
    await house.press(OWNER, "删掉 同区三星平均", "87%")
    await house.press(OWNER, "删掉 同城四星平均", "87%")
    assert await house.rows("SELECT count(*) FROM others") == [(0,)]


async def test_a_wrong_table_is_one_sentence_and_one_of_a_colleague_is_no_table(
    house: House,
) -> None:
    await send(house, SUPERVISOR, b"a,b\n1,2\n")
    assert "第一行要有“名称、指标、数值”三列" in house.texts(SUPERVISOR)[-1]
    await send(house, STAFF_CHEN, TABLE)
    assert count(house.texts(STAFF_CHEN), "别家") == 0
    assert await house.rows("SELECT count(*) FROM others") == [(0,)]
