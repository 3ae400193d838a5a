"""Widths of characters that their own font lacks: from another table, from a system font for the script, or guessed."""

from __future__ import annotations

import unicodedata

from deckwright.fonts.metrics import Measure, ShapedMetrics, TableMetrics, table_metrics

TABLES = (("arial", 1.0), ("calibri", 1.12))
"""Tables to ask first, widened so: for Greek in Cambria, say. They make the answer the same on every machine."""
SCRIPTS = {unicodedata.name(sample).split()[0]: sample for sample in "אاकকਕકகకಕകກကกአაա"}
"""Scripts whose widths cannot be guessed → the letter by which a font for one is looked for."""

EMOJI, WIDE, NARROW = 1.4, 1.0, 0.6
"""Em: the guess for a pictograph, for an East Asian character or another symbol, and for a letter."""


class StandIns:
    """Remembers what it measured with; build it once beside the fonts."""

    def __init__(self) -> None:
        self._tables: dict[bool, tuple[tuple[TableMetrics, float], ...]] = {}
        self._scripts: dict[tuple[str, bool], Measure] = {}
        self.used: dict[tuple[str, str], None] = {}
        """Scripts and what was used for them, in the order met."""

    def width(self, run: str, bold: bool) -> float:
        """Em. `run` is a stretch of characters that one font lacks."""
        for table, wider in self._tables_of(bold):
            if all(character in table for character in run):
                return table.measure(run, False) * wider
        script = _script(run)
        return self._measure_of(script, bold)(run) if script else guessed_width(run)

    def _tables_of(self, bold: bool) -> tuple[tuple[TableMetrics, float], ...]:
        if bold not in self._tables:
            self._tables[bold] = tuple(
                (table_metrics(name, bold, False, guessed_width), wider) for name, wider in TABLES
            )
        return self._tables[bold]

    def _measure_of(self, script: str, bold: bool) -> Measure:
        if (script, bold) not in self._scripts:
            self._scripts[script, bold] = self._find(script, bold)
        return self._scripts[script, bold]

    def _find(self, script: str, bold: bool) -> Measure:
        from deckwright.fonts.installed import open_font, system_font_with

        name = f"{script.capitalize()} letters"
        file = system_font_with(SCRIPTS[script], bold)
        if file is None:
            self.used[name, f"{NARROW} em a letter"] = None
            return guessed_width
        self.used[name, f"the system's {file.family}"] = None
        metrics = ShapedMetrics(open_font(file), guessed_width)
        return lambda run: metrics.measure(run, False)


def guessed_width(run: str) -> float:
    """Em: what a run comes to when no font is known that has it."""
    return sum(map(_guess, run))


def _guess(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Sk"):  # marks, joiners, skin tones
        return 0.0
    wide = unicodedata.east_asian_width(character) in "WF"
    if category == "So" and wide:
        return EMOJI
    return WIDE if wide or category[0] in "SCZ" else NARROW


def _script(run: str) -> str | None:
    """The script of the first character that has one of SCRIPTS."""
    names = (unicodedata.name(character, "").split(" ")[0] for character in run)
    return next((name for name in names if name in SCRIPTS), None)
