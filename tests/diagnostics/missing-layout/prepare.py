"""A template with no layout for a title and a body: that of python-pptx, with two of its layouts left."""

from pptx import Presentation

template = Presentation()
for layout in list(template.slide_layouts):
    if layout.name not in ("Title Only", "Blank"):
        template.slide_layouts.remove(layout)
template.save("templates/house/house.pptx")
