"""The words of a customer that a line about their case quotes: what happened, not that they ask."""

import re

from complaints.values import CaseView

# Whoever writes more than this tells something.
LONGEST = 60
_HELLO = r"(?:[你您]好|哈[喽囉嘍]|喂|在[吗嗎么]|有人[吗嗎]|[请請][问問]|hi|hello|hey)"
_WISH = (
    r"(?:我们?|我們)?(?:[现現]在|今天|就是|真的|一定|必[须須])*"
    r"(?:想要?|要|需要|得|有(?:[个個]|事|[问問][题題])?)*(?:向|找|[对對])?(?:[你您][们們]|你|您)?"
    r"(?:[进進]行|提出?|提交|来|來)?(?:一?[个個])?(?:投[诉訴]|客[诉訴]|反映|反[馈饋])"
    r"(?:一下|一?[件些个個]?(?:[问問][题題]|情[况況]|事情?))?"
    r"(?:[你您][们們]?|[这這](?:里|裡|[家间間])|[贵貴])?"
    r"(?:家|的)?(?:酒店|[饭飯]店|[宾賓][馆館]|餐[厅廳]|商[场場]|公司|[营營][业業][厅廳]|店)?"
    r"|(?:i(?:'d| would)? (?:want|wish|like|need) to |i have to )?"
    r"(?:complain|(?:(?:make|file|have) )?a complaint|complaint)(?: about you)?"
)
_EMPTY = re.compile(rf"(?:(?:{_HELLO}|{_WISH}|快[点點]|人呢|[吗嗎呢啊吧了呀]) ?)+")
_BETWEEN = re.compile(r"[\s,，.。!！?？~～…、:：;；]+")


def tells_nothing(said: str) -> bool:
    """「你好，我要投诉」: a greeting or a wish, and no word of what it is about."""
    plain = " ".join(_BETWEEN.sub(" ", said.lower().replace("’", "'")).split())
    return not plain or (len(plain) <= LONGEST and _EMPTY.fullmatch(plain) is not None)


def first_words(view: CaseView) -> str:
    """The first that tell what happened; without any the very first."""
    said = [w.text for w in view.words if w.sort in {"said", "comment"} and w.text]
    return next((text for text in said if not tells_nothing(text)), said[0] if said else "")
