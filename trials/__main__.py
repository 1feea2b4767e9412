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
from trials.scenes import SCENARIOS
from trials.sweep import Swept, sweep
from trials.world import world

MOST_SHOWN = 20
EVERY = 100


async def main(given: argparse.Namespace, console: Console) -> int:
    run = {"chaos": _chaos, "sweep": _sweep}[given.trial]
    return 1 if wrong(await run(given, console)) else 0


async def _chaos(given: argparse.Namespace, console: Console) -> list[Finding]:
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
    return outcome.findings


async def _sweep(given: argparse.Namespace, console: Console) -> list[Finding]:
    """Each scenario in a house of its own."""
    findings: list[Finding] = []
    chosen = [one for one in SCENARIOS if one.name in (given.scenario or one.name)]
    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as root:
        async with zygote() as forking, databases.server(given.database) as server:
            for scenario in chosen:
                folder = Path(root) / scenario.name
                folder.mkdir()
                async with (
                    databases.database(server, folder) as address,
                    world(forking, address, folder) as here,
                ):
                    swept = await sweep(here, scenario, every=given.every)
                _tell(swept, console)
                findings += swept.findings
    console.print(table_of(findings, title=given.database))
    return findings


def _tell(swept: Swept, console: Console) -> None:
    end = "ran through" if swept.ran_through else "[red]did not run through[/red]"
    deaths, points = swept.died_at.total(), len(swept.died_at)
    console.print(f"{swept.scenario}: {deaths} deaths at {points} points, then it {end}")
    for point, count in swept.died_at.items():
        console.print(f"    {count:3} {point}", style="dim", highlight=False)
    _complain(swept.findings, console)


def _show(outcome: Outcome, database: str, console: Console) -> None:
    console.print(table_of(outcome.findings, title=f"{database}, seed {outcome.seed}"))
    ends = ", ".join(f"{way} {count}" for way, count in outcome.ends.most_common())
    struck = ", ".join(f"{kind} {count}" for kind, count in outcome.struck.most_common() if count)
    console.print(f"{outcome.kills} lives in {outcome.seconds:.0f} s: {ends}", highlight=False)
    console.print(f"Telegram: {struck or 'well behaved'}", highlight=False)
    befell = ", ".join(f"{what} {count}" for what, count in outcome.befell.most_common())
    console.print(f"Chats: {befell or 'as they were'}", highlight=False)
    _complain(outcome.findings, console)


def _complain(findings: Sequence[Finding], console: Console) -> None:
    for finding in wrong(findings)[:MOST_SHOWN]:
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
    one = trials.add_parser("sweep", help="death at every commit and every call in turn")
    one.add_argument("--scenario", action="append", choices=[one.name for one in SCENARIOS])
    one.add_argument("--every", type=int, default=1, help="only every third point, say")
    one.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments(), Console())))
