"""From nothing to the first case, on a terminal, against the playground."""

import re
from pathlib import Path

from playground.cast import DEMO_TOKEN
from tests.journeys.first_starts import STARTS, Played, become_owner, telegram
from tests.journeys.house import OWNER
from tests.journeys.recorded import part, parts
from tests.journeys.terminal import terminal
from tests.journeys.test_kill import _rows


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def played_in(folder: Path, name: str) -> Played:
    """The page in the documentation shows what stood on the terminal, word for word."""
    title, play = STARTS[name]
    async with telegram() as played:
        await play(played, folder)
    assert "Traceback" not in played.said
    assert DEMO_TOKEN not in played.said
    assert "hidden-word" not in played.said
    assert part(title, played.said) == parts()[title], "run `make recorded` and look at it"
    return played


async def test_from_nothing_to_a_test_complaint_that_was_answered(tmp_path: Path) -> None:
    played = await played_in(tmp_path, "all the way")
    assert any("马上给您换房" in text for text in played.playground.texts(OWNER))
    database = f"sqlite:///{tmp_path / 'var' / 'huiyin.sqlite3'}"
    assert await _rows(database, "SELECT mark FROM cases") == [("test",)]
    assert await _rows(database, "SELECT cadence, hour FROM digests") == [("daily", 9)]
    assert "西湖客栈" in text_of(tmp_path / "huiyin.yaml")
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert (tmp_path / "sign-a6.pdf").read_bytes().startswith(b"%PDF")


async def test_a_wrong_token_is_said_at_once_and_asked_for_again(tmp_path: Path) -> None:
    await played_in(tmp_path, "wrong token")
    assert not (tmp_path / ".env").exists()


async def test_a_bot_that_runs_elsewhere_is_not_taken_over(tmp_path: Path) -> None:
    await played_in(tmp_path, "elsewhere")


async def test_who_leaves_halfway_goes_on_from_there(tmp_path: Path) -> None:
    await played_in(tmp_path, "interrupted")


async def test_without_a_way_to_telegram_a_proxy_is_offered_and_stays_unseen(
    tmp_path: Path,
) -> None:
    await played_in(tmp_path, "proxy")
    assert "hidden-word" in text_of(tmp_path / ".env")


async def test_a_muted_bot_is_said_until_it_may_write(tmp_path: Path) -> None:
    await played_in(tmp_path, "muted")


def test_every_start_is_on_the_page_and_no_other() -> None:
    assert list(parts()) == [title for title, _ in STARTS.values()]


async def test_on_a_machine_that_says_no_language_the_guide_asks_and_speaks_english(
    tmp_path: Path,
) -> None:
    async with telegram() as played, terminal(tmp_path, played.url, locale="C.UTF-8") as shown:
        await shown.until_it_says("2 English")
        shown.type("2")
        await shown.until_it_says("Paste the token here")
        shown.type("hello")
        await shown.until_it_says("That is no token")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("the token works")
        await shown.until_it_says("Which trade?")
        for answer in ("2", "Lakeside Inn", "24"):
            shown.type(answer)
        await shown.until_it_says("The owner and the staff group")
        await become_owner(played, shown, "There is an owner")
        said = await shown.until_it_says("an ordinary member is enough")
        assert not re.search("[\u4e00-\u9fff]", said)
    assert "language: en" in text_of(tmp_path / "huiyin.yaml")
