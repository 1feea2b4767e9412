"""What a house promises to people who complain, and who hears of it when time runs out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from calendars.durations import Duration
from calendars.rules import CountedTime
from calendars.working import Calendar
from complaints.values import Clock
from people.languages import LanguageMap
from people.values import Role


class Urgency(StrEnum):
    """The severities 1 to 4 by name, and what jumps every queue."""

    MILD = "mild"
    CLEAR = "clear"
    SERIOUS = "serious"
    DANGER = "danger"
    EMERGENCY = "emergency"

    @classmethod
    def of(cls, severity: int, *, emergency: bool = False) -> "Urgency":
        """Severity 0 is treated as 1: what became a case deserves a promise."""
        if emergency:
            return cls.EMERGENCY
        return (cls.MILD, cls.CLEAR, cls.SERIOUS, cls.DANGER)[min(max(severity, 1), 4) - 1]


class Recipients(StrEnum):
    """Whom a level of the ladder tells."""

    SUPERVISORS = "supervisors"
    HOUSE_SUPERVISORS = "house_supervisors"
    OWNERS = "owners"


class Gate(StrEnum):
    """When a level may be told: only while the house works, or at any hour."""

    WORKING_HOURS = "working_hours"
    ANY = "any"


class Promises(BaseModel, frozen=True, extra="forbid"):
    """Two promises for one urgency, counted from the moment the case (or its round) opened."""

    first_response: Duration = Field(description="多久之内由人答复。")
    resolution: Duration = Field(description="多久之内处理完。")
    clock: CountedTime = Field(
        default=CountedTime.CALENDAR,
        description="按自然时间（calendar）还是只算工作时间（working）。",
    )

    @model_validator(mode="before")
    @classmethod
    def _no_working_days(cls, value: Any) -> Any:
        # Nobody agrees on how long a working day is, so the file has to say it in hours.
        if isinstance(value, dict) and value.get("clock") == CountedTime.WORKING:
            lengths = [value.get("first_response"), value.get("resolution")]
            if any(isinstance(text, str) and set("dw") & set(text) for text in lengths):
                raise PydanticCustomError(
                    "working_days",
                    "With clock: working write hours (24h is three days of eight), not days.",
                    {"zh": "clock: working 时请写小时（每天八小时，三天写 24h），不要写天数。"},
                )
        return value

    def within(self, clock: Clock) -> timedelta:
        """For a first response or a resolution; what staff promise in words has its own time."""
        if clock is Clock.PROMISE:
            raise ValueError("a promise made in words says its own time")
        return self.first_response if clock is Clock.RESPONSE else self.resolution


def _promises(first_response: timedelta, resolution: timedelta) -> Promises:
    return Promises(first_response=first_response, resolution=resolution)


class PromiseTable(BaseModel, frozen=True, extra="forbid"):
    """The promises made for each urgency, and the light one for a question."""

    mild: Promises = Field(
        default=_promises(timedelta(hours=4), timedelta(hours=72)),
        description="一级：轻微不满。",
    )
    clear: Promises = Field(
        default=_promises(timedelta(hours=2), timedelta(hours=48)),
        description="二级：明确投诉。",
    )
    serious: Promises = Field(
        default=_promises(timedelta(hours=1), timedelta(hours=24)),
        description="三级：严重（有损失、反复发生、强烈不满）。",
    )
    danger: Promises = Field(
        default=_promises(timedelta(minutes=30), timedelta(hours=12)),
        description="四级：涉及安全或健康。",
    )
    emergency: Promises = Field(
        default=_promises(timedelta(minutes=10), timedelta(hours=4)),
        description="突发事件：不分昼夜，立即通知最高一级。",
    )
    question: Promises = Field(
        default=_promises(timedelta(hours=4), timedelta(hours=24)),
        description="咨询：同一聊天里答复。",
    )

    def of(self, urgency: Urgency) -> Promises:
        table: dict[Urgency, Promises] = {
            Urgency.MILD: self.mild,
            Urgency.CLEAR: self.clear,
            Urgency.SERIOUS: self.serious,
            Urgency.DANGER: self.danger,
            Urgency.EMERGENCY: self.emergency,
        }
        return table[urgency]


class Level(BaseModel, frozen=True, extra="forbid"):
    to: Recipients | None = Field(
        default=None,
        description="通知谁：supervisors 本店主管，house_supervisors 总部主管，owners 负责人。",
    )
    channels: tuple[str, ...] = Field(
        default=(), max_length=10, description="同时通知哪些渠道，写 channels 里的名字。"
    )
    gate: Gate = Field(
        default=Gate.ANY, description="working_hours 只在工作时间通知，any 随时通知。"
    )
    after: Duration | None = Field(
        default=None,
        description="比上一级晚多久；第一级是比到期晚多久。不写就按 step_every，第一级到期就通知。",
    )
    repeat_every: Duration | None = Field(
        default=None, description="这一级没人接手时，每隔多久再提醒；不写就按 ladder.repeat_every。"
    )

    @model_validator(mode="after")
    def _tells_somebody(self) -> "Level":
        if self.to is None and not self.channels:
            raise PydanticCustomError(
                "nobody",
                "Say whom this level tells: to, channels, or both.",
                {"zh": "这一级要写通知谁：to、channels，或两个都写。"},
            )
        return self


Fraction = Annotated[float, Field(gt=0, lt=1)]


class Ladder(BaseModel, frozen=True, extra="forbid"):
    """Who is told, and when, about a promise that nobody keeps."""

    warn_at: tuple[Fraction, ...] = Field(
        default=(0.5, 0.75),
        description="时限用掉几成时提醒：有人接手就提醒本人，没人接手就提醒群。",
    )
    levels: tuple[Level, ...] = Field(
        default=(Level(to=Recipients.SUPERVISORS), Level(to=Recipients.OWNERS)),
        min_length=1,
        description="到期后逐级通知；第一级在到期时通知，最后一级是最高级。",
    )
    step_every: Duration = Field(
        default=timedelta(minutes=30), description="到期后每隔多久再上一级。"
    )
    repeat_every: Duration = Field(
        default=timedelta(minutes=30), description="同一级没人接手时，每隔多久再提醒。"
    )
    repeat_cap: int = Field(default=8, ge=0, le=200, description="同一级最多再提醒几次。")
    act_within: Duration = Field(
        default=timedelta(minutes=30), description="接手后多久没有动作，就继续往上一级。"
    )

    @model_validator(mode="after")
    def _rising(self) -> "Ladder":
        if list(self.warn_at) != sorted(set(self.warn_at)):
            raise PydanticCustomError(
                "warn_at",
                "Write the fractions in rising order, each once.",
                {"zh": "提醒的比例要从小到大写，不重复。"},
            )
        return self

    @property
    def top(self) -> int:
        """The number of the highest level; the first is 1."""
        return len(self.levels)

    def level(self, number: int) -> Level:
        return self.levels[number - 1]

    def delay(self, number: int) -> timedelta:
        """How long after the level below, the first after the promise, this one is told."""
        own = self.level(number).after
        if own is not None:
            return own
        return timedelta() if number == 1 else self.step_every

    def repeats(self, number: int) -> timedelta:
        """How often this level is reminded as long as nobody takes it."""
        return self.level(number).repeat_every or self.repeat_every


class LadderChange(BaseModel, frozen=True, extra="forbid"):
    """What differs from the common ladder for one urgency; None leaves it as it is."""

    warn_at: tuple[Fraction, ...] | None = Field(default=None, description="同 ladder.warn_at。")
    levels: Annotated[tuple[Level, ...], Field(min_length=1)] | None = Field(
        default=None, description="同 ladder.levels。"
    )
    step_every: Duration | None = Field(default=None, description="同 ladder.step_every。")
    repeat_every: Duration | None = Field(default=None, description="同 ladder.repeat_every。")
    repeat_cap: Annotated[int, Field(ge=0, le=200)] | None = Field(
        default=None, description="同 ladder.repeat_cap。"
    )
    act_within: Duration | None = Field(default=None, description="同 ladder.act_within。")


class LadderChanges(BaseModel, frozen=True, extra="forbid"):
    mild: LadderChange = Field(default=LadderChange(), description="一级的不同之处。")
    clear: LadderChange = Field(default=LadderChange(), description="二级的不同之处。")
    serious: LadderChange = Field(default=LadderChange(), description="三级的不同之处。")
    danger: LadderChange = Field(default=LadderChange(), description="四级的不同之处。")
    emergency: LadderChange = Field(
        default=LadderChange(repeat_every=timedelta(minutes=5), act_within=timedelta(minutes=10)),
        description="突发事件的不同之处；它总是直达最高级，不看工作时间。",
    )

    def of(self, urgency: Urgency) -> LadderChange:
        table: dict[Urgency, LadderChange] = {
            Urgency.MILD: self.mild,
            Urgency.CLEAR: self.clear,
            Urgency.SERIOUS: self.serious,
            Urgency.DANGER: self.danger,
            Urgency.EMERGENCY: self.emergency,
        }
        return table[urgency]


class Route(BaseModel, frozen=True, extra="forbid"):
    """Which team hears of what; every condition that is given has to fit."""

    team: str = Field(min_length=1, max_length=40, description="交给哪个小组，例如 客房部。")
    place: str | None = Field(default=None, description="只在这个门店（名称或代码）。")
    kind: str | None = Field(
        default=None, description="只对这一类：complaint、objection、emergency、question。"
    )
    dimension: str | None = Field(default=None, description="只对这个方面，例如 tangibles。")
    aspect: str | None = Field(default=None, description="只对这个细项，例如 清洁。")

    @property
    def is_for_all(self) -> bool:
        return {self.place, self.kind, self.dimension, self.aspect} == {None}


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[int, Field(ge=0)]


class Authority(BaseModel, frozen=True, extra="forbid"):
    """How much each role may give away unasked, in minor units (fen, cents)."""

    currency: Currency = Field(default="CNY", description="货币代码，例如 CNY。")
    staff: Amount | None = Field(default=10_000, description="员工的额度（分）；null 为不限。")
    supervisor: Amount | None = Field(default=100_000, description="主管的额度（分）。")
    owner: Amount | None = Field(default=None, description="负责人的额度（分）；null 为不限。")

    def limit(self, role: Role) -> int | None:
        """Minor units; None is without limit."""
        limits: Mapping[Role, int | None] = {
            Role.STAFF: self.staff,
            Role.SUPERVISOR: self.supervisor,
            Role.OWNER: self.owner,
        }
        return limits[role]

    def allows(self, role: Role, amount: int) -> bool:
        limit = self.limit(role)
        return limit is None or amount <= limit


REPLIES = tuple(
    LanguageMap.model_validate({"zh-hans": hans, "zh-hant": hant, "en": en})
    for hans, hant, en in (
        ("您好，正在查，有结果马上在这里告诉您。", "您好，正在查，有結果馬上在這裡告訴您。",
         "Hello, we are looking into it and will tell you here as soon as we know."),
        ("已经安排同事过去了，请稍等。", "已經安排同事過去了，請稍候。",
         "A colleague is on the way, just a moment please."),
        ("非常抱歉，这就处理。", "非常抱歉，這就處理。",
         "We are very sorry and see to it at once."),
    )
)  # fmt: skip


class ComplaintRules(BaseModel, frozen=True, extra="forbid"):
    promises: PromiseTable = Field(default=PromiseTable(), description="每一级的时限。")
    outer_limit: Duration | None = Field(
        default=None, description="无论怎么算，处理时限都不超过这么久（自然时间）；例如行业规定。"
    )
    ladder: Ladder = Field(default=Ladder(), description="没人处理时怎么逐级提醒。")
    ladder_changes: LadderChanges = Field(
        default=LadderChanges(), description="某一级与 ladder 不同的地方。"
    )
    repeat_window: Duration = Field(
        default=timedelta(days=7), description="结案后多久没再提同一件事，才算一次解决。"
    )
    reopen_window: Duration = Field(
        default=timedelta(days=30), description="结案后多久之内，顾客说没解决就重新打开。"
    )
    cluster_window: Duration = Field(
        default=timedelta(seconds=60), description="同一位顾客隔多久之内的几条消息算一件事。"
    )
    auto_close_after: Duration = Field(
        default=timedelta(hours=72), description="请顾客确认后，多久没有回音就结案。"
    )
    confirm_reminders: tuple[Duration, ...] = Field(
        default=(timedelta(hours=24),),
        max_length=5,
        description="请顾客确认后，多久没有回音就再问一次，可写几次；都没有回音才按“没有回应”结案。",
    )
    contested_follow_up: Duration = Field(
        default=timedelta(days=3), description="顾客不接受决定时，多久之内再跟进一次。"
    )
    final_from_round: int = Field(
        default=2,
        ge=1,
        le=9,
        description="第几轮起的决定算最终决定：顾客仍不接受，就转为待跟进，不再逐级催办。",
    )
    progress_every: Duration | None = Field(
        default=timedelta(hours=24), description="没处理完时，每隔多久主动告诉顾客进展。"
    )
    findings_from_severity: int = Field(
        default=3, ge=1, le=5, description="从几级起要写调查结果才能结案；5 为从不要求。"
    )
    next_recourse: LanguageMap = Field(
        default=LanguageMap.model_validate(
            {
                "zh-hans": "如仍不满意，也可拨打 12315。",
                "zh-hant": "如仍不滿意，也可撥打 12315。",
                "en": "If you are still not satisfied, you can also call 12315.",
            }
        ),
        description="顾客不接受时，告诉他还可以找谁。",
    )
    authority: Authority = Field(default=Authority(), description="各角色不用请示的补偿额度。")
    callback_within: Duration = Field(
        default=timedelta(hours=2), description="顾客请求回电时，多久之内打给他。"
    )
    incident_from: int = Field(
        default=3,
        ge=0,
        le=100,
        description="几位客人反映同一件事时，问是不是同一起；0 为不问。",
    )
    incident_window: Duration = Field(
        default=timedelta(minutes=30), description="多久之内的算同一件事。"
    )
    routing: tuple[Route, ...] = Field(
        default=(), description="什么事交给哪个小组：从上往下，第一条符合的算；都不符合就发本店群。"
    )
    replies: tuple[LanguageMap, ...] = Field(
        default=REPLIES, max_length=8, description="常用答复：点“回复”时一点就发，按顾客的语言。"
    )

    @model_validator(mode="after")
    def _every_route_is_reached(self) -> "ComplaintRules":
        if any(one.is_for_all for one in self.routing[:-1]):
            raise PydanticCustomError(
                "routing",
                "A route without a condition takes everything: write it last.",
                {"zh": "没有条件的一条会接走所有的事，要写在最后。"},
            )
        return self

    def promises_for(self, urgency: Urgency) -> Promises:
        return self.promises.of(urgency)

    def ladder_for(self, urgency: Urgency) -> Ladder:
        """The ladder of one urgency; an emergency has its top level only, at any hour."""
        change = self.ladder_changes.of(urgency)
        changed = {key: value for key, value in change if value is not None}
        ladder = self.ladder.model_copy(update=changed)
        if urgency is not Urgency.EMERGENCY:
            return ladder
        top = ladder.levels[-1].model_copy(update={"gate": Gate.ANY})
        return ladder.model_copy(update={"warn_at": (), "levels": (top,)})

    def due_at(
        self, clock: Clock, urgency: Urgency, *, opened_at: datetime, calendar: Calendar
    ) -> datetime:
        """When a promise made at `opened_at` (aware, UTC) falls due, the outer limit included."""
        promises = self.promises_for(urgency)
        counted = CountedTime.CALENDAR if urgency is Urgency.EMERGENCY else promises.clock
        due_at = calendar.add(opened_at, promises.within(clock), counted)
        if self.outer_limit is None:
            return due_at
        return min(due_at, opened_at + self.outer_limit)
