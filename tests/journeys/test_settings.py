"""Owners change the commonest rules with a tap; the file keeps its comments, and one tap undoes."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from dimensions.tagger import Tagger
from tests.journeys.house import OWNER, STAFF_CHEN, SUPERVISOR, WANG, House, open_house
from tests.journeys.test_complaint import SIMPLIFIED
from tests.ports import free_port

RULES = """# 我们的规则，改之前先问店长
format: 1
extends: hotel
complaints:
  promises:
    clear: {first_response: 2h, resolution: 24h}   # 说好的
  # 下面的别动
  progress_every: 12h
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "huiyin.yaml"
    made.write_text(RULES, encoding="utf-8")
    return made


@pytest_asyncio.fixture
async def ruled(database_url: str, tagger: Tagger, file: Path) -> AsyncIterator[House]:
    port = free_port()
    async with open_house(database_url, tagger, port, config=str(file)) as opened:
        yield opened


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def remove(file: Path) -> None:
    file.unlink()


def left_over(file: Path) -> list[Path]:
    return list(file.parent.glob(".*"))


def clear_answered_in(house: House) -> str:
    return str(house.app.rulebook.current.rules.complaints.promises.clear.first_response)


async def test_a_tap_changes_one_line_for_what_comes_and_a_tap_takes_it_back(
    ruled: House, file: Path
) -> None:
    await ruled.say(OWNER, "/settings")
    assert "明确 2 小时" in ruled.texts(OWNER)[-1]
    await ruled.press(OWNER, "多久答复")
    await ruled.press(OWNER, "明确")
    await ruled.press(OWNER, "30 分钟")
    assert "改好了" in ruled.texts(OWNER)[-1]
    assert "明确 30 分钟" in ruled.texts(OWNER)[-1]
    wanted = RULES.replace("first_response: 2h", "first_response: 30min")
    # A comment at the end of a line moves with the line.
    assert re.sub(" +#", " #", read(file)) == re.sub(" +#", " #", wanted)
    await ruled.app.rules_watch.look()
    assert clear_answered_in(ruled) == "0:30:00"
    await ruled.press(OWNER, "‹ 返回")
    await ruled.press(OWNER, "↩️ 改回去")
    assert read(file) == RULES
    await ruled.app.rules_watch.look()
    assert clear_answered_in(ruled) == "2:00:00"
    rows = await ruled.rows("SELECT added_by IS NOT NULL FROM rule_versions ORDER BY id")
    assert [bool(by) for (by,) in rows] == [False, True, True]


async def test_the_choice_that_is_ticked_already_writes_nothing(ruled: House, file: Path) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "假期")
    await ruled.press(OWNER, "按香港假日")
    changed = read(file)
    await ruled.press(OWNER, "多久答复")
    await ruled.press(OWNER, "严重")
    await ruled.press(OWNER, "✓ 30 分钟")
    assert read(file) == changed
    assert "改好了" not in ruled.texts(OWNER)[-1]
    await ruled.press(OWNER, "‹ 返回")
    # What was really changed can still be taken back.
    await ruled.press(OWNER, "↩️ 改回去")
    assert read(file) == RULES


async def test_other_hours_are_typed_and_taken_back_with_a_tap(ruled: House, file: Path) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "营业时间")
    await ruled.press(OWNER, "自己写…")
    assert "例如“10:00-21:30”" in ruled.texts(OWNER)[-1]
    await ruled.say(OWNER, "昨天投诉几件")
    assert "没看懂" not in ruled.texts(OWNER)[-1]
    await ruled.say(OWNER, "看情况")
    assert "没看懂" in ruled.texts(OWNER)[-1]
    assert read(file) == RULES
    await ruled.say(OWNER, "周一到周五 9:00-18:00，周六 10:00-16:00")
    assert "改好了" in ruled.texts(OWNER)[-1]
    assert "营业时间：周一–周五 09:00-18:00 · 周六 10:00-16:00" in ruled.texts(OWNER)[-1]
    assert "mon-fri 09:00-18:00" in read(file)
    await ruled.press(OWNER, "↩️ 改回去")
    assert read(file) == RULES


async def test_who_thinks_better_of_typing_hours_changes_nothing(ruled: House, file: Path) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "营业时间")
    await ruled.press(OWNER, "自己写…")
    await ruled.say(OWNER, "取消")
    assert "没有改" in ruled.texts(OWNER)[-1]
    await ruled.say(OWNER, "10:00-21:30")
    assert read(file) == RULES


@pytest.mark.parametrize("went_back", [True, False])
async def test_who_is_asked_for_hours_and_tells_of_a_fire_is_heard(
    ruled: House, went_back: bool
) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "营业时间")
    await ruled.press(OWNER, "自己写…")
    if went_back:
        await ruled.press(OWNER, "‹ 返回")
    await ruled.say(OWNER, "空调着火了！！救命")
    assert await ruled.rows("SELECT kind FROM cases") == [("emergency",)]
    assert not any("没看懂" in text for text in ruled.texts(OWNER))


