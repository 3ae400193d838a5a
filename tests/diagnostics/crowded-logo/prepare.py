"""Writes a template with a logo in the middle of the titles."""

import io
from pathlib import Path

import pptx
from PIL import Image
from pptx.util import Cm

picture = io.BytesIO()
Image.new("RGB", (40, 40), "navy").save(picture, "PNG")
presentation = pptx.Presentation()
layout = presentation.slide_layouts[1]
part, number = layout.part.get_or_add_image_part(picture)
layout.shapes._spTree.append(
    type(layout.shapes._spTree).add_pic(layout.shapes._spTree, 90, "Logo", "", number, Cm(12), Cm(1.5), Cm(2), Cm(2))
)
target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
presentation.save(str(target))
