"""What staff promise in words is a promise with a time; what they ask for is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.vows import asks_for_a_call, promised_by

# A Tuesday afternoon.
NOW = datetime(2030, 3, 5, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "month", "day", "hour", "minute"),
    [
        ("明天 14 点前修好", 3, 6, 14, 0),
        ("马上安排，半小时内到", 3, 5, 15, 30),
        ("兩個小時之內給您換房", 3, 5, 17, 0),
        ("今天下午5点前答复您", 3, 5, 17, 0),
        ("5点前给您回复", 3, 5, 17, 0),
        ("今晚八点半送到", 3, 5, 20, 30),
        ("周五之前退款", 3, 8, 0, 0),
        ("今天内处理好", 3, 6, 0, 0),
        ("明天前办好", 3, 6, 0, 0),
        ("3月8日上午10:30会给您打电话", 3, 8, 10, 30),
        ("30分钟后送到房间", 3, 5, 15, 30),
        ("下周一上午给您答复", 3, 11, 12, 0),
        ("十分钟左右到", 3, 5, 15, 10),
        ("大后天中午12点前安排好", 3, 8, 12, 0),
        ("明早9点维修师傅会到", 3, 6, 9, 0),
        ("明天中午1点前送到", 3, 6, 13, 0),
        ("今晚12点前修好", 3, 6, 0, 0),
        ("3号前给您退款", 4, 3, 0, 0),
        ("下下周一前给您换好", 3, 18, 0, 0),
        ("这周五前给您换好", 3, 8, 0, 0),
        ("We will fix it by 5 pm tomorrow", 3, 6, 17, 0),
        ("Somebody comes within half an hour", 3, 5, 15, 30),
        ("We will call you by 17.30", 3, 5, 17, 30),
        ("We will call you by 5.30 pm.", 3, 5, 17, 30),
        ("We will call you by 17.", 3, 5, 17, 0),
        ("下个月3号前给您退款", 4, 3, 0, 0),
        ("周五（3月15日）前给您退款", 3, 15, 0, 0),
        ("上周五的事，周五前给您答复", 3, 8, 0, 0),
    ],
)
def test_a_time_in_words_is_a_promise(
    text: str, month: int, day: int, hour: int, minute: int
) -> None:
    assert promised_by(text, NOW) == NOW.replace(month=month, day=day, hour=hour, minute=minute)


@pytest.mark.parametrize(
    "text",
    [
        "请您明天 12 点前退房",
        "您昨天 14 点反映的事，已经换好了",
        "房间 812 已经安排",
        "一会儿就来",
        "30 元会退给您",
        "我们的营业时间是 9:00 到 21:00",
        "请您半小时内到前台",
        "99 点前修好",
        "2月30日前修好",
        "8号房前面会清理",
        "It will be fixed by 2030-04-01",
        "We will fix it by 20 March",
        "Please check out by 12",
        "会在301号前修好",
        "1027号前会修好",
        "上周五下午反映的事已经处理",
        "明天前台会给您答复",
        "We will fix it by 20.12.2030",
        "",
    ],
)
def test_what_is_asked_of_the_customer_or_names_no_time_is_none(text: str) -> None:
    assert promised_by(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("请给我回电", True),
        ("打个电话给我，别发消息", True),
        ("麻煩回我電話", True),
        ("Could you call me?", True),
        ("电话没人接", False),
        ("给我打八折吧", False),
        ("我打了三个电话", False),
    ],
)
def test_a_customer_who_asks_for_a_call_is_understood(text: str, asks: bool) -> None:
    assert asks_for_a_call(text) is asks
