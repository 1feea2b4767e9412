"""The outbox as the courier works it off: claims, outcomes, and what a killed courier left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.values import ROBOT
from storage.erasing import LEAVING
from storage.rows import inserting, write_all
from storage.tables import bindings, chats, messages, outbox, persons, places

# The error of a row that waits for the customer's day to begin.
HELD = "hours"
# How many rows a claim looks at: enough that one busy chat does not hide the others for long.
LOOK_AHEAD = 200


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A claimed row with its chat; `wanted` is what a face shows once it is sent.

    `language` is the reader's (None in a group), `zone` the reader's or that of the group's place;
    `message_id` is the newest message in which a face is shown.
    """

    id: int
    key: str
    sort: str
    kind: str
    facts: Mapping[str, Any]
    chat_id: int
    telegram_id: int
    chat_kind: str
    chat_state: str
    person_id: int | None
    thread_id: int | None
    wanted: int
    attempts: int
    created_at: datetime
    message_id: int | None = None
    error: str | None = None
    language: str | None = None
    zone: str | None = None
    chat_title: str | None = None

    @property
    def is_to_group(self) -> bool:
        return self.chat_kind not in {"private", ROBOT}

    @property
    def is_face(self) -> bool:
        return self.sort == "face"

    @property
    def thing(self) -> str | None:
        thing: str | None = self.facts.get("thing")
        return thing


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Outcome: Telegram has it, as this message; None for a reaction or a topic, which is none."""

    message_id: int | None = None
    migrated_to: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Outcome: Telegram never took it. `retry_at` is None when trying again makes no sense."""

    error: str
    retry_at: datetime | None = None
    chat_state: str | None = None
    forget_message: bool = False
    migrated_to: int | None = None
    forget_thread: bool = False


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Outcome: it may or may not have arrived."""

    error: str
    retry_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """Outcome: nothing needs to be said any more."""

    reason: str = field(default="not wanted")


@dataclass(frozen=True, kw_only=True)
class Together:
    """Kinds of notes of which several for one chat are claimed at once, `fewest` to `most`."""

    kinds: frozenset[str]
    fewest: int
    most: int

    def may_follow(self, last: Any, row: Any, so_far: int) -> bool:
        """In the same topic, since one message stands in one."""
        is_alike = (row.kind, row.thread_id) == (last.kind, last.thread_id)
        return is_alike and row.kind in self.kinds and so_far < self.most


Outcome = Sent | Refused | Unknown | Dropped


def _with_chat() -> Any:
    place_zone = (
        select(places.c.zone)
        .join(bindings, bindings.c.place_id == places.c.id)
        .where(bindings.c.chat_id == outbox.c.chat_id, bindings.c.unbound_at.is_(None))
        .limit(1)
    )
    # In the topic where it belongs now: an edit under way may still be learnt from another one.
    shown = select(func.max(messages.c.message_id)).where(
        messages.c.thing == outbox.c.thing,
        messages.c.chat_id == outbox.c.chat_id,
        messages.c.thread_id.is_not_distinct_from(outbox.c.thread_id),
    )
    return (
        select(
            outbox,
            chats.c.telegram_id,
            chats.c.kind.label("chat_kind"),
            chats.c.state.label("chat_state"),
            chats.c.title.label("chat_title"),
            chats.c.person_id,
            persons.c.language,
            case(
                (chats.c.person_id.is_(None), place_zone.scalar_subquery()), else_=persons.c.zone
            ).label("zone"),
            shown.scalar_subquery().label("message_id"),
        )
        .join(chats, chats.c.id == outbox.c.chat_id)
        .outerjoin(persons, persons.c.id == chats.c.person_id)
    )


# Statements are built once: putting one together costs more than the database takes to answer.
_IS_READY = (
    outbox.c.state == "queued",
    or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
    outbox.c.chat_id.not_in(bindparam("busy", expanding=True)),
)
_READY = select(outbox.c.id).where(*_IS_READY).limit(1)
_READY_IDS = (
    select(outbox.c.id, outbox.c.chat_id, outbox.c.kind, outbox.c.thread_id)
    .where(*_IS_READY)
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(LOOK_AHEAD)
)
_CLAIMED = _with_chat().where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_SEND = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == "queued")
    .values(state="sending", attempts=outbox.c.attempts + 1, attempted_at=bindparam("now"))
)
_NOTE_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="sent", error=None, finished_at=bindparam("now"))
)
# Somebody may have asked for a newer one while this one was under way.
_FACE_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state=case((outbox.c.wanted > bindparam("as_wanted"), "queued"), else_="sent"),
        shown=bindparam("as_wanted"),
        attempts=0,
        finished_at=bindparam("now"),
        error=None,
    )
)


@cache
def _remember(dialect: str) -> Any:
    made = inserting(dialect, messages)
    return made.on_conflict_do_update(
        index_elements=["chat_id", "message_id"],
        set_={"shown": made.excluded.shown, "thing": made.excluded.thing},
    )


async def claim(
    connection: AsyncConnection,
    now: datetime,
    busy_chats: Iterable[int],
    limit: int,
    burst: int = 1,
    together: Together | None = None,
) -> list[Outgoing]:
    """Takes the next rows, `burst` a chat at most, and records the intent before anything is sent.

    Within a chat the order is priority, then age. Chats in `busy_chats` are left alone.
    """
    ready = {"now": now, "busy": list(busy_chats)}
    alike = together or Together(kinds=frozenset(), fewest=1, most=1)
    found = (await connection.execute(_READY_IDS, ready)).all()
    ids = [row.id for row in _first_of_each_chat(found, limit, burst, alike)]
    if not ids:
        return []
    await connection.execute(_SEND, {"ids": ids, "now": now})
    rows = {row.id: row for row in await connection.execute(_CLAIMED, {"ids": ids})}
    return [_outgoing(rows[number]) for number in ids]


async def has_ready(connection: AsyncConnection, now: datetime, busy_chats: Iterable[int]) -> bool:
    found = await connection.scalar(_READY, {"now": now, "busy": list(busy_chats)})
    return found is not None


def _first_of_each_chat(
    rows: Iterable[Any], limit: int, burst: int, together: Together
) -> list[Any]:
    """The rows of `limit` chats, those of one chat together and in their order.

    What may be said in one message follows the first of its kind beyond `burst`; fewer than
    make one message are a call each, so they wait for their turn.
    """
    first: dict[int, list[Any]] = {}
    for row in rows:
        of_chat = first.setdefault(row.chat_id, [])
        is_next = len(of_chat) < burst
        if is_next or together.may_follow(of_chat[-1], row, len(of_chat)):
            of_chat.append(row)
    claimed = (
        of_chat if len(of_chat) >= together.fewest else of_chat[:burst]
        for of_chat in list(first.values())[:limit]
    )
    return [row for of_chat in claimed for row in of_chat]


def _outgoing(row: Any) -> Outgoing:
    return Outgoing(
        id=row.id,
        key=row.key,
        sort=row.sort,
        kind=row.kind,
        facts=row.facts,
        chat_id=row.chat_id,
        telegram_id=row.telegram_id,
        chat_kind=row.chat_kind,
        chat_state=row.chat_state,
        person_id=row.person_id,
        thread_id=row.thread_id,
        wanted=row.wanted,
        attempts=row.attempts,
        created_at=row.created_at,
        message_id=row.message_id,
        error=row.error,
        language=row.language,
        zone=row.zone,
        chat_title=row.chat_title,
    )


async def next_instant(connection: AsyncConnection) -> datetime | None:
    """When the next row that was put off wants to be tried again."""
    found: datetime | None = await connection.scalar(
        select(func.min(outbox.c.not_before)).where(outbox.c.state == "queued")
    )
    return found


async def settle_all(
    connection: AsyncConnection, settled: Sequence[tuple[Outgoing, Outcome]], now: datetime
) -> None:
    """As `settle`, with one statement for all that simply arrived."""
    sent = [(row, outcome) for row, outcome in settled if isinstance(outcome, Sent)]
    for row, outcome in settled:
        if not isinstance(outcome, Sent):
            await settle(connection, row, outcome, now)
    notes = [{"row": row.id, "now": now} for row, _ in sent if not row.is_face]
    faces = [{"row": row.id, "now": now, "as_wanted": row.wanted} for row, _ in sent if row.is_face]
    shown = [_showing(row, s.message_id, now) for row, s in sent if s.message_id is not None]
    if notes:
        await write_all(connection, _NOTE_SENT, notes)
    if faces:
        await write_all(connection, _FACE_SENT, faces)
    if shown:
        await write_all(connection, _remember(connection.dialect.name), shown)


async def settle(
    connection: AsyncConnection, row: Outgoing, outcome: Outcome, now: datetime
) -> None:
    """Records what became of a claimed row. What it means is for the room that asked."""
    if isinstance(outcome, Sent):
        await settle_all(connection, [(row, outcome)], now)
    elif isinstance(outcome, Refused):
        await _settle_refused(connection, row, outcome, now)
    elif isinstance(outcome, Unknown):
        state = "unknown" if outcome.retry_at is None else "queued"
        await _mark(connection, row, state, now, outcome.error, outcome.retry_at)
    else:
        await _mark(connection, row, "dropped", now, outcome.reason)


def _showing(row: Outgoing, message_id: int, now: datetime) -> dict[str, Any]:
    """What stands in this message, so that an answer to it is understood and it can be edited."""
    return {
        "chat_id": row.chat_id,
        "thread_id": row.thread_id,
        "message_id": message_id,
        "thing": row.thing or f"note-{row.id}",
        "case_id": row.facts.get("case"),
        "shown": row.wanted,
        "sent_at": now,
    }


async def _settle_refused(
    connection: AsyncConnection, row: Outgoing, refused: Refused, now: datetime
) -> None:
    state = "failed" if refused.retry_at is None else "queued"
    await _mark(connection, row, state, now, refused.error, refused.retry_at)
    if refused.forget_message and row.message_id is not None:
        await connection.execute(
            messages.delete().where(
                messages.c.chat_id == row.chat_id, messages.c.thing == row.thing
            )
        )
    if refused.forget_thread:
        await connection.execute(update(outbox).where(outbox.c.id == row.id).values(thread_id=None))
    if refused.chat_state is not None:
        # Since when it is so, is when it was first refused. Nobody blocks for a whole group.
        state = "gone" if row.is_to_group else refused.chat_state
        await connection.execute(
            update(chats)
            .where(chats.c.id == row.chat_id, chats.c.state.not_in([LEAVING, state]))
            .values(state=state, state_since=now)
        )


async def _mark(
    connection: AsyncConnection,
    row: Outgoing,
    state: str,
    now: datetime,
    error: str | None = None,
    retry_at: datetime | None = None,
) -> None:
    values: dict[str, Any] = {"state": state, "error": error and error[:64]}
    if state == "queued":
        values["not_before"] = retry_at
    else:
        values["finished_at"] = now
    # Another courier may have taken over and sent it meanwhile: then it is his to settle.
    is_ours = (outbox.c.state == "sending", outbox.c.attempts == row.attempts)
    await connection.execute(update(outbox).where(outbox.c.id == row.id, *is_ours).values(**values))


async def give_back(connection: AsyncConnection, under_way: Iterable[int]) -> int:
    """Rows whose claim was committed without the courier knowing; gives their number.

    `under_way` are those that he is sending or has sent.
    """
    unknown = (outbox.c.state == "sending", outbox.c.id.not_in(list(under_way)))
    result = await connection.execute(
        update(outbox).where(*unknown).values(state="queued", attempts=outbox.c.attempts - 1)
    )
    return int(result.rowcount)


async def abandoned(connection: AsyncConnection) -> list[Outgoing]:
    """Rows that a courier who is gone was sending: nobody knows whether they arrived."""
    rows = await connection.execute(
        _with_chat().where(outbox.c.state == "sending").order_by(outbox.c.id)
    )
    return [_outgoing(row) for row in rows]


async def recent_attempts(
    connection: AsyncConnection, since: datetime
) -> list[tuple[datetime, int, int, str]]:
    """(when, our chat id, Telegram's, kind of chat) of what was sent since: seeds the pacing."""
    rows = await connection.execute(
        select(outbox.c.attempted_at, chats.c.id, chats.c.telegram_id, chats.c.kind)
        .join(chats, chats.c.id == outbox.c.chat_id)
        .where(outbox.c.attempted_at > since, outbox.c.state.not_in(["dropped"]))
        .order_by(outbox.c.attempted_at)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def oldest(connection: AsyncConnection) -> datetime | None:
    """Since when what waits longest waits; what was put off on purpose does not count."""
    found: datetime | None = await connection.scalar(
        select(func.min(outbox.c.created_at)).where(
            outbox.c.state == "queued", outbox.c.not_before.is_(None), outbox.c.sort == "note"
        )
    )
    return found


async def counts(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(
        select(outbox.c.state, func.count())
        .where(outbox.c.state.in_(["queued", "sending"]))
        .group_by(outbox.c.state)
    )
    return {row[0]: int(row[1]) for row in rows}
