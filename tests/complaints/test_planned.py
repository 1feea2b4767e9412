"""By when something is planned to be done, in the words of colleagues."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.planned import due_by

# A Friday.
NOW = datetime(2026, 11, 20, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("让店长下周五前换掉床垫", "11-27 00:00"),
        ("下周五换掉床垫", "11-27 23:59"),
        ("小李周五前把烟灰缸移走", "11-27 00:00"),
        ("周三检查一遍", "11-25 23:59"),
        ("本周内换掉床垫", "11-22 23:59"),
        ("下周前换掉", "11-23 00:00"),
        ("下下周一前", "11-30 00:00"),
        ("月底前换掉床垫", "11-30 23:59"),
        ("下个月换掉", "12-31 23:59"),
        ("12月1日换掉", "12-01 23:59"),
        ("12/1 前换", "12-01 00:00"),
        ("兩週內換掉", "12-04 23:59"),
        ("一个月内换", "12-20 23:59"),
        ("by Friday replace the mattress", "11-20 23:59"),
        ("before next Friday", "11-27 00:00"),
        ("Chen replaces it by 1 December", "12-01 23:59"),
        ("within two weeks", "12-04 23:59"),
        ("by the end of the month", "11-30 23:59"),
        ("by 2026-12-01", "12-01 23:59"),
        ("明天 14 点前换好", "11-21 14:00"),
    ],
)
def test_a_plan_names_its_day(text: str, due: str) -> None:
    found = due_by(text, NOW)
    assert found is not None
    assert f"{found:%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    "text", ["换掉旧空调", "8号房换床垫", "每月检查一遍", "2月30日", "二楼换地毯", "2020-01-01", ""]
)
def test_where_no_day_is_named_none_is_made_up(text: str) -> None:
    assert due_by(text, NOW) is None


def _said(text: str, now: datetime = NOW) -> str | None:
    found = due_by(text, now)
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "text",
    [
        "Train the front desk staff to be friendly",
        "Monitor the boiler",
        "A monthly check",
        "Ask for money",
        "Until the guest is satisfied",
        "A sunny room",
        "Prepare the wedding room",
        "The guest sat in the sun",
        "It broke last Friday, replace it",
        "Check it every Monday",
    ],
)
def test_a_word_that_only_begins_like_a_weekday_is_none(text: str) -> None:
    assert _said(text) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("on Tues", "2026-11-24 23:59"),
        ("Wednesday", "2026-11-25 23:59"),
        ("by Thurs", "2026-11-26 23:59"),
        ("by Sat", "2026-11-21 23:59"),
        ("next sun", "2026-11-29 23:59"),
        ("before Sunday", "2026-11-22 00:00"),
    ],
)
def test_a_weekday_is_a_whole_word(text: str, due: str) -> None:
    assert _said(text) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("下个月25号前换掉床垫", "2026-04-25 00:00"),
        ("下月25日换", "2026-04-25 23:59"),
        ("本月25日换", "2026-03-25 23:59"),
        ("下下个月5号换", "2026-05-05 23:59"),
        ("下月初换", "2026-04-05 23:59"),
        ("下个月上旬换", "2026-04-10 23:59"),
        ("下个月中旬换", "2026-04-20 23:59"),
        ("下个月中旬前换", "2026-04-11 00:00"),
        ("下个月底前换", "2026-04-30 23:59"),
        ("6月初换", "2026-06-05 23:59"),
        ("12月底换", "2026-12-31 23:59"),
        ("这个月3号换", None),
        ("下个月31号换", None),
    ],
)
def test_a_day_of_the_next_month_is_of_the_next_month(text: str, due: str | None) -> None:
    assert _said(text, NOW.replace(month=3, day=5)) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("周五（12月4日）前换掉", "2026-12-04 00:00"),
        ("12月4日（周五）前换掉", "2026-12-04 00:00"),
        ("周五（12/4）前换掉", "2026-12-04 00:00"),
        ("周五12月4日换掉", "2026-12-04 23:59"),
        ("12月4日 星期五下午3点前换掉", "2026-12-04 15:00"),
        ("on Friday 4 December", "2026-12-04 23:59"),
        ("before Friday, December 4th", "2026-12-04 00:00"),
        ("by Fri (4 Dec)", "2026-12-04 23:59"),
    ],
)
def test_a_written_date_beats_the_weekday_beside_it(text: str, due: str) -> None:
    assert _said(text) == due


@pytest.mark.parametrize(
    "text",
    [
        "1-2楼换地毯",
        "培训2-3次",
        "增加5-6把椅子",
        "9-10 楼地毯更换",
        "11-12点检查",
        "3/4的房间换掉",
        "Add 2-3 chairs",
        "Paint 3/4 of the rooms",
        "1027号投诉：小李换床垫",
        "301号的床垫换掉",
        "8203号换床垫",
        "会在301号前修好",
    ],
)
def test_a_range_a_fraction_or_a_room_is_no_date(text: str) -> None:
    assert _said(text) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("12/1把床垫换掉", "2026-12-01 23:59"),
        ("12-1前换掉", "2026-12-01 00:00"),
        ("by 12/1 replace it", "2026-12-01 23:59"),
        ("before 12-1 Chen replaces it", "2026-12-01 00:00"),
        ("2026-12-01的检查", "2026-12-01 23:59"),
        ("12/1号前换掉", "2026-12-01 00:00"),
        ("1/5号前换掉", "2027-01-05 00:00"),
        ("28号换床垫", "2026-11-28 23:59"),
        ("周六前台换地毯", "2026-11-21 23:59"),
    ],
)
def test_a_date_in_numbers_stays_a_date(text: str, due: str) -> None:
    assert _said(text) == due


@pytest.mark.parametrize(
    "text",
    [
        "上周五没换",
        "上个星期三晚上没换",
        "上个月25号没换",
        "上月底没换",
        "每周五检查",
        "每月25号换",
        "10月1日坏的，换新",
        "12/1坏的，换新",
        "周三晚上坏的马桶换新",
        "昨天晚上漏水，房间换掉",
        "11月25日客人投诉床垫",
        "28号入住的客人说床垫太软",
    ],
)
def test_a_day_on_which_something_happened_is_no_plan(text: str) -> None:
    assert _said(text) is None


def test_what_is_planned_beside_what_happened_counts() -> None:
    assert _said("上周五没换，下周三换") == "2026-11-25 23:59"
    assert _said("10月1日坏的，12月1日前换新") == "2026-12-01 00:00"
    assert _said("12月1日入住前换好") == "2026-12-01 23:59"


def test_a_day_of_the_next_month_may_lie_in_the_next_year() -> None:
    assert _said("下个月5号换", NOW.replace(month=12)) == "2027-01-05 23:59"


def test_before_a_date_that_is_today_is_not_a_week_later() -> None:
    assert _said("11月20日前换") is None
