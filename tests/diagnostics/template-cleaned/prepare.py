"""Writes a template whose master links to a web site."""

from pathlib import Path

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Cm

presentation = pptx.Presentation()
slide = presentation.slides.add_slide(presentation.slide_layouts[6])
text = slide.shapes.add_textbox(0, 0, Cm(5), Cm(1))
text.text_frame.text = "house.example"
part = presentation.slide_layouts[1].part
number = part.relate_to("https://house.example", RT.HYPERLINK, is_external=True)
run = text.text_frame.paragraphs[0].runs[0]
run._r.get_or_add_rPr().add_hlinkClick(number)
presentation.slide_layouts[1].shapes._spTree.append(text._element)
target = Path("templates/house/house.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
presentation.save(str(target))
