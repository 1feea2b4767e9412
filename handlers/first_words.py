"""The words of a customer that a line about their case quotes: what happened, not that they ask."""

import re

from complaints.values import CaseView

# Whoever writes more than this tells something.
LONGEST = 60
# What such words are made of, longer ones first; each is taken as it comes, so that no text takes
# long, however it repeats itself.
_PIECE = re.compile(
    r"[你您]好|哈[喽囉嘍]|喂|在[吗嗎么]|有人[吗嗎]|[请請][问問]|快[点點]|人呢|[吗嗎呢啊吧了呀]"
    r"|我(?:们|們)?|[现現]在|今天|就是|真的|一定|必[须須]|需要|想要|[想要得]"
    r"|有(?:[个個]|事|[问問][题題])?|[向找对對]|[你您](?:们|們)?|[进進]行|提交|提出?|[来來]"
    r"|一下|一?[件些个個]|投[诉訴]|客[诉訴]|反映|反[馈饋]|[问問][题題]|情[况況]|事情?"
    r"|[这這](?:里|裡|[家间間])|[贵貴家的]|酒店|[饭飯]店|[宾賓][馆館]|餐[厅廳]|商[场場]|公司"
    r"|[营營][业業][厅廳]|店"
    r"|(?:i'd|i|would|want|wish|like|need|have|to|make|file|an?|complaint|complain|about|you|hi"
    r"|hello|hey)\b| "
)
_BETWEEN = re.compile(r"[\s,，.。!！?？~～…、:：;；]+")


def tells_nothing(said: str) -> bool:
    """「你好，我要投诉」: a greeting or a wish, and no word of what it is about."""
    plain = " ".join(_BETWEEN.sub(" ", said.lower().replace("’", "'")).split())
    return len(plain) <= LONGEST and _is_made_of_pieces(plain)


def _is_made_of_pieces(plain: str) -> bool:
    at = 0
    while at < len(plain):
        piece = _PIECE.match(plain, at)
        if piece is None:
            return False
        at = piece.end()
    return True


def first_words(view: CaseView) -> str:
    """The first that tell what happened; without any the very first."""
    said = [w.text for w in view.words if w.sort in {"said", "comment"} and w.text]
    return next((text for text in said if not tells_nothing(text)), said[0] if said else "")
