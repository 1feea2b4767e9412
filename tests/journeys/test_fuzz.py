"""Whatever people, clients and systems send: nothing fails, and no markup of theirs is refused.

`make fuzz UPDATES=1000000` goes on for as long as that takes; the suite takes a slice.
"""

import asyncio
import gc
import json
import os
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

import presets
from bot.poller import arrival_of
from bot.rules import RulesError, load_rules
from bot.running import leave_what_stays
from dimensions.tagger import Tagger
from handlers.exports import ACTIONS as EXPORTS
from handlers.presses import FiguresPress
from storage.inbox import Hold, Waiting
from tests.journeys.house import (
    CHEN,
    GROUP,
    LIN,
    STAFF_CHEN,
    SUPERVISOR,
    WANG,
    House,
    open_house,
)
from tests.journeys.inside import speak_inside
from tests.journeys.test_presses import KINDS, of
from tests.ports import free_port

UPDATES = int(os.environ.get("HUIYIN_UPDATES", "5000"))
SEED = int(os.environ.get("HUIYIN_SEED", "8"))
# A house of so many: the next thousands come to an empty one, and another core may have them.
OF_ONE_HOUSE = 2_500
HOUSES = max(1, -(-UPDATES // OF_ONE_HOUSE))
# On PostgreSQL, where each statement is a trip to the server.
A_FEW = 200
# Every so many houses the bot and the playground talk over HTTP: the others do without sockets.
BY_THE_WIRE = 10
# As many as Telegram gives at once.
BATCH = 100
PATIENCE = 300
# Seconds that one update may take by itself.
LONGEST = 0.25
# How seldom such a press is made, against any other.
COSTLY = dict.fromkeys(EXPORTS, 0.98)
PEOPLE = (WANG, CHEN, LIN, STAFF_CHEN, SUPERVISOR)

SAID = """
等了两个小时没人理 · 房间有烟味 · 谢谢 · 在吗 · 停 · 开始 · 我的数据 · 删除我 ·
隐私 · 改 · 语言 · 绑定 · 煤气味 · 不满意 · 昨天西湖店投诉 · 跳过 ·
5 · +1+1 · @all · *_`[]( · =cmd!A0 · https://example.com/a?b=c · /start · /stats ·
/cases · /case 1001 · /log 空调坏了 · /digest · /settings · /audit · /why · /export ·
/visit 13800000000 · /code 812 · /trend ·
/compare 本周 和 上周 · /me · /handover · /invite · 110101199003077578 ·
13912345678 · a@b.cn · <b>粗 · </a> · &amp;&lt;&#0;
"""
PIECES = (
    *(piece.strip() for piece in SAID.split("·")),
    *("<a href='tg://user?id=1'>", "\u202e\u2066反过来\u2069", "\u200b\u200f", "\0", "\ud83d"),
    *("a\u0338\u0321\u031b\u034e\u035a" * 40, "🚨" * 50, "长" * 4000, "1" * 300, "\ufeff"),
    *(" ", "\n\n", "\t"),
)
PAYLOADS = (
    "p-2222",
    "s-",
    "A" * 22,
    "_" * 64,
    "-",
    "owner",
    "x" * 65,
    "p-" + "z" * 60,
    "..",
    "%00",
)


def words(chance: random.Random) -> str:
    """One to three pieces, each sometimes cut or turned round."""
    said = []
    for _ in range(chance.randint(1, 3)):
        piece = chance.choice(PIECES)
        said.append(piece[: chance.randint(1, len(piece))] if chance.random() < 0.2 else piece)
    return "".join(said)[:4096]


class Sender:
    """Makes updates as Telegram would, about what the house has really said."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self.chance = house, chance
        self.number, self.message = 900_000_000, 900_000

    def update(self) -> dict[str, Any]:
        self.number += 1
        made = self.chance.choice(
            [self._text] * 5 + [self._media, self._edit, self._press, self._press, self._other]
        )
        return {"update_id": self.number, **made()}

    def _message(self) -> dict[str, Any]:
        self.message += 1
        who = self.chance.choice(PEOPLE)
        in_group = self.chance.random() < 0.25
        chat = (
            {"id": GROUP, "type": "supergroup", "title": "群"}
            if in_group
            else {"id": who, "type": "private", "first_name": "名"}
        )
        made = {
            "message_id": self.message,
            "date": int(self.house.clock.now().timestamp()),
            "chat": chat,
            "from": {"id": who, "is_bot": False, "first_name": words(self.chance)[:60] or "名"},
        }
        if self.chance.random() < 0.2:
            room = self.house.playground.messages(GROUP if in_group else who)
            if room:
                made["reply_to_message"] = self.chance.choice(room[-40:])
        return made

    def _text(self) -> dict[str, Any]:
        text = words(self.chance)
        if self.chance.random() < 0.1:
            text = f"/start {self.chance.choice(PAYLOADS)}"
        made = {**self._message(), "text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            made["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"message": made}

    def _media(self) -> dict[str, Any]:
        file = {"file_id": "f", "file_unique_id": "u"}
        size = {"width": 1, "height": 1}
        kinds: dict[str, Any] = {
            "photo": [{**file, **size}],
            "voice": {**file, "duration": 1},
            "video": {**file, **size, "duration": 1},
            "sticker": {**file, **size, "type": "regular", "is_animated": False, "is_video": False},
            "document": file,
            "location": {"latitude": 1.0, "longitude": 2.0},
            "contact": {"phone_number": words(self.chance)[:20], "first_name": "名"},
            "dice": {"emoji": "🎲", "value": 3},
        }
        kind = self.chance.choice(list(kinds))
        made = {**self._message(), kind: kinds[kind]}
        if kind in {"photo", "voice", "video", "document"}:
            made["caption"] = words(self.chance)[:1024]
        return {"message": made}

    def _edit(self) -> dict[str, Any]:
        made = {**self._message(), "text": words(self.chance), "edit_date": 1_900_000_000}
        made["message_id"] = self.chance.randint(900_000, self.message)
        return {"edited_message": made}

    def _press(self) -> dict[str, Any]:
        who = self.chance.choice(PEOPLE)
        chat = self.chance.choice([who, GROUP])
        shown = [m for m in self.house.playground.messages(chat) if m["from"]["is_bot"]]
        sort, action = self.chance.choice(KINDS)
        # Each is a file that is made beside, or figures that are counted: a few thousand of them
        # prove as much.
        while self.chance.random() < COSTLY.get(action, 0.8 if sort is FiguresPress else 0.0):
            sort, action = self.chance.choice(KINDS)
        number = self.chance.choice([1, 2, 1001, 1002, 1003])
        data = of(sort, action, number, self.chance)
        if self.chance.random() < 0.1:
            data = words(self.chance)[:21]
        press = {
            "id": str(self.number),
            "from": {"id": who, "is_bot": False, "first_name": "名"},
            "chat_instance": "1",
            "data": data,
        }
        if shown:
            press["message"] = self.chance.choice(shown[-30:])
        return {"callback_query": press}

    def _other(self) -> dict[str, Any]:
        poll: dict[str, Any] = {"id": "1", "question": "?", "options": [], "type": "regular"}
        poll |= {"total_voter_count": 0, "is_closed": True, "is_anonymous": True}
        poll |= {"allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
        made: list[dict[str, Any]] = [
            {"poll": poll},
            {"something_new": {"id": 1}},
            {"message": {**self._message(), "new_chat_title": "群"}},
            {
                "message": {
                    **self._message(),
                    "left_chat_member": {"id": 5, "is_bot": False, "first_name": "名"},
                }
            },
        ]
        return self.chance.choice(made)


@pytest.mark.parametrize("nth", range(HOUSES))
async def test_nothing_that_people_send_fails(house: House, nth: int) -> None:
    """No update is set aside, and Telegram's parser takes every message that comes of them."""
    if nth % BY_THE_WIRE:
        speak_inside(house)
    await _nothing_fails(house, SEED + nth, min(UPDATES, OF_ONE_HOUSE))


@pytest.mark.postgres
async def test_a_few_of_them_on_postgresql(postgres_url: str, tagger: Tagger) -> None:
    """SQL that only PostgreSQL refuses would be met here."""
    async with open_house(postgres_url, tagger, free_port()) as house:
        await _nothing_fails(house, SEED, min(UPDATES, A_FEW))


async def _nothing_fails(house: House, seed: int, count: int) -> None:
    sender, watch = Sender(house, random.Random(seed)), _Watch(house)
    # The house before this one need not stay.
    gc.unfreeze()
    leave_what_stays()
    began = time.process_time()
    for _ in range(0, count, BATCH):
        await _fed(house, [sender.update() for _ in range(BATCH)])
    spent = (time.process_time() - began) / count * 1000
    slow = [update for update, seconds in watch.took if seconds > LONGEST]
    sys.stderr.write(
        f"{count} updates, seed {seed}: {spent:.1f} ms of processor each, {len(slow)} took "
        f"longer than {LONGEST * 1000:.0f} ms beside others\n"
    )
    await house.settle()
    assert await house.rows("SELECT update_id, error FROM inbox WHERE state = 'aside'") == []
    refused = {call.refusal for call in house.playground.calls if call.refusal}
    assert [one for one in refused if one and "entities" in one] == []
    # Beside others a machine may be busy: what was slow is looked at alone.
    for update in slow:
        watch.took.clear()
        for _ in range(3):
            await _fed(house, [{**update, "update_id": sender.update()["update_id"]}])
        assert min(seconds for _, seconds in watch.took) <= LONGEST, update


class _Watch:
    """How long each update takes from the first try to the commit, in seconds."""

    def __init__(self, house: House) -> None:
        self.took: list[tuple[dict[str, Any], float]] = []
        self._handle = house.app.lanes._handle
        house.app.lanes._handle = self

    async def __call__(self, item: Waiting, hold: Hold, *, is_last: bool) -> None:
        began = time.perf_counter()
        await self._handle(item, hold, is_last=is_last)
        self.took.append((json.loads(item.raw), time.perf_counter() - began))


async def _fed(house: House, updates: list[dict[str, Any]]) -> None:
    batch = [arrival_of(house.app.bot.id, update) for update in updates]
    await house.app.keep([one for one in batch if one is not None])
    async with asyncio.timeout(PATIENCE):
        while not house.app.is_quiet:
            await asyncio.sleep(0.01)


@pytest.mark.expects_errors("set aside")
async def test_what_telegram_never_sends_is_set_aside_and_holds_up_nobody(house: House) -> None:
    """Updates with fields left out or of another type; what is good among them is handled."""
    chance = random.Random(SEED)
    sender, app = Sender(house, chance), house.app
    broken = [_broken(sender.update(), chance) for _ in range(24)]
    # One that is surely none.
    broken.append({"update_id": 1, "message": {"message_id": "x", "chat": {"id": WANG}}})
    await app.keep([one for one in (arrival_of(app.bot.id, update) for update in broken) if one])
    await house.settle()
    await house.say(WANG, "房间有烟味，等了两个小时没人理")
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'new'") == [(0,)]
    errors = {row[0] for row in await house.rows("SELECT error FROM inbox WHERE state = 'aside'")}
    assert errors == {"Unreadable"}


def _broken(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """One field of it gone, or something else in its place."""
    whole = json.loads(json.dumps(update))
    spot = whole[next(name for name in whole if name != "update_id")]
    while True:
        name = chance.choice(list(spot))
        if isinstance(spot[name], dict) and spot[name] and chance.random() < 0.6:
            spot = spot[name]
            continue
        if chance.random() < 0.4:
            del spot[name]
        else:
            spot[name] = chance.choice([None, "x", 10**30, -1, [], {}, True, 1.5])
        return dict(whole)


async def test_the_interface_never_fails(house: House) -> None:
    """Bodies made from its own description, and bent: an answer below 500 for each."""
    chance = random.Random(SEED)
    document = house.app.web.openapi()
    headers = {"Authorization": "Bearer key"}
    transport = ASGITransport(house.app.web, raise_app_exceptions=True)
    async with AsyncClient(transport=transport, base_url="http://house") as client:
        for path, methods in document["paths"].items():
            for method, told in methods.items():
                schema = _schema(told)
                for _ in range(max(20, UPDATES // 100) if schema else 3):
                    body = _value(schema, document, chance, 0) if schema else None
                    where = path.replace("{id}", words(chance)[:20] or "x").replace("\0", "")
                    answer = await client.request(
                        method, _speakable(where), json=_speakable(body), headers=headers
                    )
                    assert answer.status_code < 500 or path == "/ready", (path, body, answer.text)
    await house.settle()


def _speakable(value: Any) -> Any:
    """Without halves of letters, which no client can write as UTF-8."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="ignore"))


def _schema(told: dict[str, Any]) -> Any:
    content = told.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema")


def _value(
    schema: dict[str, Any], document: dict[str, Any], chance: random.Random, depth: int
) -> Any:
    """A value as described, and once in ten something else."""
    if chance.random() < 0.1 or depth > 8:
        return chance.choice([None, "", "x" * 300, -1, 10**25, 1.5, [], {}, True, words(chance)])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _value(document["components"]["schemas"][name], document, chance, depth + 1)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _value(chance.choice(schema[choice]), document, chance, depth + 1)
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        kept = {name: one for name, one in fields.items() if chance.random() < 0.8}
        return {name: _value(one, document, chance, depth + 1) for name, one in kept.items()}
    if schema.get("type") == "array":
        count = chance.randint(0, 3)
        return [_value(schema.get("items", {}), document, chance, depth + 1) for _ in range(count)]
    return _plain(schema, chance)


def _plain(schema: dict[str, Any], chance: random.Random) -> Any:
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema.get("type") in {"integer", "number"}:
        return chance.choice([0, 1, -1, 2**63, 7])
    if schema.get("type") == "boolean":
        return chance.random() < 0.5
    if schema.get("format") == "date-time":
        return chance.choice([*TIMES, "x"])
    known = ["stay-1", "westlake", "finished", "zh-hans", "Asia/Shanghai", "\u202e"]
    return chance.choice([*known, words(chance)])


TIMES = (
    "2030-03-05T10:00:00+08:00",
    "2030-03-05",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
)


def test_a_bent_file_of_rules_is_refused_with_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    lines = presets.path_of("hotel").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "huiyin.yaml"
    for _ in range(max(30, UPDATES // 100)):
        bent = list(lines)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(bent))
            line = bent[place]
            ways = [line[: len(line) // 2], line + ": x", "  " + line, line.replace(":", ": [", 1)]
            ways += ["&a *a", "? {", "- - -", "!!python/object:os.system x", words(chance)]
            bent[place] = chance.choice(ways)
        file.write_text("\n".join(bent), encoding="utf-8", errors="replace")
        with suppress(RulesError):
            load_rules(file)
