"""A clock that is wrong by a day is told with what to do; where nobody knows, nothing is said."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock_check import problem_of_clock
from bot.settings import Settings
from playground.server import create_app, serve
from playground.state import Playground


@pytest.mark.parametrize(
    ("off", "says"),
    [
        (timedelta(), None),
        (timedelta(seconds=50), None),
        (timedelta(days=1), "快了 1440 分钟"),
        (timedelta(minutes=-9), "慢了 9 分钟"),
    ],
)
async def test_a_wrong_clock_is_told(off: timedelta, says: str | None) -> None:
    async with serve(create_app(Playground())) as telegram:
        told = await problem_of_clock(Settings(api_base=telegram.url), datetime.now(UTC) + off)
    if says is None:
        assert told is None
    else:
        assert told is not None
        assert says in told
        assert told.endswith("。")


async def test_nobody_to_ask_is_no_problem_of_the_clock() -> None:
    assert (
        await problem_of_clock(Settings(api_base="http://127.0.0.1:1"), datetime.now(UTC)) is None
    )
