"""Prints, for a shell, what uv must be told of the package index that pip is set up to use."""

import os
import shlex
import subprocess
import sys

NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "no-index": "UV_NO_INDEX",
}


def pip_settings() -> dict[str, str]:
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    found: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        # The environment is listed last by pip and wins over its files; so it does here.
        if section in {"global", "install", ":env:"}:
            found[key] = value.strip("'\"")
    return found


def uv_settings() -> dict[str, str]:
    settings = {NAMES[key]: value for key, value in pip_settings().items() if key in NAMES}
    if "UV_FIND_LINKS" in settings:
        settings["UV_FIND_LINKS"] = ",".join(settings["UV_FIND_LINKS"].split())
    if "UV_INDEX" in settings:
        # pip takes the best version of all its indexes; uv by default takes the first index only.
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in settings.items() if name not in os.environ}


if __name__ == "__main__":
    for name, value in uv_settings().items():
        sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
