"""`huiyin evaluate FILE`: how well the reader agrees with labelled rows, as a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.labelled import labelled_rows
from bot.mistakes import UnfitFile
from bot.spoken import sentence_of, told
from dimensions.evaluate import FIVE, Evaluation, evaluate
from dimensions.learned import Model
from dimensions.lessons import lessons_of
from dimensions.reading import Kind, Polarity
from dimensions.tagger import Tagger
from dimensions.training import UntrainableRows, mean_f1, measured

# How much more praise than blame it takes, by severity, to call a text content.
_GRAVITY = (0.0, 0.4, 0.6, 1.0, 2.0)
# How much it counts how the letters sound, and that neither praise nor blame was read.
_LEAN, _UNSAID = 0.3, 0.3


def evaluate_file(
    file: Path,
    console: Console,
    *,
    model: Model | None = None,
    tagger: Tagger | None = None,
    as_json: bool = False,
) -> None:
    """Rows of `{"text", "kind", "negative", "positive", "severity"}` or `{"text", "label"}`, or
    with a trained model `{"text", "labels"}`.

    `label` is 1 for content and 0 for not. Rows that fit neither are told and passed over.
    """
    rows = labelled_rows(file, console)
    tagger = tagger or Tagger.load()
    if model is not None:
        _print(console, _by_model(model, tagger, rows, console), as_json=as_json)
    elif "labels" in rows[0]:
        raise UnfitFile(
            told(
                f"{file} 用的是别的标签：请加 --model，写明用哪个模型（huiyin train 得到）。",
                f"{file} uses other labels: name the model for them with --model (huiyin "
                "train makes one).",
            )
        )
    elif "label" in rows[0]:
        _print(console, _sentiment(tagger, rows, console), as_json=as_json)
    else:
        _print(console, _figures(evaluate(tagger, rows)), as_json=as_json)


def _figures(found: Evaluation) -> dict[str, float]:
    by_dimension = {f"negative {name} F1": found.negative[name].f1 for name in (*FIVE, "price")}
    return {
        "rows": found.rows,
        "negative macro-F1 (five)": found.negative_macro_f1,
        "negative micro-F1 (six)": found.negative_micro_f1,
        **by_dimension,
        "complaint F1": found.complaint.f1,
        "no complaint F1": found.not_complaint.f1,
        "kinds right": found.kinds_right / found.rows,
        "severity, Spearman": found.severity_spearman,
    }


def _sentiment(
    tagger: Tagger, rows: Sequence[dict[str, Any]], console: Console
) -> dict[str, float]:
    right = sum(
        _is_content(tagger, str(row["text"])) == (row["label"] == 1)
        for row in track(rows, "……", console=console, transient=True)
    )
    return {"rows": len(rows), "sentiment accuracy": right / len(rows)}


def _by_model(
    model: Model, tagger: Tagger, rows: Sequence[dict[str, Any]], console: Console
) -> dict[str, float]:
    shown = track(rows, "……", console=console, transient=True)
    try:
        lessons = list(lessons_of(shown, tagger))
    except UntrainableRows as refused:
        raise UnfitFile(sentence_of(refused)) from None
    mentioned, negative, right = measured(model, lessons)
    figures = {"rows": float(len(rows)), "rows right": right}
    if len(mentioned) == 1:
        return figures
    figures["mentioned macro-F1"] = mean_f1(mentioned.values())
    figures["negative macro-F1"] = mean_f1(negative.values())
    for name, found in mentioned.items():
        figures[f"{name} mentioned F1"] = found.f1
        figures[f"{name} negative F1"] = negative[name].f1
    return figures


def _is_content(tagger: Tagger, text: str) -> bool:
    """Praise must outweigh the blame, and the more so the graver the matter."""
    reading = tagger.read(text)
    lean = _LEAN * tagger.content(text)
    bad = reading.of(Polarity.NEGATIVE)
    good = sum(f.score for f in reading.of(Polarity.POSITIVE)) + tagger.praise_in_general(text)
    if good or bad:
        outweighed = sum(f.score for f in bad) + _GRAVITY[reading.severity]
        return good + lean >= outweighed
    settled = reading.severity == 0 and reading.kind is not Kind.QUESTION
    return lean + (_UNSAID if settled else -_UNSAID) >= 0


def _print(console: Console, figures: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        console.print_json(data=figures)
        return
    table = Table("", "")
    for name, value in figures.items():
        table.add_row(name, f"{value:.0f}" if name == "rows" else f"{value:.3f}")
    console.print(table)
