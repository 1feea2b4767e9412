"""What the figures of a panel are called."""

from handlers.words import Words


def figure_name(key: str, _: Words) -> str:
    known = {
        "csat": _("满意"),
        "csat_mean": _("均分"),
        "response_rate": _("问卷回答"),
        "complaints": _("投诉数"),
        "first_response": _("首次答复"),
        "first_response_on_time": _("首次答复按时"),
        "on_time": _("处理按时"),
        "reopened": _("30 天内重开"),
        "handling": _("处理满意"),
    }
    return known.get(key, key)
