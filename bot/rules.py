"""A house's business rules as one immutable whole, read from a preset or an operator's file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from bot.rules_error import Problem, RulesError, problem_at, problems_of
from bot.rules_file import Origins, merged
from bot.rules_keeping import Keeping
from calendars.rules import CalendarRules
from calendars.working import Calendar
from channels.rules import Channels
from complaints.rules import ComplaintRules, Level
from dimensions.rules import Understanding
from people.languages import Language, LanguageMap
from reports.rules import Targets
from surveys.flaws import Flaw, flaws_in, gaps_in
from surveys.rules import ServiceType, SurveyRules

__all__ = ["Rules", "RulesError", "load_rules", "untranslated"]


class House(BaseModel, frozen=True, extra="forbid"):
    name: LanguageMap = Field(
        default=LanguageMap.model_validate(
            {"zh-hans": "本店", "zh-hant": "本店", "en": "our house"}
        ),
        description="对顾客显示的名称。",
    )
    industry: Literal["general", "telecom", "hotel", "retail", "restaurant"] = Field(
        default="general", description="行业：general、telecom、hotel、retail、restaurant。"
    )
    services: Mapping[ServiceType, LanguageMap] = Field(
        default={}, description="服务类型在数字里叫什么，按代码，如 stay: 住宿。"
    )
    language: Language = Field(
        default=Language.ZH_HANS, description="不知道对方语言时用哪种：zh-hans、zh-hant、en。"
    )


class Rules(BaseModel, frozen=True, extra="forbid"):
    format: Literal[1] = Field(default=1, description="这份规则的格式版本，现在是 1。")
    house: House = Field(default=House(), description="门店或公司。")
    calendar: CalendarRules = Field(default=CalendarRules(), description="时区、工作时间和假期。")
    complaints: ComplaintRules = Field(default=ComplaintRules(), description="投诉怎么处理。")
    surveys: SurveyRules = Field(default=SurveyRules(), description="问卷怎么发。")
    targets: Targets = Field(default=Targets(), description="目标。")
    keeping: Keeping = Field(default=Keeping(), description="客人的内容保存多久。")
    understanding: Understanding = Field(
        default=Understanding(), description="读懂客人的话：自己加的方面、词和例句。"
    )
    channels: Channels = Field(
        default_factory=dict, description="Telegram 以外的渠道，每个一个名字；地址写在设置里。"
    )

    @model_validator(mode="after")
    def _channels_are_there(self) -> Self:
        unknown = list(_unknown_channels(self))
        if unknown:
            raise ValidationError.from_exception_data("Rules", unknown)
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.calendar.zone)

    def working_time(self) -> Calendar:
        """A calendar that remembers the days it has looked at: make one and keep it."""
        return Calendar(rules=self.calendar)

    def as_json(self) -> str:
        """The whole of it, everything merged in, the same text for the same rules."""
        content = self.model_dump(mode="json", by_alias=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls.model_validate_json(text)

    @property
    def fingerprint(self) -> str:
        """The sha256 of `as_json`, in 64 hexadecimal digits."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


Loc = tuple[int | str, ...]


def _unknown_channels(rules: Rules) -> Iterator[InitErrorDetails]:
    """Each name of a channel in a ladder that `channels` does not have, where it is written."""
    ladders: list[tuple[Loc, tuple[Level, ...] | None]] = [
        (("complaints", "ladder", "levels"), rules.complaints.ladder.levels)
    ]
    for name, change in rules.complaints.ladder_changes:
        ladders.append((("complaints", "ladder_changes", name, "levels"), change.levels))
    for loc, levels in ladders:
        for number, level in enumerate(levels or ()):
            for place, channel in enumerate(level.channels):
                if channel not in rules.channels:
                    where = (*loc, number, "channels", place)
                    yield InitErrorDetails(type=_no_channel(), loc=where, input=channel)


def _no_channel() -> PydanticCustomError:
    return PydanticCustomError(
        "no_channel",
        "There is no channel of this name; add it under channels, with its kind.",
        {"zh": "没有这个渠道，请在 channels 里加上它的名字和 kind。"},
    )


def load_rules(source: str | Path) -> Rules:
    """Rules of a preset's name or a file's path. Raises RulesError, which says where and what."""
    return _load(source)[0]


def untranslated(source: str | Path) -> list[Problem]:
    """Texts of an operator's that some readers get in another language than their own."""
    rules, origins = _load(source)
    return _problems(gaps_in(rules.surveys), origins)


def _load(source: str | Path) -> tuple[Rules, Origins]:
    """What is flawed in a stored version was accepted once and stays usable; a file is mended."""
    content, origins = merged(source)
    try:
        rules = Rules.model_validate(content)
    except ValidationError as error:
        raise RulesError(problems_of(error, Rules, origins)) from None
    if flawed := _problems(flaws_in(rules.surveys), origins):
        raise RulesError(flawed)
    return rules, origins


def _problems(flaws: Iterable[Flaw], origins: Origins) -> list[Problem]:
    return [problem_at(("surveys", *flaw.at), flaw.zh, flaw.en, origins) for flaw in flaws]
