"""The commands behind the menu button: few enough to be seen, and as Telegram takes them."""

import re
from collections.abc import Sequence

import pytest

from bot.running import COMMANDS, GROUP_COMMANDS

# What a phone shows without scrolling, and what Telegram takes.
ON_A_PHONE, MOST, LONGEST_NAME, LONGEST_WORDS = 6, 100, 32, 256
MENUS = [*COMMANDS.values(), [(each.command, each.description) for each in GROUP_COMMANDS]]


@pytest.mark.parametrize("menu", MENUS)
def test_a_menu_fits_on_a_phone_and_telegram_takes_it(menu: Sequence[tuple[str, str]]) -> None:
    assert 0 < len(menu) <= min(ON_A_PHONE, MOST)
    assert len({command for command, _ in menu}) == len(menu)
    for command, words in menu:
        assert re.fullmatch(rf"[a-z0-9_]{{1,{LONGEST_NAME}}}", command)
        assert 1 <= len(words) <= LONGEST_WORDS


def test_a_group_has_no_more_commands_than_a_private_chat() -> None:
    assert len(GROUP_COMMANDS) <= min(len(menu) for menu in COMMANDS.values())


def test_every_language_has_the_same_commands() -> None:
    names = {tuple(command for command, _ in menu) for menu in COMMANDS.values()}
    assert len(names) == 1
