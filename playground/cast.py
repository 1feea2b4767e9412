"""The people of the demo, their group, and the ready-made texts over the customer's input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.model import BotAccount, Person, Room
from playground.state import Playground

DEMO_TOKEN = "4200000:PLAYGROUND"  # noqa: S105  (opens nothing but the playground)
STAFF_CHAT = -1_000_000_000_042


@dataclass(frozen=True, kw_only=True)
class Cast:
    customers: tuple[Person, ...]
    staff: tuple[Person, ...]
    supervisor: Person
    owner: Person
    group_id: int
    group_title: str
    forum: bool = False

    def everybody(self) -> tuple[Person, ...]:
        return (*self.customers, *self.staff, self.supervisor, self.owner)


def _customer(id: int, name: str, language: str, note: str, username: str = "") -> Person:
    return Person(
        id=id, first_name=name, language_code=language, role="customer", note=note,
        username=username,
    )  # fmt: skip


DEMO_CAST = Cast(
    customers=(
        _customer(1001, "王女士", "zh-hans", "住西湖店 305"),
        _customer(1002, "陈先生", "zh-hans", "常客"),
        _customer(1003, "林小姐", "zh-hant", "用繁體字"),
        _customer(1004, "Alex", "en", "writes English", username="alex_demo"),
    ),
    staff=(
        Person(id=1011, first_name="小陈", language_code="zh-hans", role="staff", note="前厅"),
        Person(id=1012, first_name="小李", language_code="zh-hans", role="staff", note="客房"),
    ),
    supervisor=Person(
        id=1021, first_name="周经理", language_code="zh-hans", role="supervisor", note="主管"
    ),
    owner=Person(id=1031, first_name="吴总", language_code="zh-hans", role="owner", note="负责人"),
    group_id=STAFF_CHAT,
    group_title="西湖店 · 值班群",
)


def seat(
    playground: Playground, cast: Cast = DEMO_CAST, *, token: str = DEMO_TOKEN
) -> tuple[BotAccount, Room]:
    """Puts everybody in place; after a restart nothing is there twice.

    The bot is not in the group yet: that is an act of a person (`add_bot_to_group`).
    """
    bot = playground.add_bot(token, username="huiyin_demo_bot", first_name="回音")
    for person in cast.everybody():
        playground.keep_person(person)
    room = playground.add_group(
        cast.group_title,
        owner=cast.owner.id,
        members=tuple(person.id for person in (*cast.staff, cast.supervisor)),
        chat_id=cast.group_id,
        forum=cast.forum,
    )
    return bot, room


def _chip(id: str, zh: str, en: str, text: str, kind: str = "text") -> dict[str, Any]:
    return {"id": id, "kind": kind, "label": {"zh": zh, "en": en}, "text": text}


DEMO_CHIPS: list[dict[str, Any]] = [
    _chip(
        "complaint",
        "投诉",
        "A complaint",
        "等了两个小时没人理我，房间还有烟味，前台态度也很差",
    ),
    _chip(
        "irony",
        "反话",
        "Irony",
        "你们的服务可真“好”啊，打了五个电话，终于有人肯接了",
    ),
    _chip(
        "traditional",
        "繁體字",
        "Traditional script",
        "等了兩個小時沒人理我，房間還有菸味，前台態度也很差",
    ),
    _chip(
        "emergency",
        "紧急",
        "An emergency",
        "走廊里有很重的煤气味，我们不敢待在房间里了",
    ),
    _chip(
        "praise",
        "表扬",
        "Praise",
        "前厅的小李特别耐心，帮我把行李一直送到车上，谢谢她",
    ),
    _chip("voice", "语音", "A voice message", "", "voice"),
]
