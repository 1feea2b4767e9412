"""`huiyin tag`: lines in, JSON lines out; `--explain` the reasons."""

import sys
from pathlib import Path

from bot.rules import load_rules
from bot.settings import read_settings
from dimensions.command import tag_lines, texts_of
from dimensions.explaining import explained
from dimensions.own import load_tagger


def tag_file(file: Path | None, *, explain: bool) -> None:
    """Reads with the words of the rules in force; raises what a person can mend."""
    own = load_rules(read_settings().config).understanding
    tagger = load_tagger(own)
    plain = None if tagger is tagger.shipped else tagger.shipped
    lines = file.open(encoding="utf-8-sig", errors="replace") if file else sys.stdin
    with lines:
        if not explain:
            for line in tag_lines(lines, tagger):
                sys.stdout.write(line + "\n")
            return
        for text in texts_of(lines):
            for reason in explained(text, tagger, plain):
                sys.stdout.write(reason.encode("utf-8", "replace").decode() + "\n")
