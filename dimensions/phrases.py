"""An operator's turns of phrase: letters with gaps (`等了*没人`), numbers (`等了#个小时`), choices
(`（没|不）给发票`).

Nothing in this small language can repeat, so none can keep the reader busy: each gap is short, and
a phrase has few.
"""

import re
import unicodedata

GAP, NUMBER = "*", "#"
LONGEST, MOST_GAPS, GAP_LETTERS = 40, 3, 6
_CHOICE = re.compile(r"\(([^()*#|]{1,20}(?:\|[^()*#|]{1,20}){1,11})\)")
_PARTS = re.compile(r"\*|#|\((?:[^()]*)\)|[^*#()]+")
_A_NUMBER = r"(?:\d{1,8}(?:\.\d{1,3})?|[一二两俩三四五六七八九十百半几数]{1,5})"
_SAME_SENTENCE = rf"[^。!?;\n]{{0,{GAP_LETTERS}}}?"


class PhraseError(ValueError):
    """A turn of phrase can't be used as it is written; says what to do in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def as_typed(phrase: str) -> str:
    """In letters of one width and case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", phrase).lower().split())


def regex_of(phrase: str) -> re.Pattern[str]:
    """Of a phrase in plain letters. Raises PhraseError with the sentence that says what to do."""
    if not 1 < len(re.sub(r"[*#()|]", "", phrase)) <= len(phrase) <= LONGEST:
        raise PhraseError(
            f"“{phrase}”要有 2 到 {LONGEST} 个字。", f"“{phrase}” needs 2 to {LONGEST} letters."
        )
    if phrase.count(GAP) + phrase.count(NUMBER) > MOST_GAPS:
        raise PhraseError(
            f"“{phrase}”里的 * 和 # 一共最多 {MOST_GAPS} 个。",
            f"“{phrase}” may hold {MOST_GAPS} of * and # at most.",
        )
    if GAP in {phrase[0], phrase[-1]} or re.search(r"[*#]{2}", phrase):
        raise PhraseError(
            f"“{phrase}”要以字开头和结尾，* 和 # 不能挨着写。",
            f"“{phrase}” has to begin and end with letters; * and # can't stand side by side.",
        )
    if re.search(r"[()|]", _CHOICE.sub("", phrase)):
        raise PhraseError(
            f"“{phrase}”里的括号要写成（甲|乙），不能套着写。",
            f"Write brackets in “{phrase}” as (one|other), none within another.",
        )
    return re.compile("".join(map(_spelled, _PARTS.findall(phrase))))


def _spelled(part: str) -> str:
    if part == GAP:
        return _SAME_SENTENCE
    if part == NUMBER:
        return _A_NUMBER
    choice = _CHOICE.fullmatch(part)
    if choice:
        return f"(?:{'|'.join(map(re.escape, choice[1].split('|')))})"
    return re.escape(part)
