"""Wishes that customers stated, and how it went."""

from pathlib import Path

import pytest

from dimensions import Polarity, Tagger
from dimensions.tables import TableError
from dimensions.unheeded import TABLE, Wishes


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    [
        "说了不吃葱。。。送来的还是有葱",
        "我说带两包番茄酱也不给带",
        "写微辣难道看不到？",
        "让多放醋，一滴都没有",
        "预订时指定高楼层，结果给了二楼",
        "要求开专票，给的是普票",
        "跟店家讲了不要辣椒，碗底一层辣椒",
        "要求分开装，结果全混在一起",
        "叫他們別加冰，杯子裡滿滿都是冰",
        "不是说了不要葱花吗",
        "我填的是放门口，他给我放驿站了",
        "这次要了勺子，还是没有勺子",
        "备注微辣，真的很辣",
        "要求安静的房间，确实不安静",
        "指定大床房，到店就给换成标间",
        "备注不要香菜，主动给我加了一大把",
        "备注不要葱，好评返现的卡片倒是放了三张，葱也放了",
        "让他们多放点醋，棒子面都没有",
    ],
)
def test_what_was_asked_for_and_not_done_is_wrong_and_careless(tagger: Tagger, text: str) -> None:
    assert {"reliability", "empathy"} <= blamed(tagger, text)


@pytest.mark.parametrize(
    "text", ["交代不要按门铃，外卖员一直按", "告诉你们别再打营销电话了，隔天照打"]
)
def test_a_deed_that_was_to_be_left_undone_is_careless(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"empathy"}


@pytest.mark.parametrize(
    "text",
    [
        "说了不要葱，店家真的没放，好评",
        "备注不要辣，真的一点都没放，赞",
        "说不要葱就没有葱，满意",
        "让店家多给点汤，给了满满一碗，谢谢",
        "特意点了微辣，辣度刚刚好",
        "牛排要的五分熟，烤得刚刚好",
        "排队的时候店员让我们不要急，还是很快的",
        "特意要了安静的房间，一直睡到中午，太舒服了",
        "选的大床房，结果特别舒服",
        "要的五分熟牛排，居然这么嫩",
        "让她多放点糖，居然还送了一杯，惊喜",
        "我要求安静的房间，前台一直帮忙换，很感谢",
        "要求高楼层，做到了吗",
        "备注不要辣可以吗？",
    ],
)
def test_what_was_asked_for_and_done_blames_nothing(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == set()


@pytest.mark.parametrize(
    "text", ["店家说送饮料，没有送", "客服说了不收手续费，结果扣了十块", "点的牛肉面送来的是鸡丝面"]
)
def test_what_others_promised_or_what_was_ordered_is_no_wish(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text)
    assert "empathy" not in blamed(tagger, text)


@pytest.mark.parametrize("text", ["说了不要吵，就没消停过", "备注不要辣，就没人看备注"])
def test_a_no_of_something_else_is_no_wish_that_was_kept(tagger: Tagger, text: str) -> None:
    assert not tagger.read(text).of(Polarity.POSITIVE)


def test_the_evidence_is_the_wish_and_how_it_went(tagger: Tagger) -> None:
    [words] = {
        span.words
        for finding in tagger.read("味道好。跟店家讲了不要香菜，碗底一层香菜").of(Polarity.NEGATIVE)
        for span in finding.evidence
    }
    assert words == "跟店家讲了不要香菜，碗底一层"


def test_a_table_without_a_part_is_refused_by_its_name(tmp_path: Path) -> None:
    table = tmp_path / "wishes.tsv"
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(row for row in rows if not row.startswith("kept\t")), "utf-8")
    with pytest.raises(TableError, match=r"wishes\.tsv：缺少 'kept' 这一行"):
        Wishes.load(table)
