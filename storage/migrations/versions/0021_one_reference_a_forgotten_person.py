"""Who was forgotten keeps one reference, and none that is a telephone number."""

import re

from alembic import op
from sqlalchemy import text

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")


def upgrade() -> None:
    """Their visits had one reference each, and a number outlived the name that it came with."""
    connection = op.get_bind()
    op.execute(
        "UPDATE services SET customer_ref = 'erased-' || person_id"
        " WHERE customer_ref LIKE 'erased-%' AND person_id IS NOT NULL"
    )
    nameless = connection.execute(
        text(
            "SELECT ref, person_id FROM customer_refs WHERE ref LIKE '+%' AND person_id NOT IN"
            " (SELECT person_id FROM names)"
        )
    )
    for ref, person_id in [row for row in nameless if _PHONE.fullmatch(row.ref)]:
        theirs = {"ref": ref, "person": person_id, "erased": f"erased-{person_id}"}
        connection.execute(
            text(
                "UPDATE services SET customer_ref = :erased"
                " WHERE person_id = :person AND customer_ref = :ref"
            ),
            theirs,
        )
        connection.execute(text("DELETE FROM customer_refs WHERE ref = :ref"), {"ref": ref})


def downgrade() -> None:
    """What was forgotten stays forgotten."""
