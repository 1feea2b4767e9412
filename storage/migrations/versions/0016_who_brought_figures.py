"""Who brought the figures of others, so that nobody else takes them away."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("others") as table:
        table.add_column(
            sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
        )
        table.create_foreign_key(
            op.f("fk_others_added_by_persons"), "persons", ["added_by"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("others") as table:
        table.drop_constraint(op.f("fk_others_added_by_persons"), type_="foreignkey")
        table.drop_column("added_by")
