"""The look of a brand for generated pictures: colours, fonts, sizes of type, and the room on a slide."""

from __future__ import annotations

from typing import Any

from deckwright.arrange.placeholders import find_body_box, find_layout
from deckwright.model.brand import Brand
from deckwright.model.colours import Colour, choose_legible, to_rgb
from deckwright.model.page import EMU_PER_CM


def read_look(brand: Brand) -> dict[str, Any]:
    """Plain values, as scripts read them. Colours are `#rrggbb`, lengths centimetres, sizes of type points."""

    def hexadecimal(colour: Colour) -> str:
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in to_rgb(brand.colours, colour))

    layout = find_layout(brand, "content")
    background = layout.background if layout else Colour("background1")
    box = find_body_box(brand, layout) if layout else None
    width, height = (box.width, box.height) if box else (brand.width * 9 // 10, brand.height * 7 // 10)
    text = choose_legible(brand.colours, Colour("text1"), background)
    return {
        "colours": {slot: hexadecimal(Colour(slot)) for slot in brand.colours},
        "series": [hexadecimal(colour) for colour in brand.chart.series],
        "muted": hexadecimal(brand.chart.muted),
        "highlight": hexadecimal(brand.chart.highlight),
        "text": hexadecimal(text),
        "background": hexadecimal(background),
        "fonts": {"heading": brand.fonts["heading"], "body": brand.fonts["body"]},
        "scripts": dict(brand.scripts),
        "text_size": brand.chart.text_size,
        "caption_size": brand.styles["caption"].size,
        "width_cm": round(width / EMU_PER_CM, 2),
        "height_cm": round(height / EMU_PER_CM, 2),
    }
