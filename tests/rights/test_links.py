"""Links that carry a right open once, for a while, and only their hash is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.settings import SettingsError, read_settings
from bot.showing import Showing
from people.links import LINK_LIFE, hash_of, new_token
from people.telling import Note, NoteKind, To
from people.values import LinkPurpose, LinkTarget, Role
from storage import outbox
from storage.engine import Database
from storage.tables import links, places
from storage.work import begin_work

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TARGET = LinkTarget(purpose=LinkPurpose.ROLE, role=Role.STAFF, place_id=1)


@pytest.fixture
async def house(database: Database) -> Database:
    async with begin_work(database, NOW) as work:
        root = insert(places).values(name="本店", zone="Asia/Shanghai", created_at=NOW)
        await work.connection.execute(root)
        for number in (1, 2):
            person = await work.people.add_walk_in(f"客人{number}", NOW)
            await work.people.chat(number, "private", None, person.id, NOW)
        await work.people.make_link(hash_of("a" * 22), TARGET, NOW, NOW + LINK_LIFE)
    return database


async def opened(house: Database, after: timedelta = timedelta()) -> LinkTarget | None:
    async with begin_work(house, NOW + after) as work:
        return await work.people.use_link(hash_of("a" * 22), 1, NOW + after)


async def test_a_link_opens_once(house: Database) -> None:
    assert await opened(house) == TARGET
    assert await opened(house) is None


async def test_a_link_expires(house: Database) -> None:
    assert await opened(house, LINK_LIFE) is None


async def test_only_the_hash_is_kept_of_128_random_bits(house: Database) -> None:
    async with house.reading() as connection:
        row = (await connection.execute(select(links))).mappings().one()
    assert "a" * 22 not in str(dict(row)) and b"a" * 22 not in row["token_hash"]  # noqa: PT018
    assert len({new_token() for _ in range(1000)}) == 1000
    assert all(len(new_token()) * 6 >= 128 for _ in range(10))


def test_a_webhook_without_a_secret_does_not_start() -> None:
    with pytest.raises(SettingsError, match="HUIYIN_WEBHOOK_SECRET"):
        read_settings({"HUIYIN_WEBHOOK_URL": "https://example.com"})


async def test_own_data_goes_to_their_own_chat_alone(house: Database) -> None:
    """Even a row that names somebody else's data by mistake says nothing."""
    rulebook = Rulebook()
    await rulebook.open(house, load_rules("general"), "general", NOW)
    async with begin_work(house, NOW) as work:
        for chat in (1, 2):
            facts = {"person": 1, "form": "json"}
            note = Note(key=f"k{chat}", kind=NoteKind.MY_DATA, to=To(chat_id=chat), facts=facts)
            await work.telling.note(note)
    async with house.writing() as connection:
        rows = {row.chat_id: row for row in await outbox.claim(connection, NOW, [], 5)}
    showing = Showing(house, rulebook, "bot")
    assert await showing.render(rows[1], NOW) is not None
    assert await showing.render(rows[2], NOW) is None
