"""Widths of characters that a font lacks: from a shipped table, from a system font for the script, or guessed."""

from __future__ import annotations

import unicodedata

from deckwright.fonts.metrics import ShapedMetrics, TableMetrics, WidthOf, read_table_metrics

TABLES = (("arial", 1.0), ("calibri", 1.12))
"""Tables to try first, each with a factor on its widths (for Greek in Cambria, say): the same on every machine."""
SCRIPTS = {unicodedata.name(sample).split()[0]: sample for sample in "אاकকਕકକகకಕകກကአაա"}
"""Scripts whose widths cannot be guessed → a letter by which a system font for the script is found."""

EMOJI_WIDTH, WIDE_WIDTH, LETTER_WIDTH = 1.4, 1.0, 0.6
"""Guesses in em: for a pictograph, for an East Asian character or another symbol, and for a letter."""


class FallbackWidths:
    """The widths of runs that one font lacks. Remembers the fonts it has found."""

    def __init__(self) -> None:
        self._tables: dict[bool, tuple[tuple[TableMetrics, float], ...]] = {}
        self._scripts: dict[tuple[str, bool], WidthOf] = {}
        self.used: dict[tuple[str, str], None] = {}
        """Scripts and what was used for them, in the order met."""

    def measure(self, run: str, bold: bool) -> float:
        """Returns the width of `run` in em; no character of it is in the font of the text."""
        for table, factor in self._read_tables(bold):
            if all(character in table for character in run):
                return table.measure(run, False) * factor
        script = _find_script(run)
        if script is None:
            return guess_width(run)
        if (script, bold) not in self._scripts:
            self._scripts[script, bold] = self._find_font(script, bold)
        return self._scripts[script, bold](run)

    def _read_tables(self, bold: bool) -> tuple[tuple[TableMetrics, float], ...]:
        if bold not in self._tables:
            self._tables[bold] = tuple(
                (read_table_metrics(name, bold, False, guess_width), factor) for name, factor in TABLES
            )
        return self._tables[bold]

    def _find_font(self, script: str, bold: bool) -> WidthOf:
        from deckwright.fonts.installed import find_system_font_with, open_font

        name = f"{script.capitalize()} letters"
        file = find_system_font_with(SCRIPTS[script], bold)
        if file is None:
            self.used[name, f"{LETTER_WIDTH} em a letter"] = None
            return guess_width
        self.used[name, f"the system's {file.family}"] = None
        metrics = ShapedMetrics(open_font(file), guess_width)
        return lambda run: metrics.measure(run, False)


def guess_width(run: str) -> float:
    """Returns a width in em for a run that no known font has."""
    return sum(map(_guess, run))


def _guess(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Sk"):  # marks, joiners, skin tones
        return 0.0
    is_wide = unicodedata.east_asian_width(character) in "WF"
    if category == "So" and is_wide:
        return EMOJI_WIDTH
    return WIDE_WIDTH if is_wide or category[0] in "SCZ" else LETTER_WIDTH


def _find_script(run: str) -> str | None:
    """Returns the script of the first character in one of SCRIPTS."""
    names = (unicodedata.name(character, "").split(" ")[0] for character in run)
    return next((name for name in names if name in SCRIPTS), None)
