"""Whom this machine trusts is read once for all tests, and not once for each bot that is made.

Reading the list takes longer than most of what a bot does in a short journey. What a test trusts
beside it is its own.
"""

import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any

import certifi
import pytest
from aiogram.client.session import aiohttp as sessions

_make = ssl.create_default_context


@cache
def _usual() -> ssl.SSLContext:
    return _make(cafile=certifi.where())


class _Shared:
    """`ssl` as aiogram's sessions use it."""

    @staticmethod
    def create_default_context(**how: Any) -> ssl.SSLContext:
        return _usual() if how == {"cafile": certifi.where()} else _make(**how)


@pytest.fixture(scope="session", autouse=True)
def trusted_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sessions, "ssl", _Shared)
        yield
