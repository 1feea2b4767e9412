"""What the whole message says about its single mentions: asked only, or cold because late."""

import re
from collections.abc import Sequence

from dimensions.goods import as_food, as_goods
from dimensions.house import at_home_in
from dimensions.mentions import Mention

# Somebody who asks how it is done, what it costs or whether it is possible complains of nothing.
_ASKING = re.compile(
    r"(?:可以|能|会|需要|支持)[^,。!?;]{0,12}(?:吗|么|嘛)$"
    r"|(?:能不能|可不可以|可否|能否|有没有|是否|会不会|要不要)[^,。!?;]{0,14}$(?<![点些过])"
    r"|(?:有|给|会)[^,。!?;]{0,6}(?:赔付|赔偿|补偿|退款|优惠)(?:吗|么|嘛)$"
    r"|(?:怎么|如何|咋)(?:样)?(?:加|充|收费|算|挂失|办理?|开(?!不)|申请|退订?|取消|恢复|查询?|联系|预约|换|注销|操作)"
    r"|(?:哪里|在哪|哪儿|什么地方)(?:可以|能)|多少(?:钱|费用)|多少一?个?月|是真的(?:吗|么)$|(?:的话|之后|了)[^,。!?;]{0,4}(?:保修|能用|有效)?多久$|要[^,。!?;]{1,4}不$"
)
# What makes even a question a complaint.
_BITTER = re.compile(
    r"[!]|为什么|为啥|怎么回事|怎么(?:又|还|老|总)|凭什么|难道|居然|竟|投诉|良心|(?:太|很|非常|死|极)|都没|还没|一直|不是|不知道还|都[^,。!?;]{1,4}了还"
)
# Who asks and scolds in one breath means what he scolds.
_CONDUCT = "attitude"
_SENTENCE_ENDS = "。!?;\n"
_COLD = re.compile(r"[凉冷冰温]")
_HOT_WORDS = re.compile(r"难吃|不新鲜|不好|酸|咸|油|硬|生|没熟|辣|臭")
# Things give way; what counts is whether anybody came.
_MENDED = re.compile(
    r"(?:就|很快|马上|立马|立刻|当场|当天|及时|一下子?|迅速)(?:来人?|派人|给|帮|过来|上门|都|把[^,。!?;]{0,6})?(?:我们?|我)?"
    r"(?:修好|解决|处理好|换好|弄好|搞定|修复|恢复|换了新|换了间|换了一)(?!不|吗|么)"
    r"|(?:问题|故障)(?:已经?|都|也)?(?:解决|修好|处理好|恢复)了(?!吗|么|一半)"
    r"|(?:坏|断|堵|漏|停)了?[^,。!?]{0,8}[,]?[^,。!?]{0,4}(?:分钟|小时)就(?:到|来|有人)"
)
# That it can't be eaten, or is soaked, says how much was spilled, not what is wrong with it.
_UNEATABLE = re.compile(
    r"(?:没法|无法|不能|没办法|怎么|咋|敢|难以)(?:再)?(?:吃|喝|下咽|入口|下口)|吃不(?:下|了|成)|没胃口|倒胃口|没食欲|扔了?|倒掉|湿|泡(?:软|烂|坏|透|在)"
)
_BADLY = re.compile(
    r"(?:配送|送餐|外送|快递|物流|送货).{0,3}(?:差|烂|糟|垃圾|失望|不行)[^慢晚迟]{0,3}"
)
_RUN_OUT = re.compile(r"(?:汤|汁|水)?(?:都|全|已经|也)?没(?:有|了)?(?:汤|汁|水|汤汁)?了?")
_MADE = frozenset({"facilities", "function", "quality", "temperature", "general", "", "room"})
_NOTHING = frozenset({"", "general"})
_EATEN = frozenset({"taste", "quality"})
_LATE = frozenset({"wait", "delivery"})
_SHORT_QUESTION = 40


def what_counts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that still stand when the message is read as a whole."""
    own = at_home_in(text, mentions)
    counted = _without_cold_for_late(text, _without_mended(text, _without_asked(text, own)))
    counted = _by_spilling(text, _without_borrowed(counted))
    return as_food(text, as_goods(text, counted))


def _without_asked(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "没流量了怎么加一个流量包" asks; nothing in it is blame."""
    bare = text.rstrip(" 。!?~…\n")
    if len(bare) > _SHORT_QUESTION or _BITTER.search(text) or not _ASKING.search(bare):
        return list(mentions)
    if any(mark in bare for mark in _SENTENCE_ENDS):
        return list(mentions)
    return [
        m for m in mentions if m.polarity >= 0 or m.wished or _is_a_wish(m) or m.aspect == _CONDUCT
    ]


def _is_a_wish(mention: Mention) -> bool:
    return mention.by_pattern and mention.weight <= 1


def _without_mended(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "空调坏了，师傅十分钟就修好": what broke was seen to at once, and nobody is blamed."""
    mended = _MENDED.search(text)
    if mended is None or any(m.polarity < 0 and m.start >= mended.end() for m in mentions):
        return list(mentions)
    return [
        m for m in mentions if m.polarity >= 0 or m.start > mended.start() or m.aspect not in _MADE
    ]


def _without_cold_for_late(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Food that is cold because it came late is late, and nothing else."""
    if not any(m.polarity < 0 and m.aspect in _LATE for m in mentions):
        return list(mentions)
    return [m for m in mentions if not _is_cold(text, m)]


def _is_cold(text: str, mention: Mention) -> bool:
    words = text[mention.start : mention.end]
    return (
        mention.polarity < 0
        and mention.aspect == "taste"
        and _COLD.search(words) is not None
        and _HOT_WORDS.search(words) is None
    )


def _without_borrowed(mentions: Sequence[Mention]) -> list[Mention]:
    """ "盒子压扁了，里面是蛋糕，真失望" is disappointed by what it told, and by no cake's taste."""
    if not any(m.borrowed and m.polarity < 0 for m in mentions):
        return list(mentions)
    told = {m.aspect for m in mentions if m.polarity < 0 and not m.borrowed} - _NOTHING
    return [
        m._replace(aspect="")
        if told and m.borrowed and m.polarity < 0 and m.aspect not in told
        else m
        for m in mentions
    ]


def _by_spilling(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "汤全洒了，叫我怎么吃，配送太差" blames who packed it: no taste, and no speed."""
    if not any(m.polarity < 0 and m.aspect == "packaging" for m in mentions):
        return list(mentions)
    return [m for m in mentions if m.polarity >= 0 or not _is_of_spilling(text, m)]


def _is_of_spilling(text: str, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    if mention.aspect in _LATE:
        return not mention.by_pattern and _BADLY.fullmatch(text, start, end) is not None
    if mention.aspect == "accuracy":
        return _RUN_OUT.fullmatch(text, start, end) is not None
    return mention.aspect in _EATEN and _UNEATABLE.search(text, start, end) is not None
