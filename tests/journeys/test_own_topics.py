"""A topic that a house adds stands everywhere by its name, below the dimension it belongs to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.rules import load_rules
from dimensions.own import load_tagger
from dimensions.tagger import Tagger
from tests.journeys.house import OWNER, WANG, House, open_house
from tests.ports import free_port

RULES = """format: 1
extends: hotel
understanding:
  aspects: [{key: garden, dimension: tangibles, name: 空中花园}]
  words:
    - {aspect: garden, says: subject, words: [露台]}
"""


@pytest_asyncio.fixture
async def gardened(database_url: str, tagger: Tagger, tmp_path: Path) -> AsyncIterator[House]:
    file = tmp_path / "rules.yaml"
    file.write_text(RULES, encoding="utf-8")
    taught = load_tagger(load_rules(str(file)).understanding, tagger)
    async with open_house(database_url, taught, free_port(), config=str(file)) as opened:
        yield opened


async def test_a_topic_of_the_house_is_called_by_its_name_wherever_figures_are(
    gardened: House,
) -> None:
    await gardened.say(WANG, "露台太差了，我要投诉")
    assert await gardened.rows("SELECT aspect FROM findings") == [("garden",)]
    asked = ("今天按方面", "今天主要问题", "今天露台投诉几件", "今天露台有什么投诉？")
    for words in asked:
        await gardened.say(OWNER, words)
        shown = gardened.texts(OWNER)[-1] + str(gardened.playground.messages(OWNER)[-1])
        assert "空中花园" in shown, words
        assert "· garden" not in shown, words


async def test_a_topic_of_the_house_stands_below_its_own_dimension(gardened: House) -> None:
    await gardened.say(WANG, "露台太差了，我要投诉")
    await gardened.say(OWNER, "今天主要问题")
    lines = gardened.texts(OWNER)[-1].splitlines()
    [at] = [number for number, line in enumerate(lines) if "空中花园" in line]
    assert lines[at - 1].startswith("环境设施")
