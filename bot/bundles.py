"""Alerts that come together reach a chat as one message, since a group takes only 20 a minute."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.rendering import Keyboard, Rendered
from handlers.words import Words
from people.telling import NoteKind
from people.values import ROBOT
from storage.outbox import Outgoing

# Two alerts are read as two; from three on a list is quicker to read.
FEWEST = 3
MOST = 20
# Below Telegram's 4096, with room for the heading.
TEXT = 3600
ALERTS = frozenset({NoteKind.ESCALATION.value, NoteKind.WARNING.value, NoteKind.EMERGENCY.value})


def bundles(rows: Sequence[Outgoing]) -> Iterator[list[Outgoing]]:
    """The rows of one chat in their order; alerts of one kind in a row stay together."""
    for is_alert, found in groupby(rows, key=_sort):
        alike = list(found)
        # What is claimed together for a robot is one call, so that its minute is never exceeded.
        fewest = 1 if alike[0].chat_kind == ROBOT else FEWEST
        if not is_alert[0] or len(alike) < fewest:
            yield from ([row] for row in alike)
            continue
        for start in range(0, len(alike), MOST):
            yield alike[start : start + MOST]


def _sort(row: Outgoing) -> tuple[bool, str, int | None]:
    is_alert = not row.is_face and row.kind in ALERTS
    return (is_alert, row.kind, row.thread_id)


def combined(rows: Sequence[Outgoing], shown: Sequence[Rendered], _: Words) -> Rendered:
    """One message of several alerts, the highest level and the longest overdue first.

    Each keeps its own buttons, which say the number of its case.
    """
    pairs = sorted(zip(rows, shown, strict=True), key=lambda pair: _urgency(pair[0]))
    texts = [rendered.text for _row, rendered in pairs]
    if sum(map(len, texts)) > TEXT:
        texts = [text.split("\n", 1)[0] for text in texts]
    head = _("{count} 件一起说，急的在前：", count=len(pairs))
    return Rendered(
        text="\n\n".join([head, *texts]),
        keyboard=_numbered(pairs),
        silent=all(rendered.silent for rendered in shown),
    )


def _urgency(row: Outgoing) -> tuple[int, int, int]:
    facts = row.facts
    return (-int(facts.get("level", 0)), -int(facts.get("late_minutes", 0)), row.id)


def _numbered(pairs: Sequence[tuple[Outgoing, Rendered]]) -> Keyboard:
    buttons = [
        each.renamed(f"#{row.facts['case']} {each.text}")
        for row, rendered in pairs
        for each in (rendered.keyboard[0] if rendered.keyboard else ())
    ]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
