"""aiogram comes in without its validators, and each of them can still be built."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiogram.types import PassportElementErrorFiles

from tests.house.checkout import ROOT

LOADS = """
import sys
import bot
from aiogram.types import Update
assert not Update.__pydantic_complete__
Update.model_validate({"update_id": 1, "message": {
    "message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}})
assert Update.__pydantic_complete__
"""
BUILDS = """
import bot
import aiogram.methods, aiogram.types
from pydantic import BaseModel
for module in (aiogram.types, aiogram.methods):
    for name in module.__all__:
        model = getattr(module, name)
        if isinstance(model, type) and issubclass(model, BaseModel):
            model.model_rebuild(raise_errors=True)
            assert model.__pydantic_complete__, name
"""


SERVES_ALL = """
import bot.telegram
from aiogram.types import Message
assert Message.__pydantic_complete__
"""


def run(program: str, *words: str, folder: Path = ROOT) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


READS_WITHOUT = """
import io, sys
from bot.__main__ import main
sys.argv, sys.stdout = ["huiyin", *sys.argv[1:]], io.StringIO()
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
assert not {"aiogram", "telegram", "fastapi", "sqlalchemy"} & sys.modules.keys()
"""


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("tag", "said.txt")])
def test_who_asks_for_little_does_not_wait_for_all_of_it(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "said.txt").write_text("房间很吵\n", encoding="utf-8")
    run(READS_WITHOUT, *words, folder=tmp_path)


def test_a_model_is_built_when_it_is_first_used() -> None:
    run(LOADS)


def test_what_a_message_is_is_built_once_and_serves_answers_and_updates() -> None:
    run(SERVES_ALL)


def test_the_tests_get_it_as_the_program_does() -> None:
    """Whoever imports it before `bot` has seven hundred models built, in every worker."""
    assert not PassportElementErrorFiles.__pydantic_complete__


@pytest.mark.slow
def test_every_model_of_the_bot_api_can_be_built() -> None:
    run(BUILDS)
