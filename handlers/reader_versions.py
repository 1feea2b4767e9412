"""What the reader has learnt from staff, version by version; owners go back to any with a tap."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.answers import answer
from handlers.moments import moment
from handlers.presses import HousePress, PressFilter
from handlers.rendering import Context, Rendered, button, says
from handlers.work import Caller, Work
from people.values import Role

router = Router(name="reader_versions")

# The newest ones; `huiyin train` tells of all.
SHOWN = 6
_SHIPPED = "shipped"


async def show_versions(work: Work, caller: Caller, inbox_id: int, news: str = "") -> None:
    """Nothing is said where nothing was learnt yet."""
    versions = (await work.readings.newest(SHOWN))[::-1]
    if not versions:
        return
    shown = [
        {
            "number": one.number,
            "at": one.made_at.isoformat(),
            "rows": one.rows,
            "score": one.score,
            "before": one.score_before,
            "used": one.is_used,
        }
        for one in versions
    ]
    await answer(work, caller, inbox_id, "reader_versions", versions=shown, news=news)


@router.callback_query(PressFilter(HousePress, "reader"))
async def on_version(
    query: CallbackQuery, work: Work, caller: Caller, press: HousePress, inbox_id: int
) -> str | None:
    """The right is looked at again; the running bot follows within seconds."""
    if not caller.person.is_at_least(Role.OWNER):
        return "not_owner"
    number = None if press.arg == _SHIPPED else press.id
    if not await work.readings.use(number):
        return "unknown"
    await show_versions(work, caller, inbox_id, news=_SHIPPED if number is None else str(number))
    return None


@says("reader_versions")
def versions(facts: Mapping[str, Any], context: Context) -> Rendered:
    _ = context._
    lines = [_news(facts["news"], context)] if facts["news"] else []
    lines.append(_("从同事的改正里学到的读法，点一下就换："))
    lines += [_line(one, context) for one in facts["versions"]]
    is_shipped = not any(one["used"] for one in facts["versions"])
    buttons = [
        button(
            _("第 {number} 版", number=one["number"]), HousePress(action="reader", id=one["number"])
        )
        for one in facts["versions"]
        if not one["used"]
    ]
    if not is_shipped:
        shipped = HousePress(action="reader", id=1, arg=_SHIPPED)
        buttons.append(button(_("随程序的读法"), shipped))
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Rendered(text="\n".join(lines), keyboard=pairs)


def _news(news: str, context: Context) -> str:
    _ = context._
    if news == _SHIPPED:
        return _("已回到随程序的读法。")
    return _("已回到第 {number} 版。", number=news)


def _line(one: Mapping[str, Any], context: Context) -> str:
    """「✓ 第 4 版 · 昨天 3:10 · 120 件学成 · 对 78 分（原来 71）」."""
    _ = context._
    at = moment(datetime.fromisoformat(one["at"]), context.now, context.zone, _)
    line = _(
        "第 {number} 版 · {at} · {rows} 件学成 · 得 {score} 分",
        number=one["number"],
        at=at,
        rows=one["rows"],
        score=round(100 * one["score"]),
    )
    if one["before"] is not None:
        line += _("（原来 {before} 分）", before=round(100 * one["before"]))
    return f"✓ {line}" if one["used"] else f"▫️ {line}"
