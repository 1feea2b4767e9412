"""A supervisor's figures in plain words, each with its n; how they are counted is a button away."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from calendars.periods import Period
from dimensions.reading import Kind
from handlers import labels
from handlers.aspects import aspect
from handlers.figures_more import recommending, remedy_lines
from handlers.figures_of_what import answered, due, scored
from handlers.moments import day_name, length
from handlers.numbers import MOST, joined, listed, numbers, percent, share
from handlers.part_names import part_name
from handlers.presses import FiguresPress
from handlers.rendering import Button, Context, Rendered, Shown, button, link, renders
from handlers.safe import cut, escaped
from handlers.words import Words
from people.telling import NoteKind
from reports.facts import USUAL_SCALE
from reports.values import Figures

BESIDE_COMPLAINTS = (Kind.SUGGESTION, Kind.QUESTION, Kind.PRAISE)


@renders(NoteKind.FIGURES)
def on_figures(facts: Mapping[str, Any], context: Context) -> Shown:
    """`what`: unknown_period, unknown_place or no_private."""
    match facts["what"]:
        case "unknown_period":
            return _unknown_period(facts, context)
        case "unknown_place":
            return _unknown_place(facts, context)
        case "no_private":
            return _no_private(context)
    return None


def lines_of(found: Figures, context: Context, cut: str | None = None) -> list[str]:
    """Everything that a morning needs, under the title."""
    _, lines = context._, []
    if found.period.start > found.now:
        return [_("这段时间还没有到。")]
    topic = topic_of(cut, _)
    if topic and not found["complaints"].n:
        lines.append(_("这段时间没有关于“{topic}”的投诉。", topic=topic))
    elif found.is_empty:
        lines.append(_("还没有数字：没有送出问卷，也没有投诉。"))
    lines += [*_asking(found, _), *recommending(found, _), *_hearing(found, _)]
    lines += [*remedy_lines(found, _), *_now(found, _)]
    return [begun(line) for line in lines]


def topic_of(cut: str | None, _: Words) -> str | None:
    """What complaints are about, where that is what the figures are cut by."""
    is_topic = cut is not None and cut.startswith(("dimension:", "aspect:"))
    return part_name(cut, _) if cut and is_topic else None


def begun(line: str) -> str:
    """With a capital letter, where there are such."""
    return line[:1].upper() + line[1:]


# --- what the figures are of


def title(found: Figures, context: Context, cut: str | None = None) -> str:
    """「今天 0:00–15:20 · 西湖店」, in the place's zone, which a reader in another one is told."""
    _, names = context._, [escaped(place.name) for place in found.places]
    said = [when(found, _), listed(names, _), *([part_name(cut, _)] if cut else [])]
    shown = f"<b>{joined(said)}</b>"
    if str(found.period.zone) == context.zone:
        return shown
    return shown + "\n" + _("（按当地时间 {zone}）", zone=str(found.period.zone))


def when(found: Figures, _: Words) -> str:
    period, zone = found.period, found.period.zone
    today = found.now.astimezone(zone).date()
    if period.length > 1:
        return _range(period, _)
    if period.first == today:
        clock = found.now.astimezone(zone)
        return _("今天 0:00–{until}", until=f"{clock.hour}:{clock.minute:02d}")
    named = day_name(period.start.astimezone(zone), _)
    if today - period.first == timedelta(days=1):
        return _("昨天 {day}", day=named)
    return named if period.first.year == today.year else f"{period.first.year} {named}"


def _range(period: Period, _: Words) -> str:
    first, last = (day(each.month, each.day, _) for each in (period.first, period.last))
    if period.first.year != period.last.year:
        first, last = f"{period.first.year} {first}", f"{period.last.year} {last}"
    return _("{first}–{last}（{days} 天）", first=first, last=last, days=period.length)


def days_named(dates: str, year: int, _: Words) -> str:
    """「9月19日–10月18日」 for dates as a press carries them; the year where it isn't this one."""
    first, _dots, last = dates.partition("..")
    ends = [date.fromisoformat(each) for each in dict.fromkeys((first, last or first))]
    names = [
        f"{each.year} " * any(one.year != year for one in ends) + day(each.month, each.day, _)
        for each in ends
    ]
    return "–".join(names)


def stretch_named(period: Period, year: int, _: Words) -> str:
    """As `days_named`, and until when where it closes before its last day does."""
    dates = days_named(period.dates, year, _)
    if period.closes is None:
        return dates
    until = f"{period.closes.hour}:{period.closes.minute:02d}"
    return f"{dates} {until}" if period.length > 1 else f"{dates} 0:00–{until}"


def so_far(found: Figures, _: Words) -> list[str]:
    """Of days that are not over yet: until when there is something to compare."""
    period, now = found.period, found.now.astimezone(found.period.zone)
    if period.length == 1 or not period.first <= now.date() < period.last + timedelta(days=1):
        return []
    until = f"{day(now.month, now.day, _)} {now.hour}:{now.minute:02d}"
    return [_("这段时间还没过完，只算到 {until}。", until=until)]


def day(month: int, number: int, _: Words) -> str:
    months = (_("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"), _("7月"), _("8月"),
              _("9月"), _("10月"), _("11月"), _("12月"))  # fmt: skip
    return _("{month}{day}日", month=months[month - 1], day=number)


# --- the lines


