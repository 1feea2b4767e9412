"""PostgreSQL keeps no samples of what people wrote or who they are for its plans.

What it keeps of a column stays after the rows are gone, and an emptied table is not sampled anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# All of them are found by an index that needs no samples, or not searched at all.
COLUMNS = (
    ("inbox", "lane"),
    ("inbox", "raw"),
    ("lanes", "lane"),
    ("persons", "telegram_id"),
    ("chats", "telegram_id"),
    ("chats", "title"),
    ("names", "name"),
    ("names", "username"),
    ("names", "phone"),
    ("customer_refs", "ref"),
    ("services", "external_id"),
    ("services", "customer_ref"),
    ("words", "text"),
    ("words", "file_id"),
)
_TYPE = sa.text(
    "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
    " WHERE attrelid = CAST(:of AS regclass) AND attname = :name"
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for table, column in COLUMNS:
        kind = connection.scalar(_TYPE, {"of": table, "name": column})
        change = f"ALTER TABLE {table} ALTER COLUMN {column}"
        op.execute(f"{change} SET STATISTICS 0")
        # The same type again: nothing is rewritten, and the samples there are go.
        op.execute(f"{change} TYPE {kind}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in COLUMNS:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
