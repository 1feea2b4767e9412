"""Digests: what a period was like and the one thing to look at; who wants one, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from dimensions.reading import Kind
from handlers.answers import answer, here
from handlers.aspects import aspect
from handlers.digest_asked import NotUnderstood, Wish, read_wish, wished_in_words
from handlers.figures import begun, title
from handlers.figures_of_what import due
from handlers.numbers import headed, joined, numbers, share
from handlers.panel_figures import figure_name
from handlers.panel_views import value_of, verdict
from handlers.presses import FiguresPress, PlainPress, PressFilter
from handlers.rendering import Button, Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import cut, escaped
from handlers.sights import may_look, refusal_for, sight_of
from handlers.words import Words
from handlers.work import Caller, Work
from people.telling import Note, NoteKind
from reports.comparing import Change, Verdict
from reports.digests import Cadence, next_due
from reports.panel import Morning, Panel
from reports.values import Figures

router = Router(name="digests")
HOURS = (8, 9, 18, 21)
USUAL_HOUR = 9
PRESSES = (
    "dig",
    *(f"dig_{cadence.value}" for cadence in Cadence),
    *(f"dig_{cadence.value}_{hour}" for cadence in Cadence for hour in HOURS),
    "dig_off",
)


# --- what it says


@renders(NoteKind.DIGEST)
def on_digest(facts: Mapping[str, Any], context: Context) -> Shown:
    """`what`: digest with its figures; wanted and hours to choose from; between; unknown."""
    if facts["what"] == "wanted":
        return _wanted(facts, context._)
    if facts["what"] == "unknown":
        said = escaped(cut(str(facts["said"]), 20))
        form = f"/digest {Cadence.DAILY.value} {USUAL_HOUR}"
        return Rendered(text=context._("没看懂“{said}”。可以写：{form}", said=said, form=form))
    if facts["what"] == "between":
        return _between(facts, context._)
    if facts["what"] == "hours":
        return _hours(str(facts["cadence"]), context._)
    panel = context.figures
    if not isinstance(panel, Panel) or not isinstance(panel.view, Morning):
        return None
    lines = _lines(panel.view, context)
    return Rendered(text="\n".join(lines), keyboard=_ways(facts, context._))


def _lines(view: Morning, context: Context) -> list[str]:
    found, _ = view.whole, context._
    head = title(found, context)
    if found.is_empty and not found["open_now"].n:
        return [joined([head, _("没有问卷，也没有投诉，一切安静。")])]
    changes = {change.key: change for change in view.comparison.changes}
    lines = [_satisfied(changes["csat"], _)] if "csat" in changes else []
    lines += [*_complaints(found, _), *_kept(found, _), *_praise(view, _)]
    look = _look(view, changes, _)
    lines += [look] if look else []
    return [head, *map(begun, lines)]


def _satisfied(change: Change, _: Words) -> str:
    now, before = value_of("csat", change.now, _), value_of("csat", change.before, _)
    if not change.now.n:
        return _("没有人打分，之前满意 {before}", before=before)
    return _("满意 {now}，之前 {before}，{verdict}", now=now, before=before,
             verdict=verdict(change, _))  # fmt: skip


def _complaints(found: Figures, _: Words) -> list[str]:
    if not found["complaints"].n:
        return []
    about = [
        f"{escaped(aspect(key, _))} {number.n}"
        for key, number in list(found.by("complaints_by_aspect").items())[:4]
    ]
    total = _("投诉 {n}", n=found["complaints"].n)
    return [headed(total, " ".join(about), _) if about else total]


def _kept(found: Figures, _: Words) -> list[str]:
    if not found["on_time"].n:
        return []
    said = [_("按时 {share}", share=share(found["on_time"], _))]
    late = found.by("late_cases")
    if late:
        said.append(_("超时 {n} 件 {cases}", n=len(late), cases=numbers(late)))
    return [due(joined(said), found, _)]


def _praise(view: Morning, _: Words) -> list[str]:
    praise = view.whole.by("heard_by_kind").get(Kind.PRAISE.value)
    if praise is None:
        return []
    names = " ".join(f"{escaped(name)} {n.n}" for name, n in list(view.praised.items())[:3])
    total = _("表扬 {n}", n=praise.n)
    return [headed(total, names, _) if names else total]


def _look(view: Morning, changes: Mapping[str, Change], _: Words) -> str | None:
    """What got worse beyond doubt, else what comes up again and again, else what lies."""
    found = view.whole
    worse = [change for change in changes.values() if change.verdict is Verdict.WORSE]
    if worse:
        return _("最该看：{name}变差了", name=figure_name(worse[0].key, _))
    if found.top_issue is not None:
        name, number = escaped(aspect(found.top_issue[0], _)), found.top_issue[1]
        if view.streak > 1:
            return _("最该看：{name}，连续第 {days} 天", name=name, days=view.streak)
        return _("最该看：{issue}（{n} 件）", issue=name, n=number.n)
    if found["overdue_now"].n:
        return _("最该看：{cases} 还没办完，已经超时", cases=numbers(found.by("overdue_cases")))
    if found.by("late_cases"):
        return _("最该看：{cases} 为什么办晚了", cases=numbers(found.by("late_cases")))
    return None


def _ways(facts: Mapping[str, Any], _: Words) -> Keyboard:
    dates = str(facts["dates"])

    def to(text: str, action: str) -> Button:
        return button(text, FiguresPress(action=action, period=dates))

    return (
        (to(_("看数字"), "show"), to(_("比一比"), "compare"), to(_("看明细"), "cases")),
        (button(_("改时间"), PlainPress(action="dig")),),
    )


# --- who wants one, and when


def _wanted(facts: Mapping[str, Any], _: Words) -> Rendered:
    names = cadence_names(_)
    lines = [
        _("{cadence} {hour}:00（{zone}）", cadence=names[str(row[0])], hour=row[1], zone=row[2])
        for row in facts["wanted"]
    ]
    head = _("您会收到：") if lines else _("现在没有给您发简报。多久发一次？")
    row = tuple(button(names[c.value], PlainPress(action=f"dig_{c.value}")) for c in Cadence)
    off = ((button(_("都不要"), PlainPress(action="dig_off")),),) if lines else ()
    return Rendered(text="\n".join([head, *lines]), keyboard=(row, *off))


def _between(facts: Mapping[str, Any], _: Words) -> Rendered:
    hour = USUAL_HOUR if facts["hour"] is None else facts["hour"]
    said, form = escaped(cut(str(facts["said"]), 20)), f"/digest {facts['cadence']} {hour}"
    return Rendered(text=_("简报只在整点发，“{said}”还不行。可以写：{form}", said=said, form=form))


def _hours(cadence: str, _: Words) -> Rendered:
    row = tuple(button(f"{h}:00", PlainPress(action=f"dig_{cadence}_{h}")) for h in HOURS)
    text = _("几点发？别的时间可以写：/digest {cadence} 7", cadence=cadence)
    return Rendered(text=text, keyboard=(row,))


def cadence_names(_: Words) -> dict[str, str]:
    return {"daily": _("每天"), "weekly": _("每周一"), "monthly": _("每月 1 号")}


class AsksForDigest(Filter):
    """Lets plain words of a supervisor's through that want a digest or none, as `wish`."""

    async def __call__(self, message: Message, caller: Caller) -> bool | dict[str, Any]:
        wish = wished_in_words((message.text or "").strip())
        return {"wish": wish} if wish is not None and may_look(caller.person) else False


