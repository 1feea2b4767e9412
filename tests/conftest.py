"""What every test stands on: the guards, the databases, and how long a campaign is."""

import os

import pytest

# The command line speaks the machine's language; tests read it in the one it is written in.
os.environ["LC_ALL"] = "C.UTF-8"

pytest_plugins = ["tests.guards", "tests.databases"]


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
