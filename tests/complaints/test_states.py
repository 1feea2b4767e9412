"""A case changes its state only as the table says, and the drawing in the docs is that table."""

from itertools import product

import pytest

from complaints.states import MOVES, WrongMove, require_move
from complaints.values import State
from tests.complaints.states import PAGE, page


def test_the_drawing_in_the_docs_is_the_table_of_the_code() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert told == page(), "run: .venv/bin/python -m tests.complaints.states"


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_no_other_way_is_open(before: State, after: State) -> None:
    if before is after or (before, after) in MOVES:
        require_move(before, after)
        return
    with pytest.raises(WrongMove, match=f"from {before.value} to {after.value}"):
        require_move(before, after)


def test_from_every_state_a_case_can_come_to_its_end() -> None:
    reached, grew = {State.CLOSED}, True
    while grew:
        before = {start for (start, end) in MOVES if end in reached} - reached
        reached |= before
        grew = bool(before)
    assert reached == set(State)
