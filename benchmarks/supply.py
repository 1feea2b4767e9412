"""What the program is made of: an SBOM from the lock, and whether any of it is known to be unsafe.

`make sbom` writes CycloneDX 1.5; `make audit` asks OSV (api.osv.dev) about each locked version.
"""

import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.txt"
OSV = "https://api.osv.dev/v1/querybatch"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, kw_only=True)
class Locked:
    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def locked(text: str) -> list[Locked]:
    """The packages of a lock file with the hashes that are accepted for each."""
    found = list[Locked]()
    for line in text.splitlines():
        if pinned := _PINNED.match(line):
            found.append(Locked(name=pinned[1], version=pinned[2], hashes=()))
        if found and (hashes := tuple(_HASH.findall(line))):
            last = found.pop()
            found.append(Locked(name=last.name, version=last.version, hashes=last.hashes + hashes))
    return found


def sbom(text: str) -> dict[str, Any]:
    """CycloneDX 1.5; the same lock gives the same document, number included."""
    digest = hashlib.sha256(text.encode()).digest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "huiyin", "bom-ref": "huiyin"}},
        "components": [_component(package) for package in locked(text)],
    }


def _component(package: Locked) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
    }
    if licence := _licence(package.name):
        component["licenses"] = [{"license": {"name": licence}}]
    return component


def _licence(name: str) -> str | None:
    """As the installed package says of itself, in a line."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    named = [one for key in ("License-Expression", "License") for one in about.get_all(key) or ()]
    said = named[0] if named else ""
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    return said if said and "\n" not in said and len(said) < 60 else next(iter(classified), None)


def known_flaws(packages: list[Locked], address: str = OSV) -> dict[str, list[str]]:
    """By package, the numbers of what is known. Raises OSError when nobody answers."""
    queries = [{"package": {"purl": package.purl}} for package in packages]
    request = urllib.request.Request(
        address,
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        results = json.load(answer)["results"]
    return {
        f"{package.name} {package.version}": [flaw["id"] for flaw in result["vulns"]]
        for package, result in zip(packages, results, strict=True)
        if result.get("vulns")
    }


def audit(address: str = OSV) -> int:
    """0 when nothing is known or nobody could be asked, which is said; 1 for known flaws."""
    packages = locked(LOCK.read_text(encoding="utf-8"))
    try:
        flaws = known_flaws(packages, address)
    except (OSError, ValueError, KeyError) as error:
        why = type(error).__name__
        print(f"问不到（{why}）：没有网络，或对方没有回答。{len(packages)} 个依赖没有查。")
        return 0
    for name, numbers in flaws.items():
        print(f"{name}: {', '.join(numbers)}")
    print(f"查了 {len(packages)} 个依赖，{len(flaws)} 个有已知的问题。")
    return 1 if flaws else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["sbom"]:
        print(json.dumps(sbom(LOCK.read_text(encoding="utf-8")), ensure_ascii=False, indent=1))
    else:
        sys.exit(audit())
