"""Rules change while the bot runs: at once, never half, and never what was promised already."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from dimensions.own import Problem
from dimensions.tagger import Tagger
from tests.journeys.house import GROUP, LIN, OWNER, STAFF_CHEN, WANG, House, open_house
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count
from tests.ports import free_port

RULES = """format: 1
extends: hotel
complaints:
  promises:
    clear: {{first_response: {response}, resolution: 4h}}
    serious: {{first_response: {response}, resolution: 4h}}
"""


def write(file: Path, words: str) -> None:
    file.write_text(words, encoding="utf-8")


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    file = tmp_path / "rules.yaml"
    file.write_text(RULES.format(response="20min"), encoding="utf-8")
    return file


@pytest_asyncio.fixture
async def ruled(database_url: str, tagger: Tagger, rules_file: Path) -> AsyncIterator[House]:
    port = free_port()
    async with open_house(database_url, tagger, port, config=str(rules_file)) as opened:
        yield opened


async def test_new_rules_hold_for_new_cases_and_old_promises_stay(
    ruled: House, rules_file: Path
) -> None:
    await ruled.say(WANG, SIMPLIFIED)
    await ruled.say(OWNER, "/reload")
    assert "规则没有变化" in ruled.texts(OWNER)[-1]
    write(rules_file, RULES.format(response="50min"))
    await ruled.say(STAFF_CHEN, "/reload")
    assert "只有负责人" in ruled.texts(STAFF_CHEN)[-1]
    await ruled.say(OWNER, "/reload")
    assert count(ruled.texts(OWNER), "生效了") + count(ruled.texts(OWNER), "没有变化") == 2
    await ruled.app.rules_watch.look()
    await ruled.say(LIN, SIMPLIFIED)
    assert "今天 10:20 前" in ruled.texts(WANG)[-1]
    assert "今天 10:50 前" in ruled.texts(LIN)[-1]
    aside = [Problem(zh="“要投诉”会拆开常用词", en="tears")]
    for _ in range(2):
        await ruled.app.rules_watch.tell_of_words(aside, ruled.clock.now())
    await ruled.say(OWNER, "/reload")
    assert count(ruled.texts(OWNER), "规则里有几个词没有用上") == 1


async def test_a_flawed_file_changes_nothing_and_says_line_and_field(
    ruled: House, rules_file: Path
) -> None:
    write(rules_file, RULES.format(response="soon"))
    await ruled.say(OWNER, "/reload")
    said = ruled.texts(OWNER)[-1]
    assert "没有生效" in said
    assert "rules.yaml:5" in said
    assert "complaints.promises.clear.first_response" in said
    await ruled.app.rules_watch.look()
    await ruled.say(WANG, SIMPLIFIED)
    assert "今天 10:20 前" in ruled.texts(WANG)[-1]
    assert count(ruled.texts(GROUP), "#1001") == 1


async def test_a_saved_file_counts_by_itself_on_one_machine(ruled: House, rules_file: Path) -> None:
    write(rules_file, RULES.format(response="45min"))
    await ruled.app.rules_watch.look()
    await ruled.say(WANG, SIMPLIFIED)
    is_alone = ruled.app.database.is_sqlite
    assert ("今天 10:45 前" if is_alone else "今天 10:20 前") in ruled.texts(WANG)[-1]
    write(rules_file, "format: 1\ncomplaints: none\n")
    await ruled.app.rules_watch.look()
    await ruled.settle()
    assert count(ruled.texts(OWNER), "没有生效") == int(is_alone)


OWN = """format: 1
extends: general
understanding:
  words:
    - {{aspect: noise, says: bad, words: [{word}]}}
"""


@pytest.mark.slow
async def test_new_words_of_the_house_are_read_at_once(ruled: House, rules_file: Path) -> None:
    def heard() -> str:
        return "\n".join(ruled.texts(GROUP))

    await ruled.say(WANG, "空调像火车头，太差了")
    assert "环境设施：空调像火车头" not in heard()
    write(rules_file, OWN.format(word="火车头"))
    await ruled.say(OWNER, "/reload")
    await ruled.app.rules_watch.look()
    await ruled.say(LIN, "空调像火车头，太差了")
    assert "环境设施：空调像火车头" in heard()


@pytest.mark.slow
async def test_a_word_that_tears_a_common_one_is_refused_with_the_sentence(
    ruled: House, rules_file: Path
) -> None:
    write(rules_file, OWN.format(word="层香菜"))
    await ruled.say(OWNER, "/reload")
    said = ruled.texts(OWNER)[-1]
    assert "没有生效" in said
    assert "“层香菜”会拆开常用词“一层”" in said
    assert "铺了满满一层香菜" in said