@pytest.mark.parametrize("asked", ["昨天投诉几件", "昨天 10 点以后投诉几件？", "最近投诉多不多？"])
async def test_who_is_asked_for_hours_may_still_ask_for_figures(ruled: House, asked: str) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "营业时间")
    await ruled.press(OWNER, "自己写…")
    await ruled.say(OWNER, asked)
    assert await ruled.rows("SELECT kind FROM cases") == []
    assert "没看懂" not in ruled.texts(OWNER)[-1]


async def test_hours_after_a_tap_back_change_nothing(ruled: House, file: Path) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "营业时间")
    await ruled.press(OWNER, "自己写…")
    await ruled.press(OWNER, "‹ 返回")
    await ruled.say(OWNER, "10:00-21:30")
    assert read(file) == RULES


async def test_a_file_that_was_edited_since_is_not_taken_back(ruled: House, file: Path) -> None:
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "问卷发不发")
    await ruled.press(OWNER, "先不发")
    changed = read(file) + "# 又加了一行\n"
    assert "ask: false" in changed
    assert "问卷发不发：先不发" in ruled.texts(OWNER)[-1]
    write(file, changed)
    await ruled.press(OWNER, "↩️ 改回去")
    assert "又改过" in ruled.texts(OWNER)[-1]
    assert read(file) == changed


async def test_nonsense_in_the_file_is_told_and_nothing_is_written(
    ruled: House, file: Path
) -> None:
    await ruled.say(OWNER, "/settings")
    broken = RULES + "surveys: {delay: soon}\n"
    write(file, broken)
    await ruled.press(OWNER, "假期")
    await ruled.press(OWNER, "按中国假日和调休")
    assert any("没有改" in said for said in ruled.texts(OWNER))
    assert read(file) == broken
    assert left_over(file) == []


async def test_supervisors_read_and_others_hear_that_it_is_not_theirs(ruled: House) -> None:
    await ruled.say(SUPERVISOR, "/settings")
    assert "多久答复" in ruled.texts(SUPERVISOR)[-1]
    message = ruled.playground.messages(SUPERVISOR)[-1]
    assert not message.get("reply_markup")
    for person in (STAFF_CHEN, WANG):
        await ruled.say(person, "/settings")
        assert "多久答复" not in ruled.texts(person)[-1]


async def test_a_promise_that_was_made_is_not_moved(ruled: House) -> None:
    await ruled.say(WANG, SIMPLIFIED)
    before = await ruled.rows("SELECT due_at FROM promises ORDER BY id")
    await ruled.say(OWNER, "/settings")
    await ruled.press(OWNER, "多久答复")
    await ruled.press(OWNER, "明确")
    await ruled.press(OWNER, "10 分钟")
    assert await ruled.rows("SELECT due_at FROM promises ORDER BY id") == before


@pytest.mark.slow
async def test_a_target_is_set_by_a_tap_and_the_panel_holds_the_figures_against_it(
    ruled: House, file: Path
) -> None:
    await ruled.say(OWNER, "/settings")
    assert "目标：满意 85% · 首次答复按时 95% · 处理按时 95%" in ruled.texts(OWNER)[-1]
    await ruled.press(OWNER, "目标")
    await ruled.press(OWNER, "满意")
    await ruled.press(OWNER, "90%")
    assert "目标：满意 90%" in ruled.texts(OWNER)[-1]
    assert "csat: 90" in read(file)
    await ruled.app.rules_watch.look()
    await ruled.say(OWNER, "目标")
    assert "满意：目标 90%" in ruled.texts(OWNER)[-1]
    assert "改目标：负责人发 /settings。" in ruled.texts(OWNER)[-1]
    await ruled.say(OWNER, "隐私")
    assert "导出过什么，保存 730 天" in ruled.texts(OWNER)[-1]
    remove(file)
    await ruled.say(OWNER, "目标")
    assert "/settings" not in ruled.texts(OWNER)[-1], (
        "nothing can be changed where there is no file"
    )


async def test_hours_of_work_are_told_from_hours_by_the_clock(
    database_url: str, tagger: Tagger
) -> None:
    async with open_house(database_url, tagger, free_port(), config="telecom") as telecom:
        await telecom.say(OWNER, "/settings")
        told = telecom.texts(OWNER)[-1]
        first = "轻微 8 工作小时 · 明确 4 工作小时 · 严重 2 工作小时 · 危险 30 分钟"
        assert f"多久答复：{first}" in told
        assert "多久办完：轻微 40 工作小时" in told
        assert "危险 1 天" in told or "危险 24 小时" in told
