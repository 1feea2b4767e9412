"""Every promise has its own ladder, and whoever has cases finds them at once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OLD = "uq_escalations_case_id_round_clock_level_repeat"
_NEW = "uq_escalations_case_id_round_clock_level_repeat_promise_id"
_RUNG = ["case_id", "round", "clock", "level", "repeat"]
_OWNED = sa.text("owner_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("escalations") as table:
        table.add_column(
            sa.Column("promise_id", sa.BigInteger(), nullable=False, server_default="0")
        )
        table.drop_constraint(_OLD, type_="unique")
        table.create_unique_constraint(_NEW, [*_RUNG, "promise_id"])
    op.create_index(
        "ix_cases_owner",
        "cases",
        ["owner_id"],
        sqlite_where=_OWNED,
        postgresql_where=_OWNED,
    )


def downgrade() -> None:
    op.drop_index("ix_cases_owner", "cases")
    with op.batch_alter_table("escalations") as table:
        table.drop_constraint(_NEW, type_="unique")
        table.drop_column("promise_id")
        table.create_unique_constraint(_OLD, _RUNG)
