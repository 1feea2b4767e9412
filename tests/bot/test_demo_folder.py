"""A demo writes in folders of its own, and starting anew removes nothing but its own files."""

from pathlib import Path

import pytest

from bot.demo import prepare
from bot.demo_house import House
from bot.demo_stage import Props
from bot.mistakes import UnfitFile


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "plain"])
@pytest.mark.parametrize("name", ["wedding.jpg", "huiyin.sqlite3", "rules.yaml", "bot.log"])
def test_a_folder_that_is_not_a_demos_is_left_alone(tmp_path: Path, name: str, fresh: bool) -> None:
    theirs = tmp_path / name
    theirs.write_bytes(b"1")
    with pytest.raises(UnfitFile, match="不是演示数据"):
        prepare(tmp_path, Props(tmp_path), fresh)
    assert [*tmp_path.iterdir()] == [theirs]
    assert theirs.read_bytes() == b"1"


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "plain"])
@pytest.mark.parametrize(
    "left", [(), ("bot.log",), ("unfinished",), ("unfinished", "bot.log", "rules.yaml")], ids=str
)
def test_a_start_that_died_early_can_be_made_again(
    tmp_path: Path, left: tuple[str, ...], fresh: bool
) -> None:
    for name in left:
        (tmp_path / name).touch()
    props = Props(tmp_path)
    if left:
        House(forum=True).keep(props.house)
    prepare(tmp_path, props, fresh)
    assert props.unfinished.exists()
    assert props.bot_log.exists()


def test_starting_anew_removes_the_files_of_the_demo_only(tmp_path: Path) -> None:
    props = Props(tmp_path)
    prepare(tmp_path, props, fresh=False)
    pictures = tmp_path / "playground.files"
    pictures.mkdir()
    own = ("playground.jsonl", "huiyin.sqlite3", "huiyin.sqlite3-wal", "huiyin.sqlite3.secret")
    for name in (*own, "huiyin.sqlite3.lock", "house.json", "rules.yaml", "playground.files/1"):
        (tmp_path / name).write_bytes(b"1")
    props.unfinished.unlink()
    album = tmp_path / "album"
    album.mkdir()
    (album / "wedding.jpg").write_bytes(b"1")
    prepare(tmp_path, props, fresh=True)
    assert {one.name for one in tmp_path.iterdir()} == {"album", "bot.log", "unfinished"}
    assert (album / "wedding.jpg").exists()


def test_going_on_removes_nothing(tmp_path: Path) -> None:
    props = Props(tmp_path)
    props.journal.write_bytes(b"1")
    prepare(tmp_path, props, fresh=False)
    assert props.journal.read_bytes() == b"1"
    assert not props.unfinished.exists()
