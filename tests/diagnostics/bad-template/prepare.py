"""Writes a file that is no template."""

from pathlib import Path

target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("This is no presentation.\n")
