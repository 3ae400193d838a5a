"""Widths of words in one face: from a shipped table, from a font file, or guessed."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Protocol

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
"""An unknown font is taken to be a fifth wider than Arial; of the usual ones only Verdana comes near."""
BOLD_WIDER = 1.06
"""A family without a bold face of its own is emboldened by the renderer."""


class Metrics(Protocol):
    """One face. All widths in em: 1 is the size of the type."""

    def measure(self, word: str) -> tuple[float, float]:
        """Width of `word` with and without kerning."""

    def kerning(self, left: str, right: str) -> float:
        """How much nearer (negative) or farther two characters stand."""


Measure = Callable[[str], float]


class TableMetrics:
    """A face of a shipped table. What the table lacks is measured, a run at a time, by `missing`."""

    __slots__ = ("_advances", "_em", "_missing", "_rows", "_words")

    def __init__(self, advances: dict[str, int], rows: dict[str, dict[str, int]], em: float, missing: Measure) -> None:
        self._advances, self._rows, self._em, self._missing = advances, rows, em, missing
        self._words: dict[str, tuple[float, float]] = {}

    def measure(self, word: str) -> tuple[float, float]:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = self._sum(word)
        return known

    def _sum(self, word: str) -> tuple[float, float]:
        advances, rows = self._advances, self._rows
        try:
            plain = sum([advances[character] for character in word]) / self._em
        except KeyError:
            plain = sum(
                sum([advances[character] for character in run]) / self._em if covered else self._missing("".join(run))
                for covered, run in _runs(word, advances)
            )
        kern = 0
        for left, right in pairwise(word):
            row = rows.get(left)
            if row is not None:
                kern += row.get(right, 0)
        return plain + kern / self._em, plain

    def __contains__(self, character: str) -> bool:
        return character in self._advances

    def kerning(self, left: str, right: str) -> float:
        row = self._rows.get(left)
        return row.get(right, 0) / self._em if row else 0.0


class ShapedMetrics:
    """A face of a font file, shaped by HarfBuzz with ligatures off: wider, and not every renderer makes them."""

    __slots__ = ("_font", "_glyphs", "_missing", "_wider", "_words")

    def __init__(self, font: Any, missing: Measure, wider: float = 1.0) -> None:
        """`font` is a uharfbuzz.Font at its own units; `wider` makes up for a bold that the family lacks."""
        self._font, self._missing, self._wider = font, missing, wider
        self._glyphs: Any = font.face.unicodes
        self._words: dict[str, tuple[float, float]] = {}

    def measure(self, word: str) -> tuple[float, float]:
        known = self._words.get(word)
        if known is None:
            kerned = plain = 0.0
            for covered, characters in _runs(word, self):
                run = "".join(characters)
                if covered:
                    kerned, plain = kerned + self._shape(run, True), plain + self._shape(run, False)
                else:
                    width = self._missing(run)
                    kerned, plain = kerned + width, plain + width
            known = self._words[word] = (kerned, plain)
        return known

    def __contains__(self, character: str) -> bool:
        return ord(character) in self._glyphs or unicodedata.category(character) in ("Cf", "Mn", "Zs")

    def _shape(self, run: str, kern: bool) -> float:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, {"liga": False, "clig": False, "kern": kern})
        width = sum(position.x_advance for position in buffer.glyph_positions)
        return float(width / self._font.face.upem * self._wider)

    def kerning(self, left: str, right: str) -> float:  # noqa: ARG002 - pairs over word boundaries are not looked at
        return 0.0


class WidenedMetrics:
    """Another face's widths, made wider: the guess for a font that is not there."""

    __slots__ = ("_face", "_wider")

    def __init__(self, face: Metrics, wider: float) -> None:
        self._face, self._wider = face, wider

    def measure(self, word: str) -> tuple[float, float]:
        width = self._face.measure(word)[1] * self._wider
        return width, width

    def kerning(self, left: str, right: str) -> float:  # noqa: ARG002 - a guess does not kern
        return 0.0


def table_metrics(table: str, bold: bool, italic: bool, missing: Measure) -> TableMetrics:
    """The face of a shipped table, such as `arial`."""
    content = _table(table)
    face = content["faces"]["-".join(filter(None, ("bold" * bold, "italic" * italic))) or "regular"]
    advances = {chr(first + offset): width for first, widths in face["advances"] for offset, width in enumerate(widths)}
    rows: dict[str, dict[str, int]] = {}
    for lefts, adjustments in face["kerning"]:
        row = {right: int(value) for value, rights in adjustments.items() for right in rights}
        rows |= dict.fromkeys(lefts, row)
    return TableMetrics(advances, rows, content["unitsPerEm"], missing)


@cache
def _table(name: str) -> Any:
    return json.loads((Path(__file__).parent / "tables" / f"{name}.json").read_text("utf-8"))


def _runs(word: str, covering: Any) -> Any:
    """The stretches of `word` that `covering` has and has not."""
    return groupby(word, key=covering.__contains__)
