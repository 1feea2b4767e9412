"""What the sheets, columns and words of an export are called, and what they mean."""

from dimensions.reading import Kind
from handlers import labels
from handlers.aspects import aspect
from handlers.figures_how import how_counted
from handlers.numbers import listed
from handlers.panel_views import state_name
from handlers.part_names import value_name
from handlers.words import Words
from people.languages import LanguageMap
from reports.exports import FEW, SMALLEST_GROUP, Cell, Own, Part, Wording


def sheet_name(key: str, _: Words) -> str:
    return {"cases": _("投诉与反馈"), "answers": _("问卷答案"), "about": _("说明")}[key]


def column_name(key: str, _: Words) -> str:
    return (_of_cases(_) | _of_times(_) | _of_answers(_)).get(key, key)


def _of_cases(_: Words) -> dict[str, str]:
    return {
        "case": _("编号"),
        "place": _("门店"),
        "team": _("班组"),
        "service_type": _("服务类型"),
        "kind": _("类别"),
        "state": _("状态"),
        "severity": _("严重程度（0–4）"),
        "rounds": _("打开过几次"),
        "chased": _("客人催了几次"),
        "level": _("上报到第几级"),
        "channel": _("从哪里来"),
        "cause": _("原因"),
        "outcome": _("结果"),
        "handling": _("客人评价处理"),
        "owner": _("经手同事"),
        "dimensions": _("方面"),
        "aspects": _("具体是什么"),
        "granted": _("补偿金额"),
        "first_reply_seconds": _("首次答复用时（秒）"),
    }


def _of_times(_: Words) -> dict[str, str]:
    return {
        "opened_at": _("提出时间"),
        "taken_at": _("接手时间"),
        "first_reply_at": _("首次答复时间"),
        "resolved_at": _("办结时间"),
        "closed_at": _("结案时间"),
        "reply_due_at": _("应答复时间"),
        "reply_kept_at": _("实际答复时间"),
        "resolution_due_at": _("应办结时间"),
        "resolution_kept_at": _("实际办结时间"),
        "delivered_at": _("问卷送达时间"),
        "answered_at": _("回答时间"),
        "changed_at": _("最后修改时间"),
        "completed_at": _("答完时间"),
    }


def _of_answers(_: Words) -> dict[str, str]:
    return {
        "invitation": _("问卷编号"),
        "staff": _("服务的同事"),
        "questionnaire": _("问卷"),
        "question": _("题目代号"),
        "asked": _("题目"),
        "value": _("答案"),
        "picked": _("答案代号"),
        "score": _("分数"),
        "scale": _("分制（最低–最高）"),
    }


def cell_name(column: str, value: Cell, _: Words) -> Cell:
    """States, kinds and dimensions as people call them; anything else as it is."""
    if isinstance(value, Wording):
        return _worded(value, " · " if column == "asked" else _("、"), _)
    if not isinstance(value, str):
        return value
    return _("不到 {n} 条，不写明", n=SMALLEST_GROUP) if value == FEW else _named(column, value, _)


def _worded(wording: Wording, between: str, _: Words) -> str:
    """As a customer with the reader's language had it before them."""
    said = [_said(part, _) for part in wording.parts]
    if wording.points:
        pairs = zip(said, wording.points, strict=True)
        said = [_("{side} · {points} 分", side=side, points=points) for side, points in pairs]
    return between.join(said)


def _said(part: Part, _: Words) -> str:
    if isinstance(part, LanguageMap):
        return part.in_language(_.language)
    own: dict[str, str] = {
        Own.OFFER: _("要请值班经理处理吗？"),
        Own.WANTED: _("请处理"),
        Own.UNWANTED: _("只是反馈"),
        Own.YES: _("是"),
        Own.NO: _("否"),
    }
    return own.get(part) or labels.everyday(part, _)


def _named(column: str, value: str, _: Words) -> str:
    match column:
        case "kind" if value in set(Kind):
            return labels.kind(Kind(value), _)
        case "state":
            return state_name(value, _)
        case "dimensions" | "aspects":
            called = labels.dimension if column == "dimensions" else aspect
            return listed((called(name, _) for name in value.split()), _)
        case "handling":
            known = {"satisfied": _("满意"), "partly": _("不太满意"), "unsolved": _("没解决")}
            return known.get(value, value)
        case "cause" | "channel":
            return value_name(column, value, _)
        case "service_type":
            return _.services.get(value, value)
        case "outcome":
            return outcome(value, _)
    return value


def outcome(value: str, _: Words) -> str:
    known = {
        "accepted": _("客人确认"),
        "no_answer": _("客人没有回应"),
        "withdrawn": _("客人撤回"),
        "merged": _("并入另一件"),
        "recourse": _("转外部途径"),
    }
    return known.get(value, value)


def about_lines(title: str, zone: str, _: Words) -> list[str]:
    """The sheet of definitions: what it is of, how it is counted, and what is left out."""
    plain = how_counted(zone, _).replace("<b>", "").replace("</b>", "")
    return [
        title,
        _("时间都是 {zone} 的时间。", zone=zone),
        _("没有客人的姓名、电话和原话：它们只留在聊天里，删除时一起删除。"),
        _("一个班组、服务类型或同事在表里不到 {n} 条的，不写明是哪个。", n=SMALLEST_GROUP),
        *plain.splitlines(),
    ]
