"""What is known of the service that a row is about: its columns, and what a shop marked it as."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select

from reports.cuts import MARKED_AS, OF_SERVICES
from storage.tables import rule_versions, services

OF_SERVICES_IN_ORDER = tuple(sorted(OF_SERVICES - {"industry"}))


def service_column(column: str, served: FromClause = services) -> ColumnElement[Any]:
    """A column of `services`, or the first of the marks that say the same."""
    if column not in MARKED_AS:
        return served.c[column]
    marks = [served.c.attributes[name].as_string() for name in _written(MARKED_AS[column])]
    return func.coalesce(*marks)


def _written(names: Iterable[str]) -> Iterable[str]:
    """Each name, and as JSON escapes it: SQLite compares keys as they are written."""
    for name in names:
        yield name
        if not name.isascii():
            yield json.dumps(name)[1:-1]


def of_service(
    service_id: ColumnElement[Any], rules_id: ColumnElement[Any]
) -> tuple[ColumnElement[Any], ...]:
    """One column each, looked up only where a figure asks for it.

    The industry is that of the house under the rules of the time where the shop tells none.
    """
    told = {column: _looked_up(column, service_id) for column in OF_SERVICES_IN_ORDER}
    of_house = (
        select(rule_versions.c.body["house"]["industry"].as_string())
        .where(rule_versions.c.id == rules_id)
        .scalar_subquery()
    )
    industry = func.coalesce(_looked_up("industry", service_id), of_house)
    return *(value.label(name) for name, value in told.items()), industry.label("industry")


def _looked_up(column: str, service_id: ColumnElement[Any]) -> ColumnElement[Any]:
    return select(service_column(column)).where(services.c.id == service_id).scalar_subquery()
