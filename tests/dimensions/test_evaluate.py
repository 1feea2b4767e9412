"""The measures agree with figures worked out by hand."""

import pytest

from dimensions import Tagger
from dimensions.evaluate import Agreement, evaluate, spearman


def row(text: str, kind: str, severity: int, **found: list[str]) -> dict[str, object]:
    return {
        "text": text,
        "kind": kind,
        "severity": severity,
        "negative": [],
        "positive": [],
    } | found


ROWS = [
    row("房间有烟味", "complaint", 2, negative=["tangibles"]),
    row("前台很热情", "praise", 0, positive=["assurance"]),
    row("上菜太慢", "complaint", 1, negative=["price"]),
]


def test_f1_counts_what_was_found_and_what_was_missed() -> None:
    assert Agreement(right=3, wrong=1, missed=2).f1 == pytest.approx(2 * 3 / 9)
    assert Agreement().f1 == 0


def test_rank_correlation_shares_ranks_among_ties() -> None:
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert spearman([1, 2, 3], [30, 20, 10]) == pytest.approx(-1)
    assert spearman([1, 1, 2], [1, 2, 2]) == pytest.approx(0.5)
    assert spearman([], []) == 0
    assert spearman([1, 1], [1, 2]) == 0


def test_an_evaluation_counts_by_dimension_and_kind(tagger: Tagger) -> None:
    result = evaluate(tagger, ROWS)
    assert result.rows == 3
    assert result.negative["tangibles"].f1 == 1
    assert result.negative["responsiveness"] == Agreement(wrong=1)
    assert result.negative["price"] == Agreement(missed=1)
    assert result.negative_macro_f1 == pytest.approx(0.2)
    assert result.negative_micro_f1 == pytest.approx(0.5)
    assert result.kinds_right == 3
    assert result.not_complaint.f1 == 1
