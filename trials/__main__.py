"""`make chaos` and `make sweep`: a trial and its table; exit status 1 when it failed."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from trials import databases
from trials.chaos import Outcome, chaos
from trials.history import Finding, Verdict, wrong
from trials.lives import zygote

MOST_SHOWN = 20
EVERY = 100


async def main(given: argparse.Namespace, console: Console) -> int:
    def said(kills: int) -> None:
        if not kills % EVERY:
            console.print(f"{kills} kills", style="dim")

    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as folder:
        async with (
            zygote() as forking,
            databases.server(given.database) as server,
            databases.database(server, Path(folder)) as address,
        ):
            outcome = await chaos(
                forking, address, Path(folder), kills=given.kills, seed=given.seed, said=said
            )
    _show(outcome, given.database, console)
    return 1 if wrong(outcome.findings) else 0


def _show(outcome: Outcome, database: str, console: Console) -> None:
    console.print(table_of(outcome.findings, title=f"{database}, seed {outcome.seed}"))
    ends = ", ".join(f"{way} {count}" for way, count in outcome.ends.most_common())
    struck = ", ".join(f"{kind} {count}" for kind, count in outcome.struck.most_common() if count)
    console.print(f"{outcome.kills} lives in {outcome.seconds:.0f} s: {ends}", highlight=False)
    console.print(f"Telegram: {struck or 'well behaved'}", highlight=False)
    for finding in wrong(outcome.findings)[:MOST_SHOWN]:
        words = f"{finding.verdict}: {finding.sort} {finding.about} {finding.why}"
        console.print(words, style="red", highlight=False)


def table_of(findings: Sequence[Finding], title: str) -> Table:
    counts = Counter((one.sort, one.verdict) for one in findings)
    table = Table("", *(verdict.value for verdict in Verdict), title=title)
    for sort in dict.fromkeys(one.sort for one in findings):
        table.add_row(sort, *(str(counts[sort, verdict]) for verdict in Verdict))
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials", description=__doc__)
    trials = parser.add_subparsers(dest="trial", required=True)
    one = trials.add_parser("chaos", help="random kills and faults, and the judge's table")
    one.add_argument("--kills", type=int, default=1000)
    one.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    one.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments(), Console())))
