"""Fixed answers to commands and small talk, and the short words over a pressed button."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from handlers import labels
from handlers.moments import moment
from handlers.numbers import joined
from handlers.presses import CasePress
from handlers.rendering import ANSWERS, Context, Rendered, Shown, button, link, renders
from handlers.safe import escaped
from handlers.toasts import toast
from people.telling import NoteKind

Facts = Mapping[str, Any]
Say = Callable[[Facts, Context], str]


@renders(NoteKind.ANSWER)
def answer(facts: Facts, context: Context) -> Shown:
    what = facts["what"]
    if what in ANSWERS:
        return ANSWERS[what](facts, context)
    if what == "unclear":
        return _unclear(facts, context)
    if what == "who":
        return _who(context)
    if what == "status_none":
        return _status_none(facts, context)
    if what == "start_at":
        return _start_at(facts, context)
    if what == "refused":
        return Rendered(text=toast(facts["why"], context._), silent=True)
    sentence = _SENTENCES.get(what) or _LINKS.get(what)
    return Rendered(text=sentence(facts, context)) if sentence else None


def _unclear(facts: Facts, context: Context) -> Rendered:
    _ = context._
    press = CasePress(action="complain", case_id=facts["words"], round=1)
    text = _("收到。要请同事处理吗？点一下就好；想多说几句，直接写给我。")
    return Rendered(text=text, keyboard=((button(_("这是投诉"), press),),))


def _who(context: Context) -> Rendered:
    """What the card in the staff chat shows, and to whom."""
    view, _ = context.case, context._
    is_veiled = view is not None and view.case.about_id is not None
    who = (
        _(
            "这件事说到了同事：员工群里只看到编号，内容只有主管（没有主管时是负责人）和接手的同事能看到，"
            "说到的那位看不到。"
        )
        if is_veiled
        else _("员工群里的同事、主管和负责人能看到您写的话和发的照片。")
    )
    if view is not None and view.case.anonymous:
        return Rendered(text=who + "\n" + _("他们看不到您的称呼和手机号。"))
    name = _("名字只看到第一个字；他们看不到您的全名和手机号。")
    if view is not None and view.customer:
        shown = escaped(view.customer)
        name = _("名字只看到“{shown}”；他们看不到您的全名和手机号。", shown=shown)
    text = f"{who}\n{name}"
    if view is None or not view.case.is_live:
        return Rendered(text=text)
    press = CasePress(action="hide", case_id=view.case.id, round=view.case.round)
    return Rendered(text=text, keyboard=((button(_("别让当事人知道我是谁"), press),),))


def _status_none(facts: Facts, context: Context) -> Rendered:
    _ = context._
    text = _("您没有未办完的事。有话直接写给我就行。")
    buttons = tuple(
        button(_("经过") + f" #{number}", CasePress(action="mystory", case_id=number))
        for number in facts.get("cases") or ()
    )
    return Rendered(text=text, keyboard=(buttons,) if buttons else ())


def _start(facts: Facts, context: Context) -> str:
    return context._(
        "您好，我是{house}的回音。\n有不满意、有建议，直接写给我就行，文字、照片、语音都可以，"
        "同事会在这里答复您。\n我们只留您写的话和评分，用来答复您、改进服务；发“隐私”看详情。",
        house=escaped(context.house),
    )


def _start_at(facts: Facts, context: Context) -> Rendered:
    """Whoever has an open case says whether they come about another matter."""
    view, _ = context.case, context._
    where = " · ".join(escaped(part) for part in (facts["place"], facts["name"]) if part)
    text = _(
        "您好，这里是{where}。\n有不满意、有建议，直接写给我就行，文字、照片、语音都可以，"
        "同事会在这里答复您。\n您的话只用来答复您、改进服务；发“隐私”看详情。",
        where=where,
    )
    if view is None or not view.case.is_live:
        return Rendered(text=text)
    number = view.case.id
    line = _("您的 #{number} 还在办，写的话会加进去；要说别的，先点一下：", number=number)
    press = CasePress(action="mynew", case_id=number, round=view.case.round)
    return Rendered(text=f"{text}\n{line}", keyboard=((button(_("说另一件事"), press),),))


def _refused(facts: Facts, context: Context) -> str:
    _ = context._
    text = _("明白，#{number} 还没完，已告诉值班经理。", number=facts["case"])
    return text + escaped(context.recourse.in_language(_.language)) if context.recourse else text


def _help(facts: Facts, context: Context) -> str:
    """A colleague's own commands stand before those that everybody has."""
    _, role = context._, facts.get("role")
    lines = []
    if role is not None:
        lines = [
            _("/cases 没办完的事 · /log 文字 代客人记一件 · /case 1001 一件事的经过"),
            _("/handover 交班 · /off 下班，/on 回来 · /me 自己的数字 · /practice 练习"),
        ]
    if role in {"supervisor", "owner"}:
        lines.append(_("/stats 数字，也可以直接问“昨天”· /settings 现在的规则 · /why 为什么没问谁"))
        lines.append(_("/digest 定时发简报 · /audit 抽查办好的事"))
    if role == "owner":
        lines.append(_("/looks 谁看过、谁导出过"))
        lines.append(_("/invite 请人进来 · /bind 绑定员工群 · /code 二维码"))
    everybody = _(
        "直接写给我就行：哪里不好、什么时候、希望怎么办。\n"
        "/status 查进度 · /privacy 我存了什么 · /stop 不再收问卷\n"
        "发“绑定”用手机号找到您的预订，发“语言”换语言。"
    )
    return "\n".join([*lines, everybody])


