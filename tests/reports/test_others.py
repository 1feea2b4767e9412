"""Figures of others are read whole or not at all, and ours are held against them with care."""

from pathlib import Path

import pytest

from bot.others import Bounded
from bot.table_files import open_table
from calendars.periods import parse_period
from handlers.others import LARGEST
from reports.comparing import Verdict
from reports.others import Other, UnfitTable, beside, number_of, read_others
from reports.values import Figures, Number
from tests.reports.house import NOW

TABLE = (
    "名称,指标,数值,样本数,时间\n"
    "同城四星平均,满意度,86%,1200,2026年10月\n"
    "同城四星平均,按时,0.92,,\n"
)


def read(path: Path) -> list[Other]:
    with open_table(path) as table:
        return read_others(table.head, ((row.number, row.cells) for row in table.rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "别家.csv"
    path.write_bytes(TABLE.encode(encoding))
    first, second = read(path)
    assert (first.name, first.figure, first.value, first.n) == ("同城四星平均", "csat", 0.86, 1200)
    assert (second.figure, second.value, second.n, second.period) == ("on_time", 0.92, None, "")


@pytest.mark.parametrize(
    ("rows", "what", "row"),
    [
        ("甲,乙\n1,2\n", "columns", 1),
        ("名称,指标,数值\n", "empty", 1),
        ("名称,指标,数值\n同行,满意度,86%\n同行,心情,86%\n", "figure", 3),
        ("名称,指标,数值\n同行,满意度,很好\n", "value", 2),
        ("名称,指标,数值\n同行,满意度,186%\n", "value", 2),
        ("名称,指标,数值,样本数\n同行,满意度,86%,约一千\n", "n", 2),
        ("名称,指标,数值\n,满意度,86%\n", "name", 2),
    ],
)
def test_what_is_wrong_is_named_with_its_row(
    tmp_path: Path, rows: str, what: str, row: int
) -> None:
    path = tmp_path / "others.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UnfitTable) as flaw:
        read(path)
    assert (flaw.value.what, flaw.value.row) == (what, row)


def test_ours_are_better_or_worse_only_beyond_chance() -> None:
    def other(value: float, n: int | None = None, figure: str = "csat") -> Other:
        return Other(name="同行", figure=figure, value=value, n=n, period="")

    def stands(own: Number, *others: Other) -> list[Verdict]:
        period = parse_period("30d", NOW, "Asia/Shanghai")
        numbers = {"csat": own, "reopened": own}
        whole = Figures(period=period, now=NOW, places=(), numbers=numbers)
        return list(beside(whole, others))

    assert stands(Number(n=400, hits=380), other(0.86, 1200)) == [Verdict.BETTER]
    assert stands(Number(n=400, hits=380), other(0.86, 4)) == [Verdict.BETTER]
    assert stands(Number(n=20, hits=18), other(0.86, 1200)) == [Verdict.UNCLEAR]
    assert stands(Number(n=400, hits=80), other(0.05, 900, "reopened")) == [Verdict.WORSE]
    assert stands(Number(n=3, hits=0), other(0.86)) == [Verdict.UNCLEAR]
    assert stands(Number(), other(0.86)) == [Verdict.UNCLEAR]
    # What just stands out alone is no more than chance beside nineteen that are like ours.
    close, alike = other(0.86), other(0.9)
    assert stands(Number(n=400, hits=360), close) == [Verdict.BETTER]
    assert stands(Number(n=400, hits=360), close, *[alike] * 19) == [Verdict.UNCLEAR] * 20


def test_a_name_keeps_its_number_whatever_else_comes_or_goes() -> None:
    assert number_of("同城四星平均") == number_of("同城四星平均") != number_of("同城五星平均")
    assert number_of("同城四星平均") < 2**40, "it has to fit into a button"


def test_a_download_ends_where_it_is_longer_than_was_announced(tmp_path: Path) -> None:
    with Bounded(tmp_path / "others.csv", "wb") as file:
        file.write(b"x" * LARGEST)
        with pytest.raises(UnfitTable, match="large"):
            file.write(b"x")
