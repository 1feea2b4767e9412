"""Writes docs/case-states.md from the table of moves: `python -m tests.complaints.states`."""

from pathlib import Path

from complaints.states import MOVES, NAMES, diagram

PAGE = Path(__file__).parents[2] / "docs" / "case-states.md"

HEAD = """# 一件事怎么走完 · The states of a case

Drawn from the table of moves in `complaints/states.py`, which storage enforces: a change of state
that does not stand here raises an error. Reopening is no state; it starts a new round with promises
of its own. 名称是同事在卡片上看到的。

"""


def page() -> str:
    rows = [
        f"| {NAMES[before]} `{before}` | {NAMES[after]} `{after}` | {'、'.join(steps)} |"
        for (before, after), steps in MOVES.items()
    ]
    table = ["| 从 from | 到 to | 怎么 by |", "|---|---|---|", *rows]
    return HEAD + "```mermaid\n" + diagram() + "\n```\n\n" + "\n".join(table) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
