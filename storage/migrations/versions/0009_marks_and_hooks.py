"""What shops tell of their customers, customers found by their number, calls to other systems."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("services", sa.Column("attributes", sa.JSON(), nullable=True))
    op.create_index("ix_names_phone", "names", ["phone"], unique=False)
    op.create_table(
        "hook_calls",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("hook", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_calls")),
        sa.UniqueConstraint("hook", "key", name=op.f("uq_hook_calls_hook_key")),
    )
    op.create_index(
        "ix_hook_calls_waiting",
        "hook_calls",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_hook_calls_waiting", "hook_calls")
    op.drop_table("hook_calls")
    op.drop_index("ix_names_phone", "names")
    op.drop_column("services", "attributes")
