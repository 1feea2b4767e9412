"""What turns blame or praise round from further away than a word: "没觉得贵", "比你们便宜"."""

import re
from collections.abc import Sequence

from dimensions.matching import Spelled

Spans = Sequence[tuple[int, int]]

# Pairs of letters of which a text that denies or compares so holds one.
_CUES = frozenset(
    [first + second for first in "没有不会到人" for second in "觉感"]
    + [first + "不" for first in "谈算说称倒"]
    + [first + second for first in "没有" for second in "想预传网评大别之以上"]
    + ["比" + other for other in "这它你您该本贵此"]
    + ["能说"]
)
# How far it reaches, up to the next mark.
_REACH = r"(?P<reach>[^,。!?;…~\n]{1,10})"
_DENIED = re.compile(
    r"(?:(?:没有?|不会?|未|从不)(?:让人|令人)?(?:觉得|感觉到?|感到)(?:有|会|是)?"
    r"|[谈算称]不上|说不上(?!来)|不能说|倒不(?:是|算)"
    r"|没有?(?:想象|预想|预期|传说|网上|评论|大家|别人|之前|以前|上次)[^,。!?;…~\n]{0,6}[那这]么)"
    + _REACH
)
# "难道不觉得慢吗" asks, and means it.
_ASKED = re.compile(r"[^,。!;…~\n]{0,16}?[吗?]")
_COMPARED = re.compile(
    r"(?<![没有不过对相])比(?:这|它|你|您|该|本|贵(?=店|酒店|公司)|此)"
    r"(?:们|家|店|里|边|个|间|款|种|酒店|宾馆){0,3}(?:还|更|都|要){0,2}" + _REACH
)
_QUOTES, _QUOTES_END = frozenset("\"'“‘「"), frozenset("\"'”’」")


def turned(said: Spelled) -> tuple[Spans, Spans]:
    """Where no blame is meant, and where it is others that are better."""
    if said.atoms.isdisjoint(_CUES):
        return (), ()
    text = said.text
    denied = [
        m.span("reach") for m in _DENIED.finditer(text) if not _ASKED.match(text, m.start("reach"))
    ]
    return denied, [m.span("reach") for m in _COMPARED.finditer(text)]


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a word stands in quotes of its own: a "warm" welcome was none."""
    return start > 0 and text[start - 1] in _QUOTES and text[end : end + 1] in _QUOTES_END
