"""A template that is none."""

from pathlib import Path

target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("This is no presentation.\n")
