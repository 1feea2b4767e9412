"""The figures that not every morning needs: one tap further."""

from datetime import timedelta

from handlers import labels
from handlers.figures_of_what import answered
from handlers.kpis_asked import FIRST_RESPONSE, RESOLUTION
from handlers.moments import length
from handlers.numbers import joined, share
from handlers.words import Words
from reports.values import Figures, Number

# What answers the question for each of these.
ANSWERS = {
    FIRST_RESPONSE: ("first_response", "first_response_on_time"),
    RESOLUTION: ("first_resolution", "full_resolution"),
}


def more_lines(found: Figures, _: Words, asked: str = "") -> list[str]:
    """The figure that was `asked` for comes first, also where there is none."""
    hearing = _hearing(found, _)
    first = []
    if asked == FIRST_RESPONSE and "first_response" not in hearing:
        first = [_("这段时间还没有首次答复，算不出要多久。")]
    if asked == RESOLUTION and "first_resolution" not in hearing:
        first = [_("这段时间还没有办好的，算不出要多久。")]
    if "first_response" in hearing:
        hearing["first_response"] = answered(hearing["first_response"], found, _)
    first += [hearing.pop(key) for key in ANSWERS.get(asked, ()) if key in hearing]
    lines = [*first, *_asking(found, _), *hearing.values(), *remedy_lines(found, _)]
    return lines or [_("还没有数字。")]


def recommending(found: Figures, _: Words) -> list[str]:
    lines = []
    if found.nps is not None:
        value, number = found.nps
        few = _("，样本少") if number.is_small else ""
        lines.append(
            _("愿意推荐 {value}（{n} 份{few}）", value=f"{value:+.0f}", n=number.n, few=few)
        )
    if found["ces"].n:
        lines.append(_("觉得省力 {share}", share=share(found["ces"], _)))
    return lines


def _asking(found: Figures, _: Words) -> list[str]:
    lines = []
    if found["delivery_rate"].n:
        lines.append(_("送达 {share}", share=share(found["delivery_rate"], _)))
    said = recommending(found, _)
    return [*lines, joined(said)] if said else lines


def _hearing(found: Figures, _: Words) -> dict[str, str]:
    shares = (
        ("first_response_on_time", _("首次答复按时 {share}")),
        ("promises_kept", _("承诺兑现 {share}")),
        ("first_contact", _("一次解决 {share}")),
        ("reopened", _("30 天内重开 {share}")),
        ("escalated", _("上报过 {share}")),
        ("repeated", _("30 天内同样的事又发生 {share}")),
    )
    lines = {key: words.format(share=share(found[key], _)) for key, words in shares if found[key].n}
    lengths = (
        ("first_response", _("首次答复：一半在 {half}内，九成在 {most}内（{n} 件）")),
        ("first_resolution", _("办好：一半在 {half}内，九成在 {most}内（{n} 件）")),
        ("full_resolution", _("最终办好：一半在 {half}内，九成在 {most}内（{n} 件）")),
        ("emergency_response", _("突发事件有人到：一半在 {half}内，九成在 {most}内（{n} 件）")),
        ("emergency_clear", _("突发事件解除：一半在 {half}内，九成在 {most}内（{n} 件）")),
    )
    return lines | {
        key: _times(found[key], words, _) for key, words in lengths if found[key].median is not None
    }


def _times(number: Number, words: str, _: Words) -> str:
    half = length(timedelta(seconds=number.median or 0), _)
    most = length(timedelta(seconds=number.p90 or 0), _)
    return words.format(half=half, most=most, n=number.n)


def remedy_lines(found: Figures, _: Words) -> list[str]:
    """「补偿 3 件：退款 2 · 道歉 1；共 240 元」."""
    kinds = found.by("remedies_by_kind")
    if not kinds:
        return []
    count = sum(number.n for number in kinds.values())
    names = joined(f"{labels.remedy_name(kind, _)} {number.n}" for kind, number in kinds.items())
    sums = [
        labels.money(int(number.total or 0), currency, _)
        for currency, number in found.by("remedies_paid").items()
    ]
    line = _("补偿 {n} 件：{kinds}", n=count, kinds=names)
    return [line + _("；共 {sums}", sums="、".join(sums))] if sums else [line]