def _stop(facts: Facts, context: Context) -> str:
    _ = context._
    number = facts.get("case")
    if number:
        return _(
            "好的，不再发问卷。您的 #{number} 仍会在这里答复。想恢复，发“开始”。", number=number
        )
    return _("好的，不再发问卷。有话仍可直接写给我。想恢复，发“开始”。")


def _role(facts: Facts, context: Context) -> str:
    _ = context._
    role, place = labels.role(facts["role"], _), escaped(facts["place"])
    text = _("欢迎，您现在是{place}的{role}。", place=place, role=role)
    if facts["role"] == "owner":
        return text + "\n" + _("接下来：/bind 绑定员工群，/invite 邀请主管和同事。")
    if facts["role"] == "supervisor":
        return (
            text + "\n" + _("发 /stats 看今天的数字，/cases 看未办完的事。超时的投诉会直接发给您。")
        )
    return text + "\n" + _("群里的卡片上点“我来”就能接手。")


def _logged(facts: Facts, context: Context) -> str:
    _ = context._
    what = joined(escaped(part) for part in (facts.get("place"), facts.get("name")) if part)
    if not what:
        return _("已记下，编号 {number}。", number=facts["case"])
    return _("已记下，编号 {number}（{what}）。", number=facts["case"], what=what)


def _action_planned(facts: Facts, context: Context) -> str:
    _ = context._
    due = moment(datetime.fromisoformat(facts["due"]), context.now, context.zone, _)
    text = _(
        "记下了：{name} 负责，{due} 前落实，到时会提醒。", name=escaped(facts["name"]), due=due
    )
    if not facts.get("is_named", True):
        text += "\n" + _("没看出是哪位同事，先由写的人负责；写上登记的名字，就归那位同事。")
    if not facts.get("is_dated", True):
        text += "\n" + _("没看出是哪天，先定两周；可以写“下周五前”。")
    return text


def _rules_wrong(facts: Facts, context: Context) -> str:
    """Each with its line and field; the rules in force stay in force."""
    _ = context._
    english = _.language == "en"
    lines = [
        f"{escaped(one['place'])} {escaped(one['field'])}："
        + escaped(one["en"] if english else one["zh"])
        for one in facts["wrong"]
    ]
    return "\n".join([_("规则文件有问题，没有生效，照旧用原来的规则："), *lines])


def _words_aside(facts: Facts, context: Context) -> str:
    """Words of the rules that are not used, each with the sentence that shows why."""
    language = "en" if context._.language == "en" else "zh"
    first = context._("规则里有几个词没有用上，其余照常：")
    return "\n".join([first, *(escaped(one[language]) for one in facts["wrong"])])


def _off_duty(facts: Facts, context: Context) -> str:
    _ = context._
    text = _("好的，下班了，不再私下提醒您。上班时发 /on。")
    if facts["count"]:
        text += _("您手上还有 {count} 件，发 /handover 交给同事。", count=facts["count"])
    return text


def bound(facts: Facts, context: Context) -> str:
    _ = context._
    where = " · ".join(escaped(facts[key]) for key in ("place", "team") if facts.get(key))
    text = _("好的，这里以后就是{place}的员工群：有投诉会发到这里。", place=where)
    if facts.get("topics"):
        text += "\n" + _("每件事一个话题；请给我“管理话题”的权限，没有的话会发在“常规”里。")
    return text


