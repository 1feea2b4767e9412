"""What the robots of DingTalk, WeCom and Feishu want to be sent, and how to read their answers.

All three answer HTTP 200 to nearly everything: what counts is the code in the body.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from channels.addresses import Address, Kind
from channels.outcomes import Refused, Taken, Unclear, Verdict

# A text may hold 2048 bytes at WeCom, which is the least of the three.
LONGEST_TEXT = 2000
MINUTE = 60.0
# DingTalk is silent for ten minutes to a robot that spoke too often.
TOO_FAST: Mapping[Kind, Mapping[int, float]] = {
    Kind.DINGTALK: {130101: 10 * MINUTE, 410100: 10 * MINUTE, 90018: MINUTE},
    Kind.WECOM: {45009: MINUTE, 45033: MINUTE},
    Kind.FEISHU: {11232: MINUTE, 99991400: MINUTE},
}
# DingTalk and WeCom stumbled: the same message may well be taken in a moment.
BUSY, SOON = -1, 5.0
CODES = ("errcode", "code", "StatusCode")
# Feishu says this both to a body it can't read and to a robot that speaks too often.
EITHER, OFTEN = 9499, "too many"


@dataclass(frozen=True, kw_only=True, repr=False)
class Call:
    """One POST of JSON; the address in it is a secret."""

    url: str
    body: Mapping[str, Any]


def call_of(address: Address, text: str, now: datetime) -> Call:
    """`now` goes into the signature, which the services accept for an hour around their own."""
    text = shortened(text)
    if address.kind is Kind.DINGTALK:
        return _to_dingtalk(address, text, now)
    if address.kind is Kind.FEISHU:
        return _to_feishu(address, text, now)
    return Call(url=address.url, body={"msgtype": "text", "text": {"content": text}})


def _to_dingtalk(address: Address, text: str, now: datetime) -> Call:
    """The signature stands in the address: HMAC-SHA256 of "milliseconds, line feed, secret"."""
    body = {"msgtype": "text", "text": {"content": text}}
    if address.secret is None:
        return Call(url=address.url, body=body)
    stamp = str(int(now.timestamp() * 1000))
    sign = _hmac(address.secret, f"{stamp}\n{address.secret}")
    joined = "&" if "?" in address.url else "?"
    url = f"{address.url}{joined}{urlencode({'timestamp': stamp, 'sign': sign})}"
    return Call(url=url, body=body)


def _to_feishu(address: Address, text: str, now: datetime) -> Call:
    """The signature stands in the body; "seconds, line feed, secret" is the key, of nothing."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if address.secret is not None:
        stamp = str(int(now.timestamp()))
        body |= {"timestamp": stamp, "sign": _hmac(f"{stamp}\n{address.secret}", "")}
    return Call(url=address.url, body=body)


def _hmac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def verdict_of(kind: Kind, answer: Any) -> Verdict:
    """From the body of an answer, read as JSON; None is a body that was none."""
    code = _code(answer)
    if code is None:
        return Unclear(reason="no code")
    if code == 0:
        return Taken()
    return Refused(reason=str(code), retry_after=_wait(kind, code, answer))


def _wait(kind: Kind, code: int, answer: Mapping[str, Any]) -> float | None:
    if kind is Kind.FEISHU and code == EITHER:
        return MINUTE if OFTEN in str(answer.get("msg", "")).lower() else None
    return SOON if code == BUSY else TOO_FAST[kind].get(code)


def _code(answer: Any) -> int | None:
    """DingTalk and WeCom say `errcode`, Feishu `code`, and in its older form `StatusCode`."""
    if not isinstance(answer, Mapping):
        return None
    said: Any = next((answer[name] for name in CODES if name in answer), None)
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def shortened(text: str) -> str:
    """As much as every robot takes, cut between characters."""
    cut = text.encode()[:LONGEST_TEXT].decode(errors="ignore")
    return text if cut == text else cut[:-1] + "…"
