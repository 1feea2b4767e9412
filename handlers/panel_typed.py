"""The labels of the panel's buttons, typed as words: in whichever language they stand on them."""

from collections.abc import Mapping
from functools import cache

from handlers.figures_words import simpler
from handlers.words import LANGUAGES, Words, words_in


def labelled(_: Words) -> Mapping[str, str]:
    """What a button says, and the view that a tap on it shows."""
    return _main(_) | _apart(_) | _pictures(_)


def _main(_: Words) -> dict[str, str]:
    return {
        _("选日期"): "cal",
        _("按问题"): "issues",
        _("分开看"): "split",
        _("走势"): "trend",
        _("比一比"): "compare",
        _("每位同事"): "people",
        _("目标"): "targets",
        _("期望和感受"): "servqual",
        _("谁又来了"): "loyalty",
        _("更多数字"): "more",
        _("看明细"): "cases",
        _("图"): "pics",
        _("导出"): "export",
        _("怎么算的"): "how",
        _("两家店比一比"): "versus",
        _("改进措施"): "acts",
        _("和别家比"): "others",
        _("谁看过、谁导出过"): "looks",
        _("看全部"): "figures",
        **dict.fromkeys((_("表格"), _("CSV"), _("报告 PDF"), _("报告网页")), "export"),
    }


def _apart(_: Words) -> dict[str, str]:
    return {
        _("按店"): "places",
        _("按班组"): "teams",
        _("按类型"): "types",
        _("按产品"): "products",
        _("按客人"): "groups",
        _("按行业"): "industries",
        _("按来路"): "channels",
        _("按原因"): "causes",
        _("按严重程度"): "severe",
        _("按方面"): "aspects",
        _("经手同事"): "people",
        _("服务的同事"): "staff",
    }


def _pictures(_: Words) -> dict[str, str]:
    """A picture is a message of its own; the view with the same figures leads to it."""
    return {
        _("满意走势"): "trend",
        _("投诉走势"): "trend",
        _("按时走势"): "trend",
        _("投诉主要是什么"): "issues",
        _("目标和现在"): "targets",
        _("首次答复用了多久"): "pics",
        _("哪家店、哪方面"): "pics",
    }


@cache
def typed_views() -> Mapping[str, str]:
    """From a label as it would be typed to its view; the first language that has it counts."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for label, view in labelled(words_in(language)).items():
            found.setdefault(as_typed(label), view)
    return found


def as_typed(said: str) -> str:
    """Without what else may stand around it, in small letters and simplified script."""
    return simpler(said).strip(" ,，、。.？?！!：:“”\"'").replace("’", "'")
