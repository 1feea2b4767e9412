"""What the parts that figures fall into are called where people read them."""

from complaints.values import Cause
from handlers import labels
from handlers.aspects import aspect
from handlers.numbers import joined
from handlers.panel_figures import figure_name
from handlers.safe import escaped
from handlers.words import Words
from reports.panel import Goal, Part


def part_name(cut: str, _: Words) -> str:
    """Of `column:name`."""
    column, __, name = cut.partition(":")
    return value_name(column, name, _)


def value_name(column: str, name: str, _: Words) -> str:
    match column:
        case "dimension":
            return labels.dimension(name, _)
        case "aspect":
            return escaped(aspect(name, _))
        case "cause" if name in set(Cause):
            return labels.cause(Cause(name), _)
        case "channel":
            return channel(name, _)
        case "severity":
            return severity(name, _)
        case "industry":
            return industry(name, _)
        case "service_type":
            return escaped(_.services.get(name, name))
    return escaped(name)


def named(part: Part, column: str, _: Words) -> str:
    return value_name(column, part.name, _)


def goal_name(goal: Goal, _: Words) -> str:
    """Of whom, and which figure: 「西湖店 · 客房 · 满意」."""
    of = [value_name(column, value, _) for column, value in goal.of]
    return joined([*of, figure_name(goal.key, _)])


def channel(name: str, _: Words) -> str:
    known = {"telegram": _("Telegram"), "manual": _("同事代记"), "desk": _("同事代记"),
             "survey": _("问卷")}  # fmt: skip
    return known.get(name, escaped(name))


def severity(value: str, _: Words) -> str:
    names = [_("不严重"), _("轻微"), _("明确"), _("严重"), _("危险")]
    return names[int(value)] if value.isdecimal() and int(value) < len(names) else value


def industry(name: str, _: Words) -> str:
    known = {"hotel": _("酒店"), "restaurant": _("餐饮"), "retail": _("网店"),
             "telecom": _("通信"), "general": _("其他行业")}  # fmt: skip
    return known.get(name, escaped(name))
