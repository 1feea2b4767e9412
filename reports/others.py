"""Figures of others, brought in a table: what it has to look like, and how one's own compare."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.comparing import HIGHER_IS_BETTER, LEAST, Verdict
from reports.intervals import Interval, chance_of, discoveries, newcombe, wilson
from reports.values import Figures, Number

COLUMNS = ("name", "figure", "value", "n", "period")
HEADS = {
    "name": "name", "名称": "name", "名稱": "name", "对象": "name", "對象": "name",
    "figure": "figure", "指标": "figure", "指標": "figure", "项目": "figure", "項目": "figure",
    "value": "value", "数值": "value", "數值": "value", "值": "value",
    "n": "n", "样本数": "n", "樣本數": "n", "份数": "n", "份數": "n",
    "period": "period", "时间": "period", "時間": "period",
}  # fmt: skip
FIGURES = {
    "csat": "csat", "满意": "csat", "满意度": "csat", "滿意": "csat", "滿意度": "csat",
    "response_rate": "response_rate", "回答率": "response_rate", "问卷回答": "response_rate",
    "first_response_on_time": "first_response_on_time", "首次答复按时": "first_response_on_time",
    "on_time": "on_time", "按时": "on_time", "处理按时": "on_time", "及时率": "on_time",
    "handling": "handling", "处理满意": "handling", "reopened": "reopened", "重开": "reopened",
}  # fmt: skip
NEEDED = ("name", "figure", "value")
MOST_ROWS, LONGEST_NAME, LONGEST_PERIOD = 200, 40, 40
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*([%％]?)")


class UnfitTable(ValueError):
    """What is wrong, by its name, and in which row; rows count from 1, the head being one."""

    def __init__(self, what: str, row: int = 1, word: str = "") -> None:
        super().__init__(what)
        self.what, self.row, self.word = what, row, word


@dataclass(frozen=True, kw_only=True)
class Other:
    """A share from 0 to 1 that somebody else reached; `n` is out of how many, if they tell."""

    name: str
    figure: str
    value: float
    n: int | None
    period: str


@dataclass(frozen=True, kw_only=True)
class Others:
    """`removable` are the names that who looks may take away."""

    whole: Figures
    others: tuple[Other, ...]
    removable: tuple[str, ...] = ()


def number_of(name: str) -> int:
    """What a button carries for a name: whatever comes or goes meanwhile, it is this name's."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:10], 16)


def read_others(head: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> list[Other]:
    """All of a table or nothing of it. Raises UnfitTable."""
    places = {HEADS[cell]: at for at, cell in enumerate(map(_plain, head)) if cell in HEADS}
    missing = [column for column in NEEDED if column not in places]
    if missing:
        raise UnfitTable("columns")
    found: list[Other] = []
    for number, cells in rows:
        if len(found) == MOST_ROWS:
            raise UnfitTable("many", number)
        row = {column: _at(cells, at) for column, at in places.items()}
        found.append(_read(row, number))
    if not found:
        raise UnfitTable("empty")
    return found


def _plain(cell: str) -> str:
    return cell.strip().lstrip("\ufeff").lower()


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _read(row: dict[str, str], number: int) -> Other:
    figure = FIGURES.get(row["figure"].lower())
    if figure is None:
        raise UnfitTable("figure", number, row["figure"])
    if not row["name"] or len(row["name"]) > LONGEST_NAME:
        raise UnfitTable("name", number, row["name"])
    n = row.get("n", "").replace(",", "")
    if n and not re.fullmatch(r"[1-9]\d{0,8}", n):
        raise UnfitTable("n", number, n)
    return Other(
        name=row["name"], figure=figure, value=_share(row["value"], number),
        n=int(n) if n else None, period=row.get("period", "")[:LONGEST_PERIOD],
    )  # fmt: skip


def _share(said: str, number: int) -> float:
    """「86%」, 「86」 and 「0.86」 are the same."""
    found = _SHARE.fullmatch(said)
    value = float(found[1]) if found else -1.0
    value = value / 100 if found and (found[2] or value > 1) else value
    if not 0 <= value <= 1:
        raise UnfitTable("value", number, said)
    return value


def beside(whole: Figures, others: Sequence[Other]) -> tuple[Verdict, ...]:
    """Ours as against each of theirs; of so many at once those that chance explains are unclear."""
    spans = [_span(whole[other.figure], other) for other in others]
    told = [chance_of(span) for span in spans if span is not None]
    stands = iter(discoveries(told))
    return tuple(
        _verdict(span, other.figure, stays=span is not None and next(stands))
        for span, other in zip(spans, others, strict=True)
    )


def _span(own: Number, other: Other) -> Interval | None:
    """Where they don't tell out of how many, theirs is taken as exact."""
    if own.hits is None or own.n < LEAST:
        return None
    if other.n is not None and other.n >= LEAST:
        return newcombe(own.hits, own.n, round(other.value * other.n), other.n)
    first, last = wilson(own.hits, own.n)
    return first - other.value, last - other.value


def _verdict(span: Interval | None, figure: str, *, stays: bool) -> Verdict:
    if span is None or not stays or span[0] <= 0 <= span[1]:
        return Verdict.UNCLEAR
    return Verdict.BETTER if (span[0] > 0) == (figure in HIGHER_IS_BETTER) else Verdict.WORSE
