"""Libraries imported without what they make ready for uses that nobody here has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from deckwright.patterns import patterns_later


@contextmanager
def lightly(*, without: Sequence[str] = (), later: Sequence[str] = ()) -> Iterator[None]:
    """What is imported in the block compiles its patterns when they are used.

    It does without the modules `without`, for which it has others, and gets of those `later` nothing but functions,
    which import them when they are called.
    """
    absent: dict[str, Any] = {**dict.fromkeys(without), **{name: _Functions(name) for name in later}}
    absent = {name: stand_in for name, stand_in in absent.items() if name not in sys.modules}
    sys.modules |= absent
    try:
        with patterns_later():
            yield
    finally:
        for name, stand_in in absent.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


class _Functions(ModuleType):
    """Stands in for a module of which only functions are used."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*arguments: Any, **options: Any) -> Any:
            if sys.modules.get(self.__name__) is self:  # in the block already
                del sys.modules[self.__name__]
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return function
