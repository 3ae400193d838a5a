"""The optional libraries: what is missing is told with the command that installs it."""

from __future__ import annotations

from importlib.util import find_spec

from deckwright.assets.data.options import refuse
from deckwright.model.source import Span

EXTRA = "database"
_PACKAGES = {"duckdb": "duckdb", "psycopg": "'psycopg[binary]'"}
"""Library → what pip calls it."""


def need(library: str, what_for: str, place: Span | None) -> None:
    """Raises UnreadableError when `library` is not installed."""
    if find_spec(library) is None:
        message = f"{what_for} takes {library}, which is not installed"
        notes = f"it is part of Deckwright's extra '{EXTRA}'"
        refuse("missing-extra", message, place, f"python -m pip install {_PACKAGES[library]}", notes)
