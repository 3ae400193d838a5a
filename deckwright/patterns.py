"""Regular expressions that are compiled when they are first used: compiling all there are takes as long as reading a
short deck, and most decks use few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

_compile = re.compile


def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes of these, as soon as anybody asks it for anything."""
    return cast("re.Pattern[str]", Later(written, flags))


class Later:
    """A pattern that is not compiled yet."""

    def __init__(self, written: Any, flags: Any = 0) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(_compile(self._written, self._flags), name)
        setattr(self, name, found)
        return found


@contextmanager
def patterns_later() -> Iterator[None]:
    """While libraries are imported: their patterns too."""
    vars(re)["compile"] = Later
    try:
        yield
    finally:
        vars(re)["compile"] = _compile
