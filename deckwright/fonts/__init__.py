"""Type as the renderers will set it: how wide texts are and where their lines end, on any machine alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from deckwright.fonts.lines import Measured, fill, measured
from deckwright.fonts.metrics import (
    BOLD_WIDER,
    GUESS_WIDER,
    TABLES,
    Measure,
    Metrics,
    ShapedMetrics,
    WidenedMetrics,
    table_metrics,
)
from deckwright.fonts.segments import BrokenLine, Face, StyledText
from deckwright.fonts.stand_ins import StandIns

if TYPE_CHECKING:
    from deckwright.fonts.installed import FontFile

__all__ = ["BrokenLine", "Face", "Fonts", "StyledText", "Verdict", "fill"]


MOST_REMEMBERED = 500
"""Paragraphs; a deck of thousands of slides must not keep them all."""


class Verdict(Struct, frozen=True):
    """How far the measures of a family can be trusted."""

    source: Literal["table", "brand", "system", "none"]
    font: str
    """The font or table that was measured; for "none", what the guess is made from."""


class Fonts:
    """The fonts a brand can be measured with. Build it once for each brand: it remembers every word.

    Families are measured with the tables that ship with Deckwright, else with the brand's own files in `font_folder`,
    else with the system's font of that name, else by a guess meant to be too wide.
    """

    def __init__(self, font_folder: str | None = None) -> None:
        self._folder = font_folder
        self._metrics: dict[Face, Metrics] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._substitutes: dict[tuple[str, str], None] = {}
        self._stand_ins = StandIns()
        self._own: tuple[FontFile, ...] | None = None
        self._measured: dict[tuple[bool | StyledText, ...], Measured] = {}

    def break_lines(
        self, texts: Sequence[StyledText], width: float, first_indent: float = 0, guard: bool = True
    ) -> tuple[BrokenLine, ...]:
        """One paragraph in lines `width` points wide, the first narrower by `first_indent` points.

        With `guard` it errs on the wide side, as a verdict "fits" must: three percent of the width stay free
        (eight with Arabic, Chinese and the like), letters do not kern and a number keeps its percent sign. Without
        it the lines are LibreOffice's. A forced break, U+000B, ends a line; at least one line unless `texts` is empty.
        """
        return fill(self.taken_apart(texts, guard), width, first_indent)

    def extent(self, texts: Sequence[StyledText], guard: bool = True) -> tuple[float, float]:
        """Points: the least width in which no word is cut, and the least in which only forced breaks end a line.

        CSS calls them min-content and max-content; `break_lines` with the same `guard` keeps what they promise.
        """
        paragraph = self.taken_apart(texts, guard)
        return paragraph.least, paragraph.natural

    def taken_apart(self, texts: Sequence[StyledText], guard: bool = True) -> Measured:
        """What `break_lines` and `extent` start from, for those who want both.

        A paragraph is asked for again and again: at another width, beside another column, on another slide.
        """
        key: tuple[bool | StyledText, ...] = (guard, *texts)
        found = self._measured.get(key)
        if found is None:
            if len(self._measured) >= MOST_REMEMBERED:
                self._measured.clear()
            found = self._measured[key] = measured(texts, guard, self._face)
        return found

    def width(self, text: StyledText) -> float:
        """Points that a text takes on one line (with forced breaks, its widest line) without spaces at the end."""
        return max([segment.line.width for segment in self.taken_apart((text,), guard=False).segments])

    def verdict(self, family: str) -> Verdict:
        """Where the measures of `family` come from."""
        self._face(Face(family))
        return self._verdicts[family]

    def is_known(self, family: str) -> bool:
        """Whether `family` can be measured on every machine alike: by a table, or the brand's files."""
        name = " ".join(family.split())
        return name.casefold() in TABLES or self.is_own(name)

    def is_own(self, family: str) -> bool:
        """Whether the brand has the files of `family`."""
        if not self._folder:
            return False
        from deckwright.fonts.installed import choose, fonts_in

        if self._own is None:
            self._own = fonts_in(self._folder)
        return choose(self._own, " ".join(family.split()), False, False) is not None

    @property
    def substitutes(self) -> tuple[tuple[str, str], ...]:
        """Families and scripts met so far that neither a table nor the brand has, and what was measured instead."""
        return (*self._substitutes, *self._stand_ins.used)

    def _face(self, face: Face) -> Metrics:
        metrics = self._metrics.get(face)
        if metrics is None:
            metrics = self._metrics[face] = self._find(face)
        return metrics

    def _find(self, face: Face) -> Metrics:
        family = " ".join(face.family.split())

        def missing(run: str) -> float:
            return self._stand_ins.width(run, face.bold)

        table = TABLES.get(family.casefold())
        if table:
            self._verdicts[face.family] = Verdict("table", table)
            return table_metrics(table, face.bold, face.italic, missing)
        return self._from_file(family, face, missing) or self._guess(face, missing)

    def _from_file(self, family: str, face: Face, missing: Measure) -> Metrics | None:
        from deckwright.fonts.installed import choose, fonts_in, open_font, system_font

        source: Literal["brand", "system"] = "brand"
        file = choose(fonts_in(self._folder), family, face.bold, face.italic) if self._folder else None
        if file is None:
            source, file = "system", system_font(family, face.bold, face.italic)
        if file is None:
            return None
        self._verdicts[face.family] = Verdict(source, file.family)
        if source == "system":
            self._substitutes[face.family, f"the system's {file.family}"] = None
        return ShapedMetrics(open_font(file), missing, BOLD_WIDER if face.bold and not file.bold else 1.0)

    def _guess(self, face: Face, missing: Measure) -> Metrics:
        self._verdicts[face.family] = Verdict("none", "Arial")
        self._substitutes[face.family, f"Arial, taken {GUESS_WIDER - 1:.0%} wider"] = None
        return WidenedMetrics(table_metrics("arial", face.bold, face.italic, missing), GUESS_WIDER)
