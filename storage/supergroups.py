"""A group that became a supergroup: what it hears and shows goes on under Telegram's new number."""

from datetime import datetime

from sqlalchemy import String, case, cast, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import bindings, cases, chats, messages, outbox, words


async def follow(connection: AsyncConnection, old: int, new: int, now: datetime) -> None:
    """`old` and `new` are Telegram's. Once is enough; again, in any order, changes nothing.

    Somebody may have been heard in the supergroup before: then it is a chat of ours already.
    """
    was = await connection.scalar(select(chats.c.id).where(chats.c.telegram_id == old))
    if was is None:
        return
    await _show_anew(connection, was)
    known = await connection.scalar(select(chats.c.id).where(chats.c.telegram_id == new))
    if known is None:
        values = {"telegram_id": new, "kind": "supergroup", "state": "open", "state_since": now}
        await connection.execute(update(chats).where(chats.c.id == was).values(values))
        return
    await _move_bindings(connection, was, known, now)
    await _move_what_is_said(connection, was, known)
    gone = {"state": "gone", "state_since": now}
    await connection.execute(update(chats).where(chats.c.id == was).values(gone))


async def _show_anew(connection: AsyncConnection, was: int) -> None:
    """What stands in the old chat can't be edited any more: what is open is sent once more."""
    await connection.execute(messages.delete().where(messages.c.chat_id == was))
    is_open = outbox.c.thing.in_(
        select(literal("case-") + cast(cases.c.id, String)).where(cases.c.state != "closed")
    )
    await connection.execute(
        update(outbox)
        .where(outbox.c.chat_id == was, outbox.c.sort == "face")
        .where(or_(is_open, outbox.c.state == "failed"))
        .values(wanted=outbox.c.wanted + 1, state=_IS_WAITING, not_before=None)
    )


_IS_WAITING = case((outbox.c.state == "sending", "sending"), else_="queued")


async def _move_bindings(connection: AsyncConnection, was: int, known: int, now: datetime) -> None:
    """What an owner has said of the supergroup by now goes before what was said of the group."""
    bound = select(bindings.c.id).where(
        bindings.c.chat_id == known, bindings.c.thread_id.is_(None), bindings.c.unbound_at.is_(None)
    )
    old = bindings.c.chat_id == was
    if await connection.scalar(bound.limit(1)) is not None:
        await connection.execute(
            update(bindings).where(old, bindings.c.unbound_at.is_(None)).values(unbound_at=now)
        )
    await connection.execute(update(bindings).where(old).values(chat_id=known))


async def _move_what_is_said(connection: AsyncConnection, was: int, known: int) -> None:
    """What was to be said or shown there; and whoever wrote there hears of it in the new chat."""
    old, is_face = outbox.c.chat_id == was, outbox.c.sort == "face"
    there = outbox.alias()
    twice = select(outbox.c.thing).where(old, is_face)
    await connection.execute(
        update(outbox)
        .where(outbox.c.chat_id == known, outbox.c.thing.in_(twice))
        .values(wanted=outbox.c.wanted + 1, state=_IS_WAITING, not_before=None)
    )
    shown_there = select(there.c.id).where(
        there.c.chat_id == known, there.c.thing == outbox.c.thing
    )
    await connection.execute(outbox.delete().where(old, is_face, shown_there.exists()))
    key = literal("face-") + outbox.c.thing + f"-in-{known}"
    await connection.execute(update(outbox).where(old, is_face).values(chat_id=known, key=key))
    waits = outbox.c.state.in_(["queued", "sending"])
    await connection.execute(update(outbox).where(old, waits).values(chat_id=known))
    said = update(words).where(words.c.chat_id == was)
    await connection.execute(said.values(chat_id=known, message_id=None))
