"""The rows that exchange formats write and read: makes them from a catalog (translation file), and merges them into it.

A row holds one text, or one plural form of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.languages.language import get_language
from deckwright.languages.plurals import get_plural_examples, get_plural_forms
from deckwright.localise.catalogs import FUZZY, PLURAL_FORMS, Translation
from deckwright.localise.checks import check_translation
from deckwright.localise.locale_files import Glossary
from deckwright.localise.translatable import shorten
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text
from deckwright.parse.characters import check_characters

if TYPE_CHECKING:
    import polib

TRANSLATED, OUTDATED, MISSING = "translated", "outdated", "missing"
COLUMNS = ("key", "source", "target", "note", "status")
REQUIRED = ("key", "source", "target")
"""The columns that a table needs to be imported."""


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A text with its translation."""

    key: str
    source: str
    target: str = ""
    """Empty if the text is not translated yet."""
    note: str = ""
    """Lines for the translator."""
    status: str = MISSING
    """`translated`, `outdated` or `missing`; any other word that a translator writes is ignored."""
    line: int = field(default=1, compare=False)
    """The line of the file that it was read from; in a workbook, the row."""
    language: str = field(default="", compare=False)
    """The language of the target, if the file names it."""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.key, self.source, self.target, self.note, self.status


class ExchangeError(Exception):
    """A file of a translator cannot be read; the message says why in plain words."""

    def __init__(self, message: str, line: int | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.line, self.help = line, help


def read_table(table: Iterable[tuple[int, list[str]]], language: str = "") -> Iterator[ExchangeRow]:
    """Reads a table of line numbers and cells; its first line names the columns, in any order.

    Ignores lines without a key. Raises ExchangeError when a required column is missing.
    """
    lines = iter(table)
    line, names = next(lines, (1, []))
    columns = find_columns(names)
    if missing := [name for name in REQUIRED if name not in columns]:
        help_ = f"name its columns in the first line: {', '.join(REQUIRED)}"
        raise ExchangeError(f"it has no column '{missing[0]}'", line, help_)
    for line, cells in lines:
        values = {name: cells[n] for name, n in columns.items() if name in COLUMNS and n < len(cells)}
        if values.get("key", "").strip():
            values.setdefault("source", "")
            status = values.get("status", "").strip().lower()
            yield ExchangeRow(**{**values, "status": status}, line=line, language=language)


def find_columns(names: Sequence[str]) -> dict[str, int]:
    """Returns the position of each column, by the names in the first line of a table."""
    return {name.strip().lower(): n for n, name in reversed(list(enumerate(names)))}


class _Target(Struct, frozen=True):
    """The place of one translation in a catalog: an entry, or one form of an entry with plural forms."""

    entry: polib.POEntry
    source: str
    note: str
    form: int | None = None
    """The n of msgstr[n]."""

    @property
    def text(self) -> str:
        return str(self.entry.msgstr if self.form is None else self.entry.msgstr_plural.get(self.form, ""))

    @property
    def status(self) -> str:
        if not self.text.strip():
            return MISSING
        return OUTDATED if FUZZY in self.entry.flags else TRANSLATED

    def write(self, text: str) -> None:
        if self.form is None:
            self.entry.msgstr = text
        else:
            self.entry.msgstr_plural[self.form] = text


def make_rows(catalog: polib.POFile, tag: str) -> list[ExchangeRow]:
    """Returns a row for each text of the deck, and one for each form of a text with plural forms: `key[few]`."""
    targets = _find_targets(catalog, tag)
    return [ExchangeRow(key, target.source, target.text, target.note, target.status) for key, target in targets.items()]


def check_language(rows: Sequence[ExchangeRow], file: str, tag: str, others: Sequence[str], report: Report) -> None:
    """Reports `other-language` if `file` is in one of the deck's `others` instead of `tag`.

    XLIFF names the language in the file, a workbook as the name of its sheet, and any file at the end of its own
    name: talk.en.csv.
    """
    language = next((row.language for row in rows if row.language), "").lower()
    stem = re.split(r"[\\/]", file)[-1].rpartition(".")[0].lower()
    for other in others:
        name = other.lower()
        if name == tag.lower():
            continue
        # As a word of its own: pt-BR does not end with the language R.
        ends_with_name = re.search(rf"(?:^|[._ -]){re.escape(name)}$", stem) is not None
        if language == name or (tag.lower() not in (language, stem) and ends_with_name):
            message = f"'{file}' is in the language '{other}', not in '{tag}'"
            report.error("other-language", message, None, help=f"import it with: translate {other} --import {file}")
            return


def check_rows(
    rows: Sequence[ExchangeRow],
    catalog: polib.POFile,
    tag: str,
    source: str,
    glossary: Glossary,
    file: str,
    report: Report,
) -> None:
    """Checks the new translations among `rows`, which were read from `file`, and reports faults at its lines.

    Reports `expression-mismatch` and `mark-mismatch`, and as warnings `number-mismatch` and `glossary-term`.
    """
    entries = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    for row in rows:
        entry = entries.get(row.key)
        target = row.target.strip()
        if entry is None or not target or target == entry.msgstr.strip() or row.source.strip() != entry.msgid.strip():
            continue
        place = Span(file, row.line, 1)
        translation = Translation(row.key, entry.msgid, target, key_span=place, span=place)
        check_translation(translation, Text(entry.msgid), tag, source, glossary, report)


def merge_rows(rows: Sequence[ExchangeRow], catalog: polib.POFile, tag: str, file: str, report: Report) -> int:
    """Merges the translations of `rows`, read from `file`, into `catalog`, and returns how many rows it has used.

    `catalog` must be up to date with the deck. An empty target deletes nothing. A new wording of an outdated text
    counts as translated. Rows are not used, but reported, if the deck does not have their key (`unused-translation`)
    or has another source now (`outdated-translation`), both as warnings, or with the errors `duplicate-translation`
    and `refused-character`.
    """
    targets = _find_targets(catalog, tag)
    seen: dict[str, ExchangeRow] = {}
    outdated: dict[int, bool] = {}
    count = 0
    for row in rows:
        place = Span(file, row.line, 1)
        target = targets.get(row.key)
        if seen.setdefault(row.key, row) is not row:
            notes = [f"first at {file}:{seen[row.key].line}"]
            report.error("duplicate-translation", f"'{row.key}' is translated twice", place, notes=notes)
        elif target is None:
            near = did_you_mean(row.key, targets)
            report.warning("unused-translation", f"deck.yaml has no text '{row.key}' to translate", place, help=near)
        elif _normalise(row.source) != _normalise(target.source):
            message = f"the source of '{row.key}' has changed since the export, so its translation is not imported"
            notes = [f"it was: {shorten(row.source)}", f"it is now: {shorten(target.source)}"]
            report.warning("outdated-translation", message, place, notes=notes)
        elif check_characters(row.target, file, report, row.line):
            # A text with plural forms is outdated if one of its forms is.
            outdated[id(target.entry)] = _import_row(row, target) or outdated.get(id(target.entry), False)
            count += 1
    for entry in (target.entry for target in targets.values()):
        is_outdated = outdated.get(id(entry))
        if is_outdated and FUZZY not in entry.flags:
            entry.flags = [FUZZY, *entry.flags]
        elif is_outdated is False:
            entry.flags = [flag for flag in entry.flags if flag != FUZZY]
            entry.previous_msgid = entry.previous_msgid_plural = None
    return count


def _import_row(row: ExchangeRow, target: _Target) -> bool:
    """Writes a translation; returns True if it is outdated now."""
    was_outdated = FUZZY in target.entry.flags
    text = _normalise(row.target)
    if not text:
        return was_outdated
    if text != _normalise(target.text):
        target.write(text)
        return row.status == OUTDATED and not was_outdated
    return row.status == OUTDATED if row.status in (TRANSLATED, OUTDATED) else was_outdated


def _find_targets(catalog: polib.POFile, tag: str) -> dict[str, _Target]:
    cldr = get_language(tag).cldr_tag
    targets: dict[str, _Target] = {}
    for entry in catalog:
        if entry.obsolete:
            continue
        note = _make_note(entry)
        if not entry.msgid_plural:
            targets[entry.msgctxt] = _Target(entry, entry.msgid, note)
            continue
        plurals = get_plural_forms(cldr, catalog.metadata.get(PLURAL_FORMS, ""))
        for n in sorted(entry.msgstr_plural):
            category = plurals.categories[n]
            examples = get_plural_examples(cldr, category)
            usage = f"form '{category}'" + (f", as for {examples}" if examples else "")
            source = entry.msgid if category == "one" else entry.msgid_plural
            targets[f"{entry.msgctxt}[{category}]"] = _Target(entry, source, f"{note}\n{usage}".strip(), n)
    return targets


def _make_note(entry: polib.POEntry) -> str:
    """Returns the comments of an entry and, if it is outdated, the source that was translated."""
    earlier = " ".join((entry.previous_msgid or "").split()) if FUZZY in entry.flags else ""
    before = f"translated when it was: {earlier}" if earlier else ""
    return "\n".join(filter(None, (entry.comment, entry.tcomment, before)))


def _normalise(text: str) -> str:
    """Returns `text` with plain line breaks and without spaces around it, which spreadsheets change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
