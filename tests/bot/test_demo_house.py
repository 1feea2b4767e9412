"""The demo's house can be somebody's own, and is the same one after a restart."""

from pathlib import Path

import pytest

from bot.demo_house import House
from bot.demo_trades import TRADES, Trade, chips_of
from bot.rules import load_rules


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.preset)
def test_its_rules_are_those_of_the_industry_under_its_own_name(
    tmp_path: Path, trade: Trade
) -> None:
    house = House.of('老王的"店": #1', trade.preset, "南门店")
    rules = load_rules(house.write_rules(tmp_path / "rules.yaml"))
    assert rules.house.name.in_language("zh-hant") == '老王的"店": #1'
    assert rules.complaints == load_rules(trade.preset).complaints


def test_it_is_the_same_one_after_a_restart(tmp_path: Path) -> None:
    house = House.of("老王面馆", "restaurant", "南门店")
    house.keep(tmp_path / "house.json")
    assert House.kept(tmp_path / "house.json") == house


@pytest.mark.parametrize("text", ["", "[]", '{"name": 1}', "\x00"])
def test_a_file_that_makes_no_sense_means_the_usual_house(tmp_path: Path, text: str) -> None:
    (tmp_path / "house.json").write_text(text)
    assert House.kept(tmp_path / "house.json") == House()


def test_a_house_whose_place_has_no_name_of_its_own_lends_it_its_name() -> None:
    house = House.of("老王面馆", "restaurant", "")
    assert house.first_shop == "老王面馆"
    assert house.cast().group_title == "老王面馆 · 值班群"


def test_every_industry_has_its_chips() -> None:
    for trade in TRADES:
        assert set(trade.chips) <= {chip["id"] for chip in chips_of(trade)}
        if trade.preset != "hotel":
            assert "房间" not in "".join(chip["text"] for chip in chips_of(trade))
