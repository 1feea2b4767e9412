"""E-mail and the rest by Apprise, which says yes or no and costs nothing until it is used."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from channels.addresses import Address, Kind
from channels.apprising import is_usable
from channels.outcomes import Refused, Taken, Unclear, Verdict
from channels.sender import Channels

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
PASSWORD = "a-password-nobody-may-see"


class Post:
    """A mail server that takes one message at a time, or none."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.full = False

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(letter.decode())
                writer.write(b"250 taken\r\n")
            elif word == b"RCPT" and self.full:
                writer.write(b"552 mailbox full\r\n")
            else:
                writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        writer.close()


@asynccontextmanager
async def post_office() -> AsyncIterator[tuple[Post, Address]]:
    post = Post()
    server = await asyncio.start_server(post.talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    where = f"mailto://127.0.0.1:{port}?from=huiyin@shop.test&to=owner@shop.test&mode=insecure"
    try:
        yield post, Address(kind=Kind.APPRISE, url=where)
    finally:
        server.close()
        await server.wait_closed()


async def send(address: Address) -> Verdict:
    return await Channels({"mail": address}).send("mail", "回音 #1027", "已超时 5 分钟", NOW)


@pytest.mark.slow
async def test_a_letter_arrives_with_its_subject() -> None:
    async with post_office() as (post, address):
        assert is_usable(address)
        assert await send(address) == Taken()
    assert len(post.letters) == 1
    assert "owner@shop.test" in post.letters[0]
    assert "Subject:" in post.letters[0]


async def test_a_full_mailbox_is_not_taken_for_delivered(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with post_office() as (post, address):
        post.full = True
        secret = Address(kind=Kind.APPRISE, url=address.url.replace("//", f"//u:{PASSWORD}@"))
        assert await send(secret) == Unclear(reason="not confirmed")
    assert post.letters == []
    told = caplog.text + "".join(capfd.readouterr())
    assert PASSWORD not in told
    assert "shop.test" not in told


async def test_an_address_that_apprise_does_not_know_is_refused() -> None:
    unknown = Address(kind=Kind.APPRISE, url="nosuchthing://somewhere")
    assert not is_usable(unknown)
    assert await send(unknown) == Refused(reason="address")


def test_a_house_without_it_never_loads_it() -> None:
    code = (
        "import sys, channels.sender; "
        "sys.exit(int('apprise' in sys.modules or 'requests' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
