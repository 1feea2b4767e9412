"""`huiyin train FILE`: learns from labelled rows, measures, keeps the model if it is the better."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.labelled import labelled_rows
from bot.mistakes import DatabaseClosed, UnfitFile
from bot.rules import load_rules
from bot.settings import read_settings
from bot.spoken import in_file, told, why
from dimensions.learned import OWN_SCHEME, Model, ModelError
from dimensions.lessons import OWN_DIMENSIONS, lessons_of
from dimensions.own import load_tagger
from dimensions.second import measured_second, taught_second, train_second
from dimensions.tagger import Tagger
from dimensions.training import (
    Lesson,
    Told,
    Trained,
    UntrainableRows,
    measured,
    score_of,
    taught,
    train,
)
from storage import schema
from storage.engine import open_database
from storage.models import KeptModel, ModelRows


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a training: the version kept, and whether it is the one in use now."""

    number: int
    score: float
    score_before: float | None
    is_used: bool


def scheme_of(lessons: Sequence[Lesson], tagger: Tagger) -> str:
    """One name for the labels that rows use: ours, or a fingerprint of theirs."""
    names = {name for lesson in lessons for name in lesson.labels}
    if names <= OWN_DIMENSIONS | set(tagger.scheme.dimensions):
        return OWN_SCHEME
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]


async def train_file(
    file: Path, console: Console, clock: Clock, *, to: Path | None, tagger: Tagger | None = None
) -> None:
    """With `to` the model goes into that file, and no database is needed."""
    rows = labelled_rows(file, console)
    tagger = tagger or load_tagger(load_rules(read_settings().config).understanding)
    try:
        lessons = _lessons(rows, tagger, console)
    except UntrainableRows as refused:
        raise UnfitFile(in_file(file, refused)) from None
    try:
        with console.status("……") as status:
            trained = _trained(lessons, tagger, lambda name: status.update(f"{name}……"))
    except UntrainableRows as refused:
        raise UnfitFile(in_file(file, refused)) from None
    console.print(_table(trained))
    if to is not None:
        with console.status("……"):
            model = _taught_by_all(lessons, tagger)
        _write(to, model)
        console.print(
            told(
                f"模型用全部 {model.rows} 行再学过一遍，写进了 {to}。"
                f"用 huiyin evaluate --model {to} 可以拿别的行再量。",
                f"Taught once more by all {model.rows} rows, the model is in {to}; "
                f"huiyin evaluate --model {to} measures it on other rows.",
            ),
            highlight=False,
        )
        return
    settings = read_settings()
    clock = await clock_to_go_by(settings, clock)
    outcome = await keep(settings.database_url, trained, scheme_of(lessons, tagger), clock)
    console.print(_sentence(outcome), highlight=False)


def _lessons(rows: Sequence[dict[str, Any]], tagger: Tagger, console: Console) -> list[Lesson]:
    return list(lessons_of(track(rows, "……", console=console, transient=True), tagger))


def _trained(lessons: Sequence[Lesson], tagger: Tagger, told: Told) -> Trained:
    """Rows in our own scheme teach what stands beside the reader; others a model of their own."""
    if scheme_of(lessons, tagger) == OWN_SCHEME:
        return train_second(lessons, tagger, told)
    return train(lessons, told)


def _taught_by_all(lessons: Sequence[Lesson], tagger: Tagger) -> Model:
    """In a file no later version is compared with it, so no row need be kept from it."""
    if scheme_of(lessons, tagger) == OWN_SCHEME:
        return taught_second(lessons, tagger)
    return taught(lessons)


async def keep(address: str, trained: Trained, scheme: str, clock: Clock) -> Outcome:
    """Kept in any case; in use only when it does better than what was, on rows neither saw."""
    database = open_database(address)
    try:
        await schema.upgrade(database)
        async with database.writer.begin() as connection:
            return await keep_in(connection, trained, scheme, clock.now())
    except (DBAPIError, OSError):
        raise DatabaseClosed(
            told(
                "数据库打不开，模型没有存下：请检查 HUIYIN_DATABASE_URL。",
                "The database can't be opened so the model was not kept: see HUIYIN_DATABASE_URL.",
            )
        ) from None
    finally:
        await database.close()


async def keep_in(
    connection: AsyncConnection, trained: Trained, scheme: str, now: datetime
) -> Outcome:
    rows = ModelRows(connection)
    before = score_before(await rows.in_use(scheme), scheme, trained)
    is_used = before is None or trained.score > before
    number = await rows.add(
        scheme,
        trained.model.as_json(),
        rows=trained.model.rows,
        held_back=len(trained.held_back),
        score=trained.score,
        score_before=before,
        is_used=is_used,
        now=now,
    )
    return Outcome(number=number, score=trained.score, score_before=before, is_used=is_used)


def score_before(kept: KeptModel | None, scheme: str, trained: Trained) -> float | None:
    """What was in use scores on the rows held back; in our own scheme that is never nothing."""
    model = readable(kept)
    if scheme == OWN_SCHEME:
        names = list(trained.model.aspects)
        return score_of(*measured_second(model, trained.held_back, names))
    return None if model is None else score_of(*measured(model, trained.held_back))


