"""A catalog as rows, and the rows that come back taken into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.languages.plurals import plural_examples, plural_forms
from deckwright.languages.table import language
from deckwright.localise.catalogs import Translation
from deckwright.localise.checks import sound
from deckwright.localise.entries import FUZZY, PLURAL_FORMS
from deckwright.localise.exchange.rows import MISSING, OUTDATED, TRANSLATED, Row
from deckwright.localise.glossary import Glossary
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text
from deckwright.parse.characters import characters_allowed

if TYPE_CHECKING:
    import polib


def judge_language(rows: Sequence[Row], file: str, tag: str, others: Sequence[str], report: Report) -> None:
    """Report `other-language` when `file` says that it is in one of the deck's `others`, and not in `tag`.

    XLIFF says it in the file, a workbook by the name of its sheet; of any file the name may end so: talk.en.csv.
    """
    said = next((row.language for row in rows if row.language), "").lower()
    stem = re.split(r"[\\/]", file)[-1].rpartition(".")[0].lower()
    for other in others:
        name = other.lower()
        if name != tag.lower() and (said == name or (said != tag.lower() and _ends_with(stem, name, tag.lower()))):
            message = f"'{file}' is in the language '{other}', not in '{tag}'"
            help_ = f"to take it in: translate {other} --import {file}"
            report.error("other-language", message, None, help=help_)
            return


def _ends_with(stem: str, name: str, tag: str) -> bool:
    """Whether a file is called after the language `name`: pt-BR.csv is not called after BR."""
    return stem.endswith(name) and re.search(rf"(?:^|[._ -]){re.escape(name)}$", stem) is not None and stem != tag


def judge(
    rows: Sequence[Row], catalog: polib.POFile, tag: str, source: str, glossary: Glossary, file: str, report: Report
) -> None:
    """What is checked of translations in a catalog, at the lines of `file`, of those that say something new.

    Reported: `placeholder-mismatch`, `mark-mismatch`, and as warnings `number-mismatch` and `glossary-term`.
    """
    entries = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    for row in rows:
        entry = entries.get(row.key)
        target = row.target.strip()
        if entry is None or not target or target == entry.msgstr.strip() or row.source.strip() != entry.msgid.strip():
            continue
        place = Span(file, row.line, 1)
        sound(
            Translation(row.key, entry.msgid, target, False, place, place),
            Text(entry.msgid),
            tag,
            source,
            glossary,
            report,
        )


class _Place(Struct, frozen=True):
    """Where a translation stands in a catalog: an entry, or one form of an entry that counts."""

    entry: polib.POEntry
    source: str
    note: str
    form: int | None = None
    """The n of msgstr[n]."""

    @property
    def target(self) -> str:
        return str(self.entry.msgstr if self.form is None else self.entry.msgstr_plural.get(self.form, ""))

    @property
    def status(self) -> str:
        if not self.target.strip():
            return MISSING
        return OUTDATED if FUZZY in self.entry.flags else TRANSLATED

    def put(self, text: str) -> None:
        if self.form is None:
            self.entry.msgstr = text
        else:
            self.entry.msgstr_plural[self.form] = text


def rows_of(catalog: polib.POFile, tag: str) -> list[Row]:
    """A row for each text of the deck, and one for each form of a text that counts: `key[few]`.

    The note is what the catalog tells the translator, and what they wrote there.
    """
    places = _places(catalog, tag)
    return [Row(key, place.source, place.target, place.note, place.status) for key, place in places.items()]


def take(rows: Sequence[Row], catalog: polib.POFile, tag: str, file: str, report: Report) -> int:
    """Puts the translations of `rows`, read from `file`, into `catalog`, which is up to date; how many of them fit.

    An empty target takes nothing away. A text that was outdated and has another wording now counts as translated.
    Not taken but reported: `unused-translation` (a key that the deck has not) and `outdated-translation` (the source
    has changed since) as warnings, `duplicate-translation` and `refused-character` as errors.
    """
    places = _places(catalog, tag)
    seen: dict[str, Row] = {}
    outdated: dict[int, bool] = {}
    taken = 0
    for row in rows:
        here = Span(file, row.line, 1)
        place = places.get(row.key)
        if seen.setdefault(row.key, row) is not row:
            notes = [f"first at {file}:{seen[row.key].line}"]
            report.error("duplicate-translation", f"'{row.key}' is translated twice", here, notes=notes)
        elif place is None:
            near = did_you_mean(row.key, places)
            report.warning("unused-translation", f"deck.yaml has no text '{row.key}' to translate", here, help=near)
        elif _even(row.source) != _even(place.source):
            message = f"the source of '{row.key}' has changed since it was exported, so its translation is not taken"
            notes = [f"it was: {_short(row.source)}", f"it is now: {_short(place.source)}"]
            report.warning("outdated-translation", message, here, notes=notes)
        elif characters_allowed(row.target, file, report, row.line):
            # A text that counts is outdated as long as one of its forms is.
            outdated[id(place.entry)] = _take(row, place) or outdated.get(id(place.entry), False)
            taken += 1
    for place in places.values():
        if id(place.entry) in outdated:
            _mark(place.entry, outdated[id(place.entry)])
    return taken


def _take(row: Row, place: _Place) -> bool:
    """Whether the translation is outdated then."""
    was_outdated = FUZZY in place.entry.flags
    target = _even(row.target)
    if not target:
        return was_outdated
    if target != _even(place.target):
        place.put(target)
        return row.status == OUTDATED and not was_outdated
    return row.status == OUTDATED if row.status in (TRANSLATED, OUTDATED) else was_outdated


def _mark(entry: polib.POEntry, outdated: bool) -> None:
    if outdated and FUZZY not in entry.flags:
        entry.flags = [FUZZY, *entry.flags]
    elif not outdated:
        entry.flags = [flag for flag in entry.flags if flag != FUZZY]
        entry.previous_msgid = entry.previous_msgid_plural = None


def _places(catalog: polib.POFile, tag: str) -> dict[str, _Place]:
    return dict(place for entry in catalog if not entry.obsolete for place in _places_in(entry, catalog, tag))


def _places_in(entry: polib.POEntry, catalog: polib.POFile, tag: str) -> Iterator[tuple[str, _Place]]:
    note = _note(entry)
    if not entry.msgid_plural:
        yield entry.msgctxt, _Place(entry, entry.msgid, note)
        return
    cldr = language(tag).formats
    plurals = plural_forms(cldr, catalog.metadata.get(PLURAL_FORMS, ""))
    for n in sorted(entry.msgstr_plural):
        name = plurals.names[n]
        examples = plural_examples(cldr, name)
        counts = f"form '{name}'" + (f", as for {examples}" if examples else "")
        source = entry.msgid if name == "one" else entry.msgid_plural
        yield f"{entry.msgctxt}[{name}]", _Place(entry, source, f"{note}\n{counts}".strip(), n)


def _note(entry: polib.POEntry) -> str:
    """What the catalog tells the translator, what they wrote there, and of an outdated text what it was."""
    earlier = " ".join((entry.previous_msgid or "").split()) if FUZZY in entry.flags else ""
    before = f"translated when it was: {earlier}" if earlier else ""
    return "\n".join(filter(None, (entry.comment, entry.tcomment, before)))


def _even(text: str) -> str:
    """Spreadsheets end lines in their own ways, and around a text there may come spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
