"""What staff ask a customer is a first response too, so it touches the days of its case."""

from alembic import op
from sqlalchemy import text

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BEFORE = "'replied', 'resolved', 'reopened', 'accepted', 'refused'"
_SINCE = f"'asked', {_BEFORE}"
_HAPPENING = {
    "insert": ("INSERT", ("NEW",)),
    "delete": ("DELETE", ("OLD",)),
    "update": ("UPDATE OF case_id, round, step, facts, at", ("OLD", "NEW")),
}


def upgrade() -> None:
    _watch(_BEFORE, _SINCE)


def downgrade() -> None:
    _watch(_SINCE, _BEFORE)


def _watch(before: str, after: str) -> None:
    """The triggers stay as they are but for the steps that set them off."""
    connection = op.get_bind()
    for what, (happens, rows) in _HAPPENING.items():
        name = f"touch_events_{what}"
        if connection.dialect.name == "sqlite":
            found = connection.scalar(
                text("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = :name"),
                {"name": name},
            )
            op.execute(f"DROP TRIGGER {name}")
            op.execute(str(found).replace(f"({before})", f"({after})"))
            continue
        when = " OR ".join(f"({row}.step IN ({after}))" for row in rows)
        op.execute(f"DROP TRIGGER {name} ON events")
        op.execute(
            f"CREATE TRIGGER {name} AFTER {happens} ON events FOR EACH ROW WHEN ({when}) "
            f"EXECUTE FUNCTION {name}()"
        )
