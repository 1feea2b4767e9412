"""The report of a month as one page that can be printed: figures, how sure they are, pictures."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from handlers import labels
from handlers.aspects import aspect
from handlers.figures import lines_of, title
from handlers.figures_how import how_counted
from handlers.panel_views import figure_name, value_of, verdict
from handlers.part_names import named
from handlers.pictures import on_picture
from handlers.rendering import Context, Rendered
from handlers.words import Words
from reports.comparing import Change, Comparison
from reports.cuts import LETTERS
from reports.exports import SMALLEST_GROUP
from reports.figures import SMALL_SAMPLE
from reports.panel import Goals, Issues, Panel, Part, Parts
from reports.values import Number

STYLE = """
@page { size: A4; margin: 16mm }
body { font-family: "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1F2430;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6 }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem; break-after: avoid }
table { border-collapse: collapse; width: 100%; break-inside: avoid }
th, td { border-bottom: 1px solid #D8DCE3; padding: .35rem .5rem; text-align: left }
th { background: #E8F1F8 } td + td, th + th { text-align: right }
svg { max-width: 100%; height: auto; break-inside: avoid } small { color: #5A6270 }
"""


def page(panels: Mapping[str, Panel], context: Context) -> str:
    """`panels` by view: figures, compare, issues, targets, places, teams, types, and pictures."""
    _, whole = context._, panels["figures"].whole
    head = _plain(title(whole, context, panels["figures"].cut))
    parts = [f"<h1>{head}</h1>", _list(lines_of(whole, context))]
    views = ("compare", "issues", "targets", "places", "teams", "types", "people")
    parts += [_section(panels[view], view, _) for view in views if view in panels]
    parts += [_picture(panels[what], what, context) for what in panels if what.startswith("pic")]
    how = [_plain(line) for line in how_counted(str(whole.period.zone), _).splitlines()]
    how.append(_("区间按 95% 算：比例用 Newcombe 法，均分用 Welch 法，时长用自助法；"
                 "一起看的许多比较，按 Benjamini–Hochberg 法控制误报。"))  # fmt: skip
    parts += [f"<h2>{how[0]}</h2>", "<small>", _list(how[1:]), "</small>"]
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="{_.language}"><meta charset="utf-8"><title>{head}</title>'
        f"<style>{STYLE}</style><body>{body}</body></html>"
    )


def _plain(words: str) -> str:
    return words.replace("<b>", "").replace("</b>", "").replace("\n", " ")


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return f"<table>{line('th', head)}{''.join(line('td', row) for row in rows)}</table>"


def _section(panel: Panel, view: str, _: Words) -> str:
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
            return ""
    return f"<h2>{names[view]}</h2>{body}" if body else ""


def _comparison(view: Comparison, _: Words) -> str:
    before = view.before.period.dates
    head = [before, _("之前"), _("现在"), _("相差的区间"), ""]
    return _table(head, [_change(change, _) for change in view.changes])


def _change(change: Change, _: Words) -> list[str]:
    key = change.key
    values = [value_of(key, number, _) for number in (change.before, change.now)]
    return [figure_name(key, _), *values, _interval(change), verdict(change, _)]


def _interval(change: Change) -> str:
    if change.interval is None:
        return "–"
    is_share = change.now.hits is not None
    low, high = (end * 100 if is_share else end for end in change.interval)
    return f"{low:+.1f} … {high:+.1f}" + ("%" if is_share else "")


def _issues(view: Issues, _: Words) -> str:
    whole = view.whole["complaints"].n
    rows = [
        (labels.dimension(issue.key, _), issue.now, issue.before) for issue in view.dimensions
    ] + [("　" + aspect(issue.key, _), issue.now, issue.before) for issue in view.aspects]
    shown = [
        [
            name,
            _few(now, _),
            _few(before, _),
            f"{now / whole:.0%}" if whole >= SMALL_SAMPLE else "–",
        ]
        for name, now, before in rows
    ]
    return _table(["", _("现在"), _("之前"), _("占投诉")], shown) if shown else ""


def _few(count: int, _: Words) -> str:
    """A handful could be recognised, so only that it is a handful is told."""
    return str(count) if count == 0 or count >= SMALLEST_GROUP else _("少于 {n}", n=SMALLEST_GROUP)


def _goals(view: Goals, _: Words) -> str:
    rows = [
        [
            f"{goal.name} {figure_name(goal.key, _)}".strip(),
            f"{goal.target}%",
            _share(goal.number, _),
            "–" if goal.gap is None or goal.number.n < SMALLEST_GROUP else f"{goal.gap:+.0f}",
        ]
        for goal in view.goals
    ]
    return _table(["", _("目标"), _("现在"), _("相差")], rows) if rows else ""


def _share(number: Number, _: Words, least: int = SMALLEST_GROUP) -> str:
    if number.share is None:
        return "–"
    if number.n < least:
        return _("少于 {n}", n=least)
    return f"{number.share:.0%}（n={number.n}）"


def _parts(view: Parts, *, is_people: bool, _: Words) -> str:
    least = SMALL_SAMPLE if is_people else SMALLEST_GROUP
    keys = ("csat", "on_time", "handling")
    head = ["", _("投诉"), *(figure_name(key, _) for key in keys)]
    rows = [_part(part, keys, least, _) for part in view.parts]
    note = (
        _("按姓名排，不是名次：每个人遇到的事难易不同。不到 30 件不单独看。") if is_people else ""
    )
    return _table(head, rows) + f"<small>{note}</small>" if rows else ""


def _part(part: Part, keys: Sequence[str], least: int, _: Words) -> list[str]:
    column = LETTERS.get(part.code[:1], "place")
    shares = [_share(part[key], _, least) for key in keys]
    return [named(part, column, _), _few(part["complaints"].n, _), *shares]


def _picture(panel: Panel, what: str, context: Context) -> str:
    shown = on_picture({"what": what}, context_with(context, panel))
    return shown.drawing or "" if isinstance(shown, Rendered) else ""


def context_with(context: Context, panel: Panel) -> Context:
    return Context(_=context._, zone=context.zone, now=context.now, is_group=False, figures=panel)
