"""What intake takes and answers, and a sentence for each way in which a body can be wrong."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from people.languages import Language
from people.phones import phone_of
from surveys.values import NewService, ServiceStatus

AHEAD = timedelta(days=1)
_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _is_written(value: Any) -> Any:
    if isinstance(value, str | datetime | None):
        return value
    raise PydanticCustomError("time", "not a time")


def _in_our_time(value: datetime) -> datetime:
    if not _EARLIEST <= value < _LATEST:
        raise PydanticCustomError("time", "not a time")
    return value.astimezone(UTC)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise PydanticCustomError("zone", "no such zone") from None
    return name


Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=128, pattern=_PRINTABLE)
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=_PRINTABLE)]
Type = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64, pattern=_PRINTABLE)]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{1,30}[0-9]$")
]
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")]
Zone = Annotated[str, AfterValidator(_zone)]
Instant = Annotated[AwareDatetime, BeforeValidator(_is_written), AfterValidator(_in_our_time)]


class Customer(BaseModel, frozen=True, extra="forbid"):
    """`id` is the shop's own name for the customer; who is known by it needs no second link."""

    id: Reference = Field(description="The customer's id in your system.", examples=["guest-7"])
    phone: Phone | None = Field(default=None, description="Kept apart and never shown to staff.")
    language: Tag | None = Field(default=None, description="Such as zh-CN, zh-TW or en.")
    timezone: Zone | None = Field(default=None, description="Such as Asia/Shanghai.")
    attributes: dict[Name, Name] = Field(
        default={},
        max_length=20,
        description="What you mark the customer as; rules may look at it.",
        examples=[{"level": "vip"}],
    )


