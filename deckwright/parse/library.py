"""PyYAML, imported without the patterns that it recognises numbers and dates by, which nobody here asks it for.

To compile them takes longer than to read a deck: they are compiled when they are used, as by its reader in Python
where there is no libyaml.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Later:
    """A pattern that is not compiled yet."""

    def __init__(self, *written: Any) -> None:
        self._written = written

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(re.compile(*self._written), name)  # which remembers what it has compiled


@contextmanager
def _patterns_later() -> Iterator[None]:
    compiling = re.compile
    vars(re)["compile"] = Later
    try:
        yield
    finally:
        vars(re)["compile"] = compiling


if "yaml" in sys.modules:
    import yaml
else:
    with _patterns_later():
        import yaml

__all__ = ["yaml"]
