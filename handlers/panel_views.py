"""The views of the panel in plain words: parts, issues, trend, comparison, targets, cases."""

from collections.abc import Sequence
from datetime import timedelta

from calendars.periods import Period
from complaints.values import Clock
from dimensions.reading import Kind
from handlers import labels
from handlers.actions_page import actions_lines
from handlers.aspects import aspect, dimension_of
from handlers.figures import lines_of, so_far, stretch_named, title
from handlers.figures_more import more_lines
from handlers.looks_page import looks_lines
from handlers.loyalty import loyalty_lines
from handlers.moments import length, moment
from handlers.numbers import bracketed, headed, joined, listed, percent, share
from handlers.others_page import others_lines
from handlers.panel_figures import figure_name
from handlers.part_names import goal_name, named
from handlers.rendering import Context
from handlers.safe import escaped, quoted
from handlers.servqual import servqual_lines
from handlers.words import Words
from reports.actions import Actions
from reports.against import Standing, standing_out
from reports.comparing import Change, Comparison, Verdict
from reports.cuts import LETTERS
from reports.looks import Looks
from reports.loyalty import Loyalty
from reports.others import Others
from reports.panel import (
    MOST_PARTS,
    AnswerLine,
    Goal,
    Goals,
    Issue,
    Issues,
    Line,
    Page,
    Panel,
    Part,
    Parts,
    Trend,
    Versus,
    View,
)
from reports.values import Figures, Number

MOST_LINES = 31
# Views whose parts may be held against the rest.
OF_STAFF = {"people", "staff", "teams"}
WEIGHED = {"places", "teams", "types", "products", "groups", "industries", "channels"}
MOST_ISSUES = 12


def view_lines(panel: Panel, what: str, context: Context, figure: str = "") -> list[str]:
    view = panel.view
    head = title(panel.whole, context, panel.cut)
    if what == "servqual":
        return [head, *servqual_lines(panel.whole, context._)]
    if what == "more":
        return [head, *more_lines(panel.whole, context._, figure)]
    if what == "versus":
        return [head, *versus_lines(view, context._)]
    if isinstance(view, Looks):
        return [head, *looks_lines(view, context)]
    if isinstance(view, Actions):
        return [head, *actions_lines(view, context)]
    if isinstance(view, Others):
        return [head, *others_lines(view, context._)]
    if isinstance(view, Figures):
        return [head, *lines_of(view, context, panel.cut)]
    return [head, *_lines(panel, what, context)]


def _lines(panel: Panel, what: str, context: Context) -> list[str]:
    match panel.view:
        case Parts():
            return _parts(panel.view, what, context._)
        case Issues():
            return _issues(panel.view, context._)
        case Trend():
            return _trend(panel.view, context._)
        case Comparison():
            return _comparison(panel.view, context._)
        case Goals():
            return _goals(panel.view, context)
        case Loyalty():
            return loyalty_lines(panel.view, context._)
        case Page():
            return _page(panel.view, what, context)
    return []


# --- parts


def _parts(view: Parts, what: str, _: Words) -> list[str]:
    if not view.parts:
        hint = _where_from(what, _)
        return [_("还没有可以分开看的数字。") + hint]
    # A case may have several aspects, so none of them has a rest; nobody is weighed at all.
    stands = standing_out(view.parts) if what in WEIGHED else {}
    lines = _together(view, _) if what in OF_STAFF else []
    for part in view.parts[:MOST_PARTS]:
        column = LETTERS.get(part.code[:1], "place")
        lines += [f"<b>{named(part, column, _)}</b>", _part(part, what, _)]
        lines += _beside_the_rest(part, stands, _)
    if len(view.parts) > MOST_PARTS:
        lines.append(_("还有 {n} 个，导出里都有。", n=len(view.parts) - MOST_PARTS))
    if what in {"people", "staff"}:
        lines.append(_("按姓名排，不是名次：每个人遇到的事难易不同。不到 30 件不单独看。"))
    return lines


def _together(view: Parts, _: Words) -> list[str]:
    """The house, for each to be held against."""
    whole = Part(code="", name="", numbers=view.whole.numbers)
    return [f"<b>{_('全部合在一起')}</b>", _part(whole, "teams", _)]


def _where_from(what: str, _: Words) -> str:
    """What has to be written down for these parts to be told."""
    known = {
        "causes": _("办结时选了原因的投诉，会出现在这里。"),
        "products": _("导入或接口里写了“产品”的服务，会出现在这里。"),
        "groups": _("导入或接口里写了“客群”的服务，会出现在这里。"),
        "types": _("导入或接口里写了服务类型的，会出现在这里。"),
        "staff": _("导入或接口里写了服务同事的，会出现在这里。"),
    }
    return known.get(what, "")


def _beside_the_rest(part: Part, stands: Standing, _: Words) -> list[str]:
    said = {Verdict.BETTER: _("{figure}比其余的好"), Verdict.WORSE: _("{figure}比其余的差")}
    found = [
        said[each].format(figure=figure_name(key, _))
        for (code, key), each in stands.items()
        if code == part.code
    ]
    return [joined(found)] if found else []


