"""The table of guards is true: each stands where it says, and each test is there."""

import pytest

from tests.house.checkout import ROOT
from tests.rights.table import GUARDS, Guard


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.promise[:40])
def test_a_guard_stands_where_the_table_says(guard: Guard) -> None:
    assert (ROOT / guard.file).read_text(encoding="utf-8").count(guard.code) == 1
    file, _, name = guard.test.partition("::")
    assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8")
