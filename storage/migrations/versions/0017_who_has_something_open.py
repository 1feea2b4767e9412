"""Indexes for the question that every update asks: has this person a dialogue, loose words?"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_dialogues_person_id", "dialogues", ["person_id"])
    op.create_index(
        "ix_words_loose",
        "words",
        ["person_id"],
        sqlite_where=sa.text("case_id IS NULL"),
        postgresql_where=sa.text("case_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_words_loose", table_name="words")
    op.drop_index("ix_dialogues_person_id", table_name="dialogues")
