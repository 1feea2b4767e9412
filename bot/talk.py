"""The guide's voice: one reader before a terminal, in Chinese or English."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from getpass import getpass

from rich.console import Console

from bot.spoken import spoken
from people.languages import Language

CHOICES = {"1": Language.ZH_HANS, "2": Language.EN}


@dataclass(frozen=True, kw_only=True)
class Talk:
    console: Console
    language: Language = Language.ZH_HANS

    def say(self, zh: str, en: str) -> str:
        return en if self.language is Language.EN else zh

    def line(self, zh: str, en: str) -> None:
        self.console.print(self.say(zh, en), highlight=False, soft_wrap=True)

    def tick(self, zh: str, en: str) -> None:
        self.line(f"   [green]✓[/green] {zh}", f"   [green]✓[/green] {en}")

    def cross(self, zh: str, en: str) -> None:
        self.line(f"   [red]✗[/red] {zh}", f"   [red]✗[/red] {en}")

    def ask(self, zh: str, en: str) -> str:
        return self.console.input(self.say(zh, en), markup=False).strip()

    def ask_hidden(self, zh: str, en: str) -> str:
        """The terminal stops showing what is typed before it asks."""
        return getpass(self.say(zh, en)).strip()


def language_of(environment: Mapping[str, str] = os.environ) -> Language | None:
    """Chinese where the machine speaks it; else None, and the guide asks."""
    return Language.ZH_HANS if spoken(environment) == "zh" else None


def ask_language(console: Console) -> Language:
    """A number; anything else is Chinese, and the question is not asked twice."""
    answer = console.input("语言 · Language：1 中文   2 English（回车 · Enter：1）：", markup=False)
    return CHOICES.get(answer.strip(), Language.ZH_HANS)
