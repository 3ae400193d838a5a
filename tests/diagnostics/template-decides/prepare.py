"""Writes a file that is no template: brand.yaml is refused before it is read."""

from pathlib import Path

target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("The one in the brand's folder.\n")
