"""What the judge found, for people to read."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from trials.history import Finding, Verdict, wrong

MOST_SHOWN = 20


def table_of(findings: Sequence[Finding], title: str) -> Table:
    counts = Counter((one.sort, one.verdict) for one in findings)
    table = Table("", *(verdict.value for verdict in Verdict), title=title)
    for sort in dict.fromkeys(one.sort for one in findings):
        table.add_row(sort, *(str(counts[sort, verdict]) for verdict in Verdict))
    return table


def show_wrong(findings: Sequence[Finding], console: Console) -> None:
    for finding in wrong(findings)[:MOST_SHOWN]:
        words = f"{finding.verdict}: {finding.sort} {finding.about} {finding.why}"
        console.print(words, style="red", highlight=False)
