"""The dashboard shows what the program measures: nothing that is not there, and all of it."""

import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from bot.insight import figures_of
from handlers.metrics import Metrics
from storage.engine import open_database
from tests.house.checkout import ROOT

DASHBOARD = json.loads((ROOT / "deploy/grafana.json").read_text(encoding="utf-8"))
NAME = re.compile(r"huiyin_[a-z_]+")


async def measured(sqlite_url: str) -> set[str]:
    database = open_database(sqlite_url)
    try:
        updates = cast("Any", SimpleNamespace(handled=0))
        figures = await figures_of(database, updates, datetime.now(UTC))
    finally:
        await database.close()
    metrics = Metrics()
    metrics.count_request("GET", "/health", 200)
    text = metrics.text(figures).decode()
    found = set(re.findall(rf"^({NAME.pattern})", text, re.MULTILINE))
    return {name for name in found if not name.endswith("_created")}


async def test_the_dashboard_and_the_program_know_the_same_figures(sqlite_url: str) -> None:
    shown = {
        name
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
        for name in NAME.findall(target["expr"])
    }
    assert shown == await measured(sqlite_url)


def test_every_panel_says_what_it_means_and_stands_alone() -> None:
    places = [tuple(panel["gridPos"].values()) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert all(panel["description"].endswith("。") for panel in DASHBOARD["panels"])
    assert "://" not in json.dumps(DASHBOARD)
