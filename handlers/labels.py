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


def remedy_name(value: str, _: Words) -> str:
    return remedy(RemedyKind(value), _) if value in set(RemedyKind) else value


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