@router.message(F.chat.type == "private", Command("digest"))
async def on_command(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    """`/digest daily 20 Europe/Berlin`, in any order; `/digest off`."""
    if not may_look(caller.person):
        await answer(work, caller, inbox_id, refusal_for(caller.person))
        return
    try:
        wish = read_wish(command.args or "")
    except NotUnderstood as unknown:
        await _note(work, caller, inbox_id, {"what": "unknown", "said": str(unknown)})
        return
    await _fulfil(work, caller, wish, now, inbox_id)


@router.message(F.chat.type == "private", AsksForDigest())
async def on_plain_words(
    message: Message, work: Work, caller: Caller, wish: Wish, now: datetime, inbox_id: int
) -> None:
    await _fulfil(work, caller, wish, now, inbox_id)


async def _fulfil(work: Work, caller: Caller, wish: Wish, now: datetime, inbox_id: int) -> None:
    if wish.between is not None and not wish.is_off:
        cadence = wish.cadence or Cadence.DAILY
        facts = {"what": "between", "said": wish.between, "cadence": cadence.value}
        await _note(work, caller, inbox_id, {**facts, "hour": wish.hour})
        return
    if wish.is_off:
        await work.digests.drop(caller.person.id, wish.cadence)
    elif wish.is_set:
        hour = USUAL_HOUR if wish.hour is None else wish.hour
        await _want(work, caller, wish.cadence or Cadence.DAILY, hour, wish.zone, now)
    await _tell(work, caller, inbox_id)


@router.callback_query(PressFilter(PlainPress, *PRESSES))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: PlainPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    if not may_look(caller.person) or not caller.chat.is_private:
        return "not_allowed"
    words = press.action.split("_")[1:]
    if len(words) == 1 and words[0] in set(Cadence):
        await _note(work, caller, inbox_id, {"what": "hours", "cadence": words[0]})
        return None
    if words == ["off"]:
        await work.digests.drop(caller.person.id)
    elif words:
        await _want(work, caller, Cadence(words[0]), int(words[1]), None, now)
    await _tell(work, caller, inbox_id)
    return None


async def _want(
    work: Work, caller: Caller, cadence: Cadence, hour: int, zone: str | None, now: datetime
) -> None:
    """In the zone that was named, else their own, else that of what they look after."""
    place = zone or caller.person.zone or (await sight_of(work, caller.person)).zone
    due = next_due(cadence, hour, str(ZoneInfo(place)), now)
    await work.digests.want(caller.person.id, cadence, hour, place, due)


async def _tell(work: Work, caller: Caller, inbox_id: int) -> None:
    wanted: Sequence[Any] = await work.digests.of(caller.person.id)
    rows = [[each.cadence.value, each.hour, each.zone] for each in wanted]
    await _note(work, caller, inbox_id, {"what": "wanted", "wanted": rows})


async def _note(work: Work, caller: Caller, inbox_id: int, facts: Mapping[str, Any]) -> None:
    await work.telling.note(
        Note(key=f"digest-{inbox_id}", kind=NoteKind.DIGEST, to=here(caller), facts=facts)
    )
