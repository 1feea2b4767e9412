"""Alerts that come together are one message; everything else stays a message each."""

from datetime import UTC, datetime
from typing import Any

from bot.bundles import bundles, combined
from handlers.rendering import Button, Rendered
from handlers.words import words_in
from people.telling import NoteKind
from storage.outbox import Outgoing

NOW = datetime(2030, 3, 5, 2, 0, tzinfo=UTC)


def row(number: int, kind: NoteKind = NoteKind.ESCALATION, **facts: Any) -> Outgoing:
    return Outgoing(
        id=number,
        key=f"key-{number}",
        sort="note",
        kind=kind.value,
        facts={"case": 1000 + number, **facts},
        chat_id=1,
        telegram_id=1,
        chat_kind="private",
        chat_state="open",
        person_id=1,
        thread_id=None,
        wanted=1,
        attempts=1,
        created_at=NOW,
    )


def ids(rows: list[Outgoing]) -> list[list[int]]:
    return [[one.id for one in alike] for alike in bundles(rows)]


def test_two_alerts_are_two_messages_and_three_are_one() -> None:
    assert ids([row(1), row(2)]) == [[1], [2]]
    assert ids([row(1), row(2), row(3)]) == [[1, 2, 3]]


def test_only_alerts_of_one_kind_in_a_row_are_put_together() -> None:
    rows = [row(1), row(2), row(3, NoteKind.WARNING), row(4), row(5, NoteKind.REPLY)]
    assert ids(rows) == [[1], [2], [3], [4], [5]]
    replies = [row(n, NoteKind.REPLY) for n in range(1, 5)]
    assert ids(replies) == [[1], [2], [3], [4]]


def test_a_list_stays_readable() -> None:
    assert [len(alike) for alike in ids([row(n) for n in range(1, 46)])] == [20, 20, 5]


def test_the_worst_stands_first_and_every_button_names_its_case() -> None:
    rows = [row(1, level=1, late_minutes=5), row(2, level=2, late_minutes=1), row(3, level=1)]
    shown = [
        Rendered(text=f"#{1000 + n}", keyboard=((Button(text="我来", data=f"c:take:{n}:1"),),))
        for n in (1, 2, 3)
    ]
    told = combined(rows, shown, words_in("zh-hans"))
    assert told.text.split("\n\n") == ["3 件一起说，急的在前：", "#1002", "#1001", "#1003"]
    assert [[button.text for button in line] for line in told.keyboard] == [
        ["#1002 我来", "#1001 我来"],
        ["#1003 我来"],
    ]
    assert not told.silent


def test_long_alerts_are_cut_to_their_first_line_and_stay_below_telegrams_limit() -> None:
    rows = [row(n) for n in range(1, 21)]
    shown = [Rendered(text=f"第 {n} 件\n" + "很长" * 300, silent=True) for n in range(1, 21)]
    told = combined(rows, shown, words_in("zh-hans"))
    assert len(told.text) < 4096
    assert "很长" not in told.text
    assert told.silent
