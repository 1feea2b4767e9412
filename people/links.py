"""Links that carry a right: 128 random bits, of which only the hash is kept."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

LINK_LIFE = timedelta(hours=24)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """22 characters of the deep-link alphabet, 128 random bits."""
    return urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def service_token(secret: bytes, external_id: str, generation: int) -> str:
    """The first 128 bits of HMAC-SHA256 over the service's id and generation, 22 characters."""
    message = f"{external_id}\n{generation}".encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()[:16]
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_bytes(token: str) -> bytes:
    return urlsafe_b64decode(token + "==")
