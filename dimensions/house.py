"""What a house says is not the customer's word; what is said in one is of its rooms and things."""

import re
from collections.abc import Sequence

from dimensions.mentions import Mention

# Words of a stay. A hotel alone may be where one ate, or where a parcel was brought.
_STAY = re.compile(
    r"入住|退房|住店|住宿|客房|招待所|旅馆|旅店|客栈|民宿|标间|标房|大床|双床|套房|订房|房费|房价"
)
# Of these it takes two.
_ROOMS = re.compile(
    r"酒店|宾馆|房间|携程|如家|隔音|马桶|浴缸|浴室|淋浴|卫生间|洗手间|地毯|床|大堂|电梯|空调|窗|毛巾|星级|[住睡]"
)
_FOOD = re.compile(
    r"[餐吃菜饭食喝茶饮粥汤肉蛋奶糕厨鱼虾饼果]|咖啡|面包|面条|点心|酒水|口味|口感|自助|矿泉水|纯净水"
)
_LINE = re.compile(r"网|宽带|wifi|信号|停电|断电|没电|跳闸|停水|(?<!信用)卡|电脑|系统|流量|电话")
_FILTH = re.compile(r"烟头|烟灰|塑料|毛发|头发|蚊|蟑螂|虫|蚁|跳蚤|霉|灰")
_LENT = re.compile(r"空调|暖气|热水|冷气|垃圾[袋桶]|吹风|插[座头]|拖鞋|毛巾|浴|洗漱|水壶|网线|窗")
_WRAPPED = re.compile(r"包装|袋|盒|箱|封")
_SMELL = re.compile(r"味|臭|刺鼻|熏|呛")
_OF_GOODS = frozenset(
    {"quality", "taste", "portion", "choice", "accuracy", "function", "hygiene", "packaging"}
)
# How far back a thing may stand of which something is said.
_BEFORE, _BEHIND = 24, 8
# What the house wrote beneath a customer's words when it answered them in public.
_ANSWERED = re.compile(
    r"(?:宾馆|酒店|饭店|餐厅|商家|店家|卖家|掌柜|官方|客服)(?:的)?(?:反馈|回复|答复|回应)"
    r"(?:内容)?(?:\d[\d年月日\- /.]{3,13}:"
    r"|:(?=[^。!?;]{0,6}(?:尊敬的|亲爱的|感谢您|非常感谢|您好)))"
)
# What the customer added below it.
_ADDED = re.compile(r"补充点评|追加评[价论]")
# An answer that stands alone is told by how a house speaks to its guests.
_ANSWERING = re.compile(
    r"感谢您(?:的(?:光临|点评|评论|评价|宝贵|入住|关注|支持|肯定|反馈|惠顾|意见|建议)|对(?:我|本)|选择|入住|光临|提出)"
    r"|感谢您对[^,。!?;]{1,8}的(?:支持|关注|关心|认可|厚爱|肯定)"
    r"|(?:期待|欢迎|恭候|盼望|邀请|希望)您(?:的|能)?(?:再次|下次|再度|常来|有机会再|一如既往)"
    r"|您的(?:意见|建议|激励|鼓励|支持|肯定|批评|满意)(?:是|对|会|将)(?:使|让|我们|对我们|促使)"
    r"|(?:向您|深表|致以|表示)(?:最|我们|最?诚挚的?|真诚的?|深深的?|由衷的?){0,2}(?:歉意|歉疚)"
    r"|(?:给|为)(?:您|阁下)[^,。!?;]{0,6}带来[^,。!?;]{0,8}(?:不便|不快|不愉快|困扰)"
    r"|让您(?:再次)?(?:体验|感受)到?|衷心(?:希望|祝愿?|感谢)您|尊敬的(?:宾客|客人|顾客|嘉宾|贵宾)"
    r"|经(?:调查|核实|了解|查),?您|阁下"
)
# A customer who tells what the house answers speaks of himself, or says who said so.
_TOLD = re.compile(
    r"我(?!们|店|酒店|宾馆|公司|司|馆|行|方|处)|你[们家]|[\"“”]|客服|他们"
    r"|只会|就(?:会|是|一句)|复制|机器人|模板|套话"
)


def own_words(text: str) -> str:
    """What the customer wrote: without the answer beneath, and nothing where all is an answer."""
    answered = _ANSWERED.search(text) if ":" in text else None
    if answered is not None:
        start, added = answered.start(), _ADDED.search(text, answered.end())
        # What follows stays in its place.
        return text[:start] + (_blank(text, start, added.start()) if added else "")
    if "您" not in text and "阁下" not in text:
        return text
    return "" if _ANSWERING.search(text) and not _TOLD.search(text) else text


def _blank(text: str, start: int, end: int) -> str:
    return "\n" * (end - start) + text[end:]


def at_home_in(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Blame of goods and dishes where neither is named becomes blame of the house."""
    if not any(m.polarity < 0 and m.aspect in _OF_GOODS for m in mentions):
        return list(mentions)
    if not (_STAY.search(text) or len(set(_ROOMS.findall(text))) > 1):
        return list(mentions)
    return [
        m._replace(aspect=_in_the_house(text, m)) if m.polarity < 0 and m.aspect in _OF_GOODS else m
        for m in mentions
    ]


def _in_the_house(text: str, mention: Mention) -> str:
    start, end = mention.start, mention.end
    aspect = mention.aspect
    first, last = max(0, start - _BEFORE), end + _BEHIND
    if _FOOD.search(text, first, last):
        return aspect
    if aspect == "hygiene":
        return "cleanliness" if _FILTH.search(text, start, end) else aspect
    if aspect == "accuracy":
        return "facilities" if _LENT.search(text, start, end) else aspect
    if aspect == "packaging":
        return aspect if _WRAPPED.search(text, start, end) else "facilities"
    if aspect == "function":
        return aspect if _LINE.search(text, first, last) else "facilities"
    if aspect == "quality":
        return aspect if _LINE.search(text, start, end) else "facilities"
    if aspect == "taste" and _SMELL.search(text, start, end):
        return "smell"
    return ""
