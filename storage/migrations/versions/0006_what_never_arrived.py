"""An index over what never arrived, so that a channel that does not answer is seen at once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LOST = sa.text("state IN ('failed', 'unknown')")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_lost",
        "outbox",
        ["chat_id", "finished_at"],
        sqlite_where=_LOST,
        postgresql_where=_LOST,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_lost", "outbox")
