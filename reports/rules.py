"""The figures a house wants to reach."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

HUNDRED = 100
Side = Literal["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
Percent = Annotated[int, Field(ge=0, le=100)]


class Aims(BaseModel, frozen=True, extra="forbid"):
    """Whole percents; None is no target."""

    csat: Percent | None = Field(default=None, description="满意度目标（%）。")
    response_rate: Percent | None = Field(default=None, description="问卷回答率目标（%）。")
    first_response_on_time: Percent | None = Field(
        default=None, description="首次答复及时率目标（%）。"
    )
    on_time: Percent | None = Field(default=None, description="投诉处理及时率目标（%）。")
    handling: Percent | None = Field(default=None, description="处理满意率目标（%）。")

    def goals(self) -> dict[str, int]:
        """Figure to whole percents, of those that are set."""
        found = {key: getattr(self, key) for key in AIMED}
        return {key: aim for key, aim in found.items() if aim is not None}


AIMED = ("csat", "response_rate", "first_response_on_time", "on_time", "handling")


class PartTargets(Aims, frozen=True, extra="forbid"):
    """Targets of a part of the house: all that are named here must fit."""

    place: str | None = Field(default=None, description="门店的名称或代码。")
    team: str | None = Field(default=None, description="班组的名称。")
    service_type: str | None = Field(default=None, description="服务类型。")
    person: str | None = Field(default=None, description="同事的名字。")
    industry: str | None = Field(default=None, description="行业。")
    product: str | None = Field(default=None, description="产品，如服务上标记的。")
    staff: str | None = Field(default=None, description="服务上写的员工。")
    customer_group: str | None = Field(default=None, description="客群，如服务上标记的。")
    channel: str | None = Field(default=None, description="从哪里来的：telegram、manual、survey。")
    dimension: str | None = Field(default=None, description="维度，如 responsiveness。")
    aspect: str | None = Field(default=None, description="方面，如 wait。")
    severity: int | None = Field(default=None, ge=0, le=4, description="严重程度，0 到 4。")

    def cut_at(self) -> dict[str, str | int]:
        """Column to value, of what is known by its value; the rest is known by its name."""
        found = {column: getattr(self, column) for column in BY_VALUE}
        return {column: value for column, value in found.items() if value is not None}

    @property
    def of(self) -> tuple[tuple[str, str], ...]:
        """(column, value) of all that is named here."""
        named = {"place": self.place, "team": self.team, "person": self.person, **self.cut_at()}
        return tuple((column, str(value)) for column, value in named.items() if value is not None)


BY_VALUE = (
    "service_type", "industry", "product", "staff", "customer_group", "channel", "dimension",
    "aspect", "severity",
)  # fmt: skip


class Targets(Aims, frozen=True, extra="forbid"):
    csat: Percent | None = Field(default=85, description="满意度目标（%）。")
    first_response_on_time: Percent | None = Field(
        default=95, description="首次答复及时率目标（%）。"
    )
    on_time: Percent | None = Field(default=95, description="投诉处理及时率目标（%）。")
    parts: tuple[PartTargets, ...] = Field(
        default=(), description="门店、班组、服务类型或个人自己的目标。"
    )
    weights: Mapping[Side, Percent] = Field(
        default={},
        description="各方面的分量，合计 100 分；问过 30 位客人看重什么以后，用客人的。",
    )

    @model_validator(mode="after")
    def _hundred(self) -> "Targets":
        if self.weights and sum(self.weights.values()) != HUNDRED:
            raise PydanticCustomError(
                "weights",
                "The weights are points of a hundred: make them add up to 100.",
                {"at": ("weights",), "zh": "weights 是把 100 分分给几个方面，合计要正好 100。"},
            )
        return self
