"""The language of the command line: what the machine speaks."""

import os
from collections.abc import Mapping

# What a machine says that was told no language.
MUTE = {"", "C", "POSIX"}


def spoken(environment: Mapping[str, str] = os.environ) -> str:
    """`zh`, `en`, or nothing where the machine says nothing, as servers often don't.

    The first variable that is set counts, as for every other program.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    said = next((environment[name] for name in names if environment.get(name)), "")
    if said.partition(".")[0] in MUTE:
        return ""
    return "zh" if said.startswith("zh") else "en"


def told(zh: str, en: str) -> str:
    """English where the machine speaks another language; Chinese where it does or says nothing."""
    return en if spoken() == "en" else zh


def sentence_of(error: Exception) -> str:
    """What a mistake says here. The rooms, which know no terminal, raise theirs with both."""
    return told(str(error), str(getattr(error, "en", error)))
