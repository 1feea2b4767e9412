"""Who looked at which figures and cases, and who took them away: for owners of the house."""

from collections.abc import Sequence

from handlers.figures import days_named
from handlers.moments import moment
from handlers.numbers import MOST, joined, listed
from handlers.part_names import part_name
from handlers.rendering import Context
from handlers.safe import escaped
from handlers.view_names import view_name
from handlers.words import Words
from reports.looks import Look, Looks


def looks_lines(view: Looks, context: Context) -> list[str]:
    _ = context._
    if not view.looks:
        return [_("这段时间没有人看数字、看明细，也没有人导出。")]
    zone = str(view.whole.period.zone)
    lines = [
        joined([moment(look.at, context.now, zone, _), escaped(look.who or "–"),
                _did(look, context.now.year, _)])
        for look in view.looks
    ]  # fmt: skip
    if view.pages > 1:
        lines.append(_("第 {page}/{pages} 页", page=view.page + 1, pages=view.pages))
    return lines


def _did(look: Look, year: int, _: Words) -> str:
    if look.what == "case":
        return _("看了 #{number}", number=look.facts.get("case", "–"))
    of = _of(look, year, _)
    if look.what == "figures":
        return _("看了 {of}：{views}", of=of, views=_views(look.facts.get("views", ()), _))
    if look.what == "digest":
        return _("收件：{of} 的简报", of=of)
    if look.what == "export":
        forms = {"xlsx": _("表格"), "csv": "CSV", "html": _("报告网页"), "pdf": _("报告 PDF")}
        form = forms.get(str(look.facts.get("form")), "–")
        return _("导出了 {of} 的{form}", of=of, form=form)
    return escaped(look.what)


def _views(views: Sequence[str], _: Words) -> str:
    shown = listed((view_name(view, _) for view in views[:MOST]), _)
    more = len(views) - MOST
    return _("{shown} 等 {n} 处", shown=shown, n=len(views)) if more > 0 else shown


def _of(look: Look, year: int, _: Words) -> str:
    """「西湖店 客房 11月1日–11月20日」."""
    # A team that they chose out of theirs is named once.
    is_team = bool(look.part and look.part.startswith("team_id:"))
    parts = [part_name(each, _) for each in (None if is_team else look.teams, look.part) if each]
    places = [listed(map(escaped, look.places), _)] * bool(look.places)
    return " ".join([*places, *parts, _days(look, year, _)])


def _days(look: Look, year: int, _: Words) -> str:
    """With those that they were held against."""
    facts = look.facts
    dates = days_named(str(facts["dates"]), year, _) if facts.get("dates") else "–"
    if facts.get("with"):
        other = days_named(str(facts["with"]), year, _)
        return _("{dates}（和 {other} 比）", dates=dates, other=other)
    if facts.get("since"):
        day = days_named(str(facts["since"]), year, _)
        return _("{dates}（和 {day} 之前比）", dates=dates, day=day)
    return dates
