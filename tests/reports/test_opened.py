"""What is taken away, opened in a real spreadsheet program: no cell of it becomes a formula.

Part of `make campaign`: starting LibreOffice takes longer than the rest of this folder.
"""

import subprocess
import zipfile
from pathlib import Path

import pytest

from bot.exporting import Order, write_export
from handlers.words import words_in
from reports.exports import Form
from reports.rules import Targets
from storage.engine import open_database
from storage.tables import places, services
from tests import needs
from tests.reports.house import HOUSE, NOW, furnish, made_up, write

RISKY = '=1+HYPERLINK("http://127.0.0.1/","x")'
# Separated by commas, in UTF-8, with formulas taken for such: as careless as one can open it.
CARELESS = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
FACTS = {
    "what": "figures", "key": "60d", "dates": "2026-09-22..2026-11-20", "places": [HOUSE],
}  # fmt: skip


def reopened(file: Path, folder: Path) -> str:
    """As LibreOffice reads it, in its own plain XML."""
    command: list[str | Path] = [needs.libreoffice(), "--headless", "--norestore"]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += [f"--infilter={CARELESS}"] if file.suffix == ".csv" else []
    command += ["--convert-to", "fods", "--outdir", folder, file]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / f"{file.stem}.fods").read_text(encoding="utf-8")


@pytest.mark.campaign
@pytest.mark.slow
@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
async def test_opened_by_a_spreadsheet_no_cell_is_a_formula(
    sqlite_url: str, tmp_path: Path, form: Form
) -> None:
    database = open_database(sqlite_url)
    await furnish(database)
    await write(database, made_up(4))
    async with database.writing() as connection:
        await connection.execute(places.update().values(name=RISKY))
        await connection.execute(services.update().values(staff="@SUM(1+1)", service_type="+1"))
    exported = tmp_path / ("out.xlsx" if form is Form.XLSX else "out.zip")
    order = Order(form=form, facts=FACTS, words=words_in("zh-hans"), targets=Targets())

    async def progress(done: int, total: int) -> None:
        pass

    await write_export(database, order, exported, NOW, progress)
    await database.close()
    files = [exported]
    if form is Form.CSV:
        with zipfile.ZipFile(exported) as packed:
            packed.extractall(tmp_path)
        files = [tmp_path / "cases.csv", tmp_path / "answers.csv"]
    for file in files:
        shown = reopened(file, tmp_path)
        assert "HYPERLINK" in shown
        assert "table:formula" not in shown


@pytest.mark.campaign
@pytest.mark.slow
def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    (tmp_path / "raw.csv").write_text("a,b\n=1+1,x\n", encoding="utf-8")
    assert "table:formula" in reopened(tmp_path / "raw.csv", tmp_path)
