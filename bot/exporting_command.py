"""`huiyin export figures`: the same file as in the chat, with no limit on its size."""

from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.exporting import Order, write_export
from bot.mistakes import NotUnderstood
from bot.rules import load_rules
from bot.settings import read_settings
from bot.spoken import told
from bot.stats import asked_period, looking_at, place_called
from handlers.words import words_of
from reports.exports import Form
from storage.engine import open_database
from storage.people import PeopleRows

FORMS = {".xlsx": Form.XLSX, ".zip": Form.CSV, ".csv": Form.CSV, ".html": Form.HTML,
         ".pdf": Form.PDF}  # fmt: skip


async def export_figures(
    console: Console, file: Path, period: str, place: str | None, clock: Clock
) -> None:
    """Raises NotUnderstood for a period, a place or an ending that isn't known."""
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise NotUnderstood(
            told(
                f"{file} 的结尾不认得：请用 .xlsx、.zip（CSV）、.pdf 或 .html。",
                f"The ending of {file} is unknown: use .xlsx, .zip (CSV), .pdf or .html.",
            )
        )
    settings = read_settings()
    now = (await clock_to_go_by(settings, clock)).now()
    async with looking_at(settings.database_url) as connection:
        where = await place_called(PeopleRows(connection), place)
        asked = asked_period(period, now, where.zone, "export figures")
    facts = {
        "what": "figures", "key": asked.key, "dates": asked.dates, "places": [where.id],
    }  # fmt: skip
    rules = load_rules(settings.config)
    order = Order(
        form=form,
        facts=facts,
        words=words_of(rules.house.services, told("zh-hans", "en"), rules.understanding.aspects),
        targets=rules.targets,
    )
    path = file.with_suffix(".zip") if form is Form.CSV else file
    database = open_database(settings.database_url)
    try:
        with Bar(console=console, transient=True) as bar:
            task = bar.add_task(told("导出", "exporting"), total=None)

            async def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            written = await write_export(database, order, path, now, progress)
    finally:
        await database.close()
    console.print(
        told(f"已写好 {path}：{written} 行。", f"Wrote {path}: {written} rows."),
        highlight=False,
        soft_wrap=True,
    )
