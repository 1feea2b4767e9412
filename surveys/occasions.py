"""When else somebody is asked than after a service, and for which services other rules hold."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from calendars.durations import Duration, DurationOrZero
from surveys.questionnaires import Key
from surveys.window import Window

# Which of the surveys about a service it is; a recurring one carries its month behind the dash.
AFTER, BEFORE, PULSE, RECURRING = "1", "before", "pulse", "again"


class Before(BaseModel, frozen=True, extra="forbid"):
    """One tap before a booked service, about what is expected of it."""

    questionnaire: Key = Field(default="expectation", description="用哪份问卷。")
    ahead: Duration = Field(default=timedelta(hours=24), description="服务开始前多久问。")


class Pulse(BaseModel, frozen=True, extra="forbid"):
    """One tap while the service still runs."""

    questionnaire: Key = Field(default="pulse", description="用哪份问卷。")
    after: DurationOrZero = Field(default=timedelta(hours=2), description="服务开始后多久问。")
    drop_after: Duration = Field(default=timedelta(hours=6), description="过了这么久就不问了。")


class Recurring(BaseModel, frozen=True, extra="forbid"):
    """How customers see the house as a whole, asked again and again."""

    questionnaire: Key = Field(description="用哪份问卷。")
    every: Duration = Field(default=timedelta(days=90), description="隔多久问一次。")
    active_within: Duration = Field(
        default=timedelta(days=365), description="这么久以内来过的客人才问。"
    )
    drop_after: Duration = Field(
        default=timedelta(days=14), description="到期后这么久还没问成，这一次就不问了。"
    )


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]
# What an exception may set; every other field of it says which services it is for.
SETTINGS = (
    "delay",
    "window",
    "drop_after",
    "expire_after",
    "reminders",
    "cooldown",
    "cooldown_after_complaint",
    "sampling_percent",
)


class Special(BaseModel, frozen=True, extra="forbid"):
    """What is set holds for services that meet all that is named."""

    service_type: Names = Field(default=(), description="哪些服务类型。")
    place: Names = Field(default=(), description="哪些门店，写名称或代码；下面的门店也算。")
    customer: Mapping[str, str] = Field(
        default={}, description="客人的哪些标记，例如 level: vip；由业务系统告诉。"
    )
    ask: bool = Field(default=True, description="写 false 就不问。")
    questionnaire: Key | None = Field(default=None, description="用哪份问卷。")
    delay: DurationOrZero | None = Field(default=None, description="服务结束后多久发问卷。")
    window: Window | None = Field(default=None, description="只在顾客当地的这段时间发。")
    drop_after: Duration | None = Field(default=None, description="这么久还没发出去就不发。")
    expire_after: Duration | None = Field(default=None, description="发出后多久还可以回答。")
    reminders: tuple[Duration, ...] | None = Field(
        default=None, max_length=5, description="发出后多久没答就提醒；[] 是不提醒。"
    )
    cooldown: DurationOrZero | None = Field(default=None, description="两次问卷至少隔多久。")
    cooldown_after_complaint: DurationOrZero | None = Field(
        default=None, description="顾客主动投诉后，多久之内不发问卷。"
    )
    sampling_percent: int | None = Field(default=None, ge=0, le=100, description="按多大比例抽取。")

    @model_validator(mode="after")
    def _names_somebody(self) -> "Special":
        if not (self.service_type or self.place or self.customer):
            raise PydanticCustomError(
                "exception",
                "Say for which services: service_type, place or customer.",
                {"zh": "要写明是哪些服务：service_type、place 或 customer。"},
            )
        return self

    def holds(
        self, service_type: str | None, places: Collection[str], customer: Mapping[str, str]
    ) -> bool:
        """`places`: the names and codes of the service's place and of those above it."""
        if self.service_type and service_type not in self.service_type:
            return False
        if self.place and not set(self.place) & set(places):
            return False
        return all(customer.get(key) == value for key, value in self.customer.items())

    @property
    def settings(self) -> dict[str, Any]:
        set_here = {name: getattr(self, name) for name in SETTINGS}
        return {name: value for name, value in set_here.items() if value is not None}
