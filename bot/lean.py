"""aiogram without building the validators of seven hundred models that nobody uses.

On import aiogram has pydantic build a validator for every type and method of the Bot API: about
two seconds and 110 MB. Here it is told to build each when it is first needed, which for this bot
is a handful. What pydantic then has to look up (aiogram imports its types for type checkers only)
is put where it looks: into the modules that name it. Where a later version of either library makes
this impossible, aiogram is as it was, only larger.
"""

import importlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

import pydantic
from pydantic import BaseModel

_NAME = re.compile(r"[A-Za-z_]\w*")


def keep_aiogram_lean() -> None:
    """For whoever imports it from now on; whoever has it already keeps it as it is."""
    if "aiogram" not in sys.modules and not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Finds aiogram where it is, and hands it to a loader of ours."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "aiogram":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(fullname, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        with _deferring():
            super().exec_module(module)
            types = importlib.import_module("aiogram.types")
        _name_types(types)


@contextmanager
def _deferring() -> Iterator[None]:
    """Every model that is defined inside is built when it is first used."""
    config, rebuild = pydantic.ConfigDict, BaseModel.__dict__["model_rebuild"]

    def deferred(**given: Any) -> Any:
        return config(**{"defer_build": True, **given})

    def later(_model: type[BaseModel], /, **_given: Any) -> None:
        return None

    pydantic.ConfigDict = deferred  # type: ignore[assignment, misc]
    BaseModel.model_rebuild = classmethod(later)  # type: ignore[assignment]
    try:
        yield
    finally:
        pydantic.ConfigDict = config  # type: ignore[misc]
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]


def _name_types(types: ModuleType) -> None:
    known = {name: getattr(types, name) for name in types.__all__}
    for model in known.values():
        if isinstance(model, type) and issubclass(model, BaseModel):
            _complete(sys.modules[model.__module__], model, known)


def _complete(module: ModuleType, model: type[BaseModel], known: Mapping[str, Any]) -> None:
    """Inherited fields are looked up in the module of the heir, so they count too."""
    for ancestor in model.__mro__:
        for annotation in vars(ancestor).get("__annotations__", {}).values():
            for name in _NAME.findall(str(annotation)):
                if name in known:
                    vars(module).setdefault(name, known[name])
