"""Business rules that come along, one file an industry; all build on `general`."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.yaml")))


def path_of(name: str) -> Path:
    return Path(__file__).parent / f"{name}.yaml"
