"""The panel of a supervisor: one message, edited in place, with a button to everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from calendars.periods import Period
from handlers.actions_page import actions_buttons
from handlers.figures import days_named, topic_of
from handlers.figures_how import how_counted
from handlers.labels import dimension
from handlers.others_page import others_buttons
from handlers.panel_calendar import calendar_keyboard
from handlers.panel_split import ways_apart
from handlers.panel_views import view_lines
from handlers.part_names import named
from handlers.presses import CasePress, FiguresPress, PlainPress
from handlers.rendering import Button, Context, Keyboard, Rendered, button, shows
from handlers.safe import cut as shortened
from handlers.safe import escaped
from handlers.versus import beside
from handlers.words import Words
from people.telling import FaceKind
from reports.actions import Actions
from reports.cuts import LETTERS
from reports.looks import Looks
from reports.loyalty import Loyalty
from reports.others import Others
from reports.panel import MOST_PARTS, Issues, Line, Page, Panel, Parts

TEXT_LIMIT = 3900
# Which list of cases each view leads to.
PAGES = ("cases", "late", "standing", "reopened", "unhappy", "low")


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where the panel stands now, and the presses that lead from there."""

    here: FiguresPress
    _: Words

    def to(self, text: str, action: str, **changes: Any) -> Button:
        changes = {"page": 0, **changes}
        return button(text, replace(self.here, action=action, **changes))


@shows(FaceKind.PANEL)
def on_panel(facts: Mapping[str, Any], context: Context) -> Rendered | None:
    what, found = str(facts["what"]), context.figures
    way = way_of(facts, context)
    if what == "how":
        text = how_counted(str(facts["zone"]), context._)
        return Rendered(text=text, keyboard=(_back(way),))
    if what == "pics":
        return Rendered(text=context._("要哪张图？"), keyboard=(*_pictures(facts, way), _back(way)))
    if what == "split":
        ways = [way.to(text, view) for text, view in ways_apart(facts, context._)]
        text = context._("按什么分开看？不到 30 件的，写明“样本少”。")
        return Rendered(text=text, keyboard=(*_rows(ways, 3), _back(way)))
    if what == "export":
        return Rendered(
            text=_export_text(facts, context),
            keyboard=(_exports(way), *_seen(facts, way), _back(way)),
        )
    if what in {"cal", "to"}:
        return Rendered(
            text=context._("选哪一天？点“整月”看整个月。") if what == "cal"
            else context._("从 {first} 到哪一天？", first=days_named(
                str(facts["dates"])[:10], context.now.year, context._)),
            keyboard=(*calendar_keyboard(facts, way.here, context), _back(way)),
        )  # fmt: skip
    if not isinstance(found, Panel):
        return None
    head, *lines = view_lines(found, what, context, str(facts.get("figure", "")))
    text = "\n".join([head, *_as_called(facts, found, context._), *lines])
    return Rendered(text=_fitting(text), keyboard=_keyboard(found, what, facts, way))


def _as_called(facts: Mapping[str, Any], panel: Panel, _: Words) -> list[str]:
    """A topic has one name of ours, and what they called it is told with it."""
    called, topic = escaped(str(facts.get("called", ""))), topic_of(panel.cut, _)
    if not called or topic is None or called == topic:
        return []
    return [_("“{word}”算在“{topic}”里。", word=called, topic=topic)]


def way_of(facts: Mapping[str, Any], context: Context) -> Way:
    here = FiguresPress(
        action=str(facts["what"]),
        period=str(facts["dates"]),
        place_id=int(facts.get("place", 0)),
        cut=str(facts.get("cut", "")),
        page=int(facts.get("page", 0)),
    )
    return Way(here=here, _=context._)


def _fitting(text: str) -> str:
    """Whole lines only: a tag that is cut off would spoil the message."""
    lines: list[str] = []
    size = 0
    for line in text.splitlines():
        size += len(line) + 1
        if size > TEXT_LIMIT:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)


def _keyboard(panel: Panel, what: str, facts: Mapping[str, Any], way: Way) -> Keyboard:
    if what == "figures":
        return (_periods(facts, way), *_main(facts, way))
    rows = [*_choices(panel, way), *_pages(panel, what, way)]
    if what == "versus" and isinstance(panel.view, Parts):
        return (*rows, _back(way))
    if isinstance(panel.view, Actions):
        rows += actions_buttons(panel.view, str(panel.whole.period.zone), way._)
    if what == "compare":
        rows.append((way.to(way._("改进措施"), "acts"), way.to(way._("和别家比"), "others")))
    if isinstance(panel.view, Others):
        rows += [
            *others_buttons(panel.view, way.here, way._),
            (way.to(way._("比一比"), "compare"),),
        ]
    if what == "places":
        rows.append((way.to(way._("两家店比一比"), "versus", place_id=0, cut=""),))
    if what in PAGES:
        rows.append(_lists(what, way))
    else:
        if isinstance(panel.view, Loyalty) and (earlier := panel.view.earlier):
            rows.append((_earlier(earlier, panel.view, way),))
        rows.append(_periods(facts, way, what))
    return (*rows, _back(way))


def _earlier(period: Period, view: Loyalty, way: Way) -> Button:
    dates = days_named(period.dates, view.whole.now.year, way._)
    return way.to(way._("看 {dates}", dates=dates), "loyalty", period=period.dates)


