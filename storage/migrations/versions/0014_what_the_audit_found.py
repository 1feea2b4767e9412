"""What the look at everything found, so that owners hear of it once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STANDING = sa.text("over_at IS NULL")


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "findings_of_audit",
        sa.Column("id", big, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings_of_audit")),
    )
    op.create_index(
        "ix_findings_of_audit_standing",
        "findings_of_audit",
        ["kind"],
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def downgrade() -> None:
    op.drop_index("ix_findings_of_audit_standing", "findings_of_audit")
    op.drop_table("findings_of_audit")
