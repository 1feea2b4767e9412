"""Rows of a table with services: what its columns may be called, and what a row says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from dimensions.mistakes import Mistake
from handlers.intake_bodies import ServiceBody, problem_of
from surveys.values import ServiceStatus

# By field, what shops call it; capitals and spaces don't matter.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "service_id", "编号", "服务编号", "服务单号", "单号", "订单号", "訂單號"),
    "status": ("status", "状态", "狀態"),
    "starts_at": ("starts_at", "start", "开始时间", "開始時間", "入住时间", "预订时间"),
    "finished_at": ("finished_at", "end", "结束时间", "結束時間", "完成时间", "离店时间"),
    "customer": ("customer", "customer_id", "客户编号", "顾客编号", "客人编号", "会员号", "客户"),
    "phone": ("phone", "mobile", "手机", "手机号", "电话", "手機", "電話"),
    "language": ("language", "语言", "語言"),
    "timezone": ("timezone", "时区", "時區"),
    "place": ("place", "门店", "門店", "分店", "店名"),
    "service_type": ("service_type", "type", "服务类型", "服務類型", "类型"),
    "staff": ("staff", "员工", "員工", "服务人员", "经手人"),
}
# A column with what the shop marks its customers as, such as “标记:level”.
MARKS = ("标记:", "标记：", "標記:", "標記：", "attribute:")
NEEDED = ("id", "customer")
_STATUS: Mapping[str, ServiceStatus] = {
    **{status.value: status for status in ServiceStatus},
    **dict.fromkeys(
        ("已完成", "完成", "已结束", "已離店", "已离店", "done"), ServiceStatus.FINISHED
    ),
    **dict.fromkeys(("预订", "已预订", "預訂", "已预约", "进行中"), ServiceStatus.BOOKED),
    **dict.fromkeys(("取消", "已取消", "canceled"), ServiceStatus.CANCELLED),
}
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y年%m月%d日 %H:%M")
_DATE_ALONE = re.compile(r"\d{4}-?\d{1,2}-?\d{1,2}")
CUSTOMER_FIELDS = {"phone", "language", "timezone"}


class UnfitColumns(Mistake):
    """The head of a table names no column that is needed; the message is a sentence."""


class Refused(Exception):
    """A row can't be taken; the message is a sentence without the customer's data."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where in a row each field stands. `zone` is that of times without one, if any is known."""

    places: Mapping[str, int]
    marks: Mapping[str, int]
    titles: Mapping[str, str]
    width: int
    zone: ZoneInfo | None = None

    @classmethod
    def read(cls, head: Sequence[str], zone: ZoneInfo | None = None) -> "Columns":
        known = {name: field for field, names in NAMES.items() for name in names}
        found: dict[str, int] = {}
        for index, cell in enumerate(head):
            field = known.get("_".join(cell.strip().lower().split()))
            if field is not None and field in found:
                raise UnfitColumns(
                    f"第 {found[field] + 1} 列和第 {index + 1} 列都是“{NAMES[field][0]}”，"
                    "请留一列。",
                    f"Columns {found[field] + 1} and {index + 1} are both “{field}”: keep one.",
                )
            if field is not None:
                found[field] = index
        missing = [name for name in NEEDED if name not in found]
        if missing or not {"starts_at", "finished_at"} & set(found):
            raise UnfitColumns(
                "第一行要写列名，至少有 id（编号）、customer（客户编号）、finished_at（结束时间）；"
                f"现在缺：{'、'.join(missing) or 'finished_at'}。",
                "The first row names the columns, at least id, customer and finished_at; "
                f"missing: {', '.join(missing) or 'finished_at'}.",
            )
        titles = {field: head[index].strip() for field, index in found.items()}
        return cls(places=found, marks=_marks(head), titles=titles, width=len(head), zone=zone)

    def in_words_of_the_table(self, reason: str) -> str:
        """A reason names the field of the interface; who looks at the table knows its columns."""
        field, colon, rest = reason.partition("：")
        name = "customer" if field == "customer.id" else field.removeprefix("customer.")
        title = self.titles.get(name)
        return f"{title}：{rest}" if colon and title else reason

    def body_of(self, row: Sequence[str]) -> ServiceBody:
        """Raises Refused."""
        if len(row) > self.width and any(cell.strip() for cell in row[self.width :]):
            raise Refused(f"这一行有 {len(row)} 格，比列名多；多半是少了引号。")
        told = {field: _cell(row, index) for field, index in self.places.items()}
        given = {field: text for field, text in told.items() if text}
        customer: dict[str, Any] = {"id": given.pop("customer", "")}
        customer |= {field: given.pop(field) for field in CUSTOMER_FIELDS & set(given)}
        marks = {name: _cell(row, index) for name, index in self.marks.items()}
        customer["attributes"] = {name: text for name, text in marks.items() if text}
        for field in ("starts_at", "finished_at"):
            if field in given:
                given[field] = _instant(given[field], field, self.zone)
        given["status"] = _status(given)
        try:
            return ServiceBody.model_validate({**given, "customer": customer})
        except ValidationError as error:
            raise Refused(_sentence(error)) from None


def _marks(head: Sequence[str]) -> dict[str, int]:
    found = {}
    for index, cell in enumerate(head):
        mark = next((mark for mark in MARKS if cell.strip().lower().startswith(mark)), None)
        if mark is not None:
            found[cell.strip()[len(mark) :].strip()] = index
    return {name: index for name, index in found.items() if name}


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return problem_of([{**first, "loc": ("row", *first["loc"])}]).message


def _cell(row: Sequence[str], index: int) -> str:
    """A cell as it was meant: what keeps a spreadsheet from taking it for a formula is no part."""
    text = row[index].strip() if index < len(row) else ""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise Refused("这一行的文字编码和别的行不同，请整个文件存成 UTF-8。")
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def _status(given: Mapping[str, str]) -> str:
    """As written; what has an end and says nothing is finished."""
    written = given.get("status")
    if written is None:
        return "finished" if "finished_at" in given else "booked"
    status = _STATUS.get(written.strip().lower())
    if status is None:
        raise Refused("status：只能是 booked、finished、cancelled（预订、已完成、已取消）。")
    return status.value


def _instant(text: str, field: str, zone: ZoneInfo | None) -> str:
    """With its zone; a clock time that a change of the clock leaves out or repeats is refused."""
    moment = _moment(text.replace("/", "-"), field)
    if moment.tzinfo is not None:
        return moment.isoformat()
    if zone is None:
        raise Refused(
            f"{field}：时间没有时区；请写成 2026-11-20T12:00:00+08:00，或运行时加 --zone "
            "Asia/Shanghai。"
        )
    local = moment.replace(tzinfo=zone)
    if _as_told_back(local, field) != moment:
        raise Refused(f"{field}：当地那天没有这个钟点（夏令时拨快了），请写明时区。")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise Refused(f"{field}：当地那天这个钟点有两次（夏令时拨慢了），请写明时区。")
    return local.isoformat()


def _as_told_back(local: datetime, field: str) -> datetime:
    """By the clock of its zone, where that clock shows it at all."""
    try:
        return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None)
    except OverflowError:
        # Other systems write the first or the last moment they know for "never".
        raise Refused(f"{field}：{local:%Y-%m-%d} 不是真的日期；还没有时间就留空。") from None


def _moment(text: str, field: str) -> datetime:
    if _DATE_ALONE.fullmatch(text):
        raise Refused(f"{field}：只有日期，请写到几点几分，例如 2026-11-20 12:00。")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is looked at next
        except ValueError:
            continue
    raise Refused(f"{field}：不是正确的时间，例如 2026-11-20 12:00。")
