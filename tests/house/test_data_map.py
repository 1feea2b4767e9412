"""The data map names every column there is, and no other."""

import re

from storage.tables import TABLES
from tests.house.checkout import ROOT

SECTION = re.compile(r"^## (\w+)\n\n(.+?)\n\n(.+?)\n", re.MULTILINE | re.DOTALL)


def test_the_data_map_names_every_column() -> None:
    text = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8") + "\n"
    told = {name: re.findall(r"`(\w+)`", columns) for name, _, columns in SECTION.findall(text)}
    assert told == {t.name: [c.name for c in t.columns] for t in TABLES.sorted_tables}


def test_the_data_map_says_of_every_table_what_is_about_a_person() -> None:
    text = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8")
    assert text.count("About a person:") == len(TABLES.sorted_tables)