_SENTENCES: dict[str, Say] = {
    "start": _start,
    "help": _help,
    "stop": _stop,
    "welcome_role": _role,
    "resumed": lambda f, c: c._("好的，又可以给您发问卷了。"),
    "nothing_to_skip": lambda f, c: c._("问卷已经结束，不用跳过了。想改、想补答，发“改”。"),
    "nothing_to_change": lambda f, c: c._("没有能改的问卷了。有话直接写给我就行。"),
    "unknown_command": lambda f, c: c._("没有这个命令。有话直接写给我就行，或发 /help。"),
    "score_range": lambda f, c: c._(
        "这一题是 {low} 到 {high}，请点一个，或直接发数字；您写的“{said}”已经记下了。",
        low=f["low"],
        high=f["high"],
        said=escaped(f["said"]),
    ),
    "no_hours": lambda f, c: c._("没看懂是几点到几点。请写成“10:00-21:30”这样；不改了，发“取消”。"),
    "hours_unchanged": lambda f, c: c._("好的，营业时间没有改。"),
    "unsupported": lambda f, c: c._("这种消息我看不了。请用文字、照片或语音告诉我。"),
    "empty": lambda f, c: c._("在的。有话请用文字、照片或语音告诉我。"),
    "greeting": lambda f, c: c._("在的，请直接说。"),
    "praise": lambda f, c: c._("谢谢您！会转告他们的。"),
    "in_danger": lambda f, c: c._("已通知负责人。如有危险，请先离开，并拨打 119、120 或 110。"),
    "chased": lambda f, c: c._(
        "在的。已经替您催了，#{number} 有进展会马上在这里告诉您。", number=f["case"]
    ),
    "withdrawn": lambda f, c: c._(
        "好的，#{number} 就不再处理了。谢谢您告诉我们。", number=f["case"]
    ),
    "alternative_accepted": lambda f, c: c._(
        "谢谢您体谅，同事这就安排（#{number}）。", number=f["case"]
    ),
    "alternative_refused": _refused,
    "welcome": lambda f, c: c._("不客气。有话随时直接写给我。"),
    "another": lambda f, c: c._("好的，请说。会另开一件。"),
    "supply": lambda f, c: c._("好的，接下来写的、发的都会加到 #{number}。", number=f["case"]),
    "service_foreign": lambda f, c: c._("这个链接是别人的服务单。您有话要说，直接写给我就行。"),
    "link_dead": lambda f, c: c._("这个链接已经用过或过期了，请向发给您的人再要一个。"),
    "only_staff": lambda f, c: c._(
        "这个功能只给本店同事用。您有事要说，直接写给我就行。同事请向负责人要加入链接。"
    ),
    "only_supervisors": lambda f, c: c._(
        "这个功能给主管用。您自己的数字发 /me，没办完的事发 /cases。"
    ),
    "off_duty": _off_duty,
    "on_duty": lambda f, c: c._("欢迎回来，又会提醒您了。"),
    "action_planned": _action_planned,
    "action_done": lambda f, c: c._(
        "记下了，一个月后看效果。已告诉 {count} 位反映过的客人。", count=f["told"]
    ),
    "rules_wrong": _rules_wrong,
    "words_aside": _words_aside,
    "rules_reloaded": lambda f, c: c._(
        "新规则（第 {number} 版）生效了。已经答应客人的时间不变。", number=f["number"]
    ),
    "rules_unchanged": lambda f, c: c._("规则没有变化，还是第 {number} 版。", number=f["number"]),
    "nothing_in_hand": lambda f, c: c._("您手上没有未办完的事，可以放心交班。"),
    "all_handed": lambda f, c: c._("交好了：{count} 件，已私下告诉同事。", count=f["count"]),
    "what_to_log": lambda f, c: c._("请把听到的写在后面，例如：/log 王女士说空调坏了。"),
    "logged": _logged,
    "which_case": lambda f, c: c._("请写编号，例如 /case 1001。"),
    "which_sum": lambda f, c: c._("没看懂金额。请再点一次“补偿”，只回复数字，例如 88 或 88.5。"),
    "asked_above": lambda f, c: c._("超过您的额度，已请主管决定；有结果会显示在卡片上。"),
    "only_owner": lambda f, c: c._("这个命令只有负责人能用。"),
    "only_owner_of_place": lambda f, c: c._("这个群要由那家店的负责人来绑定。"),
    "only_private": lambda f, c: c._("数字已私下发给您。"),
    "bound": bound,
    "team_of_which_shop": lambda f, c: c._(
        "不止一家店有“{name}”，请写上店名，比如 /bind {shop} {name}。",
        name=escaped(f["name"]),
        shop=escaped(f["shop"]),
    ),
    "no_such_place": lambda f, c: c._(
        "没有叫“{name}”的门店或小组，请检查名称。", name=escaped(f["name"])
    ),
    "empty_reply": lambda f, c: c._("这条消息里没有能发给客人的内容，请写一句话。"),
}


def _bind_link(facts: Facts, context: Context) -> str:
    return context._(
        "点这个链接，把我加进员工群（24 小时内有效，只能用一次）：\n{link}",
        link=link(context, facts["payload"], group=True),
    )


def _invite_links(facts: Facts, context: Context) -> str:
    return context._(
        "把链接发给要邀请的人，24 小时内有效，每个只能用一次：\n主管：{supervisor}\n同事：{staff}",
        supervisor=link(context, facts["supervisor"]),
        staff=link(context, facts["staff"]),
    )


_LINKS: dict[str, Say] = {"bind_link": _bind_link, "invite_links": _invite_links}
