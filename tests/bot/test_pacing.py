"""Telegram's limits are never exceeded, in any window."""

from functools import partial
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hurried import run_hurried
from benchmarks.surveys import simulate
from bot.pacing import CHAT, GROUP, WHOLE, Pacing


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 0.4)), max_size=120))
def test_no_window_is_ever_exceeded(wishes: list[tuple[int, float]]) -> None:
    pacing, now, sent = Pacing(), 0.0, list[tuple[float, int]]()
    for chat, pause in wishes:
        now = max(now + pause, pacing.free_at(chat, chat == 1, now))
        pacing.record(chat, chat == 1, now)
        sent.append((now, chat))
    for at, chat in sent:
        assert sum(at < t + WHOLE[1] and t <= at for t, _ in sent) <= WHOLE[0]
        assert sum(at < t + CHAT[1] and t <= at for t, c in sent if c == chat) <= CHAT[0]
        if chat == 1:
            assert sum(at < t + GROUP[1] and t <= at for t, c in sent if c == 1) <= GROUP[0]


def test_a_slow_call_counts_from_when_it_may_have_arrived() -> None:
    pacing = Pacing()
    pacing.record(7, is_group=True, at=10.0)
    pacing.ended(7, 10.8)
    assert pacing.free_at(7, is_group=True, now=11.1) == 11.8
    assert pacing.free_at(8, is_group=False, now=11.1) == 11.1


def test_when_telegram_asks_to_wait_that_chat_waits_and_others_dont() -> None:
    pacing = Pacing()
    pacing.hold(7, 50.0)
    assert pacing.free_at(7, is_group=False, now=10.0) == 50.0
    assert pacing.free_at(8, is_group=False, now=10.0) == 10.0


def test_what_may_leave_now_is_what_the_window_has_left() -> None:
    pacing = Pacing()
    for chat in range(29):
        pacing.record(chat, is_group=False, at=1.0)
    assert pacing.room(1.0) == 1
    pacing.record(29, is_group=False, at=1.0)
    assert pacing.room(1.5) == 0
    assert pacing.room(3.0) == WHOLE[0]


def test_a_burst_of_surveys_never_passes_the_limit_and_none_goes_twice(tmp_path: Path) -> None:
    found = run_hurried(partial(simulate, folder=tmp_path, count=75, span=0.5))
    assert (found["sent"], found["recorded"]) == (75, 75)
    assert (found["twice"], found["429"]) == (0, 0)
    assert found["last"] <= 1.2 * found["limit"] + 2
