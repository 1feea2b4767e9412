"""What colleagues read of each other's steps: handed over, to be approved, the trail."""

from collections.abc import Mapping
from typing import Any

from complaints.values import UNRESOLVED, CaseView, Event, Remedy, RemedyState
from handlers import labels
from handlers.aspects import aspect
from handlers.card_menus import answering, press
from handlers.moments import moment
from handlers.notes_staff import about
from handlers.rendering import Bare, Context, Deletion, NewTopic, Rendered, Shown, renders
from handlers.safe import escaped, quoted
from handlers.steps import step
from handlers.toasts import toast
from people.telling import NoteKind

Facts = Mapping[str, Any]
LONGEST_TRAIL = 40


@renders(NoteKind.HANDED)
def handed(facts: Facts, context: Context) -> Shown:
    view, _ = context.case, context._
    if view is None:
        return None
    text = _("{name} 把 #{number} 转给您了。", name=escaped(facts["by"] or ""), number=view.case.id)
    buttons = ((*answering(view, context), press(view, _("已解决"), "resolve")),)
    return Rendered(text=f"{text}\n{about(view, context)}", keyboard=buttons)


@renders(NoteKind.MOVED_ON)
def moved_on(facts: Facts, context: Context) -> Shown:
    """The card in the topic of the team that had it; whoever has it now reads the rest."""
    view, _ = context.case, context._
    if view is None:
        return None
    to = view.team_name or view.place_name
    text = _("#{number} 已转给{team}，卡片在那边。", number=view.case.id, team=escaped(to))
    return Bare(message_id=facts["message"], text=text)


def _remedy(facts: Facts, context: Context) -> Remedy | None:
    assert context.case is not None
    found = (one for one in context.case.remedies if one.id == facts["remedy"])
    return next(found, None)


@renders(NoteKind.APPROVAL)
def approval(facts: Facts, context: Context) -> Shown:
    """Nothing to ask any more once somebody has decided."""
    view, _ = context.case, context._
    remedy = _remedy(facts, context) if view is not None else None
    if view is None or remedy is None or remedy.state is not RemedyState.PENDING:
        return None
    what = labels.sum_of(remedy, _)
    text = _("#{number} 想补偿客人：{what}。同意吗？", number=view.case.id, what=what)
    number = str(remedy.id)
    buttons = (
        (press(view, _("同意"), "approve", number), press(view, _("不同意"), "decline", number)),
    )
    return Rendered(text=f"{text}\n{about(view, context)}", keyboard=buttons)


@renders(NoteKind.REMEDY)
def remedy(facts: Facts, context: Context) -> Shown:
    """To the customer: what they get."""
    view, _ = context.case, context._
    given = _remedy(facts, context) if view is not None else None
    if view is None or given is None:
        return None
    what, number = labels.sum_of(given, _), view.case.id
    if given.kind.value == "apology":
        return Rendered(text=_("关于 #{number}：对不起，是我们没做好。", number=number))
    return Rendered(
        text=_(
            "关于 #{number}：我们为您安排了{what}，同事会跟您确认怎么给您。",
            number=number,
            what=what,
        )
    )


@renders(NoteKind.DECISION)
def decision(facts: Facts, context: Context) -> Shown:
    """To the customer: what became of a suggestion."""
    view, _ = context.case, context._
    if view is None:
        return None
    number = view.case.id
    if facts["adopted"]:
        return Rendered(text=_("您的建议（{number}）采纳了，谢谢您！", number=number))
    return Rendered(
        text=_("您的建议（{number}）我们认真看了，暂时还做不到，已经记下。谢谢您！", number=number)
    )


@renders(NoteKind.HANDOVER)
def handover(facts: Facts, context: Context) -> Shown:
    view, _ = context.case, context._
    if view is None:
        return None
    numbers = "、".join(f"#{number}" for number in facts["cases"])
    text = _("您手上有 {count} 件：{numbers}", count=len(facts["cases"]), numbers=numbers)
    rows = tuple(
        (press(view, _("全部转给 {name}", name=name), "handall", str(number)),)
        for number, name in facts["people"]
    )
    return Rendered(text=text, keyboard=rows, silent=True)


