"""What SQLAlchemy has compiled for one test serves the next, which opens engines of its own.

Each engine keeps its statements by its own dialect object, so a house that opens would put all of
them together again: a third of what a short journey costs. Dialects of one class that speak to
servers of one version write the same SQL.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

_MOST = 4000


class _Statements(LRUCache[Any, Any]):
    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_alike(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_alike(key), value)


def _alike(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *statement = key
    return (type(dialect), getattr(dialect, "server_version_info", None), *statement)


_STATEMENTS = _Statements(_MOST)


@event.listens_for(Engine, "engine_connect")
def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_STATEMENTS)
