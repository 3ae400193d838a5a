"""A script that runs Deckwright, then prints as JSON which parts of Python and of other libraries have changed.

    python side_effects.py TRICK ARGUMENT…

TRICK is Python code that runs after the build as if it were in a module of Deckwright; "" runs nothing.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import json
import re
import sys
import types
from collections.abc import Iterator
from functools import partial
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "deckwright"
WATCHED = (builtins, importlib, inspect, json, re, sys)
"""Modules whose functions and classes are compared before and after the import of Deckwright."""
ALIASES = {
    "os.path": ("posixpath", "ntpath"),
    "importlib._bootstrap": ("_frozen_importlib",),
    "importlib._bootstrap_external": ("_frozen_importlib_external",),
}
"""Keys of sys.modules at which Python stores a module of another name."""
NOT_IMPORTED = re.compile(r"typing\.(io|re)|pyexpat\.(errors|model)|cython_runtime|_cython_[0-9_]+|__mp_main__")
"""Keys of sys.modules that Python and Cython fill without an import."""
BEFORE = {module.__name__: dict(vars(module)) for module in WATCHED}


def is_ours(name: object) -> bool:
    return isinstance(name, str) and name.partition(".")[0] == "deckwright"


def comes_from_deckwright(value: object) -> bool:
    """Returns True for a function or class of Deckwright, an instance of its classes, and a wrapper of one of these."""
    if isinstance(value, partial):
        return comes_from_deckwright(value.func)
    if isinstance(value, classmethod | staticmethod | types.MethodType):
        return comes_from_deckwright(value.__func__)
    if isinstance(value, property):
        return any(map(comes_from_deckwright, (value.fget, value.fset, value.fdel)))
    if isinstance(value, types.FunctionType):
        return is_ours(value.__globals__.get("__name__")) or value.__code__.co_filename.startswith(str(PACKAGE))
    if isinstance(value, types.ModuleType):
        return is_ours(value.__name__)
    return is_ours(value.__module__ if isinstance(value, type) else type(value).__module__)


def attributes(name: str, module: types.ModuleType) -> Iterator[tuple[str, object]]:
    """Yields all attributes of a module, the values of its dictionaries, and the attributes of its classes."""
    for key, value in list(vars(module).items()):
        if value is sys.modules:
            continue
        yield f"{name}.{key}", value
        if type(value) is dict:
            yield from ((f"{name}.{key}[{one!r}]", held) for one, held in list(value.items()))
        elif isinstance(value, type) and value.__module__ == name:
            yield from ((f"{name}.{key}.{one}", held) for one, held in list(vars(value).items()))


def find_ours() -> Iterator[str]:
    for name, module in sorted(sys.modules.items()):
        if isinstance(module, types.ModuleType) and not is_ours(name) and name != "__main__":
            yield from (where for where, value in attributes(name, module) if comes_from_deckwright(value))


def find_odd_modules() -> Iterator[str]:
    """Returns the entries of sys.modules that no import makes."""
    for name, module in sys.modules.items():
        if NOT_IMPORTED.fullmatch(name):
            continue
        if type(module) is not types.ModuleType:
            yield f"sys.modules[{name!r}] is of {type(module)}"
        elif name != "__main__":
            spec = module.__spec__
            if spec is None or spec.name not in (name, *ALIASES.get(name, ())):
                yield f"sys.modules[{name!r}] has the spec {spec}"


def find_replaced() -> Iterator[str]:
    for module in WATCHED:
        if sys.modules[module.__name__] is not module:
            yield f"sys.modules[{module.__name__!r}]"
        for name, value in BEFORE[module.__name__].items():
            if callable(value) and vars(module).get(name) is not value:
                yield f"{module.__name__}.{name}"


def main(trick: str, *arguments: str) -> None:
    import deckwright.cli.main

    code = deckwright.cli.main.main(arguments)
    exec(compile(trick, str(PACKAGE / "trick.py"), "exec"), {"__name__": "deckwright.trick"})
    found = [*find_ours(), *find_odd_modules(), *find_replaced()]
    print(json.dumps({"code": code, "found": found, "loaded": len(sys.modules)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
