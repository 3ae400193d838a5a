"""The context of elements that are measured and placed: brand, fonts, language, scale, other pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.fonts.measure import Fonts
from deckwright.fonts.segments import Face
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, Colour, choose_legible, is_light, measure_contrast
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.lengths import Length
from deckwright.model.page import AnyShape, Box, Link, Page
from deckwright.model.source import Span, span_of
from deckwright.system.work import MeasuringBudget

TEXT_COLOUR, PAPER_COLOUR = Colour("text1"), Colour("background1")
ACCENTS = frozenset(Colour(f"accent{number}") for number in range(1, 7))
MIN_LINE_WIDTH = 6_350
"""EMU: half a point, also on small slides."""

Shapes = tuple[AnyShape, ...]
T = TypeVar("T")


class ShapeNames(Struct):
    """The names of the shapes on one page, and the boxes of the shapes that the slide template names."""

    counts: dict[str, int] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    """Name → box, for connectors."""

    def make_name(self, stem: str) -> str:
        """Returns the next name with this stem for PowerPoint's selection pane: `Quote 1`, `Quote 2` …"""
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem} {self.counts[stem]}"


class SlideContext(Struct, frozen=True):
    """The surroundings of the elements of one slide."""

    brand: Brand
    fonts: Fonts
    report: Report
    locale: str
    """Language of the deck as the author names it: da."""
    lang: str
    """The same language as PowerPoint's spelling checker names it: da-DK."""
    slide: str
    """Id of the slide."""
    names: ShapeNames
    find_page: Callable[[str, Span], Page | None]
    """Returns the page of another slide, for thumbnails; reports a slide that cannot be shown and returns None."""
    slides: Collection[str]
    """Ids of the deck's slides."""
    rtl: bool = False
    scale: float = 1.0
    """Factor for type and gaps; below 1 where a composed body had to shrink."""
    background: Colour = Colour("background1")
    """Colour behind the text."""
    measure_cache: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """Sizes measured on this slide."""
    budget: MeasuringBudget = field(default_factory=MeasuringBudget)
    """How much more may be measured on this slide."""
    style_cache: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """Values derived from styles, shared by all slides of the deck."""

    def with_background(self, background: Colour | None) -> SlideContext:
        """Returns the context for content on a filled shape; the same one for a shape without a fill."""
        return replace(self, background=background) if background else self

    def cache_style(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Returns the cached value for `key`; makes it if there is none."""
        if key not in self.style_cache:
            self.style_cache[key] = make()
        value: T = self.style_cache[key]
        return value

    def scale_size(self, style: Style) -> float:
        """Returns the type size of a style at this scale, rounded to half points.

        It is at least the brand's smallest size, or the style's own size if that is smaller.
        """
        scaled = round(style.size * self.scale * 2) / 2
        return max(min(style.size, self.brand.smallest), scaled)

    def find_face(self, font: str, script: str, bold: bool, italic: bool) -> Face:
        """Returns the face to measure text with.

        This is the brand's font for the script if its widths are known, otherwise the brand's heading or body font,
        which has substitutes for letters that it lacks.
        """
        key = (font, script, bold, italic)
        face: Face | None = self.style_cache.get(key)
        if face is None:
            script_font = self.brand.scripts.get(script, "")
            is_known = bool(script_font) and self.fonts.is_known(script_font)
            family = script_font if is_known else self.brand.fonts.get(font, font)
            face = self.style_cache[key] = Face(family, bold, italic)
        return face

    def scale_gap(self, emu: int) -> int:
        """Scales a distance to this scale and slide size; gaps shrink to half of their size at most."""
        return round(emu * max(0.5, self.scale) * self.brand.scale) if emu else 0

    def scale_thickness(self, emu: int) -> int:
        """Scales the width of a line to this slide size."""
        return max(min(emu, MIN_LINE_WIDTH), round(emu * self.brand.scale))

    def resolve_length(self, length: Length, space: int) -> int:
        """Returns a length of the slide template in EMU: a share of `space`, or a distance at this slide size."""
        return length.of(space) if length.percent is not None else round(length.emu * self.brand.scale)

    def link_to_slide(self, slide: str, place: Span | None) -> Link | None:
        """Returns a link to a slide. Returns None for an empty id, and for an unknown one, which it reports."""
        if not slide or slide in self.slides:
            return Link(slide=str(slide)) if slide else None
        message, help_ = f"the deck has no slide with the id '{slide}'", did_you_mean(slide, self.slides)
        self.report.error("unknown-slide", message, span_of(slide) or place, help=help_)
        return None

    def choose_text_colour(self, style: Style) -> Colour:
        """Returns the colour of a text: on an accent the theme's light colour, if the type is large enough for it.

        Black has the higher contrast on many accents, but designers set light text on a brand's own colours.
        """
        large = self.scale_size(style) >= (LARGE_BOLD if style.bold else LARGE) * self.brand.size_ratio
        if large and style.colour == TEXT_COLOUR and self.background in ACCENTS:
            options = (colour for colour in (TEXT_COLOUR, PAPER_COLOUR) if is_light(self.brand.colours, colour))
            light = next(options, TEXT_COLOUR)
            if measure_contrast(self.brand.colours, light, self.background) >= DRAWN:
                return light
        return self.make_legible(style.colour)

    def make_legible(self, colour: Colour) -> Colour:
        """Returns `colour`, or the theme's dark or light colour if the contrast with this background is too low."""
        key = ("legible", colour, self.background)
        return self.cache_style(key, lambda: choose_legible(self.brand.colours, colour, self.background, DRAWN))
