"""Libraries imported without what they make ready for uses that nobody here has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deckwright.patterns import patterns_later


@contextmanager
def lightly(*without: str) -> Iterator[None]:
    """What is imported in the block compiles its patterns when they are used, and does without the modules `without`,
    for which it has others."""
    absent = [name for name in without if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: nothing to be imported
    try:
        with patterns_later():
            yield
    finally:
        for name in absent:
            del sys.modules[name]