def _part(part: Part, what: str, _: Words) -> str:
    said = []
    if part["csat"].n and not (what in {"people", "staff"} and part["csat"].is_small):
        said.append(_("满意 {share}", share=share(part["csat"], _)))
    if part["complaints"].n:
        said.append(_("投诉 {n}", n=part["complaints"].n))
    is_person = what in {"people", "staff"}
    if what in OF_STAFF:
        said += _first_reply(part["first_response"], _, is_person=is_person)
    shares = [("on_time", _("按时 {share}")), ("handling", _("处理满意 {share}"))]
    if what in OF_STAFF:
        shares.append(("reopened", _("30 天内重开 {share}")))
    for key, words in shares:
        number = part[key]
        if number.n and not (is_person and number.is_small):
            said.append(words.format(share=share(number, _)))
    if part["overdue_now"].n:
        said.append(_("现在超时 {n}", n=part["overdue_now"].n))
    return joined(said) if said else _("还没有数字。")


def _first_reply(number: Number, _: Words, *, is_person: bool) -> list[str]:
    if number.median is None or (is_person and number.is_small):
        return []
    span = length(timedelta(seconds=number.median), _)
    few = _("，样本少") if number.is_small else ""
    return [_("首次答复一半在 {span}内（{n} 件{few}）", span=span, n=number.n, few=few)]


# --- what it is about, rising first


def _issues(view: Issues, _: Words) -> list[str]:
    whole = view.whole["complaints"].n
    if not view.dimensions:
        return [_("没有投诉。")]
    lines = [_("之前还没有数字可比，多的在前：")]
    if view.before is not None:
        before = stretch_named(view.before, view.whole.now.year, _)
        lines = [*so_far(view.whole, _), _("和 {dates} 比，多起来的在前：", dates=before)]
    for issue in view.dimensions:
        part = share(Number(n=whole, hits=issue.now), _)
        said = [f"<b>{labels.dimension(issue.key, _)}</b> {part}"]
        lines.append(joined(said if issue.before is None else [*said, _moved(issue, _)]))
        of_it = [found for found in view.aspects if dimension_of(found.key, _) == issue.key]
        shown = [_of_it(found, _) for found in of_it[:MOST_ISSUES]]
        lines += [listed(shown, _)] if shown else []
    lines.append(_("一件投诉可以有几个方面，相加会超过总数。这是投诉的占比，不是满意度。"))
    return lines


def _of_it(found: Issue, _: Words) -> str:
    said = f"{escaped(aspect(found.key, _))} {found.now}"
    return said if found.before is None else bracketed(said, _moved(found, _), _)


def _moved(issue: Issue, _: Words) -> str:
    if issue.rise > 0:
        return _("多 {n}", n=issue.rise)
    return _("少 {n}", n=-issue.rise) if issue.rise < 0 else _("持平")


def _dates(period: Period) -> str:
    first, last = f"{period.first:%m-%d}", f"{period.last:%m-%d}"
    return first if first == last else f"{first}–{last}"


# --- trend


def _trend(view: Trend, _: Words) -> list[str]:
    lines = []
    series = view.series("complaints")
    rated = dict(view.series("csat"))
    kept = dict(view.series("on_time"))
    for bucket, number in series[-MOST_LINES:]:
        said = [_("投诉 {n}", n=number.n)]
        if bucket in rated and rated[bucket].n:
            said.append(_("满意 {share}", share=_plain(rated[bucket])))
        if bucket in kept and kept[bucket].n:
            said.append(_("按时 {share}", share=_plain(kept[bucket])))
        lines.append(f"{_dates(bucket)} {joined(said)}")
    return lines or [_("还没有数字。")]


def _plain(number: Number) -> str:
    return f"{number.hits}/{number.n}"


# --- comparison


def _comparison(view: Comparison, _: Words) -> list[str]:
    before = view.before.period
    dates = stretch_named(before, view.now.now.year, _)
    lines = [*so_far(view.now, _), _("和 {dates} 比：", dates=dates)]
    if not view.changes:
        return [*lines, _("还没有数字。")]
    for change in view.changes:
        name = figure_name(change.key, _)
        now, then = (value_of(change.key, n, _) for n in (change.now, change.before))
        lines.append(
            _("<b>{figure}</b> {now}，之前 {before}：{verdict}", figure=name, now=now, before=then,
              verdict=verdict(change, _))
        )  # fmt: skip
    return lines


def versus_lines(view: View, _: Words) -> list[str]:
    """Two places beside each other, or what to tap first."""
    if not isinstance(view, Versus):
        choices = getattr(view, "parts", ())
        return [_("先选一家店，再选和哪家比。") if choices else _("没有可以放在一起比的店。")]
    one, other = (escaped(side.places[0].name) for side in (view.one, view.other))
    lines = []
    for change in view.changes:
        now, then = (_sized(change.key, n, _) for n in (change.now, change.before))
        better = {Verdict.BETTER: _("{name}更好", name=one), Verdict.WORSE:
                  _("{name}更好", name=other), Verdict.UNCLEAR: _("还看不出差别")}  # fmt: skip
        said = (
            _("客人多少不同，件数不比好坏")
            if change.key == "complaints"
            else better[change.verdict]
        )
        name = figure_name(change.key, _)
        sides = joined([f"{one} {now}", f"{other} {then}"])
        lines.append(headed(f"<b>{name}</b> {sides}", said, _))
    return lines or [_("还没有数字。")]


