"""What the whole message says about its single mentions: asked only, cold because late, bought."""

import re
from collections.abc import Mapping, Sequence

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
_SENTENCE_ENDS = "。!?;\n"
_COLD = re.compile(r"[凉冷冰坨温]")
_HOT_WORDS = re.compile(r"难吃|不新鲜|不好|酸|咸|油|硬|生|没熟|辣|臭")
# Things give way; what counts is whether anybody came.
_MENDED = re.compile(
    r"(?:就|很快|马上|立马|立刻|当场|当天|及时|一下子?|迅速)(?:来人?|派人|给|帮|过来|上门|都|把[^,。!?;]{0,6})?(?:我们?|我)?"
    r"(?:修好|解决|处理好|换好|弄好|搞定|修复|恢复|换了新|换了间|换了一)(?!不|吗|么)"
    r"|(?:问题|故障)(?:已经?|都|也)?(?:解决|修好|处理好|恢复)了(?!吗|么|一半)"
    r"|(?:坏|断|堵|漏|停)了?[^,。!?]{0,8}[,]?[^,。!?]{0,4}(?:分钟|小时)就(?:到|来|有人)"
)
_MADE = frozenset({"facilities", "function", "quality", "temperature", "general", "", "room"})
_SCENTS = frozenset({"taste", "smell"})
_TAKEN_FOR = _SCENTS | {"facilities"}
_NOTHING = frozenset({"", "general"})
_LATE = frozenset({"wait", "delivery"})
_SHORT_QUESTION = 40
# How far before its smell a thing may stand.
_BESIDE = 6
# What the house wrote beneath a customer's words when it answered them in public.
_ANSWERED = re.compile(
    r"(?:宾馆|酒店|饭店|餐厅|商家|店家|卖家|掌柜|官方|客服)(?:的)?(?:反馈|回复|答复|回应)"
    r"(?:内容)?(?:\d[\d年月日\- /.]{3,13}:"
    r"|:(?=[^。!?;]{0,6}(?:尊敬的|亲爱的|感谢您|非常感谢|您好)))"
)

# Who had it sent, bought it or had it put up tells of goods; who stays or sits there, of a house.
_BOUGHT = re.compile(
    r"快递|发货|到货|收货|下单|网购|卖家|包邮|退货|换货|质保|保修|补件|说明书|装机|拆封|开箱|实木"
    r"|安装师傅|上门安?装|敢卖|卖给|(?:大促|双1[12]|旗舰店|定制|货不对板|客服)"
    r"|(?:买|拍)(?:的|了|来|回|个|台|套|张|把|款)|师傅[^,。!?;]{0,4}(?:装|孔)|装上|装好|刚装"
    r"|油烟机|净水器|破壁机|料理机|电饭[锅煲]|空气炸锅|烤箱|洗碗机|茶几|鞋柜|滑轨|气杆|婴儿床|高低床|床头板"
    r"|饼干|零食|蛋黄酥|键盘|按键|(?:用|坐|睡)了?(?:才|没|不到|还没|俩|两|三|半|几|\d){1,2}个?(?:天|周|星期|礼拜|月|年)"
)
_STAYED = re.compile(
    r"酒店|宾馆|旅馆|民宿|房间|客房|套房|标间|大床房|前台|入住|住(?!址|宅)|退房|餐厅|饭店|店里|大堂|服务员|装修|地毯|厨房"
    r"|小区|物业|医院|学校|公交|公园|马路|社区|政府|景区|营业厅|车站|影院|健身房"
)
# What is eaten smells of its taste, what is worn, read or sat on of nothing to eat.
_EATEN = re.compile(
    r"茶叶|坚果|饼干|零食|牛奶|奶粉|大米|蜂蜜|月饼|粽子|瓜子|腊肠|鸡爪|罐头|面包|开袋|泡出来"
)
_UNEATEN = re.compile(
    r"柜子|衣柜|鞋柜|床垫|沙发|衣服|裤子|裙子|外套|毛衣|鞋子?(?!底)|玩具|毛绒|爬行垫|凉席|窗帘|板材|书包|新锅|电饭[锅煲]"
)


def what_counts(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that still stand when the message is read as a whole."""
    own = _without_answered(text, mentions)
    counted = _without_cold_for_late(text, _without_mended(text, _without_asked(text, own)))
    return _as_goods(text, _without_borrowed(counted))


def _without_answered(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    answered = _ANSWERED.search(text) if ":" in text else None
    if answered is None:
        return list(mentions)
    return [m for m in mentions if m.start < answered.start()]


def _without_asked(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "没流量了怎么加一个流量包" asks; nothing in it is blame."""
    bare = text.rstrip(" 。!?~…\n")
    if len(bare) > _SHORT_QUESTION or _BITTER.search(text) or not _ASKING.search(bare):
        return list(mentions)
    if any(mark in bare for mark in _SENTENCE_ENDS):
        return list(mentions)
    return [m for m in mentions if m.polarity >= 0 or m.wished or _is_a_wish(m)]


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


def _as_goods(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "沙发才坐俩月就塌" is a fault of what was bought, and no room's furniture."""
    blamed = {m.aspect for m in mentions if m.polarity < 0}
    if blamed.isdisjoint(_TAKEN_FOR) or _STAYED.search(text):
        return list(mentions)
    taken: dict[str, str] = {}
    if "facilities" in blamed and _BOUGHT.search(text):
        taken["facilities"] = "quality"
    if _UNEATEN.search(text):
        taken["taste"] = "smell"
    elif _EATEN.search(text):
        taken["smell"] = "taste"
    return [_taken(text, m, taken) for m in mentions]


def _taken(text: str, mention: Mention, taken: Mapping[str, str]) -> Mention:
    aspect = taken.get(mention.aspect)
    if aspect is None or mention.polarity >= 0:
        return mention
    if mention.aspect in _SCENTS and "味" not in text[mention.start : mention.end]:
        return mention
    if aspect == "smell" and not _UNEATEN.search(
        text, max(0, mention.start - _BESIDE), mention.end
    ):
        return mention
    return mention._replace(aspect=aspect)
