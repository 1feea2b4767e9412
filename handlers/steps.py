"""The steps of a trail, as people say them."""

from handlers.words import Words


def step(name: str, _: Words) -> str:
    """A step of the trail by its name; what is not known is said as it stands."""
    return (_of_customers(_) | _of_staff(_)).get(name, name)


def _of_customers(_: Words) -> dict[str, str]:
    return {
        "opened": _("收到"),
        "added": _("客人补充"),
        "edited": _("客人改了一句话"),
        "survey": _("客人在问卷里又说到"),
        "chased": _("客人催办"),
        "no answer": _("客人没有补充"),
        "accepted": _("客人确认"),
        "refused": _("客人说没解决"),
        "reopened": _("重新打开"),
        "withdrawn": _("客人说不是投诉"),
        "insisted": _("客人说是投诉"),
        "hoped": _("客人说了希望"),
        "closed unanswered": _("客人没有回应，结案"),
        "set apart": _("客人说有几句是另一件事"),
        "wants news": _("客人想知道改进"),
        "asked for a call": _("客人请回电"),
    }


def _of_staff(_: Words) -> dict[str, str]:
    return {
        "taken": _("接手"),
        "handed over": _("转交"),
        "replied": _("答复客人"),
        "called": _("去电答复客人"),
        "answered others": _("答复同一件事的其他客人"),
        "asked": _("请客人补充"),
        "remarked": _("内部备注"),
        "corrected": _("改分类"),
        "cause": _("写明原因"),
        "remedy offered": _("提出补偿"),
        "remedy approved": _("同意补偿"),
        "remedy declined": _("没有同意补偿"),
        "resolved": _("办结"),
        "handled in person": _("当面或电话处理"),
        "escalated": _("上报"),
        "logged": _("同事代记"),
        "adopted": _("采纳建议"),
        "not_now": _("暂不采纳"),
        "hidden": _("客人不愿透露姓名"),
        "alternative accepted": _("客人说换的办法可以"),
        "alternative refused": _("客人不接受换的办法"),
        "praised": _("客人表扬"),
        "passed on": _("转告本人"),
        "found out": _("写明查到了什么"),
        "contested": _("客人不接受，待跟进"),
        "followed up": _("提醒主管跟进"),
        "recourse used up": _("途径已用尽，结案"),
        "progress": _("告诉客人进展"),
        "reminded": _("再请客人确认"),
        "joined": _("归到一起办"),
        "leads": _("带上同一件事的其他客人"),
        "merged": _("合并"),
        "taken back": _("撤回一句话"),
        "unveiled": _("公开给同事"),
        "promised": _("说好了时间"),
        "kept word": _("说好的做到了"),
        "action planned": _("写下改进措施"),
        "action done": _("改进已落实"),
        "files opened": _("打开附件"),
        "attempted": _("没有做成"),
    }
