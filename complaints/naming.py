"""Whether a customer names a colleague: by the name they go by, or by surname and title."""

import re
from collections.abc import Iterable

_TITLES = "经理|經理|店长|店長|主管|师傅|師傅|老师|老師|先生|小姐|女士|姐|哥"

# 小时 and 小心 are words: two hours are no colleague.
_AFTER_SMALL = frozenset("时時心")


def named_in(text: str, colleagues: Iterable[tuple[int, str]]) -> int | None:
    """The id of the only one who is named in `text`; None for nobody, or when it isn't clear."""
    found = {number for number, name in colleagues if _stands_in(name.strip(), text)}
    return found.pop() if len(found) == 1 else None


def _stands_in(name: str, text: str) -> bool:
    if not name:
        return False
    if name.isascii():
        return (
            len(name) >= 3 and re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) is not None
        )
    if len(name) >= 2 and name in text:
        return True
    surname = _surname(name)
    if surname is None:
        return False
    called = rf"老{surname}(?!板)|{surname}(?:{_TITLES})"
    if surname not in _AFTER_SMALL:
        called += f"|小{surname}"
    return re.search(called, text) is not None


def _surname(name: str) -> str | None:
    """Of a full name of two or three characters; 小陈 and 周经理 are names as they stand."""
    if re.fullmatch(f".(?:{_TITLES})", name):
        return None
    if name[0] in "小老阿" or not 2 <= len(name) <= 3:
        return None
    return name[0] if "\u4e00" <= name[0] <= "\u9fff" else None
