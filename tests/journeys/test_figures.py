"""A supervisor's morning over the chat: one message with buttons, and a picture."""

import asyncio
import io
import json
from pathlib import Path

from opencc import OpenCC
from python_calamine import CalamineWorkbook

from tests.journeys.house import OWNER, SUPERVISOR, WANG, House


async def test_a_supervisor_goes_through_the_figures_on_one_message(house: House) -> None:
    await house.say(WANG, "我在西湖店，等了两个小时没人理我，房间还有烟味")
    await house.say(OWNER, "/stats 7d")
    before = len(house.playground.messages(OWNER))
    for label, words in (
        ("按问题", "回应及时"), ("返回", "投诉 1"), ("走势", "投诉 1"), ("返回", "投诉 1"),
        ("比一比", "还看不出变化"), ("返回", ""), ("看明细", "#1"), ("返回", ""),
        ("目标", "目标 85%"), ("返回", ""), ("选哪一天？", ""),
    )[:-1]:  # fmt: skip
        await house.press(OWNER, label)
        assert words in house.texts(OWNER)[-1], label
    assert len(house.playground.messages(OWNER)) == before, "one message, edited"


async def test_a_picture_comes_below_the_panel_and_a_case_opens_from_its_list(house: House) -> None:
    await house.say(WANG, "我在西湖店，等了两个小时没人理我，房间还有烟味")
    await house.say(OWNER, "/top today")
    await house.press(OWNER, "返回")
    await house.press(OWNER, "图")
    await house.press(OWNER, "投诉主要是什么")
    picture = house.playground.messages(OWNER)[-1]
    assert picture["photo"][-1]["width"] == 900
    assert "等候 1" in picture["caption"]
    await house.press(OWNER, "返回")
    await house.press(OWNER, "看明细")
    case = house.texts(OWNER)
    number = next(line.split()[0] for text in case for line in text.splitlines() if line[:1] == "#")
    await house.press(OWNER, number)
    assert "等了两个小时没人理我" in house.texts(OWNER)[-1]


async def test_an_export_comes_as_a_file_to_the_private_chat_of_who_asked(house: House) -> None:
    await house.say(WANG, "我在西湖店，等了两个小时没人理我，房间还有烟味")
    await house.say(OWNER, "/export 7d")
    await house.press(OWNER, "表格")
    for _ in range(100):
        if "document" in house.playground.messages(OWNER)[-1]:
            break
        await asyncio.sleep(0.1)
    await house.settle()
    message = house.playground.messages(OWNER)[-1]
    assert message["document"]["file_name"] == "huiyin-2030-02-27_2030-03-05.xlsx"
    ground = house.playground
    content = ground.content_of(ground.files[message["document"]["file_id"]])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows] == ["类别", "投诉"]
    assert "导出好了，文件在下面。" in house.texts(OWNER)
    assert await house.rows("SELECT what FROM looks WHERE what <> 'figures'") == [("export",)]
    ((facts,),) = await house.rows("SELECT facts FROM outbox WHERE kind = 'export'")
    path = facts["path"] if isinstance(facts, dict) else json.loads(facts)["path"]
    assert not Path(path).parent.exists(), "nothing of it stays on the machine"
    await whoever_is_forgotten_may_be_in_it(house)


async def whoever_is_forgotten_may_be_in_it(house: House) -> None:
    """Only people can take back a file, so the owner reads which there are."""
    await house.say(WANG, "删除我")
    await house.press(WANG, "全部清除")
    told = house.texts(OWNER)[-1].splitlines()
    assert "一位客人要求清除自己的内容" in told[0]
    assert told[1] == "这些导出是之前取走的，请一并删掉里面的："
    assert told[2].endswith(" · 2月27日–3月5日")
    assert len(told) == 4


async def test_asked_in_the_group_the_panel_comes_in_private(house: House) -> None:
    from tests.journeys.house import GROUP

    await house.say(SUPERVISOR, "/compare 7d", chat=GROUP)
    assert "和 " in house.texts(SUPERVISOR)[-1]
    assert not any("之前" in text for text in house.texts(GROUP))
    await a_digest_comes_in_traditional_script(house)


async def a_digest_comes_in_traditional_script(house: House) -> None:
    await house.say(WANG, "我在西湖店，等了两个小时没人理我，房间还有烟味")
    await house.say(SUPERVISOR, "繁體中文")
    await house.say(SUPERVISOR, "每天9點發我")
    await house.pass_time(hours=24)
    digest = next(text for text in reversed(house.texts(SUPERVISOR)) if text.startswith("昨天"))
    assert "投訴 1：" in digest
    words = digest.replace("回音酒店", "")
    assert words == OpenCC("s2t").convert(words)
