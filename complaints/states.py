"""Every way in which a case may change its state; storage refuses any other.

docs/case-states.md is drawn from this table, and a test holds the two together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from complaints.values import State

Moves = Mapping[tuple[State, State], tuple[str, ...]]

MOVES: Moves = {
    (State.OPEN, State.TAKEN): ("我来", "回复", "已去电", "转给同事"),
    (State.OPEN, State.WAITING): ("请客人补充",),
    (State.OPEN, State.RESOLVED): ("已解决", "已当面/电话处理"),
    (State.OPEN, State.CLOSED): ("客人撤回", "合并", "采纳/暂不", "表扬"),
    (State.TAKEN, State.OPEN): ("转给小组",),
    (State.TAKEN, State.WAITING): ("请客人补充",),
    (State.TAKEN, State.RESOLVED): ("已解决", "已当面/电话处理"),
    (State.TAKEN, State.CLOSED): ("客人撤回", "合并", "采纳/暂不"),
    (State.WAITING, State.TAKEN): ("客人补充了", "等了太久", "撤回提问"),
    (State.WAITING, State.RESOLVED): ("已解决", "已当面/电话处理"),
    (State.WAITING, State.CLOSED): ("客人撤回", "合并", "采纳/暂不"),
    (State.RESOLVED, State.CLOSED): ("客人满意", "没有回音", "客人撤回", "合并"),
    (State.RESOLVED, State.OPEN): ("没解决（新一轮）", "又写来（新一轮）"),
    (State.RESOLVED, State.TAKEN): ("没解决（新一轮）", "又写来（新一轮）"),
    (State.RESOLVED, State.CONTESTED): ("不接受最后的决定",),
    (State.CONTESTED, State.OPEN): ("提到危险（新一轮）",),
    (State.CONTESTED, State.TAKEN): ("提到危险（新一轮）",),
    (State.CONTESTED, State.RESOLVED): ("已解决",),
    (State.CONTESTED, State.CLOSED): ("申诉途径用尽", "客人撤回", "合并"),
    (State.CLOSED, State.OPEN): ("事后说没解决（新一轮）",),
    (State.CLOSED, State.TAKEN): ("事后说没解决（新一轮）",),
    (State.CLOSED, State.CONTESTED): ("事后不接受最后的决定",),
}

NAMES: Mapping[State, str] = {
    State.OPEN: "等待接手",
    State.TAKEN: "处理中",
    State.WAITING: "等客人",
    State.RESOLVED: "等确认",
    State.CONTESTED: "待跟进",
    State.CLOSED: "已结",
}


@dataclass(frozen=True, kw_only=True)
class WrongMove(Exception):
    """A case was to change its state in a way that the table of moves does not have."""

    before: State
    after: State

    def __str__(self) -> str:
        return f"no move from {self.before.value} to {self.after.value}"


def require_move(before: State, after: State) -> None:
    """Raises WrongMove; staying as it is is no move."""
    if before is not after and (before, after) not in MOVES:
        raise WrongMove(before=before, after=after)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines())])


def _lines() -> Iterator[str]:
    for state, name in NAMES.items():
        yield f"{state.value}: {name}"
    yield f"[*] --> {State.OPEN.value}: 收到"
    for (before, after), steps in MOVES.items():
        yield f"{before.value} --> {after.value}: {'、'.join(steps)}"
    yield f"{State.CLOSED.value} --> [*]"
