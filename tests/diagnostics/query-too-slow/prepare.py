"""Writes a database, which is no text file."""

import sqlite3
from pathlib import Path

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lowers the limit, so that it is reached sooner."""
    monkeypatch.setattr("deckwright.assets.data.databases.QUERY_STEPS", 100_000)


Path("assets/data").mkdir(parents=True)
base = sqlite3.connect("assets/data/reef.sqlite")
for name in ("corals", "divers"):
    base.execute(f"CREATE TABLE {name} (year INTEGER, count INTEGER)")
base.commit()
base.close()
