"""The command line speaks the machine's language; a machine that says none hears Chinese."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from bot.__main__ import main
from bot.evaluating import evaluate_file
from bot.mistakes import UnfitFile
from bot.rules import Rules, RulesError, load_rules
from bot.serving import PortTaken, listening
from bot.settings import SettingsError, read_settings, require_token
from bot.spoken import sentence_of, spoken
from bot.ways_out import addresses_of
from storage.engine import DatabaseUrlError, open_database

Says = Callable[[str], None]


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Says:
    return lambda language: monkeypatch.setenv("LC_ALL", language)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ],
)
def test_the_first_that_is_set_counts(environment: dict[str, str], language: str) -> None:
    assert spoken(environment) == language


def test_a_wrong_setting_is_told_in_the_language_of_the_machine(says: Says) -> None:
    settings = read_settings({})
    with pytest.raises(SettingsError, match="还没有机器人令牌"):
        require_token(settings)
    says("en_US.UTF-8")
    with pytest.raises(SettingsError, match="There is no bot token yet"):
        require_token(settings)


def test_what_storage_refuses_is_told_in_the_language_of_the_machine(says: Says) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        open_database("mysql://x")
    assert "只支持" in sentence_of(caught.value)
    says("en_US.UTF-8")
    assert sentence_of(caught.value).endswith("not mysql.")


def test_a_channels_address_is_mended_in_the_language_of_the_machine(says: Says) -> None:
    rules = Rules.model_validate({"channels": {"duty": {"kind": "wecom"}}})
    settings = read_settings({"HUIYIN_CHANNEL_DUTY": "https://example.org secret"})
    with pytest.raises(SettingsError, match="HUIYIN_CHANNEL_DUTY 企业微信的机器人没有密钥"):
        addresses_of(rules, settings)
    says("en_US.UTF-8")
    with pytest.raises(SettingsError, match="HUIYIN_CHANNEL_DUTY takes no secret"):
        addresses_of(rules, settings)


def test_a_port_that_is_none_is_refused(says: Says) -> None:
    says("en_US.UTF-8")
    with pytest.raises(PortTaken, match="from 1 to 65535"):
        listening("127.0.0.1", 99999)


def test_a_tab_in_the_rules_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.yaml"
    file.write_text("extends: hotel\nsurveys:\n\tdelay: 2h\n")
    with pytest.raises(RulesError, match=r"yaml:3:1: .*不能用 Tab 键"):
        load_rules(str(file))


def test_labelled_rows_that_are_not_there_are_told_so(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match=r"没有 .* 这个文件"):
        evaluate_file(tmp_path / "no.jsonl", Console())


@pytest.mark.slow  # it builds the schema of all rules
def test_a_folder_that_cant_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["huiyin", "init", "--file", str(tmp_path / "no" / "x.yaml")])
    with pytest.raises(SystemExit) as caught:
        main()
    told = capsys.readouterr().err
    assert caught.value.code == 2
    assert told.count("\n") == 1
    assert "请看它在不在" in told
