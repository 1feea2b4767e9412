"""Collects the sentences of the doors into the catalogues: `make words`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

HANDLERS = Path(__file__).parent
LOCALES = HANDLERS.parent / "locales"
FOLDERS = ("zh_Hans", "zh_Hant", "en")


def sentences() -> list[str]:
    """Every literal that is said through `_`, in the order of files and lines, each once."""
    found = dict.fromkeys(
        sentence for file in sorted(HANDLERS.glob("*.py")) for sentence in _sentences_of(file)
    )
    return list(found)


def _sentences_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _is_words(node.func):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _is_words(called: ast.expr) -> bool:
    """`_(…)`, `context._(…)`: the last name is the underscore."""
    if isinstance(called, ast.Name):
        return called.id == "_"
    return isinstance(called, ast.Attribute) and called.attr == "_"


def file_of(folder: str) -> Path:
    return LOCALES / folder / "LC_MESSAGES" / "huiyin.po"


def read(folder: str) -> dict[str, str]:
    """Sentence to translation, as the file stands; empty when there is none."""
    file = file_of(folder)
    if not file.exists():
        return {}
    with file.open("rb") as opened:
        return {str(m.id): str(m.string) for m in read_po(opened) if m.id}


def write(folder: str, translations: dict[str, str]) -> None:
    """Sentences of today with their translations; no dates, so that runs are the same."""
    catalogue = Catalog(locale=folder, fuzzy=False, header_comment=f"# Huiyin, {folder}")
    for sentence in sentences():
        catalogue.add(sentence, translations.get(sentence, ""))
    file = file_of(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, catalogue, omit_header=True, width=0)


def main() -> None:
    for folder in FOLDERS:
        known = read(folder)
        write(folder, known)
        missing = [s for s in sentences() if folder != "zh_Hans" and not known.get(s)]
        print(f"{folder}: {len(sentences())} 句，缺 {len(missing)} 句译文")  # noqa: T201 - a tool
        for sentence in missing:
            print(f"  {sentence}")  # noqa: T201 - a tool


if __name__ == "__main__":
    main()
