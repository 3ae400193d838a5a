"""What an element may ask while it is measured and placed: brand, fonts, language, scale, other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from deckwright.brand import Brand, Style
from deckwright.colours import DRAWN, legible
from deckwright.diagnostics import Report
from deckwright.fonts import Fonts
from deckwright.page import AnyShape, Box, Colour, Page


@dataclass(slots=True)
class Names:
    """Shape names of one page, and where the named elements ended up."""

    counts: dict[str, int] = field(default_factory=dict)
    placed: dict[str, tuple[str, Box]] = field(default_factory=dict)
    """Name given in the slide template → shape's name and box; connectors look here."""

    def new(self, stem: str) -> str:
        """`Quote 1`, `Quote 2` …: what PowerPoint's selection pane shows."""
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem} {self.counts[stem]}"


@dataclass(frozen=True, slots=True)
class Context:
    brand: Brand
    fonts: Fonts
    report: Report
    lang: str
    """The language of the slide, as PowerPoint's spelling checker knows it: da-DK."""
    slide: str
    """Id of the slide."""
    names: Names
    page_of: Callable[[str], Page | None]
    """Another slide of the deck as a page, for miniatures; None while that slide is itself being arranged."""
    rtl: bool = False
    scale: float = 1.0
    """Of type and gaps, when a composed body had to shrink."""
    background: Colour = Colour("background1")
    """What the text stands on."""

    def on(self, background: Colour | None) -> Context:
        """The same, for what stands on a filled shape."""
        return replace(self, background=background) if background else self

    def at(self, scale: float) -> Context:
        return replace(self, scale=scale)

    def size(self, style: Style) -> float:
        """Size of type at this scale, in half points; never under the brand's smallest unless the style itself is."""
        scaled = round(style.size * self.scale * 2) / 2
        return max(min(style.size, self.brand.smallest), scaled)

    def gap(self, emu: int) -> int:
        """A distance at this scale: space gives way a little before type does."""
        return round(emu * max(0.5, self.scale))

    def legible(self, colour: Colour) -> Colour:
        """`colour`, or the theme's dark or light where it would be lost on this background."""
        return legible(self.brand.colours, colour, self.background, DRAWN)


Shapes = tuple[AnyShape, ...]
