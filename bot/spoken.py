"""The language of the command line: what the machine speaks."""

import os
from collections.abc import Mapping

from handlers.words import Words, words_in

# What a machine says that was told no language.
MUTE = {"", "C", "POSIX"}


def spoken(environment: Mapping[str, str] = os.environ) -> str:
    """`zh`, `en`, or nothing where the machine says nothing, as servers often don't.

    The first variable that is set counts, as for every other program.
    """
    said = _said(environment)
    if said.partition(".")[0] in MUTE:
        return ""
    return "zh" if said.startswith("zh") else "en"


def told(zh: str, en: str) -> str:
    """English where the machine speaks another language; Chinese where it does or says nothing."""
    return en if spoken() == "en" else zh


def words_here() -> Words:
    """The catalogue in the language of the machine; of Chinese, in its script."""
    said = _said(os.environ).partition(".")[0]
    return words_in("" if said in MUTE else said)


def sentence_of(error: Exception) -> str:
    """What a mistake says here. The rooms, which know no terminal, raise theirs with both."""
    return told(str(error), str(getattr(error, "en", error)))


def _said(environment: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((environment[name] for name in names if environment.get(name)), "")
