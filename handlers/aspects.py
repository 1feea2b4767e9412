"""What each aspect of a service is called where people read it."""

from functools import cache

from dimensions.scheme import Scheme
from handlers.words import Words


@cache
def scheme() -> Scheme:
    return Scheme.load()


def dimension_of(key: str, _: Words) -> str:
    if key in _.topics:
        return _.topics[key].dimension
    return scheme().dimension_of(key) if scheme().is_known(key) else "other"


def aspect(key: str, _: Words) -> str:
    """An aspect that an operator has added is called as they called it."""
    known = _core(_) | _staff(_) | _premises(_)
    if key in _.topics:
        return _.topics[key].name or key
    return known.get(key) or (scheme().aspects[key].name if scheme().is_known(key) else key)


def _core(_: Words) -> dict[str, str]:
    return {
        "accuracy": _("错漏"),
        "described": _("与说的不一样"),
        "promise": _("说了没做到"),
        "quality": _("质量"),
        "taste": _("口味"),
        "portion": _("分量"),
        "choice": _("品种"),
        "function": _("用不了"),
        "booking": _("预订"),
        "billing": _("账单"),
        "level": _("价格高低"),
        "value": _("性价比"),
        "fees": _("收费"),
        "discount": _("优惠"),
        "general": _("总体"),
    }


def _staff(_: Words) -> dict[str, str]:
    return {
        "wait": _("等候"),
        "unanswered": _("没人理"),
        "delivery": _("配送速度"),
        "handling": _("处理拖延"),
        "attitude": _("态度"),
        "competence": _("专业"),
        "honesty": _("诚信"),
        "hygiene": _("食品卫生"),
        "safety": _("安全"),
        "privacy": _("隐私"),
        "care": _("关心"),
        "wishes": _("特别要求"),
        "rules": _("规定死板"),
        "convenience": _("方便"),
    }


def _premises(_: Words) -> dict[str, str]:
    return {
        "room": _("房间"),
        "facilities": _("设施"),
        "cleanliness": _("清洁"),
        "noise": _("噪音"),
        "smell": _("气味"),
        "temperature": _("冷热"),
        "space": _("空间"),
        "packaging": _("包装"),
        "looks": _("外观"),
        "environment": _("环境"),
    }
