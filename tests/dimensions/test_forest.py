"""Random trees hear that a word matters only beside another one, and can be written down."""

import random

import pytest

from dimensions.forest import columns_of, fitted_forest, forest_from
from dimensions.linear import Marks, fitted_scorer

HOT, COLD, SOUP, BEER, RAIN = range(5)


def spoilt(row: Marks) -> bool:
    """Cold soup and warm beer: neither word tells it alone."""
    return row & {HOT, COLD, SOUP, BEER} in ({COLD, SOUP}, {HOT, BEER})


def rows() -> list[Marks]:
    chance = random.Random(3)
    made = ((chance.choice((HOT, COLD)), chance.choice((SOUP, BEER))) for _ in range(120))
    return [frozenset({*pair, RAIN} if at % 3 else pair) for at, pair in enumerate(made)]


def test_what_two_words_mean_together_is_heard_by_a_forest_and_not_by_a_sum() -> None:
    given, truth = rows(), [spoilt(row) for row in rows()]
    forest = fitted_forest(columns_of(given, range(5)), truth, trees=20)
    assert all((forest.score(row) > 0.5) == true for row, true in zip(given, truth, strict=True))
    scorer = fitted_scorer(given, truth)
    assert any((scorer.score(row) > 0) != true for row, true in zip(given, truth, strict=True))


def test_rows_that_all_agree_make_a_tree_of_one_leaf() -> None:
    forest = fitted_forest(columns_of(rows(), range(5)), [True] * 120, trees=1)
    assert forest.score(frozenset()) == 1.0
    assert len(forest.trees[0]) == 1


@pytest.mark.parametrize(
    "trees",
    [[], [[]], [[[7, 0], [-1, 1]]], [[[7, 2], [-1, 1]]], [[[-1, 1.5]]], [[[-1, float("nan")]]]],
)
def test_a_tree_that_leads_nowhere_or_in_circles_is_refused(trees: list[list[list[float]]]) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        forest_from(trees)
