"""`huiyin explain case …`: which rules decide what happens to a case, and when."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.mistakes import NotUnderstood
from bot.rulebook import Rulebook
from bot.settings import read_settings
from bot.spoken import told
from bot.standing import require_ready
from calendars.durations import format_duration
from complaints import recipients
from complaints.ladder import Step, climbs, next_step, timetable
from complaints.rules import Ladder, Level, Urgency
from complaints.terms import Terms, urgency_of
from complaints.values import Case, Escalation, Promise
from complaints.values import Clock as PromiseClock
from dimensions.reading import Kind
from handlers import labels
from handlers.words import Words, words_in
from storage.engine import open_database
from storage.remedies import trail_of
from storage.work import UnitOfWork, begin_work

# Of the repeats of a level only the first is told; how often stands beside it.
FIELDS = {PromiseClock.RESPONSE: "first_response", PromiseClock.RESOLUTION: "resolution"}


@dataclass(frozen=True, kw_only=True)
class Facts:
    case: Case
    terms: Terms
    zone: ZoneInfo
    promises: Sequence[Promise]
    taken: Sequence[Escalation]
    routed: dict[str, object]
    team: str | None


async def explain_case(console: Console, number: str, clock: Clock) -> None:
    """Raises NotUnderstood for a number that no case has."""
    settings = read_settings()
    now = (await clock_to_go_by(settings, clock)).now()
    database = open_database(settings.database_url)
    try:
        await require_ready(database)
        rulebook = Rulebook()
        await rulebook.join(database)
        async with begin_work(database, now) as work:
            facts = await _facts(work, rulebook, number.removeprefix("#"))
            lines = [line async for line in _all(work, facts, now)]
    finally:
        await database.close()
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


async def _facts(work: UnitOfWork, rulebook: Rulebook, number: str) -> Facts:
    is_number = number.isdecimal() and len(number) < 19
    case = await work.cases.get(int(number)) if is_number else None
    if case is None:
        raise NotUnderstood(
            told(
                f"没有 {number} 这件事：请写编号，例如 huiyin explain case 1001。",
                f"There is no case {number}: write its number, as in huiyin explain case 1001.",
            )
        )
    place = await work.people.place(case.place_id)
    opened = [e for e in await trail_of(work.connection, case.id) if e.step == "opened"]
    facts = dict(opened[0].facts) if opened else {}
    return Facts(
        case=case,
        terms=rulebook.terms(case.rules_id),
        zone=ZoneInfo(place.zone),
        promises=await work.cases.promises(case),
        taken=await work.cases.escalations(case),
        routed={key: facts[key] for key in ("dimension", "aspect", "place") if key in facts},
        team=str(facts["team"]) if facts.get("team") else None,
    )


async def _all(work: UnitOfWork, facts: Facts, now: datetime) -> AsyncIterator[str]:
    _ = words_in("zh-hans")
    case, terms = facts.case, facts.terms
    yield (
        f"#{case.id} {labels.kind(case.kind, _)} · {labels.severity(case, _)} · "
        f"{labels.state(case, _)} · 第 {case.round} 轮 · 按第 {terms.rules_id} 版规则"
    )
    yield _route(facts)
    for line in _promises(facts, _):
        yield line
    if not climbs(case):
        yield "现在没有逐级提醒：已办结、在等客人，或这类事没有。"
        return
    ladder = terms.ladder(case)
    for promise in facts.promises:
        if promise.is_running:
            for step in _first_of_each(timetable(promise, ladder, terms.calendar)):
                yield await _rung(work, facts, step, ladder)
    yield _next(facts, ladder, now)


def _route(facts: Facts) -> str:
    if facts.team is None:
        return "归谁：complaints.routing 没有一条符合，发本店群。"
    why = "，".join(f"{key} {value}" for key, value in facts.routed.items())
    return f"归谁：{facts.team}（complaints.routing：{why or '第一条'}）。"


def _promises(facts: Facts, _: Words) -> Iterator[str]:
    urgency = _urgency(facts.case)
    for promise in facts.promises:
        name = FIELDS.get(promise.clock)
        at = _at(promise.due_at, facts.zone)
        if name is None:
            yield f"说好的事：{at} 前（同事自己说的）。{_outcome(promise, facts.zone)}"
            continue
        table = facts.terms.rules.promises
        rule = table.question if urgency is None else table.of(urgency)
        path = f"complaints.promises.{'question' if urgency is None else urgency.value}.{name}"
        span = format_duration(rule.within(promise.clock))
        title = "答复" if name == "first_response" else "办结"
        counted = f"{span}，{rule.clock.value}"
        yield f"{title}：{at} 前（{path} = {counted}）。{_outcome(promise, facts.zone)}"


def _urgency(case: Case) -> Urgency | None:
    return None if case.kind is Kind.QUESTION else urgency_of(case.kind, case.severity)


def _outcome(promise: Promise, zone: ZoneInfo) -> str:
    ways = []
    if promise.kept_at is not None:
        ways.append(f"{_at(promise.kept_at, zone)} 做到。")
    if promise.missed_at is not None:
        ways.append(f"{_at(promise.missed_at, zone)} 超时。")
    if promise.paused_at is not None:
        ways.append(f"{_at(promise.paused_at, zone)} 起停表，等客人。")
    return "".join(ways) or "还没到。"


def _first_of_each(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.repeat == 0]


async def _rung(work: UnitOfWork, facts: Facts, step: Step, ladder: Ladder) -> str:
    title = "答复" if step.promise.clock is PromiseClock.RESPONSE else "办结"
    done = any(
        (e.round, e.clock, e.level) == (facts.case.round, step.promise.clock, step.level)
        for e in facts.taken
    )
    mark = "✓" if done else "·"
    at = _at(step.at, facts.zone)
    if step.is_warning:
        share = ladder.warn_at[step.level + len(ladder.warn_at)]
        return f"  {mark} {at} 提醒（{title}，ladder.warn_at {share:g}）"
    level = ladder.level(step.level)
    every = format_duration(ladder.repeat_every)
    to = await _told(work, facts.case, level)
    repeats = f"每 {every} 再提醒（{level.gate.value}）"
    return f"  {mark} {at} 第 {step.level} 级（{title}）：{to}，{repeats}"


async def _told(work: UnitOfWork, case: Case, level: Level) -> str:
    parts = []
    if level.to is not None:
        people = await recipients.holders(work, case, level.to)
        parts.append(f"{level.to.value} {len(people)} 人能收到")
    if level.channels:
        known = {chat.title for chat in await work.channels.open()}
        each = (name if name in known else f"{name}（没有地址）" for name in level.channels)
        parts.append("渠道 " + "、".join(each))
    return "，".join(parts)


def _next(facts: Facts, ladder: Ladder, now: datetime) -> str:
    step = next_step(facts.case, facts.promises, facts.taken, ladder, facts.terms.calendar)
    if step is None:
        return "下一步：没有了，各级都通知过了。"
    what = "提醒" if step.is_warning else f"第 {step.level} 级"
    when = "马上" if step.at <= now else _at(step.at, facts.zone)
    return (
        f"下一步：{when} {what}；接手后 {format_duration(ladder.act_within)} 没有动作就接着往上。"
    )


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%m-%d %H:%M}"
