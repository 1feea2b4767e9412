"""Dead at a commit or a call, and alive again: the slice of the sweep that the suite takes."""

from pathlib import Path

import pytest

from storage import points
from storage.engine import Database, open_database
from trials.history import wrong
from trials.lives import Zygote
from trials.scenes import SCENARIOS
from trials.sweep import sweep
from trials.world import world

BY_NAME = {one.name: one for one in SCENARIOS}


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("name", "every"), [("complaint", 9)])
async def test_dying_at_any_point_loses_and_doubles_nothing(
    forking: Zygote, sqlite_url: str, tmp_path: Path, name: str, every: int
) -> None:
    async with world(forking, sqlite_url, tmp_path) as here:
        swept = await sweep(here, BY_NAME[name], every=every)
    assert swept.ran_through
    assert swept.died_at.total() >= 1
    assert wrong(swept.findings) == []


def test_at_least_twelve_stories_are_swept() -> None:
    assert len(BY_NAME) == len(SCENARIOS) >= 12


async def test_a_commit_is_named_by_whose_it_is(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[str] = []
    monkeypatch.setattr(points, "_listeners", [passed.append])
    database = open_database(sqlite_url)
    await _write_nothing(database)
    await database.close()
    assert passed == [f"{when} commit test_sweep._write_nothing" for when in ("before", "after")]


async def _write_nothing(database: Database) -> None:
    async with database.writing():
        pass
