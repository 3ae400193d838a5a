"""Measures texts in the fonts of a brand, and breaks them into lines.

Characters that a font lacks have the widths of a shipped table or of a system font for the script, or are guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from deckwright.fonts.metrics import (
    BOLD_FACTOR,
    TABLES,
    UNKNOWN_FACTOR,
    Metrics,
    ShapedMetrics,
    TableMetrics,
    WidenedMetrics,
    WidthOf,
    read_table_metrics,
)
from deckwright.fonts.paragraphs import MeasuredParagraph, fill_lines, measure_paragraph
from deckwright.fonts.segments import BrokenLine, Face, StyledText

if TYPE_CHECKING:
    from deckwright.fonts.installed import FontFile

MAX_REMEMBERED = 500
"""Paragraphs; the limit keeps memory small for decks of thousands of slides."""

_FALLBACK_TABLES = (("arial", 1.0), ("calibri", 1.12))
"""Tables to try first, each with a factor on its widths (for Greek in Cambria, say): the same on every machine."""
_SCRIPTS = {unicodedata.name(sample).split()[0]: sample for sample in "אاकকਕકକகకಕകກကአაա"}
"""Scripts whose widths cannot be guessed → a letter by which a system font for the script is found."""

_EMOJI_WIDTH, _WIDE_WIDTH, _LETTER_WIDTH = 1.4, 1.0, 0.6
"""Guesses in em: for a pictograph, for an East Asian character or another symbol, and for a letter."""


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
        from deckwright.fonts.installed import find_system_font, open_font

        file = self._find_brand_font(family, face.bold, face.italic)
        if file is None and (file := find_system_font(family, face.bold, face.italic)) is not None:
            self._substitutes[face.family, f"the system's {file.family}"] = None
        if file is not None:
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


class FallbackWidths:
    """The widths of runs that one font lacks. Remembers the fonts it has found."""

    def __init__(self) -> None:
        self._scripts: dict[tuple[str, bool], WidthOf] = {}
        self.used: dict[tuple[str, str], None] = {}
        """Scripts and what was used for them, in the order met."""

    def measure(self, run: str, bold: bool) -> float:
        """Returns the width of `run` in em; no character of it is in the font of the text."""
        for table, factor in _read_fallback_tables(bold):
            if all(character in table for character in run):
                return table.measure(run, False) * factor
        names = (unicodedata.name(character, "").split(" ")[0] for character in run)
        script = next((name for name in names if name in _SCRIPTS), None)
        if script is None:
            return guess_width(run)
        if (script, bold) not in self._scripts:
            self._scripts[script, bold] = self._find_font(script, bold)
        return self._scripts[script, bold](run)

    def _find_font(self, script: str, bold: bool) -> WidthOf:
        from deckwright.fonts.installed import find_system_font_with, open_font

        name = f"{script.capitalize()} letters"
        file = find_system_font_with(_SCRIPTS[script], bold)
        if file is None:
            self.used[name, f"{_LETTER_WIDTH} em a letter"] = None
            return guess_width
        self.used[name, f"the system's {file.family}"] = None
        metrics = ShapedMetrics(open_font(file), guess_width)
        return lambda run: metrics.measure(run, False)


@cache
def _read_fallback_tables(bold: bool) -> tuple[tuple[TableMetrics, float], ...]:
    return tuple((read_table_metrics(name, bold, False, guess_width), factor) for name, factor in _FALLBACK_TABLES)


def guess_width(run: str) -> float:
    """Returns a width in em for a run that no known font has."""
    return sum(map(_guess, run))


def _guess(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Sk"):  # marks, joiners, skin tones
        return 0.0
    is_wide = unicodedata.east_asian_width(character) in "WF"
    if category == "So" and is_wide:
        return _EMOJI_WIDTH
    return _WIDE_WIDTH if is_wide or category[0] in "SCZ" else _LETTER_WIDTH
