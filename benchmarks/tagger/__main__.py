"""The table of the reader: agreement on fresh messages, evidence, speed beside jieba, memory."""

import logging
import resource
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median

import jieba
from rich.console import Console
from rich.table import Table

from dimensions.corpus import corpus_rows
from dimensions.evaluate import Evaluation, evaluate
from dimensions.tables import read_rows
from dimensions.tagger import Tagger

HERE = Path(__file__).parent
_LENGTH, _TEXTS, _ROUNDS = 140, 200, 21


def texts() -> list[str]:
    """Texts of 140 characters, made of the corpus's sentences."""
    whole = "。".join(row["text"] for row in corpus_rows())
    cut = (whole[at : at + _LENGTH] for at in range(0, len(whole) - _LENGTH, _LENGTH))
    return list(islice(cut, _TEXTS))


def beside(
    one: Callable[[str], object], other: Callable[[str], object], given: list[str]
) -> tuple[float, float, float]:
    """What the one takes of the processor for what the other takes: the middle of some rounds,
    the least and the most. They take turns, since a machine is faster in one minute than another.
    """
    ratios = []
    for _ in range(_ROUNDS):
        first, second = seconds(one, given), seconds(other, given)
        ratios.append(first / second)
    return median(ratios), min(ratios), max(ratios)


def seconds(read: Callable[[str], object], given: list[str]) -> float:
    """Of the processor, for all of them."""
    started = time.process_time()
    for text in given:
        read(text)
    return time.process_time() - started


def evidence() -> float:
    """The share of 100 tags whose evidence, judged by hand, holds the words that carry them."""
    judged = [row.cells[0] == "1" for row in read_rows(HERE / "evidence.tsv", columns=5)]
    return sum(judged) / len(judged)


def most_memory() -> float:
    """What this process has held at most, in MB."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def lines(
    fresh: Evaluation,
    own: Evaluation,
    load: float,
    memory: float,
    speed: tuple[float, float, float],
) -> list[tuple[str, str]]:
    return [
        ("fresh messages: negative macro-F1 over five", f"{fresh.negative_macro_f1:.3f}"),
        ("fresh messages: no complaint, F1", f"{fresh.not_complaint.f1:.3f}"),
        ("own corpus: negative macro-F1 over five", f"{own.negative_macro_f1:.3f}"),
        ("own corpus: severity, Spearman", f"{own.severity_spearman:.3f}"),
        ("evidence that holds the words, of 100", f"{evidence():.2f}"),
        ("speed, jieba.lcut alone = 1", "{:.2f} ({:.2f} to {:.2f})".format(*speed)),
        ("load, seconds", f"{load:.2f}"),
        ("memory at most, loaded and read, MB", f"{memory:.0f}"),
    ]


def main() -> None:
    started = time.perf_counter()
    tagger = Tagger.load()
    load = time.perf_counter() - started
    given = texts()
    for text in given:
        tagger.read(text)
    # Before jieba's own dictionary is there as well, beside which the speed is taken.
    memory = most_memory()
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    speed = beside(jieba.Tokenizer.lcut.__get__(jieba.dt), tagger.read, given)
    fresh = evaluate(tagger, corpus_rows(HERE / "fresh"))
    table = Table("", "")
    for name, value in lines(fresh, evaluate(tagger, corpus_rows()), load, memory, speed):
        table.add_row(name, value)
    Console().print(table)


if __name__ == "__main__":
    main()
