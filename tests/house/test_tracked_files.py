"""What may stand in a file that everybody gets."""

import re
from pathlib import Path

import pytest

from tests.house.checkout import ROOMS, ROOT, name_of, tracked_files

# Written in two halves, so that this file does not name what it looks for.
_REGISTRIES = tuple(
    left + right
    for left, right in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("deb.", "debian.org"),
        ("npm", "mirror.com"),
        ("mirrors.", "aliyun"),
        ("tuna.", "tsinghua"),
    )
)
_HOMES = re.compile(r"(?<![\w.])/(?:home|Users)/(?!\$|<|\{|you\b|huiyin\b)\w+/")
_JUNK_DRAWERS = {"common", "core", "utils", "services", "helpers"}
_LOCKS_WITH_HOSTS = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json"}


def offences(text: str, checkout: Path = ROOT) -> list[str]:
    """The registries and places of one machine that `text` names."""
    found = [registry for registry in _REGISTRIES if registry in text]
    found += [home.group() for home in _HOMES.finditer(text)]
    for place in (checkout, Path.home()):
        # A checkout right under the root has a name too plain to search for.
        if len(place.parts) > 2 and f"{place}/" in text:
            found.append(str(place))
    return found


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    found = {name_of(file): offences(_text(file)) for file in tracked_files()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "slip",
    [
        "index-url = https://" + _REGISTRIES[0] + "/simple",
        "open('/home/" + "somebody/notes.txt')",
        f"see {ROOT}/bot",
    ],
)
def test_a_slip_of_that_kind_is_found(slip: str) -> None:
    assert offences(slip, Path("/srv/made/up") if str(ROOT) not in slip else ROOT)


def test_locks_name_no_host_and_pin_every_hash() -> None:
    assert [name_of(f) for f in tracked_files() if f.name in _LOCKS_WITH_HOSTS] == []
    for lock in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text, lock
        assert "index-url" not in text, lock
        pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^]]*\])?==", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"==[^\n]*\\\n    --hash=sha256:", text)), lock


def test_there_is_no_junk_drawer() -> None:
    names = {part for f in tracked_files() for part in f.relative_to(ROOT).with_suffix("").parts}
    assert names & _JUNK_DRAWERS == set()


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        opening = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
        assert opening.startswith('"""'), f"{room}/__init__.py opens with no line on its purpose"


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="ignore")
