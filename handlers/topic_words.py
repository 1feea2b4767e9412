"""What people call the topics of complaints in everyday words, beside the names that we show.

Everything is written in simplified script here; what people write is turned into it first. Single
letters are left out: they stand in too many other words.
"""

from collections.abc import Mapping

from handlers.figures_words import simpler

_HAVING: Mapping[str, str] = {
    "taste": "早餐 早饭 早点 午餐 午饭 晚餐 晚饭 自助餐 餐食 餐饮 饮食 伙食 饭菜 菜品 食物 味道 "
    "口感 breakfast lunch dinner food meals",
    "portion": "菜量 份量",
    "choice": "花样 种类 菜单 menu",
    "quality": "品质",
    "accuracy": "送错 上错 漏单 漏发",
    "described": "与描述不符 货不对板 图文不符",
    "function": "网络 无线网 信号 wifi internet",
    "booking": "预定 预约 订房 订座 reservation reservations",
    "billing": "账目 发票 结账 bill bills invoice invoices",
    "level": "房价 价格 价钱 price prices",
    "fees": "停车费 服务费 押金 费用 fee",
    "discount": "优惠券 打折 折扣 积分 discounts coupon coupons",
    "wait": "排队 等位 等待 入住手续 办入住 退房 queue queues check-in check-out",
    "unanswered": "不回复 没人回复",
    "delivery": "送餐 配送 外卖 物流 快递 发货 上菜 出餐 shipping",
    "handling": "售后 退款 退货 维修 refund refunds repair repairs",
    "attitude": "服务态度 服务员 waiter waiters",
    "honesty": "欺骗 虚假宣传",
    "hygiene": "食品安全 异物",
    "privacy": "个人信息 泄露",
    "room": "客房 包间 包厢 住宿 房型 rooms",
    "facilities": "设备 空调 电视 电梯 热水 淋浴 马桶 洗手间 卫生间 泳池 健身房 停车场 "
    "shower toilet lift elevator pool gym",
    "cleanliness": "卫生 打扫 保洁 干净 housekeeping cleaning",
    "noise": "隔音 噪声 吵闹",
    "smell": "异味 臭味 smells",
    "temperature": "温度 暖气 heating",
    "space": "面积 座位",
    "looks": "装修 decor",
    "environment": "氛围 atmosphere",
}  # fmt: skip
EVERYDAY: Mapping[str, str] = {
    word: key for key, words in _HAVING.items() for word in words.split()
}
# What of it is written otherwise in traditional script, and stands in no other word that we know.
_SIMPLER = str.maketrans(
    "飯飲質錯貨絡無號預約訂賬錢車費優隊續賣遞維態騙虛"
    "傳異廂設備調電視熱馬衛場掃潔乾淨聲鬧溫氣裝圍洩",
    "饭饮质错货络无号预约订账钱车费优队续卖递维态骗虚"
    "传异厢设备调电视热马卫场扫洁干净声闹温气装围泄",
)


def as_topic(said: str) -> str:
    """In simplified script as far as topics go; each letter stays where it is."""
    return simpler(said).translate(_SIMPLER)
