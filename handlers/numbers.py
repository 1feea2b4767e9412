"""Shares, percentages and lists of cases as people read them, in the chat and on a command line."""

from collections.abc import Iterable, Mapping

from handlers.words import Words
from reports.values import Number

# Of what could be long, only so many are named.
MOST = 5


def joined(parts: Iterable[str]) -> str:
    """「回答 21（44%）· 没答完 2」; a wide bracket brings its own space."""
    return " · ".join(parts).replace("） ·", "）·")


def listed(parts: Iterable[str], _: Words) -> str:
    """「西湖店、东站店」, with the comma of the language."""
    return _("、").join(parts)


def headed(head: str, rest: str, _: Words) -> str:
    """「投诉 4：等候 3」."""
    return _("{head}：{rest}", head=head, rest=rest)


def bracketed(words: str, more: str, _: Words) -> str:
    return _("{words}（{more}）", words=words, more=more)


def share(number: Number, _: Words) -> str:
    """「17/21（81%，样本少）」; nothing out of nothing has no percentage."""
    if number.share is None:
        return "–"
    shown = f"{number.hits}/{number.n}"
    return _("{shown}（{percent}）", shown=shown, percent=percent(number, _))


def percent(number: Number, _: Words) -> str:
    """Whole percents; only all is 100 and only none is 0; few are said to be few."""
    if number.share is None or number.hits is None:
        return "–"
    whole = round(number.share * 100)
    whole = min(whole, 99) if number.hits < number.n else whole
    whole = max(whole, 1) if number.hits else whole
    return _("{percent}，样本少", percent=f"{whole}%") if number.is_small else f"{whole}%"


def numbers(cases: Mapping[str, Number]) -> str:
    """The numbers by which people ask for a case; of many only the first."""
    shown = " ".join(f"#{number}" for number in list(cases)[:MOST])
    return shown + (" …" if len(cases) > MOST else "")
