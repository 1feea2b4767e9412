"""What /ready and /metrics tell: counts and sentences, never a person's data."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.poller import Poller
from bot.updates import Updates
from storage import inbox, outbox
from storage.engine import Database
from storage.hooking import standing_of
from storage.tables import cases
from storage.ways_out import unanswered


async def problems_of(database: Database, poller: Poller) -> Sequence[str]:
    found = []
    async with database.reading() as connection:
        waiting = await inbox.counts(connection)
    if waiting["aside"]:
        found.append(f"有 {waiting['aside']} 条消息处理不了，已放在一边；运行 huiyin replay 再试。")
    if poller.trouble:
        found.append("暂时收不到 Telegram 的消息，正在重试。")
    return found


async def standing_hooks(database: Database, names: Sequence[str]) -> Mapping[str, object]:
    """How other systems take what they are told; nothing where there are none."""
    if not names:
        return {}
    async with database.reading() as connection:
        return await standing_of(connection, names)


async def silent_channels(database: Database) -> Mapping[str, int]:
    """What lives tells so even when the database does not answer."""
    try:
        async with database.reading() as connection:
            return await unanswered(connection)
    except (DBAPIError, PoolTimeout, OSError):
        return {}


async def figures_of(database: Database, updates: Updates, now: datetime) -> Mapping[str, float]:
    async with database.reading() as connection:
        incoming = await inbox.counts(connection)
        outgoing = await outbox.counts(connection)
        live = await connection.scalar(
            select(func.count()).select_from(cases).where(cases.c.state != "closed")
        )
        silent = await unanswered(connection)
        oldest = await outbox.oldest(connection)
        late = await connection.scalar(
            select(func.count())
            .select_from(cases)
            .where(cases.c.state.in_(["open", "taken"]), cases.c.level > 0)
        )
    return {
        "cases_overdue": float(late or 0),
        "outbox_oldest_seconds": 0.0 if oldest is None else (now - oldest).total_seconds(),
        "channel_alerts_unanswered": float(sum(silent.values())),
        "updates_handled": updates.handled,
        "inbox_waiting": incoming["new"],
        "inbox_set_aside": incoming["aside"],
        "outbox_waiting": sum(outgoing.values()),
        "cases_open": float(live or 0),
    }
