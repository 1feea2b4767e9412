"""The link with which a customer opens a service: it binds them, and nobody else can guess it."""

import hmac
import re
from dataclasses import dataclass

from people.links import service_token
from surveys.values import Service

_PAYLOAD = re.compile(r"s([0-9a-z]{1,13})_([A-Za-z0-9_-]{22})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What stands in a link: our own id of the service, and the proof."""

    service_id: int
    token: str


@dataclass(frozen=True, kw_only=True)
class ServiceLinks:
    """Makes and checks links with the house's secret; `repr` doesn't show it."""

    secret: bytes

    def __repr__(self) -> str:
        return "ServiceLinks()"

    def payload(self, service: Service) -> str:
        """At most 37 characters of Telegram's deep-link alphabet."""
        return f"s{_base36(service.id)}_{self._token(service)}"

    def url(self, service: Service, bot_username: str) -> str:
        return f"https://t.me/{bot_username}?start={self.payload(service)}"

    def opens(self, service: Service, opening: Opening) -> bool:
        return hmac.compare_digest(self._token(service), opening.token)

    def _token(self, service: Service) -> str:
        return service_token(self.secret, service.external_id, service.generation)


def read_payload(payload: str) -> Opening | None:
    """None for anything that no link of ours carries."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    service_id = int(match[1], 36)
    return Opening(service_id=service_id, token=match[2]) if service_id < 2**63 else None


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
