"""When a house works and when it rests, as its operator writes it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import holidays
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
)
from pydantic_core import PydanticCustomError

from calendars.hours import WeekHours, parse_day


class CountedTime(StrEnum):
    """Which time a promise counts: every hour, or only those in which the house works."""

    CALENDAR = "calendar"
    WORKING = "working"


class DayKind(StrEnum):
    CLOSED = "closed"
    WORKDAY = "workday"


NO_HOLIDAYS = "none"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise PydanticCustomError(
            "zone",
            "Write a time zone such as Asia/Shanghai or Europe/Berlin.",
            {"zh": "时区写成 Asia/Shanghai、Asia/Hong_Kong 这样的名字。"},
        ) from None
    return name


def _week(value: Any) -> Any:
    if isinstance(value, WeekHours):
        return value
    try:
        return WeekHours.parse([value] if isinstance(value, str) else value)
    except (AttributeError, TypeError, ValueError):
        raise PydanticCustomError(
            "week_hours",
            "Write lines such as: mon-fri 09:00-12:00 13:30-18:00, or daily 00:00-24:00.",
            {"zh": "一行写几天和时段，例如 mon-fri 09:00-12:00 13:30-18:00。"},
        ) from None


def _day(value: str) -> str:
    if value not in {kind.value for kind in DayKind}:
        try:
            parse_day(value)
        except ValueError:
            raise PydanticCustomError(
                "special_day",
                "Write closed, workday, or hours such as 10:00-15:00.",
                {"zh": "写 closed（休息）、workday（照常上班），或时段如 10:00-15:00。"},
            ) from None
    return value


def _country(code: str) -> str:
    if code != NO_HOLIDAYS and not _is_country(code):
        raise PydanticCustomError(
            "country",
            "Write a country's two letters, such as CN, or none.",
            {"zh": "写两个字母的国家或地区代码，例如 CN；不看公众假期就写 none。"},
        )
    return code


def _is_country(code: str) -> bool:
    try:
        holidays.country_holidays(code)
    except (NotImplementedError, ValueError):
        return False
    # That library knows longer names too, but one country is to have one name here.
    return len(code) == 2


ZoneName = Annotated[str, AfterValidator(_zone)]
SpecialDay = Annotated[str, AfterValidator(_day)]
Week = Annotated[
    InstanceOf[WeekHours],
    BeforeValidator(_week),
    PlainSerializer(lambda week: list(week.lines()), return_type=list[str], when_used="json"),
]


class CalendarRules(BaseModel, frozen=True, extra="forbid"):
    zone: ZoneName = Field(
        default="Asia/Shanghai", description="时区；按它切分每天、每周、每月，也按它算工作时间。"
    )
    hours: Week = Field(
        default=WeekHours.parse(["mon-fri 09:00-18:00"]),
        description="每周的工作时段，一天可以有几段，可以过午夜；没写到的日子休息。",
    )
    public_holidays: Annotated[str, AfterValidator(_country)] = Field(
        default="CN", description="按哪里的公众假期休息和调休；全年无休写 none。"
    )
    days: Mapping[date, SpecialDay] = Field(
        default={}, description="自己定的日子，优先于公众假期：closed、workday 或当天的时段。"
    )
