"""Answers that were changed, as they had been."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answer_changes",
        sa.Column("id", _BIG, sa.Identity(always=False, start=1), nullable=False),
        sa.Column("invitation_id", _BIG, nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("words_id", _BIG, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_answer_changes_invitation_id_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["words_id"], ["words.id"], name=op.f("fk_answer_changes_words_id_words")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_changes")),
    )
    op.create_index(
        op.f("ix_answer_changes_invitation_id"), "answer_changes", ["invitation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_answer_changes_invitation_id"), "answer_changes")

    op.drop_table("answer_changes")
