"""What customers expected and what they found, dimension by dimension, in everyday words."""

from handlers import labels
from handlers.numbers import joined, percent, share
from handlers.words import Words
from reports.servqual import Line, Servqual, Source, servqual_of
from reports.values import Figures, Number

FEW = 30


def servqual_lines(found: Figures, _: Words) -> list[str]:
    table = servqual_of(found.groups, found.weights)
    lines = [line for each in table.lines for line in [_line(each, _)]]
    if table.weighted is not None:
        whole = _("合起来：{gap}", gap=_gap(table.weighted, _))
        lines.append(f"{whole}{_whose(table, _)}")
    if lines and found.scale is not None:
        lines.append(_("各题分制不同，都换算成了 {scale} 分制。", scale=found.scale))
    lines += _beside(found, _)
    if not lines:
        return [_("还没有问过期望和感受。问卷里加上 p_、e_ 开头的题目就有了。")]
    return [*lines, *_complaints(found, _)]


def _line(line: Line, _: Words) -> str:
    said = [_("感受 {score}", score=f"{line.perception or 0:.1f}")]
    if line.expectation is not None:
        said.insert(0, _("期望 {score}", score=f"{line.expectation:.1f}"))
    if line.gap is not None:
        said.append(_gap(line.gap, _))
    if line.weight is not None:
        said.append(_("看重 {share}", share=f"{line.weight:.0%}"))
    few = _("，样本少") if line.n < FEW else ""
    said.append(_("{n} 份{few}", n=line.n, few=few))
    return f"<b>{labels.dimension(line.dimension, _)}</b> {joined(said)}"


def _whose(table: Servqual, _: Words) -> str:
    """Whose weights the whole was made with, where anybody ever spoke of weights."""
    if table.source is Source.CUSTOMERS:
        return _("（按客人看重的程度，{n} 位）", n=table.weights_n)
    few = _("；问过看重什么的客人还少，{n} 位", n=table.weights_n) if table.weights_n else ""
    if table.source is Source.RULES:
        return _("（按规则里的分量{few}）", few=few)
    return _("（各方面一样重{few}）", few=few) if few else ""


def _gap(gap: float, _: Words) -> str:
    if abs(gap) < 0.05:
        return _("正合期望")
    if gap > 0:
        return _("比期望好 {by}", by=f"{gap:.1f}")
    return _("比期望差 {by}", by=f"{-gap:.1f}")


def _beside(found: Figures, _: Words) -> list[str]:
    """One direct comparison; how it was handled and what came of it, side by side."""
    lines = []
    told = found.by("confirmation")
    whole = sum(number.n for number in told.values())
    names = {"worse": _("不如预期"), "as": _("和预期一样"), "better": _("超出预期")}
    if whole:
        parts = [
            f"{name} {percent(Number(n=whole, hits=told[key].n if key in told else 0), _)}"
            for key, name in names.items()
        ]
        lines.append(joined(parts))
    sides = (("process", _("过程满意 {share}")), ("outcome", _("结果满意 {share}")))
    both = [words.format(share=share(found[key], _)) for key, words in sides if found[key].n]
    return [*lines, joined(both)] if both else lines


def _complaints(found: Figures, _: Words) -> list[str]:
    whole = found["complaints"].n
    if not whole:
        return []
    shares = [
        f"{labels.dimension(name, _)} {number.n}"
        for name, number in found.by("complaints_by_dimension").items()
    ]
    return [_("投诉另算（{n} 件）：{shares}", n=whole, shares=joined(shares))]
