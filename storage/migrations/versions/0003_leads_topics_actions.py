"""Cases that lead others, the colleague named, topics of forum groups, corrective actions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FALSE = sa.text("false")


def upgrade() -> None:
    _add_reference("cases", "lead_id", "cases")
    _add_reference("cases", "about_id", "persons")
    op.add_column(
        "cases", sa.Column("wants_news", sa.Boolean(), nullable=False, server_default=_FALSE)
    )
    op.create_index(
        "ix_cases_lead",
        "cases",
        ["lead_id"],
        sqlite_where=sa.text("lead_id IS NOT NULL"),
        postgresql_where=sa.text("lead_id IS NOT NULL"),
    )
    op.add_column(
        "bindings", sa.Column("topics", sa.Boolean(), nullable=False, server_default=_FALSE)
    )
    op.add_column("persons", sa.Column("off_since", sa.DateTime(timezone=True), nullable=True))
    _create_topics()
    _create_actions()


def _add_reference(table: str, column: str, target: str) -> None:
    """SQLite adds a column with its reference in one go, and no constraint afterwards."""
    name = f"fk_{table}_{column}_{target}"
    if op.get_bind().dialect.name == "sqlite":
        reference = f"INTEGER CONSTRAINT {name} REFERENCES {target} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {reference}")
        return
    op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f(name), table, target, [column], ["id"])


def _create_topics() -> None:
    op.create_table(
        "topics",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("case_id", _BIG, nullable=False),
        sa.Column("chat_id", _BIG, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False, server_default="wanted"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_topics_case_id_cases")),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_topics_chat_id_chats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("case_id", "chat_id", name=op.f("uq_topics_case_id_chat_id")),
    )


def _create_actions() -> None:
    references = {
        "case_id": "cases",
        "place_id": "places",
        "words_id": "words",
        "owner_id": "persons",
        "made_by": "persons",
    }
    op.create_table(
        "actions",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("case_id", _BIG, nullable=False),
        sa.Column("place_id", _BIG, nullable=False),
        sa.Column("dimension", sa.String(length=64), nullable=True),
        sa.Column("words_id", _BIG, nullable=False),
        sa.Column("owner_id", _BIG, nullable=False),
        sa.Column("made_by", _BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_actions_{column}_{target}")
            )
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_case_id"), "actions", ["case_id"], unique=False)
    op.create_index(
        "ix_actions_due",
        "actions",
        ["next_due_at"],
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_actions_due", "actions")
    op.drop_index(op.f("ix_actions_case_id"), "actions")
    op.drop_table("actions")
    op.drop_table("topics")
    op.drop_column("persons", "off_since")
    op.drop_column("bindings", "topics")
    op.drop_index("ix_cases_lead", "cases")
    op.drop_column("cases", "wants_news")
    op.drop_column("cases", "about_id")
    op.drop_column("cases", "lead_id")
