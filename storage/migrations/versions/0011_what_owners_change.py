"""Places and teams can be renamed and retired, and what owners change of the house is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table in ("places", "teams"):
        op.add_column(table, sa.Column("alias", sa.String(length=80), nullable=True))
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "house_changes",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_by", _BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["persons.id"], name=op.f("fk_house_changes_made_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["persons.id"], name=op.f("fk_house_changes_undone_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_changes")),
    )


def downgrade() -> None:
    op.drop_table("house_changes")
    for table in ("teams", "places"):
        op.drop_column(table, "retired_at")
        op.drop_column(table, "alias")
