"""Whom a house asks, when, how often, and with which questions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from calendars.durations import Duration, DurationOrZero
from calendars.window import SendWindow
from surveys.instruments import instruments
from surveys.occasions import Before, Pulse, Recurring, Special
from surveys.questionnaires import (
    DEFAULT_KEY,
    DETRACTOR,
    Key,
    Question,
    QuestionKind,
    Questionnaire,
)
from surveys.usual import default_questionnaire
from surveys.window import Window

ServiceType = Annotated[str, StringConstraints(min_length=1, max_length=64)]


BEFORE_KEY, PULSE_KEY = (
    str(part.model_fields["questionnaire"].default) for part in (Before, Pulse)
)


@dataclass(frozen=True, kw_only=True)
class ScoreBounds:
    """Up to which score something is done, by the scale of the question."""

    stars: int
    nps: int
    ces: int

    def of(self, question: Question) -> int:
        return {QuestionKind.NPS: self.nps, QuestionKind.CES: self.ces}.get(
            question.kind, self.stars
        )


def _instruments_in(value: Mapping[str, Any]) -> dict[str, Any]:
    """The instruments that are named anywhere, so that a version of the rules holds them whole."""
    kinds = value.get("by_service_type")
    named = list(kinds.values()) if isinstance(kinds, dict) else []
    named.append(value.get("default_questionnaire"))
    parts = [value.get(name) for name in ("before", "pulse", "recurring")]
    exceptions = value.get("exceptions")
    parts += exceptions if isinstance(exceptions, list) else []
    usual = {"before": BEFORE_KEY, "pulse": PULSE_KEY}
    named += [key for name, key in usual.items() if isinstance(value.get(name), dict)]
    named += [part.get("questionnaire") for part in parts if isinstance(part, dict)]
    return {key: body for key, body in instruments().items() if key in named}


class SurveyRules(BaseModel, frozen=True, extra="forbid"):
    ask: bool = Field(default=True, description="要不要发问卷；false 是都不发。")
    delay: DurationOrZero = Field(default=timedelta(hours=2), description="服务结束后多久发问卷。")
    window: Window = Field(
        default=SendWindow.parse("09:00-20:00"), description="只在顾客当地的这段时间发。"
    )
    drop_after: Duration = Field(
        default=timedelta(hours=72), description="服务结束后这么久还没发出去，就不发了。"
    )
    expire_after: Duration = Field(default=timedelta(days=7), description="发出后多久还可以回答。")
    reminders: tuple[Duration, ...] = Field(
        default=(timedelta(hours=24),), max_length=5, description="发出后多久没答就提醒，可写几次。"
    )
    cooldown: DurationOrZero = Field(
        default=timedelta(days=30), description="同一位顾客两次问卷至少隔多久。"
    )
    cooldown_after_complaint: DurationOrZero = Field(
        default=timedelta(days=7), description="顾客主动投诉后，多久之内不发问卷。"
    )
    sampling_percent: int = Field(
        default=100, ge=0, le=100, description="按多大比例抽取服务来发问卷。"
    )
    offer_case_at_most: int = Field(
        default=2, ge=0, le=7, description="满意度打到几分及以下，主动问要不要处理。"
    )
    offer_case_nps_at_most: int = Field(
        default=DETRACTOR, ge=0, le=10, description="推荐打到几分及以下，主动问要不要处理。"
    )
    offer_case_ces_at_most: int = Field(
        default=3, ge=0, le=7, description="省力打到几分及以下，主动问要不要处理。"
    )
    alert_at_most: int = Field(
        default=1, ge=0, le=7, description="满意度打到几分及以下，告诉员工群；0 是不告诉。"
    )
    alert_nps_at_most: int = Field(
        default=2, ge=-1, le=10, description="推荐打到几分及以下，告诉员工群；-1 是不告诉。"
    )
    alert_ces_at_most: int = Field(
        default=1, ge=0, le=7, description="省力打到几分及以下，告诉员工群；0 是不告诉。"
    )
    exceptions: tuple[Special, ...] = Field(
        default=(), max_length=100, description="某些服务另有规定；写在后面的优先。"
    )
    before: Before | None = Field(
        default=None, description="预订后、服务前，一点就好地问问期待；不写就不问。"
    )
    pulse: Pulse | None = Field(
        default=None, description="服务进行中问一句“还缺什么吗？”；不写就不问。"
    )
    recurring: Recurring | None = Field(
        default=None, description="隔一段时间问问对我们整体的看法；不写就不问。"
    )
    questionnaires: Mapping[Key, Questionnaire] = Field(
        default={DEFAULT_KEY: default_questionnaire()}, description="问卷，按名字。"
    )
    default_questionnaire: Key = Field(
        default=DEFAULT_KEY, description="没有另外指定时用哪份问卷。"
    )
    by_service_type: Mapping[ServiceType, Key] = Field(
        default={}, description="某类服务用哪份问卷。"
    )

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """Gives each questionnaire the key it stands under, so that a file writes it once."""
        if not isinstance(value, dict):
            return value
        found = value.get("questionnaires", {DEFAULT_KEY: default_questionnaire()})
        if not isinstance(found, dict):
            return value
        found = {**_instruments_in(value), **found}
        named = {
            key: {**body, "key": key} if isinstance(body, dict) else body
            for key, body in found.items()
        }
        return {**value, "questionnaires": named}

    @model_validator(mode="after")
    def _known(self) -> "SurveyRules":
        chosen: list[tuple[tuple[str | int, ...], str]]
        chosen = [(("by_service_type", kind), key) for kind, key in self.by_service_type.items()]
        chosen += [
            ((name, "questionnaire"), part.questionnaire)
            for name, part in self.occasions.items()
            if part is not None
        ]
        chosen += [
            (("exceptions", index, "questionnaire"), one.questionnaire)
            for index, one in enumerate(self.exceptions)
            if one.questionnaire
        ]
        for at, key in [(("default_questionnaire",), self.default_questionnaire), *chosen]:
            if key not in self.questionnaires:
                raise self._no_questionnaire(key, at)
        if list(self.reminders) != sorted(set(self.reminders)):
            raise PydanticCustomError(
                "reminders",
                "Write the reminders in rising order, each once.",
                {"zh": "提醒时间要从小到大写，不重复。"},
            )
        return self

    def _no_questionnaire(self, key: str, at: tuple[str | int, ...]) -> PydanticCustomError:
        names = ", ".join(self.questionnaires)
        return PydanticCustomError(
            "questionnaire",
            "There is no questionnaire named {key}; there are: {names}.",
            {"at": at, "key": key, "names": names, "zh": f"没有叫 {key} 的问卷，现有：{names}。"},
        )

    def asked_of(self, key: str, turn: int) -> Questionnaire:
        """What of a questionnaire is asked in this invitation, whose number is the turn."""
        return self.questionnaires[key].picked(turn)

    @property
    def offer_case_at(self) -> ScoreBounds:
        return ScoreBounds(
            stars=self.offer_case_at_most,
            nps=self.offer_case_nps_at_most,
            ces=self.offer_case_ces_at_most,
        )

    @property
    def alert_at(self) -> ScoreBounds:
        return ScoreBounds(
            stars=self.alert_at_most, nps=self.alert_nps_at_most, ces=self.alert_ces_at_most
        )

    @property
    def occasions(self) -> dict[str, Before | Pulse | Recurring | None]:
        return {"before": self.before, "pulse": self.pulse, "recurring": self.recurring}

    def under(
        self, service_type: str | None, places: Collection[str], customer: Mapping[str, str]
    ) -> "SurveyRules":
        """These rules as they hold for such a service."""
        found = [one for one in self.exceptions if one.holds(service_type, places, customer)]
        if not found:
            return self
        changed: dict[str, Any] = {}
        for one in found:
            changed |= one.settings
            if one.questionnaire:
                changed |= {"default_questionnaire": one.questionnaire, "by_service_type": {}}
        changed["ask"] = found[-1].ask
        return self.model_copy(update=changed)

    def questionnaire_for(self, service_type: str | None) -> Questionnaire:
        key = self.by_service_type.get(service_type or "", self.default_questionnaire)
        return self.questionnaires[key]
