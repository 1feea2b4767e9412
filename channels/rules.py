"""The channels of a house as its rules name them; where each leads is a secret of the settings."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from channels.addresses import Kind

# HUIYIN_CHANNEL_DUTY is the address of `duty`.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]


class Channel(BaseModel, frozen=True, extra="forbid"):
    kind: Kind = Field(
        description="dingtalk 钉钉，wecom 企业微信，feishu 飞书的群机器人；apprise 邮件和其他。"
    )


Channels = Annotated[dict[Name, Channel], Field(max_length=20)]
