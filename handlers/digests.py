"""Digests: what a period was like and the one thing to look at; who wants one, and when."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from dimensions.reading import Kind
from handlers.answers import answer, here
from handlers.aspects import aspect
from handlers.figures import title
from handlers.numbers import joined, numbers, share
from handlers.panel_figures import figure_name
from handlers.panel_views import value_of, verdict
from handlers.presses import FiguresPress, PlainPress, PressFilter
from handlers.rendering import Button, Context, Keyboard, Rendered, Shown, button, renders
from handlers.safe import escaped
from handlers.sights import may_look, sight_of
from handlers.words import Words
from handlers.work import Caller, Work
from people.telling import Note, NoteKind
from reports.comparing import Change, Verdict
from reports.digests import Cadence, next_due
from reports.panel import Morning, Panel
from reports.values import Figures

router = Router(name="digests")
HOURS = (8, 9, 18, 21)
OFF = {"off", "stop", "不要", "不用", "关", "停"}
SAID = {"daily": Cadence.DAILY, "每天": Cadence.DAILY, "weekly": Cadence.WEEKLY,
        "每周": Cadence.WEEKLY, "monthly": Cadence.MONTHLY, "每月": Cadence.MONTHLY}  # fmt: skip
PRESSES = (
    "dig",
    *(f"dig_{cadence.value}" for cadence in Cadence),
    *(f"dig_{cadence.value}_{hour}" for cadence in Cadence for hour in HOURS),
    "dig_off",
)


# --- what it says


@renders(NoteKind.DIGEST)
def on_digest(facts: Mapping[str, Any], context: Context) -> Shown:
    """`what`: digest with its figures; wanted and hours to choose from."""
    if facts["what"] == "wanted":
        return _wanted(facts, context._)
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
    lines = [head]
    if "csat" in changes:
        lines.append(_satisfied(changes["csat"], _))
    lines += [*_complaints(found, _), *_kept(found, _), *_praise(view, _)]
    look = _look(view, changes, _)
    return [*lines, look] if look else lines


def _satisfied(change: Change, _: Words) -> str:
    now, before = value_of("csat", change.now, _), value_of("csat", change.before, _)
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
    return [f"{total}：{' '.join(about)}" if about else total]


def _kept(found: Figures, _: Words) -> list[str]:
    if not found["on_time"].n:
        return []
    said = [_("按时 {share}", share=share(found["on_time"], _))]
    late = found.by("late_cases")
    if late:
        said.append(_("超时 {n} 件 {cases}", n=len(late), cases=numbers(late)))
    return [joined(said)]


def _praise(view: Morning, _: Words) -> list[str]:
    praise = view.whole.by("heard_by_kind").get(Kind.PRAISE.value)
    if praise is None:
        return []
    names = " ".join(f"{escaped(name)} {n.n}" for name, n in list(view.praised.items())[:3])
    total = _("表扬 {n}", n=praise.n)
    return [f"{total}：{names}" if names else total]


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


def _hours(cadence: str, _: Words) -> Rendered:
    row = tuple(button(f"{h}:00", PlainPress(action=f"dig_{cadence}_{h}")) for h in HOURS)
    text = _("几点发？别的时间可以写：/digest {cadence} 7", cadence=cadence)
    return Rendered(text=text, keyboard=(row,))


def cadence_names(_: Words) -> dict[str, str]:
    return {"daily": _("每天"), "weekly": _("每周一"), "monthly": _("每月 1 号")}


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
        await answer(work, caller, inbox_id, "only_staff")
        return
    words = (command.args or "").split()
    zone = next((word for word in words if "/" in word and _is_zone(word)), None)
    cadence = next((SAID[word.lower()] for word in words if word.lower() in SAID), None)
    hour = next((int(word) for word in words if re.fullmatch(r"1?\d|2[0-3]", word)), None)
    if OFF & {word.lower() for word in words}:
        await work.digests.drop(caller.person.id, cadence)
    elif cadence is not None or hour is not None or zone is not None:
        await _want(work, caller, cadence or Cadence.DAILY, 9 if hour is None else hour, zone, now)
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
    if len(words) == 1 and words[0] in SAID:
        await _note(work, caller, inbox_id, {"what": "hours", "cadence": words[0]})
        return None
    if words == ["off"]:
        await work.digests.drop(caller.person.id)
    elif words:
        await _want(work, caller, Cadence(words[0]), int(words[1]), None, now)
    await _tell(work, caller, inbox_id)
    return None


def _is_zone(word: str) -> bool:
    try:
        ZoneInfo(word)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


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
