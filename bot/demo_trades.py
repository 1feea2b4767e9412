"""What people of each industry say in the demo: the opening scene, and the chips over the input."""

from dataclasses import dataclass
from typing import Any

from bot.demo_texts import TEAMS as HOTEL_TEAMS
from playground.cast import DEMO_CHIPS


@dataclass(frozen=True, kw_only=True)
class Trade:
    """`preset` names the rules; `service` the kind of service that the shop's system reports.

    `waiting` and `glad` are what two customers have written when the curtain rises.
    `chips` stand in for the hotel's texts of the same names.
    """

    preset: str
    label: tuple[str, str]
    service: str
    teams: tuple[str, ...]
    waiting: str
    glad: str
    chips: dict[str, str]
    has_past: bool = False


TRADES = (
    Trade(
        preset="hotel",
        label=("酒店", "Hotel"),
        service="stay",
        teams=HOTEL_TEAMS,
        waiting="空调坏了，前台说马上来修，等了一个多小时还没人来，热得睡不着",
        glad="早餐很丰富，餐厅的小周一直笑着帮忙，谢谢！",
        chips={},
        has_past=True,
    ),
    Trade(
        preset="restaurant",
        label=("餐饮", "Restaurant"),
        service="meal",
        teams=("前厅", "后厨", "外卖"),
        waiting="等了五十分钟菜还没上齐，催了三次服务员都说马上",
        glad="鱼特别鲜，服务员还主动给老人换了软一点的菜，谢谢！",
        chips={
            "complaint": "等位等了一个小时，上来的汤是凉的，服务员态度也很差",
            "irony": "你们上菜可真“快”啊，一个菜等了四十分钟",
            "traditional": "等位等了一個小時，上來的湯是涼的，服務員態度也很差",
            "emergency": "吃完以后两个孩子一直呕吐，现在要去医院",
            "praise": "服务员小李特别细心，孩子的餐具都提前准备好了，谢谢她",
        },
    ),
    Trade(
        preset="retail",
        label=("网店", "Online shop"),
        service="order",
        teams=("客服", "仓库", "售后"),
        waiting="说好三天到货，一个星期了还没发，问客服也没人理",
        glad="包装很用心，尺码也准，客服小周还提醒我怎么洗，谢谢！",
        chips={
            "complaint": "等了两个星期才到，杯子碎了一个，客服态度也很差",
            "irony": "你们发货可真“快”啊，催了五次终于动了",
            "traditional": "等了兩個星期才到，杯子碎了一個，客服態度也很差",
            "emergency": "充电器刚插上就冒烟起火了，桌子都烧黑了",
            "praise": "客服小李特别耐心，一张一张图教我装好，谢谢她",
        },
    ),
    Trade(
        preset="telecom",
        label=("通信", "Telecom"),
        service="visit",
        teams=("装维", "营业厅", "热线"),
        waiting="宽带断了两天，约好上午来修的师傅到现在也没来，电话也打不通",
        glad="装机的小周师傅又快又干净，走的时候还帮忙把线理好了，谢谢！",
        chips={
            "complaint": "报修三次没人上门，上个月还多收了费，热线态度也很差",
            "irony": "你们的网可真“稳”啊，一晚上断了五次",
            "traditional": "報修三次沒人上門，上個月還多收了費，熱線態度也很差",
            "emergency": "楼道里的电线掉下来冒火花了，小孩差点碰到",
            "praise": "营业厅的小李特别耐心，帮我妈把套餐一项一项讲清楚，谢谢她",
        },
    ),
    Trade(
        preset="general",
        label=("别的行业", "Something else"),
        service="visit",
        teams=("前台", "服务", "售后"),
        waiting="约好两点，等了一个多小时还没人接待，问了也没人理",
        glad="小周服务特别周到，走的时候还送到门口，谢谢！",
        chips={
            "complaint": "等了两个小时没人理我，地上很脏，前台态度也很差",
            "traditional": "等了兩個小時沒人理我，地上很髒，前台態度也很差",
            "emergency": "走廊里有很重的煤气味，我们不敢待在里面了",
            "praise": "前台的小李特别耐心，帮我把材料一项一项填好，谢谢她",
        },
    ),
)


def trade_of(industry: str) -> Trade | None:
    return next((trade for trade in TRADES if trade.preset == industry), None)


def chips_of(trade: Trade) -> list[dict[str, Any]]:
    return [chip | {"text": trade.chips.get(chip["id"], chip["text"])} for chip in DEMO_CHIPS]


def choices() -> list[dict[str, Any]]:
    """The industries, as the page offers them."""
    return [
        {"id": trade.preset, "label": {"zh": trade.label[0], "en": trade.label[1]}}
        for trade in TRADES
    ]
