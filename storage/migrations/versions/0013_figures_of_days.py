"""Figures of whole days are kept, and whatever changes a fact says which days it touches."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_CASE = (
    "SELECT opened_at AS at FROM cases WHERE id = {row}.case_id",
    "SELECT at FROM events WHERE case_id = {row}.case_id AND step IN ('resolved', 'reopened')",
)
_BEHIND_CASE = (
    "SELECT at FROM events WHERE case_id = {row}.id AND step IN ('resolved', 'reopened')",
    "SELECT due_at AS at FROM promises WHERE case_id = {row}.id",
    "SELECT decided_at AS at FROM remedies WHERE case_id = {row}.id",
)
_STEPS = "{row}.step IN ('replied', 'resolved', 'reopened', 'accepted', 'refused')"
_PAIR = "SELECT first_at AS at FROM answers WHERE invitation_id = {row}.invitation_id"
# Of each table: the columns whose change counts, what days it touches, and when it does at all.
TOUCHES = {
    "invitations": (
        "state, sent_at, delivered_at, first_answer_at, completed_at, place_id, mark",
        ("SELECT {row}.sent_at AS at", "SELECT {row}.delivered_at AS at"),
        None,
    ),
    "answers": (
        "invitation_id, question, value, score, first_at",
        ("SELECT {row}.first_at AS at", _PAIR),
        None,
    ),
    "cases": ("state, opened_at", ("SELECT {row}.opened_at AS at",), None),
    "events": (
        "case_id, round, step, facts, at",
        ("SELECT {row}.at AS at", *_OF_CASE),
        _STEPS,
    ),
    "findings": (
        "case_id, dimension, aspect, polarity, withdrawn_at",
        _OF_CASE[:1],
        "{row}.case_id IS NOT NULL",
    ),
    "promises": (
        "case_id, clock, due_at, kept_at, dropped_at, paused_at",
        ("SELECT {row}.due_at AS at",),
        None,
    ),
    "remedies": (
        "case_id, kind, state, amount, currency, decided_at",
        ("SELECT {row}.decided_at AS at",),
        None,
    ),
}
# What changes all that hangs on a row; only as an update, for without it nothing hangs there.
MOVES = {
    "invitations": (
        "rules_id, questionnaire, place_id, mark",
        ("SELECT first_at AS at FROM answers WHERE invitation_id = {row}.id",),
    ),
    "cases": (
        "kind, outcome, place_id, mark, opened_at",
        ("SELECT {row}.opened_at AS at", *_BEHIND_CASE),
    ),
}


def upgrade() -> None:
    op.create_table(
        "rollup_days",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_days")),
        sa.UniqueConstraint("zone", "starts_at", name=op.f("uq_rollup_days_zone_starts_at")),
    )
    op.create_table(
        "rollups",
        sa.Column("day_id", _BIG, nullable=False),
        sa.Column("place_id", _BIG, nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hits", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("squares", sa.Float(), nullable=True),
        sa.Column("seconds", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_id"], ["rollup_days.id"], name=op.f("fk_rollups_day_id_rollup_days")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_rollups_place_id_places")
        ),
        sa.PrimaryKeyConstraint("day_id", "place_id", "figure", "part", name=op.f("pk_rollups")),
    )
    op.create_table(
        "touched",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touched")),
    )
    op.create_index("ix_touched_at", "touched", ["at"])
    for table, (columns, days, only) in TOUCHES.items():
        _watch(table, "insert", "INSERT", ("NEW",), days, only)
        _watch(table, "delete", "DELETE", ("OLD",), days, only)
        _watch(table, "update", f"UPDATE OF {columns}", ("OLD", "NEW"), days, only)
    for table, (columns, days) in MOVES.items():
        _watch(table, "move", f"UPDATE OF {columns}", ("OLD", "NEW"), days, None)


def downgrade() -> None:
    for table, happening in _watched():
        op.execute(_dropping(f"touch_{table}_{happening}", table))
    if op.get_bind().dialect.name == "postgresql":
        for table, happening in _watched():
            op.execute(f"DROP FUNCTION touch_{table}_{happening}()")
    op.drop_index("ix_touched_at", "touched")
    op.drop_table("touched")
    op.drop_table("rollups")
    op.drop_table("rollup_days")


def _watched() -> list[tuple[str, str]]:
    usual = [(table, what) for table in TOUCHES for what in ("insert", "delete", "update")]
    return [*usual, *((table, "move") for table in MOVES)]


def _dropping(name: str, table: str) -> str:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}"


def _watch(
    table: str,
    what: str,
    happens: str,
    rows: tuple[str, ...],
    days: tuple[str, ...],
    only: str | None,
) -> None:
    """`days` give the instants, of the row as it was and as it is."""
    name = f"touch_{table}_{what}"
    found = " UNION ".join(day.format(row=row) for row in rows for day in days)
    when = " OR ".join(f"({only.format(row=row)})" for row in rows) if only else ""
    when = f"WHEN ({when}) " if when else ""
    if op.get_bind().dialect.name == "sqlite":
        # One writer: what is marked already need not be marked again.
        op.execute(
            f"CREATE TRIGGER {name} AFTER {happens} ON {table} FOR EACH ROW {when}BEGIN "
            f"INSERT INTO touched (at) SELECT at FROM ({found}) AS found WHERE at IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM touched AS known WHERE known.at = found.at); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO touched (at) SELECT at FROM ({found}) AS found WHERE at IS NOT NULL; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {happens} ON {table} FOR EACH ROW {when}"
        f"EXECUTE FUNCTION {name}()"
    )
