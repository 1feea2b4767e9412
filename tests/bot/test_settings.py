"""A wrong setting stops the start with its name and what to do."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings, require_token


def test_the_environment_has_the_first_word_then_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HUIYIN_TOKEN=1:file\nexport HUIYIN_CONFIG='hotel'\n")
    settings = read_settings({"HUIYIN_TOKEN": "2:environment"}, tmp_path)
    assert (settings.token, settings.config) == ("2:environment", "hotel")


ADDRESSES = ("HUIYIN_PROXY", "HUIYIN_API_BASE", "HUIYIN_WEBHOOK_URL", "HUIYIN_HEARTBEAT")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYIN_TOKN", "1:x"),
        ("HUIYIN_PROXY", "nowhere"),
        ("HUIYIN_LISTEN", "here"),
        ("HUIYIN_OWNERS", "me"),
        ("HUIYIN_OWNERS", "9" * 20),
        ("HUIYIN_OWNERS", "-1"),
        ("HUIYIN_API_BASE", "example.org"),
        ("HUIYIN_WEBHOOK_URL", "https://example.org"),
        *((name, "http://[x") for name in ADDRESSES),
        *((name, "http://127.0.0.1:99999") for name in ADDRESSES),
        ("HUIYIN_HOOK_CRM", "https://[x#0123456789abcdef"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value}, tmp_path)


@pytest.mark.parametrize("token", ["", "no colon", "12:with space here", "12:two\nlines", "x:y"])
def test_a_missing_or_odd_token_says_where_to_get_one(token: str) -> None:
    with pytest.raises(SettingsError, match=r"BotFather|HUIYIN_TOKEN"):
        require_token(Settings(token=token))


def test_settings_never_show_their_secrets() -> None:
    assert "secret" not in repr(Settings(token="1:secret", proxy="socks5://u:secret@h:1"))
