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
# Whoever sits in the house that cooked sees its rooms; what was brought has none.
_FOOD = re.compile(
    r"[餐饭菜吃喝汤粥肉鱼虾饼饺糕鸡鸭羊猪炒炸卤]|馄饨|云吞|寿司|披萨|汉堡|薯条|面(?!奶|膜|霜|料|子|板|目|前|对|色)|奶茶|酸奶|筷|勺子?|外卖|咖啡|水果|沙拉|豆腐|豆花|凉皮|米线|饺|包子|蛋|炖"
)
_SEATED = re.compile(
    r"店里|店内|堂食|堂吃|环境|桌|座位|座椅|地板|地面|地上|墙|厕所|洗手间|卫生间|餐厅|餐馆|饭店|用餐|就餐|装修|灯光|空调"
    r"|暖气|房间|酒店|宾馆|沙发|窗|排队|服务员|入座|上菜|厨房|店面|楼|通风|包厢|包间|车|公园|菜市场|食堂|早[餐饭]|被[子单罩]|枕头|床|毛巾|地毯|水温|温泉|泳池|浴|室内"
)
_SPILLED = re.compile(r"[洒撒漏溢泼]|包装|袋子|盒子?里|沾")
_TO_EAT = {"cleanliness": "hygiene", "temperature": "taste"}
_SCENTS = frozenset({"taste", "smell"})
_TAKEN_FOR = _SCENTS | {"facilities", "cleanliness"}
# What cleans or is put on the face is not swept: "清洁不太好" is how well it works.
_WORN = re.compile(r"卸妆|洗面奶|洁面|洗发|护发|面膜|乳液|精华|粉底|口红|保温杯|泡泡|起泡|护肤")
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
    if _WORN.search(text):
        taken["cleanliness"] = "quality"
    if _UNEATEN.search(text):
        taken["taste"] = "smell"
    elif _EATEN.search(text):
        taken["smell"] = "taste"
    return [_taken(text, m, taken) for m in mentions]


def as_food(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """ "米线不干净" is of the kitchen, where the room it was eaten in is one's own."""
    if not any(m.polarity < 0 and m.aspect in _TO_EAT for m in mentions):
        return list(mentions)
    if not _FOOD.search(text) or _SEATED.search(text) or _SPILLED.search(text):
        return list(mentions)
    return [
        m._replace(aspect=_TO_EAT.get(m.aspect, m.aspect)) if m.polarity < 0 else m
        for m in mentions
    ]


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
