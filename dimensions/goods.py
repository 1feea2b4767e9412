"""What was bought gives way and smells in its own way: no room's furniture, no dish."""

import re
from collections.abc import Mapping, Sequence

from dimensions.mentions import Mention

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
_SCENTS = frozenset({"taste", "smell"})
_TAKEN_FOR = _SCENTS | {"facilities", "temperature"}
# "白饭很香，温度偏凉": the warmth of what is eaten, where no room is spoken of.
_SERVED = re.compile(r"[饭菜汤粥面肉茶奶]|咖啡|餐点|料理|食物|甜点|披萨|饺|鸡|鱼|虾|蛋|炸|烤")
_ROOMS = re.compile(r"空调|冷气|暖气|室内|环境|座位|通风|用餐区|店内|车厢|水温|洗澡|淋浴|热水|房")
# How far before its smell a thing may stand.
_BESIDE = 6


def as_goods(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "沙发才坐俩月就塌" is a fault of what was bought, and no room's furniture."""
    blamed = {m.aspect for m in mentions if m.polarity < 0}
    if blamed.isdisjoint(_TAKEN_FOR) or _STAYED.search(text):
        return list(mentions)
    taken: dict[str, str] = {}
    if "facilities" in blamed and _BOUGHT.search(text):
        taken["facilities"] = "quality"
    if "temperature" in blamed and _SERVED.search(text) and not _ROOMS.search(text):
        taken["temperature"] = "taste"
    if _UNEATEN.search(text):
        taken["taste"] = "smell"
    elif _EATEN.search(text):
        taken["smell"] = "taste"
    return [_taken(text, m, taken) for m in mentions]


def _taken(text: str, mention: Mention, taken: Mapping[str, str]) -> Mention:
    aspect = taken.get(mention.aspect)
    if aspect is None or mention.polarity >= 0:
        return mention
    if mention.aspect == "temperature":
        return (
            mention._replace(aspect=aspect)
            if "温" in text[mention.start : mention.end]
            else mention
        )
    if mention.aspect in _SCENTS and "味" not in text[mention.start : mention.end]:
        return mention
    if aspect == "smell" and not _UNEATEN.search(
        text, max(0, mention.start - _BESIDE), mention.end
    ):
        return mention
    return mention._replace(aspect=aspect)
