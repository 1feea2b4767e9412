"""What is kept no longer than it is needed, and the last traces of who asked to be forgotten."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.phones import phone_of
from storage.engine import Database
from storage.erasing import BLANK, FORGOTTEN, LEAVING, erased_ref
from storage.tables import (
    actions,
    cases,
    chats,
    customer_refs,
    dialogues,
    hook_calls,
    inbox,
    invitations,
    lanes,
    looks,
    messages,
    names,
    outbox,
    persons,
    roles,
    services,
    visits,
    words,
)

# Rows a transaction, so that nobody waits for it.
BATCH = 500


async def finish_leaving(connection: AsyncConnection, now: datetime) -> int:
    """Chats to which nothing is said any more lose their number and what stood in them."""
    waits = select(outbox.c.id).where(
        outbox.c.chat_id == chats.c.id, outbox.c.state.in_(["queued", "sending"])
    )
    found = await connection.execute(
        select(chats.c.id, chats.c.telegram_id)
        .where(chats.c.state == LEAVING, ~waits.exists())
        .limit(BATCH)
    )
    left = 0
    for chat_id, number in found.all():
        left += await _finish(connection, chat_id, f"c{number}", now)
    return left


async def _finish(connection: AsyncConnection, chat_id: int, lane: str, now: datetime) -> int:
    coming = select(inbox.c.id).where(inbox.c.lane == lane, inbox.c.state == "new").limit(1)
    if await connection.scalar(coming) is not None:
        return 0
    await connection.execute(
        update(inbox).where(inbox.c.lane == lane).values(lane="forgotten", raw=None)
    )
    await connection.execute(delete(lanes).where(lanes.c.lane == lane))
    await _empty(connection, chat_id)
    await connection.execute(
        update(chats)
        .where(chats.c.id == chat_id)
        .values(telegram_id=FORGOTTEN - chat_id, state="gone", state_since=now)
    )
    return 1


async def _empty(connection: AsyncConnection, chat_id: int) -> None:
    for table in (outbox, messages, dialogues):
        await connection.execute(delete(table).where(table.c.chat_id == chat_id))


async def leave_now(connection: AsyncConnection, number: int, now: datetime) -> int | None:
    """Whoever writes before their chat was left begins a new one: gives the old one, nameless.

    `finish_left` follows as soon as the new chat is there.
    """
    found = await connection.execute(
        update(chats)
        .where(chats.c.telegram_id == number, chats.c.state == LEAVING)
        .values(telegram_id=FORGOTTEN - chats.c.id, state="gone", state_since=now)
        .returning(chats.c.id)
    )
    left: int | None = found.scalar()
    return left


async def finish_left(connection: AsyncConnection, old: int, new: int, number: int) -> None:
    """Empties the old chat; what answers the wish to be forgotten is still said, in the new one."""
    await connection.execute(
        update(outbox)
        .where(
            outbox.c.chat_id == old,
            outbox.c.state.in_(["queued", "sending"]),
            outbox.c.key.startswith("answer-"),
        )
        .values(chat_id=new)
    )
    await _empty(connection, old)
    await connection.execute(
        update(inbox)
        .where(inbox.c.lane == f"c{number}", inbox.c.state != "new")
        .values(lane="forgotten", raw=None)
    )


async def scrub(database: Database) -> bool:
    """On SQLite what was overwritten leaves the write-ahead log too; False when it was in use."""
    if database.path is None:
        return True
    return await asyncio.to_thread(_checkpoint, database.path)


def _checkpoint(file: Path) -> bool:
    """By a connection of its own, since the others begin a transaction with all they do."""
    with closing(sqlite3.connect(file, timeout=5, isolation_level=None)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


@dataclass(frozen=True, kw_only=True)
class Aged:
    """Rows whose time is over: looked for where nobody waits, and forgotten by their numbers."""

    ids: Select[Any]
    forget: Callable[[Sequence[int]], Executable]
    before: Callable[[AsyncConnection, Sequence[int]], Awaitable[None]] | None = None


async def forget_by_age(database: Database, keep: Mapping[str, timedelta], now: datetime) -> int:
    """Each class whose time is over, a batch a transaction; gives how many rows were changed."""
    changed = 0
    for what, span in keep.items():
        for aged in _CLASSES[what](now - span):
            changed += await _forget(database, aged)
    return changed


async def _forget(database: Database, aged: Aged) -> int:
    changed = 0
    while True:
        async with database.reading() as connection:
            ids = [row[0] for row in await connection.execute(aged.ids.limit(BATCH))]
        if not ids:
            return changed
        async with database.writing() as connection:
            if aged.before is not None:
                await aged.before(connection, ids)
            await connection.execute(aged.forget(ids))
        changed += len(ids)


def _words(before: datetime) -> tuple[Aged, ...]:
    """Of closed cases since they were closed; everything else since it was said."""
    closed = select(cases.c.id).where(cases.c.closed_at < before)
    ids = select(words.c.id).where(
        or_(words.c.text.is_not(None), words.c.file_id.is_not(None)),
        words.c.at < before,
        or_(words.c.case_id.in_(closed), words.c.case_id.is_(None)),
        words.c.id.not_in(select(actions.c.words_id)),
    )
    return (Aged(ids=ids, forget=lambda n: update(words).where(words.c.id.in_(n)).values(BLANK)),)


def _drafts(before: datetime) -> tuple[Aged, ...]:
    """Of colleagues, who did not say whom they were for: they may be talk among themselves."""
    return (_rows(words, words.c.sort == "draft", words.c.at < before),)


def _names(before: datetime) -> tuple[Aged, ...]:
    """Of customers of whom nothing was heard for so long."""
    person = names.c.person_id
    lately = (
        select(cases.c.id).where(cases.c.person_id == person, cases.c.heard_at >= before),
        select(cases.c.id).where(cases.c.person_id == person, cases.c.state != "closed"),
        select(services.c.id).where(
            services.c.person_id == person, services.c.changed_at >= before
        ),
        select(invitations.c.id).where(
            invitations.c.person_id == person, invitations.c.first_answer_at >= before
        ),
        select(words.c.id).where(words.c.person_id == person, words.c.at >= before),
        select(persons.c.id).where(persons.c.id == person, persons.c.created_at >= before),
        select(roles.c.id).where(roles.c.person_id == person),
    )
    ids = select(person).where(*(~one.exists() for one in lately))
    return (
        Aged(
            ids=ids,
            forget=lambda n: delete(names).where(person.in_(n)),
            before=_forget_phones,
        ),
    )


async def _forget_phones(connection: AsyncConnection, person_ids: Sequence[int]) -> None:
    """Telephone numbers by which a shop knows them; its own numbers of them stay."""
    theirs = select(customer_refs.c.ref).where(customer_refs.c.person_id.in_(person_ids))
    refs = (await connection.execute(theirs)).scalars()
    phones = [ref for ref in refs if phone_of(ref) is not None]
    if not phones:
        return
    await connection.execute(
        update(services)
        .where(services.c.person_id.in_(person_ids), services.c.customer_ref.in_(phones))
        .values(customer_ref=erased_ref(services.c.person_id))
    )
    await connection.execute(delete(customer_refs).where(customer_refs.c.ref.in_(phones)))


def _traces(before: datetime) -> tuple[Aged, ...]:
    """Who came by which code, what other systems were told, which updates came from which chat."""
    return (
        _rows(visits, visits.c.at < before),
        _rows(hook_calls, hook_calls.c.created_at < before, hook_calls.c.next_at.is_(None)),
        _rows(inbox, inbox.c.received_at < before, inbox.c.state == "done"),
    )


def _looks(before: datetime) -> tuple[Aged, ...]:
    return (_rows(looks, looks.c.at < before),)


def _rows(table: Table, *which: ColumnElement[bool]) -> Aged:
    ids = select(table.c.id).where(*which)
    return Aged(ids=ids, forget=lambda n: delete(table).where(table.c.id.in_(n)))


_CLASSES: Mapping[str, Callable[[datetime], tuple[Aged, ...]]] = {
    "words": _words,
    "drafts": _drafts,
    "names": _names,
    "traces": _traces,
    "looks": _looks,
}
