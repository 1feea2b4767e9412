"""How long what is about people is kept."""

from datetime import timedelta

from pydantic import BaseModel, Field

from calendars.durations import Duration


class Keeping(BaseModel, frozen=True, extra="forbid"):
    words: Duration = Field(
        default=timedelta(days=365),
        description="客人的话和附件：投诉结案后、其余说过后，保存多久。",
    )
    names: Duration = Field(
        default=timedelta(days=730), description="客人的称呼和手机号：最后一次来往后保存多久。"
    )
    traces: Duration = Field(
        default=timedelta(days=90),
        description="扫码记录、收到消息的流水、告诉别的系统的流水保存多久。",
    )
    looks: Duration = Field(
        default=timedelta(days=730), description="谁看过、谁导出过的记录保存多久。"
    )