def _asking(found: Figures, _: Words) -> list[str]:
    lines, said = [], []
    if found["delivered"].n or found["delivery_unknown"].n:
        said.append(_("送达 {n}", n=found["delivered"].n))
        rate = percent(found["response_rate"], _)
        said.append(_("回答 {n}（{rate}）", n=found["completed"].n, rate=rate))
    if found["partial"].n:
        said.append(_("没答完 {n}", n=found["partial"].n))
    if found["delivery_unknown"].n:
        said.append(_("送达不明 {n}", n=found["delivery_unknown"].n))
    if said:
        lines.append(joined(said))
    if found["csat"].n:
        lines.append(_satisfied(found, _))
    return lines


def _satisfied(found: Figures, _: Words) -> str:
    scale, number = found.mean
    mean = _("均分 {mean}", mean=f"{number.mean or 0:.1f}")
    if scale != USUAL_SCALE:
        mean += _("（{scale} 分制）", scale=scale)
    return scored(joined([_("满意 {share}", share=share(found["csat"], _)), mean]), found, _)


def _hearing(found: Figures, _: Words) -> list[str]:
    lines = [_complaints(found, _)] if found["complaints"].n else []
    dimensions = list(found.by("complaints_by_dimension").items())[:MOST]
    if dimensions:
        lines.append(joined(f"{labels.dimension(name, _)} {n.n}" for name, n in dimensions))
    heard = found.by("heard_by_kind")
    others = [kind for kind in BESIDE_COMPLAINTS if kind.value in heard]
    if others:
        lines.append(joined(f"{labels.kind(kind, _)} {heard[kind.value].n}" for kind in others))
    lines += _promises(found, _)
    if found.top_issue is not None:
        key, number = found.top_issue
        lines.append(_("最该看：{issue}（{n} 件）", issue=escaped(aspect(key, _)), n=number.n))
    return lines


def _complaints(found: Figures, _: Words) -> str:
    states = (
        (_("处理中 {n}"), found["complaints_in_hand"].n),
        (_("待客人确认 {n}"), found["complaints_resolved"].n),
        (_("已结 {n}"), found["complaints_closed"].n),
    )
    shown = joined(words.format(n=n) for words, n in states if n)
    return _("投诉 {n}：{shown}", n=found["complaints"].n, shown=shown)


def _promises(found: Figures, _: Words) -> list[str]:
    lines = []
    if found["on_time"].n:
        late = found.by("late_cases")
        said = [_("按时 {share}", share=share(found["on_time"], _))]
        said += [_("超时 {cases}", cases=numbers(late))] * bool(late)
        lines.append(due(joined(said), found, _))
    response = found["first_response"]
    if response.median is not None:
        span = length(timedelta(seconds=response.median), _)
        few = _("，样本少") if response.is_small else ""
        line = _("首次答复一半在 {span}内（{n} 件{few}）", span=span, n=response.n, few=few)
        lines.append(answered(line, found, _))
    if found["handling"].n:
        lines.append(_("处理满意 {share}", share=share(found["handling"], _)))
    return lines


def _now(found: Figures, _: Words) -> list[str]:
    if not found["open_now"].n:
        return []
    said = [_("现在没办完 {n}", n=found["open_now"].n)]
    overdue = found.by("overdue_cases")
    if overdue:
        shown = numbers(overdue)
        said.append(_("超时 {n}：{cases}", n=found["overdue_now"].n, cases=shown))
    return [joined(said)]


# --- what to do instead


def _unknown_period(facts: Mapping[str, Any], context: Context) -> Rendered:
    """One sentence, and what was most likely meant a tap away."""
    _, nearest = context._, str(facts["nearest"])
    named = [escaped(str(facts["place_name"]))] if facts.get("place_name") else []
    form = " ".join([f"/{facts.get('command', 'stats')}", *named, nearest])
    text = _(
        "没看懂“{said}”是哪段时间。可以写：{form}",
        said=escaped(cut(str(facts["said"]), 40)),
        form=form,
    )
    view = str(facts.get("view", "figures"))
    action = "show" if view == "figures" else view
    press = FiguresPress(action=action, period=nearest, place_id=int(facts.get("place", 0)))
    label = " ".join(
        [f"/{facts.get('command', 'stats')}", str(facts.get("place_name", "")), nearest]
    )
    return Rendered(text=text, keyboard=((button(" ".join(label.split()), press),),))


def _unknown_place(facts: Mapping[str, Any], context: Context) -> Rendered:
    """Which name it was, and those that come nearest a tap away."""
    _ = context._
    said = escaped(cut(str(facts["said"]), 20))
    text = _("您能看的店里没有“{said}”。", said=said)
    if facts["near"]:
        text += _("最像的是：")
    action, period = str(facts["action"]), str(facts["period"])
    keyboard = [
        (button(name, FiguresPress(action=action, period=period, place_id=one, cut=beside)),)
        for one, beside, name in facts["near"]
    ]
    return Rendered(text=text, keyboard=tuple(keyboard))


def _no_private(context: Context) -> Rendered:
    """In the group, to a supervisor who has never opened the bot."""
    _ = context._
    text = _("数字只私下发。请先点开我，再发 /stats。")
    url = link(context, "stats")
    return Rendered(text=text, keyboard=((Button(text=_("打开私聊"), url=url),),), silent=True)
