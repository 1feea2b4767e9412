"""What staff promise in words, and by when; what a customer asks for. Pure: values in, values out.

"明天 14 点前修好" names a time, so it is a promise like any other. What is asked of the customer
("请您 12 点前退房") or lies in the past is none.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from calendars.english_days import MONTH

# Beyond this a time in a message is more likely a date of something else.
LONGEST = timedelta(days=60)

NUMBER = r"\d{1,3}|半|[一二两兩三四五六七八九十]{1,3}"
_RELATIVE = re.compile(
    rf"(?P<count>{NUMBER})\s*个?個?(?P<unit>分钟|分鐘|小时|小時|钟头|鐘頭|天)"
    r"(?:之?[内內]|以[内內]|之?[后後]|左右)"
)
WEEK = "(?:周|週|星期|礼拜|禮拜)"
_WEEKDAY = rf"(?:下{{0,2}}|[这這本])[个個]?{WEEK}[一二三四五六日天]"
_ALONE = r"(?<![\dA-Za-z/-])"
_OF_MONTH = rf"(?:(?:下{{1,2}}|[这這本])[个個]?月|{_ALONE}\d{{1,2}}月)\d{{1,2}}[日号號]"
# Not the end of a room's number, nor what has a number of its own.
_BARE = rf"{_ALONE}\d{{1,2}}[号號](?![房楼樓桌床柜櫃门門线線机機厅廳])"
DAY = (
    r"(?P<day>今天|今日|今晚|明天|明日|明早|明晚|后天|後天|大后天|大後天"
    rf"|{_WEEKDAY}|{_OF_MONTH}|{_BARE})"
)
_PART = r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)"
_CLOCK = (
    r"(?P<hour>\d{1,2}|[一二两兩三四五六七八九十]{1,3})\s*"
    r"(?:[:：点點时時]\s*(?P<minute>\d{1,2}|半|一刻)?)"
)
_ABSOLUTE = re.compile(rf"(?:{DAY}\s*)?(?:{_PART}\s*)?{_CLOCK}\s*分?(?:钟|鐘)?")
# What happened on a day, or comes round again, is not to be done by then.
HAPPENED = (
    r"\s*(?:就|又|才|被|客人|住客|有人|已经|已經)*"
    r"(?:坏|壞|发生|發生|投诉|投訴|入住(?!\s*(?:之|以)?前)|反映)"
)
_TIME = rf"(?:\s*{_PART})?(?:\s*{_CLOCK})?"
_BYGONE = re.compile(
    rf"(?:(?:(?<![早晚马馬])上{{1,2}}|每)[个個逢]?(?:{WEEK}[一二三四五六日天末]?"
    r"|月(?:\d{1,2}[日号號]|[初底末]|[上中下]旬)?)"
    rf"|昨[天日晚夜]|[去前]年\d{{1,2}}月(?:\d{{1,2}}[日号號])?){_TIME}"
)
_HAPPENED = re.compile(rf"{DAY}{_TIME}{HAPPENED}")
# 「周五（12月4日）」: the date is what counts.
_TWICE = re.compile(
    rf"{_WEEKDAY}\s*(?:[（(]\s*({_OF_MONTH}|{_BARE}|\d{{1,2}}/\d{{1,2}})\s*[）)]|({_OF_MONTH}))"
    rf"|({_OF_MONTH}|{_BARE}|\d{{1,2}}/\d{{1,2}})\s*[（(]\s*{_WEEKDAY}\s*[）)]"
    rf"|({_OF_MONTH})\s*{_WEEKDAY}"
)
_PART_OF_DAY = re.compile(rf"(?:{DAY}\s*)?{_PART}")
_WHOLE_DAY = re.compile(rf"{DAY}(?P<end>之?[内內]|(?:之|以)?前(?![台厅廳])|以[内內])")
_ENGLISH_WITHIN = re.compile(
    r"\b(?:within|in)\s+(?P<count>\d{1,3}|an?|half an)\s+(?P<unit>minute|hour|day)s?\b",
    re.IGNORECASE,
)
_ENGLISH_BY = re.compile(
    rf"\bby\s+(?P<hour>\d{{1,2}})(?!\d|[-/]\d|\.(?!\d\d(?!\d|[-/.]\d))\d|(?:st|nd|rd|th)\b|\s+(?:of\s+)?{MONTH}\b)"
    r"(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?(?:\s+(?P<day>today|tomorrow))?",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[，,。；;！!？?\n]")
_ASKS_THEM = re.compile(
    r"请您|請您|麻烦您|麻煩您|您可以|您能|请在|請在|\bplease\b|\byou can\b", re.IGNORECASE
)
_COMMITS = re.compile(
    r"[前内內]|之[后後]|小?[时時分天][鐘钟]?[后後]|会|會|给您|給您|为您|為您|帮您|幫您|一定|保证|保證|安排|修|送|换|換"
    r"|退|送到|赶到|趕到|左右|答复|答覆|回复|回覆|处理|處理|解决|解決|\bby\b|\bwithin\b|\bwill\b|\bin\b",
    re.IGNORECASE,
)
_CALLBACK = re.compile(
    r"(?:给|給)我(?:回|打)(?:一?[个個通])?(?:电|電)|回我(?:一?[个個通])?(?:电|電)"
    r"|(?:打|回)(?:一?[个個通])?(?:电话|電話)(?:给|給)我|(?:请|請)(?:尽快|盡快)?回(?:电|電)"
    r"|\bcall me\b",
    re.IGNORECASE,
)
_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_UNITS = {"分": timedelta(minutes=1), "小": timedelta(hours=1), "钟": timedelta(hours=1),
          "鐘": timedelta(hours=1), "天": timedelta(days=1), "minute": timedelta(minutes=1),
          "hour": timedelta(hours=1), "day": timedelta(days=1)}  # fmt: skip


def promised_by(text: str, now: datetime) -> datetime | None:
    """The earliest time that `text` promises, after `now` (aware, in the zone of the place)."""
    times = [at for clause in _CLAUSES.split(days_ahead(text)) for at in _times_in(clause, now)]
    return min((at for at in times if now < at <= now + LONGEST), default=None)


def days_ahead(text: str) -> str:
    """`text` without the days that are past, and without a weekday beside its date."""
    ahead = _HAPPENED.sub(" ", _BYGONE.sub(" ", text))
    return _TWICE.sub(lambda match: next(day for day in match.groups() if day), ahead)


def asks_for_a_call(text: str) -> bool:
    return _CALLBACK.search(text) is not None


def _times_in(clause: str, now: datetime) -> Iterator[datetime]:
    if _ASKS_THEM.search(clause) or not _COMMITS.search(clause):
        return
    readers: tuple[
        tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime | None]], ...
    ]
    readers = (
        (_RELATIVE, _relative),
        (_ENGLISH_WITHIN, _relative),
        (_ENGLISH_BY, _english),
        (_ABSOLUTE, _absolute),
        (_WHOLE_DAY, _whole_day),
        (_PART_OF_DAY, _part_of_day),
    )
    for pattern, read in readers:
        found = [read(match, now) for match in pattern.finditer(clause)]
        if any(at is not None for at in found):
            yield from (at for at in found if at is not None)
            return


def _relative(match: re.Match[str], now: datetime) -> datetime | None:
    unit = match["unit"].lower()
    length = _UNITS.get(unit) or _UNITS[unit[0]]
    count = match["count"].lower()
    if count in {"半", "half an"}:
        return now + length / 2
    number = 1 if count in {"a", "an"} else number_named(count)
    return now + length * number if number else None


def _absolute(match: re.Match[str], now: datetime) -> datetime | None:
    hour, minute = number_named(match["hour"]), _minute(match["minute"])
    if hour is None or hour > 24 or minute > 59:
        return None
    day = _day(match["day"], now)
    part = match["part"] or ("晚" if (match["day"] or "").endswith("晚") else "")
    if hour < 12 and part[:1] in {"下", "傍", "晚"}:
        hour += 12
    elif (part[:1] == "中" and hour < 3) or (part[:1] == "晚" and hour == 12):
        # One o'clock at noon, and twelve at night, which ends the day.
        hour += 12
    at = _at(day or now.date(), hour, minute, now)
    if match["day"] is None and not part and at <= now and hour < 12:
        # "5 点前" said at three in the afternoon is this afternoon.
        at = _at(now.date(), hour + 12, minute, now)
    return at


def _english(match: re.Match[str], now: datetime) -> datetime | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if hour > 24 or minute > 59:
        return None
    hour = hour % 12 + 12 if half == "pm" else hour % 12 if half == "am" else hour
    days = 1 if (match["day"] or "").lower() == "tomorrow" else 0
    return _at(now.date() + timedelta(days=days), hour, minute, now)


def _whole_day(match: re.Match[str], now: datetime) -> datetime | None:
    """今天内 ends with the day, 明天前 with the day before it."""
    day = _day(match["day"], now)
    if day is None:
        return None
    is_before = match["end"].endswith("前")
    return _at(day, 0 if is_before else 24, 0, now)


_ENDS = {"凌": 6, "早": 9, "上": 12, "中": 14, "下": 18, "傍": 19, "晚": 22}


def _part_of_day(match: re.Match[str], now: datetime) -> datetime | None:
    """下周一上午 ends at noon, 晚上 at ten."""
    return _at(_day(match["day"], now) or now.date(), _ENDS[match["part"][0]], 0, now)


def _day(name: str | None, now: datetime) -> date | None:
    return None if name is None else day_named(name, now.date())


def day_named(name: str, today: date) -> date | None:
    """What DAY found, as it stands on the calendar."""
    for words, ahead in ((("今",), 0), (("明",), 1), (("大后", "大後"), 3), (("后", "後"), 2)):
        if name.startswith(words):
            return today + timedelta(days=ahead)
    numbers = [int(number) for number in re.findall(r"\d+", name)]
    if not numbers:
        weekday = _WEEKDAYS[name[-1]]
        if name.startswith("下"):
            ahead = 7 * (len(name) - len(name.lstrip("下")))
            return today + timedelta(days=ahead - today.weekday() + weekday)
        if name[0] in "这這本":
            return today + timedelta(days=weekday - today.weekday())
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    if name[0].isdigit():
        return _date(today, *numbers)
    years, month = divmod(today.month - 1 + name.count("下"), 12)
    try:
        return date(today.year + years, month + 1, numbers[0])
    except ValueError:
        return None


def _date(today: date, *numbers: int) -> date | None:
    month, day = numbers if len(numbers) == 2 else (today.month, numbers[0])
    try:
        found = today.replace(month=month, day=day)
        if found >= today:
            return found
        if len(numbers) == 2:
            return found.replace(year=today.year + 1)
        # "3 号" said on the 28th is the next month's.
        return (today.replace(day=1) + timedelta(days=32)).replace(day=day)
    except ValueError:
        return None


def _at(day: date, hour: int, minute: int, now: datetime) -> datetime:
    start = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
    return (start + timedelta(days=1)) if hour >= 24 else start.replace(hour=hour, minute=minute)


def _minute(text: str | None) -> int:
    if not text:
        return 0
    return {"半": 30, "一刻": 15}.get(text) or (int(text) if text.isdecimal() else 0)


def number_named(text: str) -> int | None:
    """Digits, or a Chinese number below a hundred; 0 is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten:
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(text)
