"""A file that is not even opened: brand.yaml is refused before."""

from pathlib import Path

target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("The one in the brand's folder.\n")
