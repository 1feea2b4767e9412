"""Of a stranger in a group who tries a link nothing is kept but that somebody did."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("visits") as table:
        table.alter_column("person_id", existing_type=NUMBER, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM visits WHERE person_id IS NULL")
    with op.batch_alter_table("visits") as table:
        table.alter_column("person_id", existing_type=NUMBER, nullable=False)
