"""Alembic's entry; the connection is handed in by storage/schema.py."""

from typing import Any, Literal

from alembic import context

from storage.columns import Clean, Utc
from storage.tables import TABLES


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Steps name the columns' plain types, so that an old step never changes its meaning."""
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Clean):
        return "sa.Text()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=TABLES,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plainly,
    transaction_per_migration=False,
)
context.run_migrations()
