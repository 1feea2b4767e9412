"""Three bots on one PostgreSQL: nothing is doubled whoever is killed or sleeps through a lease."""

from pathlib import Path

import pytest

from trials.history import wrong
from trials.lives import Zygote
from trials.replicas import HANDOVER_WITHIN, replicas

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_whoever_is_killed_or_paused_is_followed_by_another(
    forking: Zygote, postgres_url: str, tmp_path: Path, rounds: int
) -> None:
    ends = max(4, rounds // 4)
    outcome = await replicas(forking, postgres_url, tmp_path, ends=ends, seed=3)
    assert wrong(outcome.findings) == []
    assert len(outcome.handover) > ends / 2
    assert max(outcome.handover) < HANDOVER_WITHIN
    assert {one.sort for one in outcome.findings} >= {"update", "complaint", "case", "note"}
