"""Writes a large sparse translation file, which takes no room on the disk."""

import os
from pathlib import Path

catalog = Path("locales/da.po")
catalog.parent.mkdir(parents=True)
catalog.touch()
os.truncate(catalog, 60_000_000)
