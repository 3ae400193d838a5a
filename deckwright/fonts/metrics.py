"""Widths of words in one face: from a shipped table, from a font file, or guessed."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from deckwright.fonts.breaking import SOFT_HYPHEN
from deckwright.system.cache import keep, named, recall

TABLES = {
    "arial": "arial",
    "calibri": "calibri",
    "cambria": "cambria",
    "courier new": "courier-new",
    "times new roman": "times-new-roman",
    # The twins the tables were made from, and old names of the same widths.
    "liberation sans": "arial",
    "arimo": "arial",
    "helvetica": "arial",
    "carlito": "calibri",
    "caladea": "cambria",
    "liberation mono": "courier-new",
    "cousine": "courier-new",
    "courier": "courier-new",
    "liberation serif": "times-new-roman",
    "tinos": "times-new-roman",
    "times": "times-new-roman",
}
"""Family, in lower case → its table."""

GUESS_WIDER = 1.2
"""An unknown font is taken to be a fifth wider than Arial; Verdana nearly is."""
BOLD_WIDER = 1.06
"""A family without a bold face of its own is emboldened by the renderer."""


Measure = Callable[[str], float]
"""Text → em: 1 is the size of the type."""
Rights = Mapping[str, str]
"""Adjustment, a number → the characters on the right that it is for."""


class Metrics(ABC):
    """One face. All widths in em."""

    def __init__(self) -> None:
        self.units = _Units(self, kern=False), _Units(self, kern=True)
        """Unkerned and kerned."""

    @abstractmethod
    def measure(self, text: str, kern: bool) -> float:
        """Width of `text`, kerned or not."""

    def kerning(self, left: str, right: str) -> float:
        """How much nearer (negative) or farther two characters stand in kerned text."""
        return 0.0


class _Units(dict[str, tuple[float, float]]):
    """Unit that no line ends in → its width with the spaces at its end, and as it ends a line.

    At the end of a line spaces count nothing, and a soft hyphen shows.
    """

    def __init__(self, metrics: Metrics, *, kern: bool) -> None:
        super().__init__()
        self._metrics, self._kern = metrics, kern

    def __missing__(self, text: str) -> tuple[float, float]:
        bare = text.rstrip(" ")
        width = advance = self._metrics.measure(bare, self._kern)
        if len(bare) < len(text):
            advance = self._metrics.measure(text, self._kern)
        elif text.endswith(SOFT_HYPHEN):
            width += self._metrics.measure("-", self._kern)
        self[text] = advance, width
        return advance, width


class _Rows(dict[str, dict[str, int]]):
    """Left character → right character → adjustment. Made as they are met: few texts meet a tenth of them."""

    def __init__(self, kerning: Mapping[str, Rights]) -> None:
        super().__init__()
        self._kerning = kerning

    def __missing__(self, left: str) -> dict[str, int]:
        said = self._kerning.get(left, {})
        row = self[left] = {right: int(value) for value, rights in said.items() for right in rights}
        return row


class TableMetrics(Metrics):
    """A face of a shipped table. What the table lacks is measured, a run at a time, by `missing`."""

    def __init__(self, advances: dict[str, int], kerning: Mapping[str, Rights], em: float, missing: Measure) -> None:
        """`kerning`: left character → what is said of those to its right; all in `em` to the em."""
        super().__init__()
        self._advances, self._rows, self._em, self._missing = advances, _Rows(kerning), em, missing

    def __contains__(self, character: str) -> bool:
        return character in self._advances

    def measure(self, text: str, kern: bool) -> float:
        try:
            width = sum([self._advances[character] for character in text]) / self._em
        except KeyError:
            width = sum(
                self.measure(run, False) if covered else self._missing(run) for covered, run in _runs(text, self)
            )
        return width + self._adjustments(text) / self._em if kern else width

    def _adjustments(self, text: str) -> int:
        total = 0
        for left, right in pairwise(text):
            total += self._rows[left].get(right, 0)
        return total

    def kerning(self, left: str, right: str) -> float:
        return self._adjustments(left + right) / self._em


class ShapedMetrics(Metrics):
    """A face of a font file, shaped by HarfBuzz with ligatures off: wider, and not every renderer makes them."""

    def __init__(self, font: Any, missing: Measure, wider: float = 1.0) -> None:
        """`font` is a uharfbuzz.Font at its own units; `wider` makes up for a bold that the family lacks."""
        super().__init__()
        self._font, self._missing, self._wider = font, missing, wider
        self._points: Any = font.face.unicodes

    def __contains__(self, character: str) -> bool:
        # HarfBuzz makes spaces, marks and format characters from nothing or from what the font has.
        return ord(character) in self._points or unicodedata.category(character) in ("Cf", "Mn", "Zs")

    def measure(self, text: str, kern: bool) -> float:
        return sum(self._shape(run, kern) if covered else self._missing(run) for covered, run in _runs(text, self))

    def _shape(self, run: str, kern: bool) -> float:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"liga": False, "clig": False, "kern": kern})
        width = sum(position.x_advance for position in buffer.glyph_positions)
        return float(width / self._font.face.upem * self._wider)


class WidenedMetrics(Metrics):
    """Another face's widths, made wider: the guess for a font that is not there."""

    def __init__(self, face: Metrics, wider: float) -> None:
        super().__init__()
        self._face, self._wider = face, wider

    def measure(self, text: str, kern: bool) -> float:
        return self._face.measure(text, False) * self._wider


def table_metrics(table: str, bold: bool, italic: bool, missing: Measure) -> TableMetrics:
    """The face of a shipped table, such as `arial`."""
    face = "-".join(filter(None, ("bold" * bold, "italic" * italic))) or "regular"
    name = named("font", (), table, face)
    known = recall(name)
    advances, kerning, em = known if isinstance(known, tuple) else _face(table, face)
    if known is None:
        keep(name, (advances, kerning, em))
    return TableMetrics(advances, kerning, em, missing)


def _face(table: str, face: str) -> tuple[dict[str, int], dict[str, Rights], float]:
    """Advances, kerning and units to the em."""
    content = _table(table)
    runs, pairs = content["faces"][face]["advances"], content["faces"][face]["kerning"]
    advances = {chr(first + offset): width for first, widths in runs for offset, width in enumerate(widths)}
    kerning: dict[str, Rights] = {}
    for lefts, adjustments in pairs:
        kerning |= dict.fromkeys(lefts, adjustments)
    return advances, kerning, content["unitsPerEm"]


@cache
def _table(name: str) -> Any:
    import json

    return json.loads((Path(__file__).parent / "tables" / f"{name}.json").read_text("utf-8"))


def _runs(text: str, covering: TableMetrics | ShapedMetrics) -> Iterator[tuple[bool, str]]:
    """The stretches of `text` that a face has and has not."""
    for covered, run in groupby(text, key=covering.__contains__):
        yield covered, "".join(run)
