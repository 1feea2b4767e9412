"""The figures a house wants to reach."""

from typing import Annotated

from pydantic import BaseModel, Field

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


class Targets(Aims, frozen=True, extra="forbid"):
    csat: Percent | None = Field(default=85, description="满意度目标（%）。")
    first_response_on_time: Percent | None = Field(
        default=95, description="首次答复及时率目标（%）。"
    )
    on_time: Percent | None = Field(default=95, description="投诉处理及时率目标（%）。")
    parts: tuple[PartTargets, ...] = Field(
        default=(), description="门店、班组、服务类型或个人自己的目标。"
    )
