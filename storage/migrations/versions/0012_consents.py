"""Who was told what is kept, when, and that they went on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "consents",
        sa.Column("id", big, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_consents_person_id_persons")
        ),
        sa.UniqueConstraint("person_id", "version", name=op.f("uq_consents_person_id_version")),
    )


def downgrade() -> None:
    op.drop_table("consents")
