"""What an element may ask while it is measured and placed: brand, fonts, language, scale, other pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.fonts.measure import Fonts
from deckwright.fonts.segments import Face
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, Colour, contrast, is_light, legible
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.lengths import Length
from deckwright.model.page import AnyShape, Box, Link, Page
from deckwright.model.source import Span, span_of
from deckwright.system.work import Measuring

TEXT_COLOUR, PAPER_COLOUR = Colour("text1"), Colour("background1")
ACCENTS = frozenset(Colour(f"accent{number}") for number in range(1, 7))


HAIRLINE = 6_350
"""Half a point: no line is thinner for being on a small slide."""


class ShapeNames(Struct):
    """Shape names of one page, and where the named elements ended up."""

    counts: dict[str, int] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    """Name given in the slide template, which is the shape's → its box; connectors look here."""

    def make_name(self, stem: str) -> str:
        """`Quote 1`, `Quote 2` …: what PowerPoint's selection pane shows."""
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem} {self.counts[stem]}"


class SlideContext(Struct, frozen=True):
    brand: Brand
    fonts: Fonts
    report: Report
    locale: str
    """The language of the deck, as the author names it: da."""
    lang: str
    """The same as PowerPoint's spelling checker knows it: da-DK."""
    slide: str
    """Id of the slide."""
    names: ShapeNames
    find_page: Callable[[str, Span], Page | None]
    """Another slide of the deck as a page, for miniatures; None, which is reported, when there is none to show."""
    slides: Collection[str]
    """Ids of the deck's slides."""
    rtl: bool = False
    scale: float = 1.0
    """Of type and gaps, when a composed body had to shrink."""
    background: Colour = Colour("background1")
    """What the text stands on."""
    measure_cache: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What has been measured on this slide."""
    budget: Measuring = field(default_factory=Measuring)
    """How much more may be measured on this slide."""
    style_cache: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """What has been worked out of styles, on all slides of the deck."""

    def with_background(self, background: Colour | None) -> SlideContext:
        """The same, for what stands on a filled shape."""
        return replace(self, background=background) if background else self

    def with_scale(self, scale: float) -> SlideContext:
        return replace(self, scale=scale)

    def scale_size(self, style: Style) -> float:
        """Size of type at this scale, in half points; never under the brand's smallest unless the style itself is."""
        scaled = round(style.size * self.scale * 2) / 2
        return max(min(style.size, self.brand.smallest), scaled)

    def find_face(self, font: str, script: str, bold: bool, italic: bool) -> Face:
        """The face that text is measured with: the brand's font for the script, if its measures are known.

        Else the brand's heading or body font, which knows what to take for letters that it lacks.
        """
        key = (font, script, bold, italic)
        face: Face | None = self.style_cache.get(key)
        if face is None:
            own = self.brand.scripts.get(script, "")
            family = own if own and self.fonts.is_known(own) else self.brand.fonts.get(font, font)
            face = self.style_cache[key] = Face(family, bold, italic)
        return face

    def scale_gap(self, emu: int) -> int:
        """A distance at this scale, on slides of this size: space gives way a little before type does."""
        return round(emu * max(0.5, self.scale) * self.brand.scale) if emu else 0

    def scale_thickness(self, emu: int) -> int:
        """Of a line, on slides of this size."""
        return max(min(emu, HAIRLINE), round(emu * self.brand.scale))

    def resolve_length(self, length: Length, space: int) -> int:
        """A length of the slide template: a share of `space`, or a distance on slides of this size."""
        return length.of(space) if length.percent is not None else round(length.emu * self.brand.scale)

    def link_to_slide(self, slide: str, place: Span | None) -> Link | None:
        """A link to a slide; None without one, or when the deck has none of that id, which is reported."""
        if not slide or slide in self.slides:
            return Link(slide=str(slide)) if slide else None
        message, help_ = f"there is no slide with the id '{slide}'", did_you_mean(slide, self.slides)
        self.report.error("unknown-slide", message, span_of(slide) or place, help=help_)
        return None

    def choose_text_colour(self, style: Style) -> Colour:
        """The colour of a text: on an accent the theme's light one, if the type is large enough to be read in it.

        Black is read on more colours, and yet on none of a brand's own would a designer set it.
        """
        large = self.scale_size(style) >= (LARGE_BOLD if style.bold else LARGE) * self.brand.shown
        if large and style.colour == TEXT_COLOUR and self.background in ACCENTS:
            light = next((one for one in (TEXT_COLOUR, PAPER_COLOUR) if is_light(self.brand.colours, one)), TEXT_COLOUR)
            if contrast(self.brand.colours, light, self.background) >= DRAWN:
                return light
        return self.make_legible(style.colour)

    def make_legible(self, colour: Colour) -> Colour:
        """`colour`, or the theme's dark or light where it would be lost on this background."""
        key = ("legible", colour, self.background)
        found: Colour | None = self.style_cache.get(key)
        if found is None:
            found = self.style_cache[key] = legible(self.brand.colours, colour, self.background, DRAWN)
        return found


Shapes = tuple[AnyShape, ...]