@renders(NoteKind.TRAIL)
def trail(facts: Facts, context: Context) -> Shown:
    view, _ = context.case, context._
    if view is None:
        return None
    lines = [_("#{number} 的经过", number=view.case.id)]
    shown = view.events[-LONGEST_TRAIL:]
    if len(shown) < len(view.events):
        lines.append(_("（更早的 {count} 步没有列出）", count=len(view.events) - len(shown)))
    lines += [_line(event, context) for event in shown]
    return Rendered(text="\n".join(lines), silent=True)


def _line(event: Event, context: Context) -> str:
    _ = context._
    at = moment(event.at, context.now, context.zone, _)
    who = f" · {escaped(event.person)}" if event.person else ""
    name = "called" if event.facts.get("called") else event.step
    return f"{at} {step(name, _)}{who}{_why(event, context)}"


def _why(event: Event, context: Context) -> str:
    """Of a new case where it went, and which condition of the rules sent it there."""
    _, facts = context._, event.facts
    if facts.get("refused"):
        return "：" + toast(str(facts["refused"]), _)
    if event.step == "handed over" and facts.get("team"):
        return _(" → {team}", team=escaped(facts["team"]))
    if event.step != "opened":
        return ""
    if not facts.get("team"):
        return _(" → 本店群（没有更细的规则）")
    names = [labels.dimension(facts["dimension"], _)] if facts.get("dimension") else []
    names += [aspect(facts["aspect"], _)] if facts.get("aspect") else []
    names += [facts["place"]] if facts.get("place") else []
    because = _("（{why}）", why=escaped(" · ".join(names))) if names else ""
    return _(" → {team}", team=escaped(facts["team"])) + because


@renders(NoteKind.SURGE)
def surge(facts: Facts, context: Context) -> Shown:
    """「30 分钟内有 3 位客人反映同一方面：#1001 #1002 #1003」, and one tap puts them together."""
    view, _ = context.case, context._
    if view is None or view.case.state not in UNRESOLVED:
        return None
    numbers = " ".join(f"#{number}" for number in facts["cases"])
    if facts["known"]:
        text = _("{numbers} 像是 #{lead} 那件事。", numbers=numbers, lead=view.case.id)
        first = press(view, _("归到一起办"), "join", str(facts["cases"][0]))
    else:
        count = len(facts["cases"])
        text = _("短时间内有 {count} 位客人反映同一方面：{numbers}", count=count, numbers=numbers)
        first = press(view, _("是同一件事，一起办"), "join", "alike")
    return Rendered(text=text, keyboard=((first,),), silent=context.is_group)


@renders(NoteKind.MERGED)
def merged(facts: Facts, context: Context) -> Shown:
    """To the customer: one number goes on."""
    view, _ = context.case, context._
    if view is None:
        return None
    text = _(
        "{was} 和 {number} 是同一件事，我们合在一起办，以后用编号 {number}。",
        was=facts["was"],
        number=view.case.id,
    )
    return Rendered(text=text, silent=True)


@renders(NoteKind.TAKEN_BACK)
def taken_back(facts: Facts, context: Context) -> Shown:
    return Deletion(message_id=facts["message_id"])


@renders(NoteKind.TOPIC)
def topic(facts: Facts, context: Context) -> Shown:
    """The name of a case's topic in a forum group: number, kind and place, never their words."""
    view, _ = context.case, context._
    if view is None:
        return None
    parts = (f"#{view.case.id} {labels.kind(view.case.kind, _)}", view.place_name)
    return NewTopic(name=" · ".join(parts)[:128])


@renders(NoteKind.PRAISED)
def praised(facts: Facts, context: Context) -> Shown:
    """To the colleague praised, in the customer's own words."""
    view, _ = context.case, context._
    if view is None:
        return None
    return Rendered(text=_("🌸 有客人表扬您：{words}", words=_praise(view)), silent=True)


@renders(NoteKind.PRAISES)
def praises(facts: Facts, context: Context) -> Shown:
    """Once a week in the group; nobody who was not praised is named."""
    _ = context._
    said = [_praise(view) for view in context.cases]
    if not said:
        return None
    head = _("🌸 这一周收到 {count} 份表扬，谢谢大家！", count=facts["count"])
    return Rendered(text="\n".join([head, *said]), silent=True)


def _praise(view: CaseView) -> str:
    words = next((w.text for w in reversed(view.words) if w.text), "")
    return f"“{quoted(words, 120)}”"
