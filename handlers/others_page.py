"""One's own figures beside those of others, and what a table of theirs has to look like."""

from collections.abc import Mapping
from typing import Any

from handlers.numbers import joined, listed, percent
from handlers.panel_figures import figure_name
from handlers.presses import FiguresPress, PlainPress
from handlers.rendering import Button, Context, Rendered, button, says
from handlers.safe import cut, escaped
from handlers.words import Words
from reports.comparing import Verdict
from reports.others import Others, beside, number_of

# As many as fit under one message.
MOST_SHOWN = 25
MOST_LEFT = 5
TEMPLATE = "名称,指标,数值,样本数,时间\n同城四星平均,满意度,86%,1200,2026年10月\n同城四星平均,按时,92%,,2026年10月"  # noqa: E501 - a line of the table


def others_lines(view: Others, _: Words) -> list[str]:
    if not view.others:
        return [
            _("还没有别家的数字。把表格（CSV 或 XLSX）作为文件发给我就行。"),
            template_lines(_),
        ]
    lines = []
    shown = view.others[:MOST_SHOWN]
    for other, stands in zip(shown, beside(view.whole, shown), strict=True):
        own = view.whole[other.figure]
        theirs = f"{other.value * 100:g}%" + (_("（{n}）", n=other.n) if other.n else "")
        said = {
            Verdict.BETTER: _("比他们好"),
            Verdict.WORSE: _("比他们差"),
            Verdict.UNCLEAR: _("还看不出差别"),
        }[stands]
        name = joined(part for part in (escaped(other.name), escaped(other.period)) if part)
        ours = percent(own, _) + (_("（{n}）", n=own.n) if own.n else "")
        lines.append(
            _("<b>{figure}</b> 我们 {ours}，{name} {theirs}：{said}", figure=figure_name(
                other.figure, _), ours=ours, name=name, theirs=theirs, said=said)
        )  # fmt: skip
    return lines


def template_lines(_: Words) -> str:
    return (
        _("第一行是列名；名称、指标、数值必填，样本数和时间可以不填：")
        + (f"\n<pre>{escaped(TEMPLATE)}</pre>\n")
        + _("指标可以写：满意度、回答率、首次答复按时、按时、处理满意、重开。")
    )


def others_buttons(view: Others, here: FiguresPress, _: Words) -> list[tuple[Button, ...]]:
    """A tap takes away all that a name brought, where they may."""
    rows = []
    for name in view.removable[:8]:
        press = FiguresPress(
            action="othdel", period=here.period, place_id=here.place_id, page=number_of(name)
        )
        rows.append((button(_("删掉 {name}", name=cut(name, 20)), press),))
    return [*rows, (button(_("要模板"), PlainPress(action="oth_form")),)]


@says("others_form")
def on_form(facts: Mapping[str, Any], context: Context) -> Rendered:
    return Rendered(text=template_lines(context._))


@says("others_reading")
def on_reading(facts: Mapping[str, Any], context: Context) -> Rendered:
    return Rendered(text=context._("收到表格，这就看。"))


@says("others_read")
def on_read(facts: Mapping[str, Any], context: Context) -> Rendered:
    _ = context._
    press = FiguresPress(action="others", period="30d")
    left = [escaped(name) for name in facts.get("left", ())]
    lines = (
        [] if left and not facts["count"] else [_("记下了 {n} 个别家的数字。", n=facts["count"])]
    )
    if left:
        names = listed(left[:MOST_LEFT], _) + ("…" if len(left) > MOST_LEFT else "")
        lines.append(_("没有动“{names}”：是别的同事记的，要改请他本人或负责人发。", names=names))
    text = "\n".join(lines)
    return Rendered(text=text, keyboard=((button(_("和别家比"), press),),))


@says("others_wrong")
def on_wrong(facts: Mapping[str, Any], context: Context) -> Rendered:
    """One sentence that says what to do; nothing of the table was taken."""
    _, row, word = context._, facts.get("row", 1), escaped(cut(str(facts.get("word", "")), 20))
    known = {
        "columns": _("没有记：第一行要有“名称、指标、数值”三列，请对照模板改一下再发。"),
        "figure": _("没有记：第 {row} 行的指标“{word}”不认得，请改成模板里的写法再发。",
                    row=row, word=word),
        "value": _("没有记：第 {row} 行的数值“{word}”要写成 86% 或 0.86，请改一下再发。",
                   row=row, word=word),
        "n": _("没有记：第 {row} 行的样本数“{word}”要写成整数，不知道就空着，请改一下再发。",
               row=row, word=word),
        "name": _("没有记：第 {row} 行的名称要写 1 到 40 个字，请改一下再发。", row=row),
        "many": _("没有记：一次最多 200 行，请分开发。"),
        "empty": _("没有记：表格里没有数字，请填上再发。"),
        "large": _("没有记：文件超过 1 MB，请只留要比的几行再发。"),
        "file": _("没有记：这个文件打不开，请存成 CSV（UTF-8）再发。"),
        "fetch": _("文件没能取到，请过一会儿再发一次。"),
    }  # fmt: skip
    press = PlainPress(action="oth_form")
    return Rendered(text=known[str(facts["why"])], keyboard=((button(_("要模板"), press),),))
