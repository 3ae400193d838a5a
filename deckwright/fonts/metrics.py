"""Widths of words in one face of a font: from a shipped table, from a font file, or estimated."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from deckwright.system.cache import load_object, make_key, store_object

TABLES = {
    "arial": "arial",
    "calibri": "calibri",
    "cambria": "cambria",
    "courier new": "courier-new",
    "times new roman": "times-new-roman",
    # The fonts of the same widths from which the tables were made, and older names.
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
"""Family in lower case → name of its table."""

UNKNOWN_FACTOR = 1.2
"""An unknown font is taken to be a fifth wider than Arial; Verdana nearly is."""
BOLD_FACTOR = 1.06
"""Renderers make a bold face for a family without one; it is about this much wider."""


WidthOf = Callable[[str], float]
"""Text → its width in em, the font size."""
Adjustments = Mapping[str, str]
"""Kerning adjustment (a number as text) → the right-hand characters it is for."""


class Metrics(ABC):
    """The widths of one face, all in em."""

    def __init__(self) -> None:
        self.unit_widths = _UnitWidths(self, kern=False), _UnitWidths(self, kern=True)
        """Without and with kerning."""

    @abstractmethod
    def measure(self, text: str, kern: bool) -> float:
        """Returns the width of `text`, with or without kerning."""

    def get_kerning(self, left: str, right: str) -> float:
        """Returns how much closer (negative) or farther apart kerning sets two characters."""
        return 0.0


class _UnitWidths(dict[str, tuple[float, float]]):
    """Unit of text → its width with the spaces at its end, and its width at the end of a line.

    At the end of a line its spaces do not count, and a soft hyphen is visible.
    """

    def __init__(self, metrics: Metrics, *, kern: bool) -> None:
        super().__init__()
        self._metrics, self._kern = metrics, kern

    def __missing__(self, text: str) -> tuple[float, float]:
        bare = text.rstrip(" ")
        width = advance = self._metrics.measure(bare, self._kern)
        if len(bare) < len(text):
            advance = self._metrics.measure(text, self._kern)
        elif text.endswith("\N{SOFT HYPHEN}"):
            width += self._metrics.measure("-", self._kern)
        self[text] = advance, width
        return advance, width


class _KerningRows(dict[str, dict[str, int]]):
    """Left character → right character → adjustment. Rows are made on first use; most texts need few of them."""

    def __init__(self, kerning: Mapping[str, Adjustments]) -> None:
        super().__init__()
        self._kerning = kerning

    def __missing__(self, left: str) -> dict[str, int]:
        adjustments = self._kerning.get(left, {})
        row = self[left] = {right: int(value) for value, rights in adjustments.items() for right in rights}
        return row


class TableMetrics(Metrics):
    """A face of a shipped table. `missing` measures runs of characters that the table lacks."""

    def __init__(
        self, advances: dict[str, int], kerning: Mapping[str, Adjustments], em: float, missing: WidthOf
    ) -> None:
        """`advances` and `kerning` (by left-hand character) are in units of the font, `em` to the em."""
        super().__init__()
        self._advances, self._rows, self._em, self._missing = advances, _KerningRows(kerning), em, missing

    def __contains__(self, character: str) -> bool:
        return character in self._advances

    def measure(self, text: str, kern: bool) -> float:
        try:
            width = sum([self._advances[character] for character in text]) / self._em
        except KeyError:
            width = sum(
                self.measure(run, False) if covered else self._missing(run)
                for covered, run in _split_by_coverage(text, self)
            )
        return width + self._sum_kerning(text) / self._em if kern else width

    def _sum_kerning(self, text: str) -> int:
        total = 0
        for left, right in pairwise(text):
            total += self._rows[left].get(right, 0)
        return total

    def get_kerning(self, left: str, right: str) -> float:
        return self._sum_kerning(left + right) / self._em


class ShapedMetrics(Metrics):
    """A face of a font file, shaped by HarfBuzz without ligatures: text is wider so, and some renderers have none."""

    def __init__(self, font: Any, missing: WidthOf, factor: float = 1.0) -> None:
        """`font` is a uharfbuzz.Font at its own units; `factor` is for a family without a bold face."""
        super().__init__()
        self._font, self._missing, self._factor = font, missing, factor
        self._points: Any = font.face.unicodes

    def __contains__(self, character: str) -> bool:
        # HarfBuzz makes spaces, marks and format characters itself.
        return ord(character) in self._points or unicodedata.category(character) in ("Cf", "Mn", "Zs")

    def measure(self, text: str, kern: bool) -> float:
        return sum(
            self._shape(run, kern) if covered else self._missing(run) for covered, run in _split_by_coverage(text, self)
        )

    def _shape(self, run: str, kern: bool) -> float:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"liga": False, "clig": False, "kern": kern})
        width = sum(position.x_advance for position in buffer.glyph_positions)
        return float(width / self._font.face.upem * self._factor)


class WidenedMetrics(Metrics):
    """The widths of another face, made wider: the estimate for an unknown font."""

    def __init__(self, face: Metrics, factor: float) -> None:
        super().__init__()
        self._face, self._factor = face, factor

    def measure(self, text: str, kern: bool) -> float:
        return self._face.measure(text, False) * self._factor


def read_table_metrics(table: str, bold: bool, italic: bool, missing: WidthOf) -> TableMetrics:
    """Reads one face of a shipped table, such as `arial`."""
    face = "-".join(filter(None, ("bold" * bold, "italic" * italic))) or "regular"
    name = make_key("font", (), table, face)
    cached = load_object(name)
    advances, kerning, em = cached if isinstance(cached, tuple) else _read_face(table, face)
    if cached is None:
        store_object(name, (advances, kerning, em))
    return TableMetrics(advances, kerning, em, missing)


def _read_face(table: str, face: str) -> tuple[dict[str, int], dict[str, Adjustments], float]:
    """Returns advances, kerning and units per em."""
    content = _read_table(table)
    runs, pairs = content["faces"][face]["advances"], content["faces"][face]["kerning"]
    advances = {chr(first + offset): width for first, widths in runs for offset, width in enumerate(widths)}
    kerning: dict[str, Adjustments] = {}
    for lefts, adjustments in pairs:
        kerning |= dict.fromkeys(lefts, adjustments)
    return advances, kerning, content["unitsPerEm"]


@cache
def _read_table(name: str) -> Any:
    import json

    return json.loads((Path(__file__).parent / "tables" / f"{name}.json").read_text("utf-8"))


def _split_by_coverage(text: str, face: TableMetrics | ShapedMetrics) -> Iterator[tuple[bool, str]]:
    """Yields the runs of `text`, each with True if `face` has its characters."""
    for covered, run in groupby(text, key=face.__contains__):
        yield covered, "".join(run)
