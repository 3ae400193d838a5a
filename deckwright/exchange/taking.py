"""A catalog as rows, and the rows that come back taken into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deckwright.diagnostics import Report, did_you_mean
from deckwright.exchange.rows import STALE, TRANSLATED, Row
from deckwright.localise.sync import FUZZY, state
from deckwright.parse.tree import characters_allowed
from deckwright.source import Span

if TYPE_CHECKING:
    import polib


def rows_of(catalog: polib.POFile) -> list[Row]:
    """A row for each text of the deck; the note is what the catalog tells the translator, and what they wrote there."""
    return [
        Row(entry.msgctxt, entry.msgid, entry.msgstr, _note(entry), state(entry))
        for entry in catalog
        if not entry.obsolete
    ]


def take(rows: Sequence[Row], catalog: polib.POFile, file: str, report: Report) -> int:
    """Puts the translations of `rows`, read from `file`, into `catalog`, which is up to date; how many of them fit.

    An empty target takes nothing away. A text that was stale and has another wording now counts as translated.
    Not taken but reported: `unused-translation` (a key that the deck has not) and `stale-translation` (the source has
    changed since) as warnings, `duplicate-translation` and `refused-character` as errors.
    """
    entries = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    seen: dict[str, Row] = {}
    taken = 0
    for row in rows:
        place = Span(file, row.line, 1)
        entry = entries.get(row.key)
        if seen.setdefault(row.key, row) is not row:
            notes = [f"first at {file}:{seen[row.key].line}"]
            report.error("duplicate-translation", f"'{row.key}' is translated twice", place, notes=notes)
        elif entry is None:
            near = did_you_mean(row.key, entries)
            report.warning("unused-translation", f"deck.yaml has no text '{row.key}' to translate", place, help=near)
        elif _even(row.source) != _even(entry.msgid):
            message = f"the source of '{row.key}' has changed since it was exported, so its translation is not taken"
            notes = [f"it was: {_short(row.source)}", f"it is now: {_short(entry.msgid)}"]
            report.warning("stale-translation", message, place, notes=notes)
        elif characters_allowed(row.target, file, report, row.line):
            _take(replace(row, target=_even(row.target)), entry)
            taken += 1
    return taken


def _take(row: Row, entry: polib.POEntry) -> None:
    if not row.target.strip():
        return
    stale = FUZZY in entry.flags
    if row.target != _even(entry.msgstr):
        entry.msgstr = row.target
        stale = row.status == STALE and not stale
    elif row.status in (TRANSLATED, STALE):
        stale = row.status == STALE
    if stale and FUZZY not in entry.flags:
        entry.flags = [FUZZY, *entry.flags]
    elif not stale:
        entry.flags = [flag for flag in entry.flags if flag != FUZZY]
        entry.previous_msgid = None


def _note(entry: polib.POEntry) -> str:
    """What the catalog tells the translator, what they wrote there, and of a stale text what it was."""
    earlier = " ".join((entry.previous_msgid or "").split()) if FUZZY in entry.flags else ""
    before = f"translated when it was: {earlier}" if earlier else ""
    return "\n".join(filter(None, (entry.comment, entry.tcomment, before)))


def _even(text: str) -> str:
    """Spreadsheets end lines in their own ways, and around a text there may come spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
