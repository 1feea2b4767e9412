"""What every test stands on: the guards, the databases, and how long a campaign is."""

import gc
import os
from collections.abc import Iterator

import pytest

# First of all: whoever imports aiogram before it has seven hundred models built, five seconds long.
import bot  # noqa: F401 - only to be there

# The command line speaks the machine's language; tests read it in the one it is written in.
os.environ["LC_ALL"] = "C.UTF-8"

pytest_plugins = [
    "tests.guards",
    "tests.order",
    "tests.compiled",
    "tests.trusted",
    "tests.databases",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rounds",
        type=int,
        default=None,
        help="how many kills, restarts or faults a campaign makes (`make campaign`)",
    )


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """The length of a campaign: a short slice in the suite, thousands by `make campaign`."""
    given: int | None = request.config.getoption("--rounds")
    return given if given is not None else 12


# Seconds each, in every test or in what they share: for the whole suite, not for the quick part.
HEAVY = frozenset(
    {
        "tests/bot/test_backup.py",
        "tests/bot/test_help.py",
        "tests/bot/test_lean.py",
        "tests/bot/test_pacing.py",
        "tests/bot/test_sign.py",
        "tests/calendars/test_oracle.py",
        "tests/dimensions/test_command.py",
        "tests/dimensions/test_evaluate_command.py",
        "tests/dimensions/test_lexicon.py",
        "tests/dimensions/test_own_words.py",
        "tests/dimensions/test_quiet.py",
        "tests/dimensions/test_train_command.py",
        "tests/handlers/test_digests.py",
        "tests/handlers/test_figures_chat.py",
        "tests/house/test_guards.py",
        "tests/playground/test_two_clients.py",
        "tests/reports/test_comparing.py",
        "tests/reports/test_demo_history.py",
        "tests/reports/test_exports.py",
        "tests/reports/test_figures.py",
        "tests/reports/test_warning.py",
        "tests/storage/test_migrations.py",
    }
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays until the end: nobody need look for garbage in it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(config.rootpath).as_posix() in HEAVY:
            item.add_marker(pytest.mark.slow)
    if config.getoption("--rounds") is None:
        _leave_out(config, items)


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What belongs to a campaign alone."""
    left = [item for item in items if item.get_closest_marker("campaign")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
