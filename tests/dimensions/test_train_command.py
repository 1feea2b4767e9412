"""`huiyin train`: versions are kept, the better one is used, and any of them can come back."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot import training
from bot.clock import Clock
from bot.evaluating import evaluate_file
from bot.mistakes import UnfitFile
from dimensions import Tagger
from storage.engine import open_database
from storage.models import KeptModel, ModelRows
from tests.dimensions.test_training import rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/house.sqlite3"
    monkeypatch.setenv("HUIYIN_DATABASE_URL", address)
    return address


async def versions(address: str) -> list[KeptModel]:
    database = open_database(address)
    try:
        async with database.reader.connect() as connection:
            return await ModelRows(connection).all()
    finally:
        await database.close()


async def told(file: Path, tagger: Tagger, to: Path | None = None) -> str:
    heard = io.StringIO()
    console = Console(file=heard, width=200)
    await training.train_file(file, console, Clock(), to=to, tagger=tagger)
    return heard.getvalue()


async def test_a_second_training_that_is_no_better_leaves_the_first_in_use(
    file: Path, address: str, tagger: Tagger
) -> None:
    assert "现在用它" in await told(file, tagger)
    assert "还用原来的" in await told(file, tagger)
    first, second = await versions(address)
    assert (first.is_used, second.is_used) == (True, False)
    assert second.score_before == pytest.approx(first.score)
    await training.back_to(second.id, Console(file=io.StringIO()))
    assert [kept.is_used for kept in await versions(address)] == [False, True]
    with pytest.raises(UnfitFile, match="没有第 77 版"):
        await training.back_to(77, Console(file=io.StringIO()))


async def test_a_model_in_a_file_measures_rows_of_its_scheme(
    file: Path, tmp_path: Path, tagger: Tagger
) -> None:
    model = tmp_path / "model.json"
    assert str(model) in await told(file, tagger, model)
    assert training.model_from(model).rows == len(rows())
    heard = io.StringIO()
    console = Console(file=heard, width=200)
    evaluate_file(file, console, model=training.model_from(model), tagger=tagger, as_json=True)
    found = json.loads(heard.getvalue()[heard.getvalue().index("{") :])
    assert found["negative macro-F1"] > 0.95
    with pytest.raises(UnfitFile, match="--model"):
        evaluate_file(file, console, tagger=tagger)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"format": 2}'])
def test_a_file_that_is_no_model_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(UnfitFile, match=r"model\.json"):
        training.model_from(path)
