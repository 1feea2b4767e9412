"""Printed codes, and what a customer was told, reminded of and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FALSE = sa.text("false")


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("place_id", _BIG, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("made_by", _BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_codes_place_id_places")),
        sa.ForeignKeyConstraint(["made_by"], ["persons.id"], name=op.f("fk_codes_made_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_codes_code")),
    )
    op.create_table(
        "visits",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("code_id", _BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_visits_person_id_persons")
        ),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"], name=op.f("fk_visits_code_id_codes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_person"), "visits", ["person_id", "at"], unique=False)
    _add_code_of_cases()
    op.add_column(
        "cases", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=_FALSE)
    )
    op.add_column("cases", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("remedies", sa.Column("answer", sa.String(length=64), nullable=True))
    op.add_column("remedies", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))


def _add_code_of_cases() -> None:
    """SQLite adds a column with its reference in one go, and no constraint afterwards."""
    name = "fk_cases_code_id_codes"
    if op.get_bind().dialect.name == "sqlite":
        reference = f"INTEGER CONSTRAINT {name} REFERENCES codes (id)"
        op.execute(f"ALTER TABLE cases ADD COLUMN code_id {reference}")
        return
    op.add_column("cases", sa.Column("code_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f(name), "cases", "codes", ["code_id"], ["id"])


def downgrade() -> None:
    op.drop_column("remedies", "answered_at")
    op.drop_column("remedies", "answer")
    for column in ("told_at", "reminded", "anonymous", "code_id"):
        op.drop_column("cases", column)
    op.drop_index(op.f("ix_visits_person"), "visits")
    op.drop_table("visits")
    op.drop_table("codes")
