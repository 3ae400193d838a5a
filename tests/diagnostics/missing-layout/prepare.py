"""A template with no layout for a title and a body: that of python-pptx, with two of its layouts left."""

from pathlib import Path

from pptx import Presentation

FOLDER: Path
template = Presentation()
for layout in list(template.slide_layouts):
    if layout.name not in ("Title Only", "Blank"):
        template.slide_layouts.remove(layout)
template.save(str(FOLDER / "templates/house/house.pptx"))
