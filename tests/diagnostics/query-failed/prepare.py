"""Writes a database, which is no text file."""

import sqlite3
from pathlib import Path

Path("assets/data").mkdir(parents=True)
base = sqlite3.connect("assets/data/reef.sqlite")
for name in ("corals", "divers"):
    base.execute(f"CREATE TABLE {name} (year INTEGER, count INTEGER)")
base.commit()
base.close()