def _periods(facts: Mapping[str, Any], way: Way, action: str = "show") -> tuple[Button, ...]:
    _ = way._
    known = (("today", _("今天")), ("yesterday", _("昨天")), ("7d", _("7天")), ("30d", _("30天")))
    row = [
        way.to(text, action, period=key) for key, text in known if key != facts.get("key")
    ]  # fmt: skip
    return (*row, way.to(_("选日期"), "cal"))


def _main(facts: Mapping[str, Any], way: Way) -> Keyboard:
    _ = way._
    parts = [way.to(_("按店"), "places")] if facts.get("many") else []
    parts += [way.to(_("按问题"), "issues"), way.to(_("分开看"), "split")]
    looks = (
        way.to(_("走势"), "trend"),
        way.to(_("比一比"), "compare"),
        way.to(_("每位同事"), "people"),
        way.to(_("目标"), "targets"),
    )
    deeper = (
        way.to(_("期望和感受"), "servqual"),
        way.to(_("谁又来了"), "loyalty"),
        way.to(_("更多数字"), "more"),
    )
    last = [
        way.to(_("看明细"), "cases"),
        way.to(_("图"), "pics"),
        way.to(_("导出"), "export"),
        way.to(_("怎么算的"), "how"),
    ]
    often = button(_("定时发我"), PlainPress(action="dig"))
    rows: list[tuple[Button, ...]] = [tuple(parts), looks, deeper, tuple(last), (often,)]
    if way.here.cut:
        rows.append((way.to(_("看全部"), "show", cut=""),))
    return tuple(rows)


def _pictures(facts: Mapping[str, Any], way: Way) -> Sequence[tuple[Button, ...]]:
    _ = way._
    found = [
        way.to(_("满意走势"), "pictrend"),
        way.to(_("投诉走势"), "picrate"),
        way.to(_("按时走势"), "picontime"),
        way.to(_("投诉主要是什么"), "picissues"),
        way.to(_("目标和现在"), "picgoals"),
        way.to(_("首次答复用了多久"), "pictimes"),
        way.to(_("期望和感受"), "picserv"),
    ]
    if facts.get("many"):
        found.append(way.to(_("哪家店、哪方面"), "picheat"))
    return _rows(found, 2)


def _export_text(facts: Mapping[str, Any], context: Context) -> str:
    _ = context._
    dates = days_named(str(facts["dates"]), context.now.year, _)
    return _("导出 {dates} 的什么？文件只发在这里，里面没有客人的姓名、电话和原话。", dates=dates)


def _exports(way: Way) -> tuple[Button, ...]:
    _ = way._
    return (
        way.to(_("表格"), "expxlsx"),
        way.to(_("CSV"), "expcsv"),
        way.to(_("报告 PDF"), "exppdf"),
        way.to(_("报告网页"), "exphtml"),
    )


def _seen(facts: Mapping[str, Any], way: Way) -> Sequence[tuple[Button, ...]]:
    return ((way.to(way._("谁看过、谁导出过"), "looks"),),) if facts.get("owns") else ()


def _back(way: Way) -> tuple[Button, ...]:
    return (way.to(way._("返回"), "show"),)


def _choices(panel: Panel, way: Way) -> Sequence[tuple[Button, ...]]:
    """A tap on a part shows its own figures."""
    _, view = way._, panel.view
    if way.here.action == "versus":
        return _beside(view, way) if isinstance(view, Parts) else ()
    if isinstance(view, Parts):
        found = [_part(part.code, named(part, LETTERS.get(part.code[:1], "place"), _), way)
                 for part in view.parts[:MOST_PARTS]]  # fmt: skip
        return _rows(found, 3)
    if isinstance(view, Issues):
        return _rows(
            [way.to(dimension(issue.key, _), "show", cut=f"d{issue.key}")
             for issue in view.dimensions], 3
        )  # fmt: skip
    return ()


def _beside(view: Parts, way: Way) -> Sequence[tuple[Button, ...]]:
    """First the one place, then the other."""
    is_first = not way.here.place_id
    found = [
        way.to(shortened(part.name, 20), "versus", place_id=int(part.code))
        if is_first
        else way.to(shortened(part.name, 20), "versus", cut=beside(int(part.code)))
        for part in view.parts
    ]
    return _rows(found, 3)


def _part(code: str, name: str, way: Way) -> Button:
    text = shortened(name, 20)
    if code.isdecimal():
        return way.to(text, "show", place_id=int(code))
    return way.to(text, "show", cut=code)


def _rows(buttons: Sequence[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]


def _pages(panel: Panel, what: str, way: Way) -> list[tuple[Button, ...]]:
    _, view = way._, panel.view
    if not isinstance(view, Page | Looks):
        return []
    cases = [] if isinstance(view, Looks) else [x for x in view.lines if isinstance(x, Line)]
    rows = _rows([_look(line) for line in cases], 4)
    turns = []
    if view.page > 0:
        turns.append(way.to(_("上一页"), what, page=view.page - 1))
    if view.page + 1 < view.pages:
        turns.append(way.to(_("下一页"), what, page=view.page + 1))
    return [*rows, tuple(turns)] if turns else rows


def _look(line: Line) -> Button:
    press = CasePress(action="look", case_id=line.case_id, round=line.round)
    return button(f"#{line.case_id}", press)


def _lists(what: str, way: Way) -> tuple[Button, ...]:
    _ = way._
    known = {
        "cases": _("全部投诉"),
        "late": _("超时"),
        "standing": _("没办完"),
        "reopened": _("重开"),
        "unhappy": _("不满意"),
        "low": _("低分"),
    }
    return tuple(way.to(text, key) for key, text in known.items() if key != what)