def _sized(key: str, number: Number, _: Words) -> str:
    """With a word where it rests on a few."""
    few = number.is_small and key in {"csat_mean", "first_response"} and number.n
    return value_of(key, number, _) + (_("，样本少") if few else "")


def verdict(change: Change, _: Words) -> str:
    known = {
        Verdict.BETTER: _("变好"),
        Verdict.WORSE: _("变差"),
        Verdict.UNCLEAR: _("还看不出变化"),
    }
    return known[change.verdict]


def value_of(key: str, number: Number, _: Words) -> str:
    if not number.n:
        return "–" if key != "complaints" else "0"
    if key == "complaints":
        return str(number.n)
    if key == "csat_mean":
        return f"{number.mean or 0:.1f}"
    if key == "first_response":
        return length(timedelta(seconds=number.median or 0), _)
    return _("{percent}（{n}）", percent=percent(number, _), n=number.n)


# --- targets


def _goals(view: Goals, context: Context) -> list[str]:
    _, by_tap = context._, context.rules_can_be_changed
    if view.goals:
        how = [_("改目标：负责人发 /settings。")] if by_tap else []
        return [*(_goal(goal, _) for goal in view.goals), *how]
    if by_tap:
        return [_("还没有定目标。负责人发 /settings 就能定。")]
    return [_("还没有定目标。负责人可以在规则文件的 targets 里写。")]


def _goal(goal: Goal, _: Words) -> str:
    name = goal_name(goal, _)
    if goal.gap is None:
        return _("{name}：目标 {target}%，数字还不够", name=name, target=goal.target)
    gap = round(goal.gap)
    away = _("达到") if goal.gap >= 0 else _("差 {gap} 个百分点", gap=max(1, -gap))
    actual = share(goal.number, _)
    told = _("{name}：目标 {target}%，现在 {actual}，{away}", name=name, target=goal.target,
             actual=actual, away=away)  # fmt: skip
    return joined([told, _since_before(goal, _)]) if goal.trend is not None else told


def _since_before(goal: Goal, _: Words) -> str:
    points = round(goal.trend or 0)
    if points > 0:
        return _("比前一段高 {n} 个百分点", n=points)
    return _("比前一段低 {n} 个百分点", n=-points) if points else _("和前一段一样")


# --- the cases and answers behind a figure


def _page(view: Page, what: str, context: Context) -> list[str]:
    _ = context._
    heads = {
        "cases": _("投诉 {n} 件"),
        "late": _("超时 {n} 件"),
        "standing": _("现在没办完 {n} 件"),
        "reopened": _("重新打开 {n} 件"),
        "unhappy": _("处理不满意 {n} 件"),
        "low": _("打分不满意 {n} 份"),
    }
    head = heads[what].format(n=view.total)
    lines = [headed(head, joined(_of_clocks(view, _)), _) if view.late else head]
    lines += [_line(line, view, context) for line in view.lines]
    if view.pages > 1:
        lines.append(_("第 {page}/{pages} 页", page=view.page + 1, pages=view.pages))
    return lines


def _line(line: Line | AnswerLine, view: Page, context: Context) -> str:
    _, zone = context._, str(view.whole.period.zone)
    if isinstance(line, AnswerLine):
        said = f"“{quoted(line.comment, 60)}”" if line.comment else ""
        at = moment(line.at, context.now, zone, _)
        return joined([f"{line.score}/{line.scale}", escaped(line.place_name), at]) + said
    parts: Sequence[str] = [
        f"#{line.case_id} {labels.kind(Kind(line.kind), _)}",
        escaped(line.place_name),
        moment(line.opened_at, context.now, zone, _),
        listed((labels.dimension(name, _) for name in line.dimensions[:2]), _),
        state_name(line.state, _),
        escaped(line.owner_name or ""),
        *_what_was_late(line, _),
    ]
    return joined(part for part in parts if part)


def _of_clocks(view: Page, _: Words) -> list[str]:
    """「首次答复超时 2 · 处理超时 3」."""
    return [
        f"{name} {view.late[clock]}" for clock, name in _clocks(_).items() if clock in view.late
    ]


def _what_was_late(line: Line, _: Words) -> list[str]:
    if line.late:
        return [name for clock, name in _clocks(_).items() if clock in line.late]
    return [_("超时")] if line.is_overdue else []


def _clocks(_: Words) -> dict[str, str]:
    return {Clock.RESPONSE: _("首次答复超时"), Clock.RESOLUTION: _("处理超时")}


def state_name(state: str, _: Words) -> str:
    known = {
        "open": _("等待接手"),
        "taken": _("处理中"),
        "waiting": _("等客人回话"),
        "resolved": _("待客人确认"),
        "contested": _("待跟进"),
        "closed": _("已结"),
    }
    return known.get(state, state)
