"""The figures a house wants to reach."""

from typing import Annotated

from pydantic import BaseModel, Field

Percent = Annotated[int, Field(ge=0, le=100)]


class Targets(BaseModel, frozen=True, extra="forbid"):
    """Whole percents; None is no target."""

    csat: Percent | None = Field(default=85, description="满意度目标（%）。")
    response_rate: Percent | None = Field(default=None, description="问卷回答率目标（%）。")
    first_response_on_time: Percent | None = Field(
        default=95, description="首次答复及时率目标（%）。"
    )
    on_time: Percent | None = Field(default=95, description="投诉处理及时率目标（%）。")
