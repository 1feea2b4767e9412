"""Who polls, ticks and sends where several bots share a PostgreSQL: leases."""

from datetime import timedelta

from sqlalchemy import and_, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import upsert
from storage.tables import lanes, leases

LIFE = timedelta(seconds=10)
RENEW = timedelta(seconds=3)


class LeaseLost(Exception):
    """Another process does this now; what was begun here is undone."""


async def acquire(connection: AsyncConnection, name: str, holder: str) -> int | None:
    """The fence when this holder has the lease from now on, None while somebody else has it."""
    clock = func.clock_timestamp()
    await _wake(connection, name)
    statement = upsert(connection, leases).values(
        name=name, holder=holder, fence=1, until=clock + LIFE
    )
    result = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "fence": leases.c.fence + 1, "until": clock + LIFE},
            where=or_(leases.c.until.is_(None), leases.c.until < clock),
        ).returning(leases.c.fence)
    )
    return result.scalar_one_or_none()


async def _wake(connection: AsyncConnection, name: str) -> None:
    """Ends what a holder who let the lease run out has been doing for half its life.

    A process may be stopped in the middle of a word to the server, where no limit on idle
    transactions holds; what it has locked, the lease among it, would stay locked while it sleeps.
    Each process calls its sessions by its own name (`open_database`).
    """
    is_asleep = and_(
        leases.c.name == name, leases.c.until < func.clock_timestamp(), leases.c.holder.is_not(None)
    )
    former = await connection.scalar(select(leases.c.holder).where(is_asleep))
    if former is not None:
        about = {"former": former, "since": LIFE / 2}
        await connection.execute(_END, about)


_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :former"
    " AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    " AND xact_start < clock_timestamp() - CAST(:since AS interval)"
)


async def renew(connection: AsyncConnection, name: str, fence: int) -> None:
    """Raises LeaseLost when a later fence was given out, or the lease ran out unrenewed."""
    result = await connection.execute(
        update(leases)
        .where(
            leases.c.name == name,
            leases.c.fence == fence,
            leases.c.until >= func.clock_timestamp(),
        )
        .values(until=func.clock_timestamp() + LIFE)
    )
    if not result.rowcount:
        raise LeaseLost(name)


async def check(connection: AsyncConnection, name: str, fence: int) -> None:
    """Holds the fence for this transaction: a write under a stale one fails with LeaseLost."""
    held = await connection.scalar(
        select(leases.c.fence)
        .where(leases.c.name == name, leases.c.until >= func.clock_timestamp())
        .with_for_update(read=True)
    )
    if held != fence:
        raise LeaseLost(name)


async def release(connection: AsyncConnection, name: str, fence: int) -> None:
    await connection.execute(
        update(leases)
        .where(leases.c.name == name, leases.c.fence == fence)
        .values(holder=None, until=None)
    )


async def release_dead(connection: AsyncConnection, own: str) -> int:
    """Gives back what processes hold that have no session any more; asked once, at a start.

    A process calls its sessions by its own name (`open_database`), and they end with it, so after
    a kill nobody waits for its leases to run out. Where names can't be seen, behind a pooler or
    among sessions of other users, nothing is given back. Gives how many leases and lanes were.
    """
    given = 0
    for table in (leases, lanes):
        statement = text(_RELEASE_DEAD.format(table=table.name))
        given += (await connection.execute(statement, {"own": own})).rowcount
    return given


_RELEASE_DEAD = """
    UPDATE {table} SET holder = NULL, until = NULL
    WHERE holder <> :own AND until > clock_timestamp()
    AND EXISTS (
        SELECT FROM pg_stat_activity
        WHERE pid = pg_backend_pid() AND application_name = :own
    )
    AND NOT EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database()
        AND (application_name = {table}.holder OR usename <> current_user)
    )
"""
