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
