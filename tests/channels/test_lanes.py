"""A channel is a chat of ours with a lane of its own: named, paced, counted when it is silent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.pacing import Pacing
from bot.rules import Rules
from bot.settings import Settings, SettingsError, read_settings
from bot.ways_out import (
    addresses_of,
    idle_addresses,
    missing_addresses,
    problems_of_channels,
)
from channels.addresses import Kind
from handlers.notes_channels import Alert, together
from handlers.words import words_in
from people.telling import Note, NoteKind, To
from storage.engine import Database
from storage.tables import outbox
from storage.ways_out import BELOW, answered, number_of, unanswered
from storage.work import begin_work
from tests.channels.robot_servers import SECRET, TOKEN, serve

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


async def test_only_channels_with_an_address_are_open(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        await work.channels.found({"duty", "mail"}, NOW)
        assert [chat.title for chat in await work.channels.open()] == ["duty", "mail"]
        first = await work.channels.open()
    async with begin_work(database, NOW + timedelta(hours=1)) as work:
        await work.channels.found({"duty"}, work.now)
        assert [chat.id for chat in await work.channels.open()] == [first[0].id]
        await work.channels.found({"duty", "mail"}, work.now)
        assert await work.channels.open() == first


async def test_silence_is_counted_from_the_last_answer_on(database: Database) -> None:
    async with begin_work(database, NOW) as work:
        await work.channels.found({"duty"}, NOW)
        (chat,) = await work.channels.open()
        for number in (1, 2):
            note = Note(key=f"n-{number}", kind=NoteKind.ESCALATION, to=To(chat_id=chat.id))
            await work.telling.note(note)
    lost = update(outbox).values(state="failed", finished_at=NOW + timedelta(minutes=1))
    async with database.writing() as connection:
        await connection.execute(lost.where(outbox.c.key == "n-1"))
        assert await unanswered(connection) == {"duty": 1}
        await connection.execute(lost.where(outbox.c.key == "n-2").values(state="unknown"))
        assert await unanswered(connection) == {"duty": 2}
        await answered(connection, chat.id, NOW + timedelta(minutes=2))
        assert await unanswered(connection) == {}


def test_no_chat_of_telegrams_has_the_number_of_a_channel() -> None:
    numbers = [number_of(f"channel{n}") for n in range(200)]
    assert len(set(numbers)) == 200
    assert all(-(1 << 63) <= number < -BELOW for number in numbers)
    assert -BELOW < -1_999_999_999_999


@pytest.mark.parametrize("takes", [0.0, 0.4, 9.0])
def test_a_robot_hears_at_most_twenty_in_any_minute_however_slow_the_line(takes: float) -> None:
    """Each call may arrive at its first instant or at its last: the worst of both is counted."""
    pace, now, begun, ended = Pacing(), 0.0, [], []
    for _ in range(70):
        now = pace.free_at(-BELOW, is_group=True, now=now)
        pace.record(-BELOW, is_group=True, at=now)
        begun.append(now)
        now += takes
        pace.ended(-BELOW, now)
        ended.append(now)
    closest = min(later - sooner for sooner, later in zip(ended, begun[20:], strict=False))
    assert closest >= 60 - 1e-6


def test_an_address_is_found_by_the_name_in_the_rules() -> None:
    rules = Rules.model_validate(
        {"channels": {"duty": {"kind": "wecom"}, "mail": {"kind": "apprise"}}}
    )
    settings = read_settings(
        {"HUIYIN_CHANNEL_DUTY": "https://example.org/1", "HUIYIN_CHANNEL_DUYT": "x", "A": "b"}
    )
    assert list(addresses_of(rules, settings)) == ["duty"]
    assert missing_addresses(rules, settings) == ["HUIYIN_CHANNEL_MAIL"]
    assert idle_addresses(rules, settings) == ["HUIYIN_CHANNEL_DUYT"]
    assert "example" not in repr(settings)


def test_a_wrong_address_stops_the_start_by_name_alone() -> None:
    rules = Rules.model_validate({"channels": {"duty": {"kind": "dingtalk"}}})
    with pytest.raises(SettingsError, match="HUIYIN_CHANNEL_DUTY") as caught:
        addresses_of(rules, Settings(channels={"duty": "ftp://hidden"}))
    assert "hidden" not in str(caught.value)


async def test_a_line_is_tried_on_request_and_what_is_wrong_gets_a_sentence() -> None:
    async with serve(Kind.WECOM) as good, serve(Kind.FEISHU, trouble="sign") as bad:
        rules = Rules.model_validate(
            {"channels": {"good": {"kind": "wecom"}, "bad": {"kind": "feishu"}}}
        )
        settings = Settings(channels={"good": good.url, "bad": f"{bad.url} {SECRET}"})
        assert [p async for p in problems_of_channels(rules, settings, NOW)] == []
        assert good.taken == []
        told = [p async for p in problems_of_channels(rules, settings, NOW, send=True)]
    assert len(told) == 1
    assert "渠道“bad”没有收下" in told[0]
    assert good.taken == ["【回音】试一下：提醒会发到这里。"]
    assert TOKEN not in told[0]


def test_alerts_that_are_told_together_are_whole_as_long_as_they_fit() -> None:
    few = [Alert(title="1", text=f"【回音】#{n}\n西湖店") for n in range(3)]
    assert together(few, words_in("zh-hans")).text.count("西湖店") == 3
    many = [Alert(title="1", text=f"【回音】#{n} 已超时\n" + "西湖店" * 40) for n in range(20)]
    told = together(many, words_in("zh-hans")).text
    assert len(told.encode()) <= 2000
    assert [f"#{n} " in told for n in range(20)] == [True] * 20
