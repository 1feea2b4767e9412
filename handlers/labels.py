"""The plain names that people read for dimensions, kinds, severities and states."""

from complaints.values import (
    Case,
    CaseFinding,
    CaseView,
    Cause,
    Hope,
    Mark,
    Remedy,
    RemedyKind,
    State,
)
from dimensions.reading import Kind
from handlers.words import Words


def dimension(name: str, _: Words) -> str:
    known = {
        "reliability": _("说到做到"),
        "responsiveness": _("回应及时"),
        "assurance": _("专业可信"),
        "empathy": _("贴心关照"),
        "tangibles": _("环境设施"),
        "price": _("价格"),
        "other": _("其他"),
    }
    return known.get(name, name)


def everyday(name: str, _: Words) -> str:
    """The same as a customer would say it, under 「主要是哪方面？」."""
    known = {
        "reliability": _("没做到说好的"),
        "responsiveness": _("等太久"),
        "assurance": _("态度或专业"),
        "empathy": _("不够贴心"),
        "tangibles": _("环境设施"),
        "price": _("价格"),
        "other": _("其他"),
    }
    return known.get(name, name)


DIMENSIONS = (
    "responsiveness",
    "assurance",
    "tangibles",
    "reliability",
    "empathy",
    "price",
    "other",
)


def kind(value: Kind, _: Words) -> str:
    known = {
        Kind.COMPLAINT: _("投诉"),
        Kind.OBJECTION: _("异议"),
        Kind.EMERGENCY: _("突发事件"),
        Kind.SUGGESTION: _("建议"),
        Kind.QUESTION: _("咨询"),
        Kind.PRAISE: _("表扬"),
        Kind.OTHER: _("留言"),
    }
    return known[value]


def severity(case: Case, _: Words) -> str:
    """Colour and word, so that colour is never alone."""
    if case.kind is Kind.EMERGENCY:
        return _("🚨 紧急")
    names = [_("⚪ 轻微"), _("🟡 轻微"), _("🟠 明确"), _("🔴 严重"), _("🔴 危险")]
    return names[min(max(case.severity, 0), 4)]


def state(case: Case, _: Words) -> str:
    known = {
        State.OPEN: _("等待接手"),
        State.TAKEN: _("处理中"),
        State.WAITING: _("等您回复"),
        State.RESOLVED: _("等您确认"),
        State.CONTESTED: _("待跟进"),
        State.CLOSED: _("已结"),
    }
    return known[case.state]


def mark(case: Case, _: Words) -> str:
    return {Mark.DEMO: _("演示"), Mark.TEST: _("测试")}.get(case.mark, "")


def grouped(view: CaseView) -> dict[str, list[CaseFinding]]:
    """What is wrong, by dimension in the order of telling; corrected findings come first."""
    found: dict[str, list[CaseFinding]] = {}
    for finding in view.findings:
        if finding.polarity == "negative":
            found.setdefault(finding.dimension, []).append(finding)
    return found


def role(value: str, _: Words) -> str:
    return {"owner": _("负责人"), "supervisor": _("主管"), "staff": _("同事")}.get(value, value)


def media(value: str, _: Words) -> str:
    known = {
        "photo": _("［照片］"),
        "voice": _("［语音］"),
        "video": _("［视频］"),
        "video_note": _("［视频］"),
        "animation": _("［动图］"),
        "audio": _("［音频］"),
        "document": _("［文件］"),
        "sticker": _("［贴纸］"),
        "location": _("［位置］"),
        "contact": _("［名片］"),
    }
    return known.get(value, _("［附件］"))


def remedy(value: RemedyKind, _: Words) -> str:
    known = {
        RemedyKind.APOLOGY: _("道歉"),
        RemedyKind.REFUND: _("退款"),
        RemedyKind.VOUCHER: _("优惠券"),
        RemedyKind.REDO: _("重做"),
        RemedyKind.GOODS: _("赠品"),
    }
    return known[value]


def money(amount: int, currency: str | None, _: Words) -> str:
    """Minor units as people write a sum: without decimals where there are none."""
    text = f"{amount // 100}" if amount % 100 == 0 else f"{amount / 100:.2f}"
    return _("{sum} 元", sum=text) if currency in {None, "CNY"} else f"{text} {currency}"


def sum_of(value: Remedy, _: Words) -> str:
    if value.amount is None:
        return remedy(value.kind, _)
    return f"{remedy(value.kind, _)} {money(value.amount, value.currency, _)}"


def cause(value: Cause, _: Words) -> str:
    known = {
        Cause.PROCESS: _("流程"),
        Cause.BEHAVIOUR: _("人员"),
        Cause.ENVIRONMENT: _("环境设备"),
        Cause.PRODUCT: _("产品或内容"),
        Cause.HANDLING: _("投诉处理"),
    }
    return known[value]


def hope(value: Hope, _: Words) -> str:
    known = {
        Hope.APOLOGY: _("道歉"),
        Hope.REFUND: _("退款"),
        Hope.REDO: _("重做"),
        Hope.HEARD: _("只是反映"),
    }
    return known[value]


def step(name: str, _: Words) -> str:
    """A step of the trail, as people say it."""
    known = {
        "opened": _("收到"),
        "added": _("客人补充"),
        "chased": _("客人催办"),
        "taken": _("接手"),
        "handed over": _("转交"),
        "replied": _("答复客人"),
        "asked": _("请客人补充"),
        "no answer": _("客人没有补充"),
        "remarked": _("内部备注"),
        "corrected": _("改分类"),
        "cause": _("写明原因"),
        "remedy offered": _("提出补偿"),
        "remedy approved": _("同意补偿"),
        "remedy declined": _("没有同意补偿"),
        "resolved": _("办结"),
        "handled in person": _("当面或电话处理"),
        "accepted": _("客人确认"),
        "refused": _("客人说没解决"),
        "reopened": _("重新打开"),
        "escalated": _("上报"),
        "withdrawn": _("客人说不是投诉"),
        "insisted": _("客人说是投诉"),
        "hoped": _("客人说了希望"),
        "closed unanswered": _("客人没有回应，结案"),
        "logged": _("同事代记"),
        "adopted": _("采纳建议"),
        "not_now": _("暂不采纳"),
        "hidden": _("客人不愿透露姓名"),
        "progress": _("告诉客人进展"),
        "reminded": _("再请客人确认"),
        "set apart": _("客人说有几句是另一件事"),
        "joined": _("归到一起办"),
        "leads": _("带上同一件事的其他客人"),
        "merged": _("合并"),
        "taken back": _("撤回一句话"),
        "unveiled": _("公开给同事"),
        "promised": _("说好了时间"),
        "kept word": _("说好的做到了"),
        "asked for a call": _("客人请回电"),
        "files opened": _("打开附件"),
        "attempted": _("没有做成"),
    }
    return known.get(name, name)