class ServiceBody(BaseModel, frozen=True, extra="forbid"):
    id: Reference = Field(description="The service's id in your system.", examples=["order-1001"])
    status: ServiceStatus = Field(description="booked, finished or cancelled.")
    starts_at: Instant | None = Field(
        default=None, description="ISO 8601 with its zone.", examples=["2026-11-20T10:00:00+08:00"]
    )
    finished_at: Instant | None = Field(
        default=None,
        description="ISO 8601 with its zone; needed when it is finished.",
        examples=["2026-11-20T12:00:00+08:00"],
    )
    customer: Customer
    place: Name | None = Field(
        default=None, description="A place's name or code; the house if it is left out."
    )
    service_type: Type | None = Field(default=None, description="Chooses the questionnaire.")
    staff: Name | None = Field(default=None, description="Who served, as customers know them.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.status is ServiceStatus.FINISHED and self.finished_at is None:
            raise PydanticCustomError("finished", "no end", {"field": "finished_at"})
        if self.starts_at and self.finished_at and self.finished_at < self.starts_at:
            raise PydanticCustomError("order", "ends first", {"field": "finished_at"})
        return self


class SurveyState(BaseModel, frozen=True):
    state: str = Field(description="planned, queued, sent, partial, done, skipped, …")
    due_at: datetime


class ServiceAnswer(BaseModel, frozen=True):
    id: str
    status: ServiceStatus
    link: str = Field(description="Opens the chat and binds the customer; the first user keeps it.")
    qr: str = Field(description="Path of the same link as a QR code picture.")
    survey: SurveyState | None


class Problem(BaseModel, frozen=True):
    """One sentence in Chinese and in English, and the field it is about."""

    field: str | None
    message: str
    detail: str


class Conflict(BaseModel, frozen=True):
    message: str
    detail: str
    sent: list[dict[str, str]]
    service: ServiceAnswer


class WrongField(Exception):
    """A body is well formed, but what stands in this field can't be."""

    def __init__(self, field: str, message: str, detail: str) -> None:
        super().__init__(field)
        self.problem = Problem(field=field, message=message, detail=detail)


def require_past(body: ServiceBody, now: datetime) -> None:
    """Raises WrongField for a service that is said to have ended in the future."""
    if body.finished_at is not None and body.finished_at > now + AHEAD:
        raise WrongField(
            "finished_at",
            "finished_at：服务结束时间在将来，请检查时间和时区。",
            "finished_at lies in the future; check the time and its zone.",
        )


def unknown_place() -> WrongField:
    return WrongField(
        "place",
        "place：没有这个门店；请写门店在回音里的名称或代码，不写就是总店。",
        "place isn't known; write its name or code as in Huiyin, or leave it out.",
    )


def new_service(body: ServiceBody, place_id: int, *, mark: str) -> NewService:
    """What surveys is told. A customer whose number is a telephone is one, however it is spelt."""
    customer = body.customer
    number = phone_of(customer.id)
    reference, phone = number or customer.id, customer.phone or number
    plain = body.model_copy(update={"customer": customer.model_copy(update={"id": reference})})
    return NewService(
        external_id=body.id,
        status=body.status,
        starts_at=body.starts_at,
        finished_at=body.finished_at,
        customer_ref=reference,
        phone=(phone_of(phone) or phone) if phone else None,
        language=Language.closest(customer.language).value if customer.language else None,
        zone=customer.timezone,
        place_id=place_id,
        service_type=body.service_type,
        staff=body.staff,
        body_hash=_hash_of(plain),
        mark=mark,
        attributes=customer.attributes,
    )


def _hash_of(body: ServiceBody) -> bytes:
    """A field that came later and says nothing leaves the hash of a body as it was."""
    silent = {"customer": {"attributes"}} if not body.customer.attributes else None
    return hashlib.sha256(body.model_dump_json(exclude=silent).encode()).digest()


# Sentences by the kind of error that pydantic reports; {} is filled from its context.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少这一项，请补上。", "is missing."),
    "extra_forbidden": ("没有这一项，请检查拼写。", "isn't a field here; check its spelling."),
    "enum": (
        "只能是 booked、finished 或 cancelled。",
        "has to be booked, finished or cancelled.",
    ),
    "string_type": ("要写成文字。", "has to be text."),
    "string_too_long": ("最多 {max_length} 个字。", "may have at most {max_length} characters."),
    "string_pattern_mismatch": ("不能为空，格式或字符不对。", "is empty or of the wrong form."),
    "string_unicode": ("含有不能保存的字符。", "holds characters that can't be kept."),
    "timezone_aware": (
        "时间要带时区，例如 2026-11-20T12:00:00+08:00。",
        "needs its zone, such as 2026-11-20T12:00:00+08:00.",
    ),
    "zone": ("没有这个时区，例如 Asia/Shanghai。", "is no time zone; write such as Asia/Shanghai."),
    "finished": (
        "状态是 finished 时要写服务结束时间。",
        "is needed for a service that is finished.",
    ),
    "order": ("结束时间早于开始时间。", "lies before starts_at."),
    "json_invalid": ("正文不是正确的 JSON。", "The body isn't valid JSON."),
    "list_type": ("要写成列表。", "has to be a list."),
    "too_short": ("至少写 {min_length} 项。", "needs {min_length} or more."),
    "too_long": (
        "最多写 {max_length} 项，请分几次发。",
        "takes {max_length} at most; send several.",
    ),
    "model_attributes_type": ("要写成 JSON 对象。", "has to be a JSON object."),
    "dict_type": ("要写成 JSON 对象。", "has to be a JSON object."),
}
_TIME = (
    "不是正确的时间，例如 2026-11-20T12:00:00+08:00。",
    "isn't a time; write such as 2026-11-20T12:00:00+08:00.",
)


def problem_of(errors: Sequence[Any]) -> Problem:
    """The first error as one clear sentence; what was sent isn't repeated in it."""
    error = errors[0]
    context = error.get("ctx") or {}
    kind = error["type"]
    if kind == "json_invalid":
        zh, en = _SENTENCES[kind]
        return Problem(field=None, message=zh, detail=en)
    field = ".".join(str(part) for part in error["loc"][1:]) or context.get("field") or "body"
    zh, en = _sentence(kind)
    return Problem(
        field=field,
        message=f"{field}：{zh.format_map(context)}",
        detail=f"{field} {en.format_map(context)}",
    )


def _sentence(kind: str) -> tuple[str, str]:
    if kind.startswith(("datetime", "time")) and kind != "timezone_aware":
        return _TIME
    return _SENTENCES.get(kind, ("写得不对。", "isn't valid."))
