"""Each role has one name wherever people read of it: 负责人, 主管 (to customers 值班经理), 同事."""

import re
from pathlib import Path

import pytest

from handlers.catalogue import FOLDERS, read

HOUSE = Path(__file__).parents[2]
# Customers' own words may call them as they like.
OTHER_NAMES = re.compile(r"店[长長主]|老[板闆]|经理人|(?<!duty )\bmanager|\bboss\b", re.IGNORECASE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_calls_a_role_by_another_name(folder: str) -> None:
    said = [text for pair in read(folder).items() for text in pair]
    assert [text for text in said if OTHER_NAMES.search(text)] == []


def test_neither_do_the_guides_nor_the_rules_that_ship() -> None:
    pages = [
        *HOUSE.glob("docs/zh/*.md"),
        *HOUSE.glob("docs/en/*.md"),
        *HOUSE.glob("presets/*.yaml"),
    ]
    found = [page.name for page in pages if OTHER_NAMES.search(page.read_text(encoding="utf-8"))]
    assert found == []
