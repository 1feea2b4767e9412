"""A person has a stretch at once, a few a second after it, and after a while the stretch again."""

from bot.allowance import _MOST, A_SECOND, AT_A_STRETCH, ONCE_MORE, Allowances


class Watch:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_whoever_floods_gets_a_few_a_second_and_after_a_while_a_stretch_again() -> None:
    watch = Watch()
    allowances = Allowances(now=watch)
    assert allowances.left("c1") == AT_A_STRETCH
    allowances.spend("c1", AT_A_STRETCH)
    assert allowances.left("c1") == 0
    assert allowances.wait("c1") == ONCE_MORE / A_SECOND
    assert allowances.left("c2") == AT_A_STRETCH
    watch.now += allowances.wait("c1")
    assert allowances.left("c1") == ONCE_MORE
    assert not allowances.wait("c1")
    watch.now += 2 * AT_A_STRETCH / A_SECOND
    assert allowances.left("c1") == AT_A_STRETCH


def test_a_slow_flood_is_one_too() -> None:
    """Three a second, never twenty at once: what is done stays below what comes."""
    watch, done = Watch(), 0
    allowances = Allowances(now=watch)
    for _ in range(3 * 60):
        watch.now += 1 / 3
        if allowances.left("c1"):
            allowances.spend("c1", 1)
            done += 1
    assert done <= AT_A_STRETCH + 60 * A_SECOND


def test_many_people_are_not_kept_for_ever() -> None:
    watch = Watch()
    allowances = Allowances(now=watch)
    for number in range(2 * _MOST):
        watch.now += 0.01
        allowances.spend(f"c{number}", 1)
    assert len(allowances._left) <= _MOST
    allowances.spend("c1", AT_A_STRETCH)
    watch.now += 0.1
    assert allowances.left("c1") == 0
