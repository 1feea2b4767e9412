"""Where a channel leads: its kind, and an address that is a secret from beginning to end."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit


class Kind(StrEnum):
    """The robots of three chat programs, and everything that Apprise reaches (e-mail first)."""

    DINGTALK = "dingtalk"
    WECOM = "wecom"
    FEISHU = "feishu"
    APPRISE = "apprise"


# Through Apprise these would report a refusal as delivered.
OURS = {"dingtalk": Kind.DINGTALK, "wecombot": Kind.WECOM, "feishu": Kind.FEISHU}


class AddressError(Exception):
    """An address can't be used; the message says what to do and quotes nothing of it.

    The message is Chinese, `en` is the same in English.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.en = en


@dataclass(frozen=True, kw_only=True, repr=False)
class Address:
    """`url` is a robot's or Apprise's; `secret` signs what is sent. Neither is ever shown."""

    kind: Kind
    url: str
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Address({self.kind.value}, …)"


def parts_of(text: str) -> SplitResult:
    """Of an address as somebody typed it; without any part where it can't be one."""
    try:
        parts = urlsplit(text)
        # Above 65535 this raises.
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def read_address(kind: Kind, text: str) -> Address:
    """From a setting: the address, and after a space the secret that signs. Raises AddressError."""
    parts = text.split()
    if kind is Kind.APPRISE:
        return _of_apprise(parts)
    if len(parts) not in {1, 2}:
        raise AddressError(
            "应写成“地址”或“地址 密钥”，中间一个空格。",
            "is an address, or an address, a space and a secret.",
        )
    if kind is Kind.WECOM and len(parts) == 2:
        raise AddressError(
            "企业微信的机器人没有密钥，只写地址。", "takes no secret: robots of WeCom have none."
        )
    address = parts_of(parts[0])
    if address.scheme not in {"https", "http"} or not address.hostname:
        raise AddressError(
            "应是机器人页面上复制的整个网址，以 https:// 开头。",
            "is the whole address from the robot's page, beginning with https://.",
        )
    if address.scheme == "http" and address.hostname not in {"127.0.0.1", "localhost"}:
        raise AddressError(
            "地址要以 https:// 开头，别人才看不到里面的密钥。",
            "has to begin with https://, or others could read its secret.",
        )
    return Address(kind=kind, url=parts[0], secret=parts[1] if len(parts) == 2 else None)


def _of_apprise(parts: list[str]) -> Address:
    if len(parts) != 1 or "://" not in parts[0]:
        raise AddressError(
            "应是 Apprise 的一个地址，例如 mailtos://用户:密码@域名?to=收件人。",
            "is an address of Apprise, such as mailtos://user:password@domain?to=receiver.",
        )
    scheme = parts[0].partition("://")[0].lower()
    if scheme in OURS:
        raise AddressError(
            f"这种机器人请在规则里写 kind: {OURS[scheme].value}，再填它的网址。",
            f"is no address for Apprise: write kind: {OURS[scheme].value} in the rules.",
        )
    return Address(kind=Kind.APPRISE, url=parts[0])
