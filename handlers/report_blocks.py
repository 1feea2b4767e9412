"""What stands in the report of a month: headings, lines, tables and drawings, in their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

from handlers import labels
from handlers.aspects import aspect, dimension_of
from handlers.figures import lines_of, stretch_named, title
from handlers.figures_how import how_counted
from handlers.numbers import bracketed
from handlers.panel_figures import figure_name
from handlers.panel_views import value_of, verdict
from handlers.part_names import goal_name, named
from handlers.pictures import on_picture
from handlers.rendering import Context, Rendered
from handlers.words import Words
from reports.comparing import Change, Comparison
from reports.cuts import LETTERS
from reports.exports import SMALLEST_GROUP
from reports.figures import SMALL_SAMPLE
from reports.panel import Goals, Issues, Panel, Part, Parts
from reports.values import Number


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Plain words; `is_small` for what only explains."""

    lines: tuple[str, ...]
    is_small: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The first column is words, the others are figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    svg: str


Block = Heading | Lines | Table | Drawing
VIEWS = ("compare", "issues", "targets", "places", "teams", "types", "people")


def blocks(panels: Mapping[str, Panel], context: Context) -> Sequence[Block]:
    """`panels` by view: figures, then any of VIEWS, then pictures."""
    _, whole = context._, panels["figures"].whole
    head = plain(title(whole, context, panels["figures"].cut))
    found: list[Block] = [Heading(text=head, level=1), _lines(lines_of(whole, context))]
    for view in VIEWS:
        if view in panels:
            found += _section(panels[view], view, _)
    for what in panels:
        if what.startswith("pic"):
            found += _picture(panels[what], what, context)
    how = [plain(line) for line in how_counted(str(whole.period.zone), _).splitlines()]
    how.append(_("区间按 95% 算：比例用 Newcombe 法，均分用 Welch 法，时长用自助法；"
                 "一起看的许多比较，按 Benjamini–Hochberg 法控制误报。"))  # fmt: skip
    return [*found, Heading(text=how[0]), Lines(lines=tuple(how[1:]), is_small=True)]


def plain(words: str) -> str:
    """Telegram's markup as words alone."""
    return unescape(words.replace("<b>", "").replace("</b>", "").replace("\n", " "))


def _lines(lines: Iterable[str]) -> Lines:
    return Lines(lines=tuple(plain(line) for line in lines))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Block]:
    return [Table(head=tuple(head), rows=tuple(tuple(map(unescape, row)) for row in rows))]


def _section(panel: Panel, view: str, _: Words) -> list[Block]:
    names = {"compare": _("和之前比"), "issues": _("投诉主要是什么"), "targets": _("目标和现在"),
             "places": _("按店"), "teams": _("按班组"), "types": _("按类型"),
             "people": _("同事")}  # fmt: skip
    match panel.view:
        case Comparison():
            body = _comparison(panel.view, _)
        case Issues():
            body = _issues(panel.view, _)
        case Goals():
            body = _goals(panel.view, _)
        case Parts():
            body = _parts(panel.view, is_people=view == "people", _=_)
        case _:
            return []
    return [Heading(text=names[view]), *body] if body else []


def _comparison(view: Comparison, _: Words) -> list[Block]:
    before = stretch_named(view.before.period, view.now.now.year, _)
    head = [_("之前是 {dates}", dates=before), _("之前"), _("现在"), _("相差的区间"), ""]
    return _table(head, [_change(change, _) for change in view.changes])


def _change(change: Change, _: Words) -> list[str]:
    key = change.key
    values = [value_of(key, number, _) for number in (change.before, change.now)]
    return [figure_name(key, _), *values, _interval(change, _), verdict(change, _)]


def _interval(change: Change, _: Words) -> str:
    """In the unit people read: points of a hundred, minutes, complaints a day, or scores."""
    if change.interval is None:
        return "–"
    by = {"first_response": 1 / 60}.get(change.key, 1 if change.now.hits is None else 100)
    between = " … ".join(f"{end * by:+.1f}" for end in change.interval)
    match change.key:
        case "first_response":
            return _("{between} 分钟", between=between)
        case "complaints":
            return _("每天 {between}", between=between)
    return between if change.now.hits is None else f"{between}%"


def _issues(view: Issues, _: Words) -> list[Block]:
    whole = view.whole["complaints"].n
    rows = []
    for found in view.dimensions:
        rows.append((labels.dimension(found.key, _), found.now, found.before))
        rows += [
            ("　" + aspect(issue.key, _), issue.now, issue.before)
            for issue in view.aspects
            if dimension_of(issue.key, _) == found.key
        ]
    shown = [
        [
            name,
            _few(before, _),
            _few(now, _),
            # A share of few would tell how few they are.
            f"{now / whole:.0%}" if whole >= SMALL_SAMPLE and _is_told(now) else "–",
        ]
        for name, now, before in rows
    ]
    return _table(["", _("之前"), _("现在"), _("占投诉")], shown) if shown else []


def _few(count: int | None, _: Words) -> str:
    """A handful could be recognised, so only that it is a handful is told."""
    if count is None:
        return "–"
    return str(count) if _is_told(count) else _("少于 {n}", n=SMALLEST_GROUP)


def _is_told(count: int) -> bool:
    return count == 0 or count >= SMALLEST_GROUP


def _goals(view: Goals, _: Words) -> list[Block]:
    rows = [
        [
            goal_name(goal, _),
            f"{goal.target}%",
            _share(goal.number, _),
            "–" if goal.gap is None or goal.number.n < SMALLEST_GROUP else f"{goal.gap:+.0f}",
        ]
        for goal in view.goals
    ]
    return _table(["", _("目标"), _("现在"), _("相差")], rows) if rows else []


def _share(number: Number, _: Words, least: int = SMALLEST_GROUP) -> str:
    if number.share is None:
        return "–"
    if number.n < least:
        return _("少于 {n}", n=least)
    return bracketed(f"{number.share:.0%}", f"n={number.n}", _)


def _parts(view: Parts, *, is_people: bool, _: Words) -> list[Block]:
    least = SMALL_SAMPLE if is_people else SMALLEST_GROUP
    keys = ("csat", "on_time", "handling")
    head = ["", _("投诉数"), *(figure_name(key, _) for key in keys)]
    rows = [_part(part, keys, least, _) for part in view.parts]
    if not rows:
        return []
    note = _("按姓名排，不是名次：每个人遇到的事难易不同。不到 30 件不单独看。")
    notes = [Lines(lines=(note,), is_small=True)] if is_people else []
    return [*_table(head, rows), *notes]


def _part(part: Part, keys: Sequence[str], least: int, _: Words) -> list[str]:
    column = LETTERS.get(part.code[:1], "place")
    shares = [_share(part[key], _, least) for key in keys]
    return [named(part, column, _), _few(part["complaints"].n, _), *shares]


def _picture(panel: Panel, what: str, context: Context) -> list[Block]:
    shown = on_picture({"what": what}, replace(context, figures=panel))
    if not isinstance(shown, Rendered) or shown.drawing is None:
        return []
    return [Drawing(svg=shown.drawing)]
