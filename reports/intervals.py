"""How sure a difference is: intervals at 95 %, and what is left when many are looked at."""

import math
import random
from collections.abc import Sequence
from statistics import NormalDist

NORMAL = NormalDist()
Z = NORMAL.inv_cdf(0.975)
RESAMPLES = 2000
Interval = tuple[float, float]


def wilson(hits: float, n: float) -> Interval:
    """Of a share (Wilson 1927); of nothing it is everything."""
    if not n:
        return 0.0, 1.0
    share, spread = hits / n, Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(hits: int, n: int, other_hits: int, other_n: int) -> Interval:
    """Of the difference of two shares, first less other (Newcombe 1998, method 10)."""
    first, other = hits / n, other_hits / other_n
    low, high = wilson(hits, n)
    other_low, other_high = wilson(other_hits, other_n)
    below = math.hypot(first - low, other_high - other)
    above = math.hypot(high - first, other - other_low)
    return first - other - below, first - other + above


def rates(count: int, span: float, other_count: int, other_span: float) -> Interval:
    """Of the difference of two rates a unit of time, given what both together amount to.

    The share of the first in the sum is binomial when the rates are the same.
    """
    total = count + other_count
    low, high = wilson(count, total)
    return (
        total * (low / span - (1 - low) / other_span),
        total * (high / span - (1 - high) / other_span),
    )


def welch(first: Sequence[float], other: Sequence[float]) -> Interval:
    """Of the difference of two means. Each is (n, sum, sum of squares), n at least 2."""
    (n, mean, variance), (m, other_mean, other_variance) = _moments(first), _moments(other)
    a, b = variance / n, other_variance / m
    difference = mean - other_mean
    if not a + b:
        return difference, difference
    freedom = (a + b) ** 2 / (a * a / (n - 1) + b * b / (m - 1))
    half = student(freedom) * math.sqrt(a + b)
    return difference - half, difference + half


def _moments(sums: Sequence[float]) -> tuple[float, float, float]:
    n, total, squares = sums
    return n, total / n, max(0.0, (squares - total * total / n) / (n - 1))


def student(freedom: float) -> float:
    """The two-sided 95 % point of Student's t (Abramowitz and Stegun 26.7.5); 12.706 for one.

    The series is exact to four places from five degrees of freedom on; below them a table.
    """
    table = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764}
    if freedom < 5:
        return table[max(1, int(freedom))]
    z, v = Z, freedom
    terms = (
        z,
        (z**3 + z) / (4 * v),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4),
    )
    return sum(terms)


def medians(first: Sequence[float], other: Sequence[float]) -> Interval:
    """Of the difference of two medians, by the bootstrap; both sorted, neither empty.

    The median of a resample is one of the sorted values at a place that follows a beta
    distribution, so a resample costs two draws however many values there are.
    """
    chance = random.Random(1)  # noqa: S311 - the same data tell the same story
    found = sorted(_resampled(first, chance) - _resampled(other, chance) for _ in range(RESAMPLES))
    return found[int(RESAMPLES * 0.025)], found[int(RESAMPLES * 0.975) - 1]


def _resampled(values: Sequence[float], chance: random.Random) -> float:
    n = len(values)
    low = (n + 1) // 2
    place = chance.betavariate(low, n - low + 1)
    below = values[min(int(place * n), n - 1)]
    if n % 2:
        return below
    place += (1 - place) * chance.betavariate(1, n - low)
    return (below + values[min(int(place * n), n - 1)]) / 2


def chance_of(interval: Interval) -> float:
    """How likely a difference as large would be if there were none, read off its interval."""
    low, high = interval
    error = (high - low) / (2 * Z)
    if not error:
        return 0.0 if low else 1.0
    return 2 * (1 - NORMAL.cdf(abs(low + high) / 2 / error))


def discoveries(chances: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of many stand when at most this share of them may be false (Benjamini-Hochberg)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    last = -1
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rate * rank / len(chances):
            last = rank
    stands = set(order[: max(last, 0)])
    return [place in stands for place in range(len(chances))]
