"""What a view of the panel is called where it is told about: as the button that leads to it."""

from handlers.panel_typed import labelled
from handlers.words import Words


def view_name(view: str, _: Words) -> str:
    return (_by_view(_) | _lists(_) | _pictures(_)).get(view, view)


def _by_view(_: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, view in labelled(_).items():
        found.setdefault(view, label)
    return found


def _lists(_: Words) -> dict[str, str]:
    return {
        "figures": _("总的数字"),
        "digest": _("简报"),
        "late": _("超时"),
        "standing": _("没办完"),
        "reopened": _("重开"),
        "unhappy": _("不满意"),
        "low": _("低分"),
    }


def _pictures(_: Words) -> dict[str, str]:
    called = {
        "pictrend": _("满意走势"),
        "picrate": _("投诉走势"),
        "picontime": _("按时走势"),
        "picissues": _("投诉主要是什么"),
        "picgoals": _("目标和现在"),
        "pictimes": _("首次答复用了多久"),
        "picserv": _("期望和感受"),
        "picheat": _("哪家店、哪方面"),
    }
    return {view: _("图：{name}", name=name) for view, name in called.items()}
