"""Measures texts in the fonts of a brand, and breaks them into lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deckwright.fonts.fallback import FallbackWidths
from deckwright.fonts.metrics import (
    BOLD_FACTOR,
    TABLES,
    UNKNOWN_FACTOR,
    Metrics,
    ShapedMetrics,
    WidenedMetrics,
    read_table_metrics,
)
from deckwright.fonts.paragraphs import MeasuredParagraph, fill_lines, measure_paragraph
from deckwright.fonts.segments import BrokenLine, Face, StyledText

if TYPE_CHECKING:
    from deckwright.fonts.installed import FontFile

MAX_REMEMBERED = 500
"""Paragraphs; the limit keeps memory small for decks of thousands of slides."""


class Fonts:
    """The fonts of a brand. Build one for each brand: it remembers every word it has measured.

    The widths of a family come from the tables that ship with Deckwright, else from the brand's own files in
    `font_folder`, else from the system's font of that name, else from a guess that is meant to be too wide.
    """

    def __init__(self, font_folder: str | None = None) -> None:
        self._folder = font_folder
        self._metrics: dict[Face, Metrics] = {}
        self._substitutes: dict[tuple[str, str], None] = {}
        self._fallback = FallbackWidths()
        self._brand_fonts: tuple[FontFile, ...] | None = None
        self._paragraphs: dict[tuple[bool | StyledText, ...], MeasuredParagraph] = {}

    def break_lines(
        self, texts: Sequence[StyledText], width: float, first_indent: float = 0, guard: bool = True
    ) -> tuple[BrokenLine, ...]:
        """Breaks one paragraph into lines `width` points wide, the first narrower by `first_indent` points.

        With `guard` it errs on the wide side, as is needed to say that a text fits: three percent of the width stay
        free (eight with Arabic, Chinese and the like), letters do not kern, and a number stays with its percent sign.
        Without it the lines are LibreOffice's. U+000B forces a break. Returns no lines only for no `texts`.
        """
        return fill_lines(self.measure_paragraph(texts, guard), width, first_indent)

    def measure_extent(self, texts: Sequence[StyledText], guard: bool = True) -> tuple[float, float]:
        """Returns the min-content and max-content widths of CSS, in points.

        At the first no word is cut; at the second only forced breaks end a line. `break_lines` with the same `guard`
        agrees.
        """
        paragraph = self.measure_paragraph(texts, guard)
        return paragraph.min_content, paragraph.max_content

    def measure_paragraph(self, texts: Sequence[StyledText], guard: bool = True) -> MeasuredParagraph:
        """Returns the part of `break_lines` and `measure_extent` that does not depend on the width of the lines.

        It is remembered, because the same paragraph is measured for several widths, columns and slides.
        """
        key: tuple[bool | StyledText, ...] = (guard, *texts)
        paragraph = self._paragraphs.get(key)
        if paragraph is None:
            if len(self._paragraphs) >= MAX_REMEMBERED:
                self._paragraphs.clear()
            paragraph = self._paragraphs[key] = measure_paragraph(texts, guard, self._get_metrics)
        return paragraph

    def measure_width(self, text: StyledText) -> float:
        """Returns the width in points of a text on one line (of its widest line, with forced breaks).

        Spaces at the end do not count.
        """
        return max([segment.line.width for segment in self.measure_paragraph((text,), guard=False).segments])

    def is_known(self, family: str) -> bool:
        """Returns True if `family` measures the same on every machine: by a table or the brand's files."""
        name = " ".join(family.split())
        return name.casefold() in TABLES or self.is_own(name)

    def is_own(self, family: str) -> bool:
        """Returns True if the brand's folder has `family`."""
        return self._find_brand_font(" ".join(family.split()), False, False) is not None

    @property
    def substitutes(self) -> tuple[tuple[str, str], ...]:
        """The families and scripts met so far that neither a table nor the brand has, each with its substitute."""
        return (*self._substitutes, *self._fallback.used)

    def _get_metrics(self, face: Face) -> Metrics:
        metrics = self._metrics.get(face)
        if metrics is None:
            metrics = self._metrics[face] = self._find_metrics(face)
        return metrics

    def _find_metrics(self, face: Face) -> Metrics:
        family = " ".join(face.family.split())

        def measure_missing(run: str) -> float:
            return self._fallback.measure(run, face.bold)

        if table := TABLES.get(family.casefold()):
            return read_table_metrics(table, face.bold, face.italic, measure_missing)
        if file := self._find_brand_font(family, face.bold, face.italic) or self._find_system_font(family, face):
            from deckwright.fonts.installed import open_font

            return ShapedMetrics(open_font(file), measure_missing, BOLD_FACTOR if face.bold and not file.bold else 1.0)
        self._substitutes[face.family, f"Arial, taken {UNKNOWN_FACTOR - 1:.0%} wider"] = None
        return WidenedMetrics(read_table_metrics("arial", face.bold, face.italic, measure_missing), UNKNOWN_FACTOR)

    def _find_brand_font(self, family: str, bold: bool, italic: bool) -> FontFile | None:
        if not self._folder:
            return None
        from deckwright.fonts.installed import choose_font, read_fonts_in

        if self._brand_fonts is None:
            self._brand_fonts = read_fonts_in(self._folder)
        return choose_font(self._brand_fonts, family, bold, italic)

    def _find_system_font(self, family: str, face: Face) -> FontFile | None:
        from deckwright.fonts.installed import find_system_font

        file = find_system_font(family, face.bold, face.italic)
        if file is not None:
            self._substitutes[face.family, f"the system's {file.family}"] = None
        return file
