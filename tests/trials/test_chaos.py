"""Killed at any moment, with Telegram misbehaving: nothing lost, nothing doubled; and the judge
that says so is seen to find what is wrong.
"""

import shutil
from pathlib import Path

import pytest

from trials.chaos import chaos
from trials.history import Verdict, wrong
from trials.lives import Zygote
from trials.world import world

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_nothing_is_lost_or_doubled_whenever_it_is_killed(
    forking: Zygote, database_url: str, tmp_path: Path, rounds: int
) -> None:
    kills = max(4, rounds // 3)
    outcome = await chaos(forking, database_url, tmp_path, kills=kills, seed=20)
    assert wrong(outcome.findings) == []
    assert {one.sort for one in outcome.findings} >= {"update", "complaint", "case", "note"}
    assert outcome.ends.total() == kills


PLANTED = {
    "sent twice": Verdict.DOUBLED,
    "update dropped": Verdict.LOST,
    "receipt without case": Verdict.UNEXPECTED,
}


async def test_the_judge_finds_what_was_planted(
    forking: Zygote, sqlite_template: Path, tmp_path: Path
) -> None:
    for number, (mutant, verdict) in enumerate(PLANTED.items()):
        file = tmp_path / f"planted-{number}.sqlite3"
        shutil.copyfile(sqlite_template, file)
        async with world(forking, f"sqlite:///{file}", tmp_path) as here:
            life = await here.start(mutant=mutant, log=str(tmp_path / f"planted-{number}.log"))
            for _ in range(4):
                await here.complains()
            await here.quiet()
            await life.end()
            assert verdict in {one.verdict for one in wrong(await here.judged())}, mutant


async def test_a_start_outlives_a_bad_moment_of_telegram(
    forking: Zygote, sqlite_url: str, tmp_path: Path
) -> None:
    async with world(forking, sqlite_url, tmp_path) as here:
        here.playground.fault("html_502", "getMe")
        here.playground.fault("truncated", "deleteWebhook")
        here.playground.fault("refused", "setMyCommands", times=9)
        life = await here.start()
        assert life.is_up
        await here.complains()
        await here.quiet()
        assert wrong(await here.judged()) == []
        await life.end()