def readable(kept: KeptModel | None) -> Model | None:
    """One of another format counts as none."""
    try:
        return None if kept is None else Model.from_json(kept.body)
    except ModelError:
        return None


async def back_to(number: int, console: Console) -> None:
    """`--back N`: version N is in use again; 0 is what ships."""
    database = open_database(read_settings().database_url)
    try:
        await schema.upgrade(database)
        async with database.writer.begin() as connection:
            rows = ModelRows(connection)
            if number == 0:
                await rows.set_aside(OWN_SCHEME)
                console.print(
                    told("已回到随程序附带的判断。", "Back to the reader that comes along.")
                )
                return
            kept = await rows.get(number)
            if kept is None:
                raise UnfitFile(
                    told(
                        f"没有第 {number} 版模型：不带文件运行 huiyin train 可以看到有哪些。",
                        f"There is no model {number}: huiyin train without a file lists them.",
                    )
                )
            await rows.use(kept)
    finally:
        await database.close()
    console.print(
        told(
            f"已回到第 {number} 版模型（{kept.rows} 行学成，得分 {kept.score:.3f}）。",
            f"Back to model {number} (learnt from {kept.rows} rows, score {kept.score:.3f}).",
        )
    )


async def list_versions(console: Console) -> None:
    """Which versions there are, what each was measured at, and which is in use."""
    database = open_database(read_settings().database_url)
    try:
        await schema.upgrade(database)
        async with database.writer.begin() as connection:
            versions = await ModelRows(connection).all()
    finally:
        await database.close()
    if not versions:
        console.print(
            told(
                "还没有训练过：huiyin train 文件.jsonl，每行 text 和 labels。",
                "Nothing was trained yet: huiyin train FILE.jsonl, each line with text and labels.",
            )
        )
        return
    table = Table(
        told("版", "version"),
        told("标签", "labels"),
        told("行数", "rows"),
        told("得分", "score"),
        told("原来", "before"),
        told("好了", "better by"),
        told("在用", "in use"),
    )
    for kept in versions:
        before = "—" if kept.score_before is None else f"{kept.score_before:.3f}"
        gain = "—" if kept.score_before is None else f"{kept.score - kept.score_before:+.3f}"
        used = "✓" if kept.is_used else ""
        score = f"{kept.score:.3f}"
        table.add_row(str(kept.id), kept.scheme, str(kept.rows), score, before, gain, used)
    console.print(table)


def model_from(path: Path) -> Model:
    """Raises UnfitFile with one sentence for anything but a model of this format."""
    try:
        return Model.from_json(path.read_text(encoding="utf-8-sig"))
    except ModelError as error:
        raise UnfitFile(in_file(path, error)) from None
    except (OSError, UnicodeDecodeError):
        raise UnfitFile(
            told(
                f"{path} 读不了：要的是 huiyin train --to 写出的模型文件。",
                f"Can't read {path}: a model that huiyin train --to wrote is wanted.",
            )
        ) from None


def _write(path: Path, model: Model) -> None:
    try:
        path.write_text(model.as_json(), encoding="utf-8")
    except OSError as error:
        raise UnfitFile(
            told(
                f"{path} 写不进去（{why(error)}）：请换一个地方。",
                f"Can't write {path} ({why(error)}): choose another place.",
            )
        ) from None


def _table(trained: Trained) -> Table:
    table = Table("", told("提到", "mentioned"), told("不满", "unhappy"))
    for name, found in trained.mentioned.items():
        table.add_row(name, f"{found.f1:.3f}", f"{trained.negative[name].f1:.3f}")
    if len(trained.mentioned) > 1:
        both = f"{trained.mentioned_macro_f1:.3f}", f"{trained.negative_macro_f1:.3f}"
        table.add_row(told("平均（macro-F1）", "mean (macro-F1)"), *both)
    table.add_row(told("整行全对", "whole rows right"), f"{trained.right:.3f}", "")
    table.caption = told(
        f"{trained.model.rows} 行学成，用没学过的 {len(trained.held_back)} 行量的",
        f"learnt from {trained.model.rows} rows, measured on {len(trained.held_back)} others",
    )
    return table


def _sentence(outcome: Outcome) -> str:
    if outcome.score_before is None:
        return told(
            f"存为第 {outcome.number} 版，现在用它（得分 {outcome.score:.3f}）。",
            f"Kept as version {outcome.number} and in use now (score {outcome.score:.3f}).",
        )
    change = f"{outcome.score_before:.3f} → {outcome.score:.3f}"
    if outcome.is_used:
        return told(
            f"存为第 {outcome.number} 版，比原来好（{change}），现在用它。",
            f"Kept as version {outcome.number}; better than before ({change}) and in use now.",
        )
    return told(
        f"存为第 {outcome.number} 版，没有比原来好（{change}），还用原来的。",
        f"Kept as version {outcome.number}; no better than before ({change}), which stays in use.",
    )
