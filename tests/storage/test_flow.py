"""Inbox, outbox and leases keep their promises on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from bot.demo_house import furnish
from people.telling import Face, FaceKind, Note, NoteKind, To
from storage import inbox, leases, outbox
from storage.columns import clean
from storage.engine import Database, DatabaseUrlError, open_database
from storage.inbox import Arrival, LaneLost
from storage.outbox import Sent, Unknown
from storage.tables import bindings, cases, words
from storage.work import UnitOfWork, begin_work

NOW = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


def arrival(number: int, lane: str = "c1") -> Arrival:
    return Arrival(bot_id=42, update_id=number, lane=lane, raw=b"{}")


async def chat(work: UnitOfWork, telegram_id: int = 7) -> To:
    person = await work.people.meet(
        telegram_id, name="王女士", username=None, language="zh-hans", now=NOW
    )
    opened = await work.people.chat(telegram_id, "private", None, person.id, NOW)
    return To(chat_id=opened.id)


async def test_an_update_that_comes_twice_is_kept_once(database: Database) -> None:
    async with database.writing() as connection:
        await inbox.put(connection, [arrival(1), arrival(2)], NOW)
        await inbox.put(connection, [arrival(2), arrival(3)], NOW)
        waiting = await inbox.next_waiting(connection, "c1")
    assert [item.update_id for item in waiting] == [1, 2, 3]


async def test_what_is_done_keeps_no_bytes_and_is_not_done_twice(database: Database) -> None:
    async with database.writing() as connection:
        await inbox.put(connection, [arrival(1)], NOW)
        item = (await inbox.next_waiting(connection, "c1"))[0]
        assert await inbox.finish(connection, item.id, NOW)
        assert not await inbox.finish(connection, item.id, NOW)
        assert await connection.scalar(text("SELECT raw FROM inbox")) is None


async def test_what_was_set_aside_can_be_tried_again(database: Database) -> None:
    async with database.writing() as connection:
        await inbox.put(connection, [arrival(1)], NOW)
        item = (await inbox.next_waiting(connection, "c1"))[0]
        await inbox.set_aside(connection, item.id, "ValueError", 3, NOW)
        assert await inbox.next_waiting(connection, "c1") == []
        assert await inbox.replay(connection) == 1
        assert len(await inbox.next_waiting(connection, "c1")) == 1


async def test_a_note_with_a_known_key_says_nothing_again(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        note = Note(key="case-1-receipt", kind=NoteKind.RECEIPT, to=await chat(work))
        assert await work.telling.note(note)
        assert not await work.telling.note(note)


async def test_a_face_asked_for_twice_is_sent_once_and_a_newer_one_again(
    database: Database,
) -> None:
    async with begin_work(database, NOW) as work:
        face = Face(thing="case-1", kind=FaceKind.CARD, to=await chat(work))
        await work.telling.face(face)
        await work.telling.face(face)
        (row,) = await outbox.claim(work.connection, NOW, [], 10)
        await work.telling.faces_of("case-1")
        await outbox.settle(work.connection, row, Sent(message_id=5), NOW)
        (again,) = await outbox.claim(work.connection, NOW, [], 10)
        assert again.message_id == 5
        await outbox.settle(work.connection, again, Sent(message_id=5), NOW)
        assert await outbox.claim(work.connection, NOW, [], 10) == []


async def test_within_a_chat_one_row_is_claimed_at_a_time_in_order(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        to, other = await chat(work), await chat(work, 8)
        for number in range(3):
            await work.telling.note(Note(key=f"n-{number}", kind=NoteKind.REPLY, to=to))
        await work.telling.note(Note(key="other", kind=NoteKind.INVITATION, to=other))
        claimed = await outbox.claim(work.connection, NOW, [], 10)
        assert [row.key for row in claimed] == ["n-0", "other"]
        assert await outbox.claim(work.connection, NOW, [to.chat_id, other.chat_id], 10) == []


async def test_what_may_have_arrived_is_left_as_unknown(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        await work.telling.note(Note(key="n", kind=NoteKind.INVITATION, to=await chat(work)))
        (row,) = await outbox.claim(work.connection, NOW, [], 10)
        await outbox.settle(work.connection, row, Unknown(error="unknown"), NOW)
        assert await outbox.claim(work.connection, NOW + timedelta(days=1), [], 10) == []


async def test_a_row_refused_for_now_waits_for_its_time(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        await work.telling.note(Note(key="n", kind=NoteKind.INVITATION, to=await chat(work)))
        (row,) = await outbox.claim(work.connection, NOW, [], 10)
        later = NOW + timedelta(seconds=30)
        await outbox.settle(work.connection, row, outbox.Refused(error="429", retry_at=later), NOW)
        assert await outbox.claim(work.connection, NOW, [], 10) == []
        assert len(await outbox.claim(work.connection, later, [], 10)) == 1


async def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    async def stumble() -> None:
        async with begin_work(database, NOW) as work:
            await chat(work)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await stumble()
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM persons"))).scalar() == 0


async def test_a_naive_time_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    async with database.reading() as connection:
        with pytest.raises(Exception, match="naive"):
            await connection.execute(select(cases).where(cases.c.opened_at > naive))


def test_what_no_database_holds_becomes_a_mark_one_for_one() -> None:
    assert clean("a\0b\ud800c") == "a\ufffdb\ufffdc"
    assert words.c.text.type.process_bind_param("\0", None) == "\ufffd"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    [
        "mysql://x/y",
        "nonsense",
        "sqlite://",
        "sqlite:////tmp",
        "postgresql://u@h:99999/x",
        "postgresql://u@h:port/x",
    ],
)
def test_a_database_of_another_kind_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(DatabaseUrlError, match="HUIYIN_DATABASE_URL"):
        open_database(address)


@pytest.mark.postgres
async def test_a_lane_that_went_over_to_another_process_is_lost(postgres_url: str) -> None:
    database = open_database(postgres_url)
    async with database.writing() as connection:
        hold = await inbox.claim_lane(connection, "c1", "one")
        assert hold is not None
        assert hold.fence is not None
        assert hold.waiting == ()
        assert await inbox.claim_lane(connection, "c1", "two") is None
        await connection.execute(text("UPDATE lanes SET until = now() - interval '1 minute'"))
        assert await inbox.claim_lane(connection, "c1", "two") is not None
        with pytest.raises(LaneLost):
            await inbox.hold_lane(connection, "c1", "one", hold.fence)
    await database.close()


@pytest.mark.postgres
async def test_a_write_under_a_stale_fence_fails(postgres_url: str) -> None:
    database = open_database(postgres_url)
    async with database.writing() as connection:
        first = await leases.acquire(connection, "courier", "one")
        assert first is not None
        assert await leases.acquire(connection, "courier", "two") is None
        await connection.execute(
            text("UPDATE leases SET until = clock_timestamp() - interval '1 minute'")
        )
        assert await leases.acquire(connection, "courier", "two") == first + 1
        with pytest.raises(leases.LeaseLost):
            await leases.check(connection, "courier", first)
    await database.close()


async def test_alerts_are_claimed_together_when_they_make_one_message(database: Database) -> None:
    alike = outbox.Together(kinds=frozenset({"escalation"}), fewest=3, most=4)
    async with begin_work(database, NOW) as work:
        to, other = await chat(work), await chat(work, 8)
        for number in range(2):
            await work.telling.note(Note(key=f"n-{number}", kind=NoteKind.ESCALATION, to=to))
        for number in range(6):
            await work.telling.note(Note(key=f"o-{number}", kind=NoteKind.ESCALATION, to=other))
        claimed = await outbox.claim(work.connection, NOW, [], 10, 1, alike)
        # Two would be two messages at once, which is more than a chat takes in a second.
        assert [row.key for row in claimed] == ["n-0", "o-0", "o-1", "o-2", "o-3"]


OLD, NEW = -77, -1_000_000_000_077


async def house_without_groups(database: Database) -> None:
    await furnish(database, NOW)
    async with begin_work(database, NOW) as work:
        await work.connection.execute(update(bindings).values(unbound_at=NOW))
        work.people.forget_house()


async def bound_group(work: UnitOfWork, telegram_id: int, kind: str = "group") -> int:
    opened = await work.people.chat(telegram_id, kind, "夜班", None, NOW)
    await work.people.bind(opened.id, None, (await work.people.house()).id, None, None, NOW)
    return opened.id


async def standing(work: UnitOfWork) -> list[tuple[int, int]]:
    """(chat by Telegram's id, rows that it is to be sent) for each staff chat."""
    rows = await work.connection.execute(
        text(
            "SELECT telegram_id, (SELECT count(*) FROM outbox WHERE outbox.chat_id = chats.id)"
            " FROM bindings JOIN chats ON chats.id = bindings.chat_id WHERE unbound_at IS NULL"
        )
    )
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize("heard_before", [False, True])
async def test_a_group_is_followed_once_however_often_and_in_whatever_order_it_is_told(
    database: Database, heard_before: bool
) -> None:
    await house_without_groups(database)
    async with begin_work(database, NOW) as work:
        group = To(chat_id=await bound_group(work, OLD))
        await work.telling.face(Face(thing="board-1", kind=FaceKind.BOARD, to=group))
        await work.telling.note(Note(key="a", kind=NoteKind.ANSWER, to=group))
        if heard_before:
            there = To(chat_id=(await work.people.chat(NEW, "supergroup", None, None, NOW)).id)
            await work.telling.face(Face(thing="board-1", kind=FaceKind.BOARD, to=there))
        for _ in range(2):
            await work.people.migrate_chat(OLD, NEW, NOW)
            assert await standing(work) == [(NEW, 2)]
            # Somebody's press in the old chat is read after the notices.
            await work.people.chat(OLD, "group", None, None, NOW)
        (binding,) = await work.people.bindings((await work.people.house()).id, None)
        face = Face(thing="board-1", kind=FaceKind.BOARD, to=To(chat_id=binding.chat_id))
        await work.telling.face(face)
        assert await standing(work) == [(NEW, 2)]


async def test_what_an_owner_said_of_the_supergroup_stands_when_the_group_is_followed(
    database: Database,
) -> None:
    await house_without_groups(database)
    async with begin_work(database, NOW) as work:
        await bound_group(work, OLD)
        newer = await bound_group(work, NEW, "supergroup")
        await work.people.migrate_chat(OLD, NEW, NOW)
        (binding,) = await work.people.bindings((await work.people.house()).id, None)
        assert binding.chat_id == newer
        assert await standing(work) == [(NEW, 0)]
