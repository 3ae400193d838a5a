"""Reads catalogs (gettext translation files, one for each language), and reads and writes polib's entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.data.encodings import decode_utf8
from deckwright.kinds.contracts.scalars import FORM_SEPARATOR
from deckwright.languages.language import get_language
from deckwright.languages.plurals import PluralForms, get_plural_forms
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.files import read_file
from deckwright.system.limits import CATALOG_BYTES

if TYPE_CHECKING:
    import polib

FUZZY = "fuzzy"
PLURAL_FORMS = "Plural-Forms"
"""The name in a catalog's header."""
_TEXT = re.compile(r"""(?:msg(?:ctxt|id|id_plural|str|str\[\d+\])[ \t]*)?"(?:[^"\\]|\\.)*"\s*""")
"""A line with a text in the syntax of GNU gettext."""
_TEXT_START = re.compile(r"msg|[\"„“”«»‘’‚']")


def _check_file(lines: Sequence[str], language: str, file: str, tag: str, report: Report) -> bool:
    """Checks quotation marks (polib silently drops the first and last character of a text) and the header's `language`.

    Reports `translation-file-syntax` and `other-language`.
    """
    faults = 0
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if _TEXT_START.match(bare) and not _TEXT.fullmatch(bare):
            faults += 1
            report.error(
                "translation-file-syntax",
                "a text in a translation file needs straight quotation marks",
                Span(file, number, 1, max(1, len(line))),
                help='write " before and after it, and \\" for a quotation mark inside it',
            )
    if language and _get_primary(language) != _get_primary(tag):
        faults += 1
        number = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith('"Language:')), 1)
        report.error(
            "other-language",
            f"the header of '{file}' names the language '{language}', not '{tag}'",
            Span(file, number, 1, max(1, len(lines[number - 1]))),
            help="use the right translation file, or correct its header",
        )
    return not faults


def _get_primary(tag: str) -> str:
    """Returns `pt` for `pt_BR`; some programs add or omit the region."""
    return re.split("[-_]", tag.strip().lower())[0]


_SYNTAX = re.compile(r"Syntax error in po file.*?\(line (\d+)\)(?:: (.*))?")
"""The message of polib."""
_NOWHERE = Span("", 1, 1)


class Translation(Struct, frozen=True):
    """One entry of a catalog."""

    key: str
    """msgctxt."""
    source: str
    """msgid: the text that was translated; with plural forms, msgid and msgid_plural joined by `FORM_SEPARATOR`."""
    text: str
    """msgstr, or the plural forms joined; empty if nothing is translated."""
    fuzzy: bool = False
    """The translation needs a review."""
    key_span: Span = _NOWHERE
    span: Span = _NOWHERE
    """The place of `text` with its quotation marks."""
    forms: tuple[Text, ...] = ()
    """The plural forms msgstr[0], msgstr[1] …, each with its place."""


class Catalog(Struct, frozen=True):
    """The translations of a deck into one language."""

    tag: str
    """The language, BCP 47."""
    file: str
    """The name in diagnostics: `locales/en.po`."""
    translations: Mapping[str, Translation]
    """By key."""
    plural_locale: str = ""
    """The CLDR locale with its plural forms, if that is another language."""
    plural_header: str = ""
    """Plural-Forms in its header."""

    @property
    def cldr_tag(self) -> str:
        return self.plural_locale or get_language(self.tag).cldr_tag

    @property
    def plural_forms(self) -> PluralForms:
        return get_plural_forms(self.cldr_tag, self.plural_header)


def read_catalog(path: Path, file: str, tag: str, report: Report) -> Catalog | None:
    """Reads the catalog at `path`, called `file` in diagnostics. Ignores obsolete entries and those without a key.

    Reports `not-utf8`, `refused-character`, `translation-file-syntax` and `other-language`, and returns None. Also
    reports `duplicate-translation`, and uses the first.
    """
    import polib

    data = read_file(path, file, CATALOG_BYTES, report)
    text = None if data is None else decode_utf8(data, file, report)
    if text is None:
        return None
    try:
        entries = polib.pofile(text + "\n", encoding="utf-8")
    except OSError as error:
        fault = _SYNTAX.search(str(error))
        line, what = (int(fault[1]), fault[2]) if fault else (1, None)
        report.error(
            "translation-file-syntax",
            f"this line of the translation file cannot be read{f': {what}' if what else ''}",
            Span(file, line, 1),
            help='write \\" for a quotation mark inside a text' if what and "quote" in what else None,
        )
        return None
    lines = text.split("\n")
    if not _check_file(lines, entries.metadata.get("Language", ""), file, tag, report):
        return None
    translations: dict[str, Translation] = {}
    for entry in entries:
        if entry.obsolete or not entry.msgctxt:
            continue
        translation = _make_translation(entry, lines, file)
        first = translations.setdefault(translation.key, translation)
        if first is not translation:
            message = f"'{translation.key}' is translated twice"
            notes = [f"first at {file}:{first.key_span.line}:{first.key_span.column}"]
            report.error("duplicate-translation", message, translation.key_span, notes=notes)
    return Catalog(tag, file, translations, plural_header=entries.metadata.get(PLURAL_FORMS, ""))


def _make_translation(entry: polib.POEntry, lines: Sequence[str], file: str) -> Translation:
    start = max((entry.linenum or 1) - 1, 0)
    key_line = _find_line("msgctxt", lines, start)
    text_line = _find_line("msgstr", lines, key_line)
    forms = []
    for n, form in sorted(entry.msgstr_plural.items()):
        place = _find_quoted(lines, _find_line(f"msgstr[{n}]", lines, text_line), file)
        forms.append(Text(form.replace("\r", ""), place))
    return Translation(
        key=entry.msgctxt,
        source=get_source(entry),
        text=get_target(entry).replace("\r", ""),
        fuzzy=FUZZY in entry.flags,
        key_span=_find_quoted(lines, key_line, file),
        span=_find_quoted(lines, text_line, file),
        forms=tuple(forms),
    )


def _find_line(keyword: str, lines: Sequence[str], start: int) -> int:
    """Returns the index of the first line from `start` on that begins with `keyword`."""
    return next((n for n in range(start, len(lines)) if lines[n].lstrip().startswith(keyword)), start)


def _find_quoted(lines: Sequence[str], index: int, file: str) -> Span:
    """Returns the place of the text of an entry: the first line that is not empty."""
    while index + 1 < len(lines) and lines[index].endswith('""') and lines[index + 1].lstrip().startswith('"'):
        index += 1
    line = lines[index].rstrip()
    column = max(line.find('"'), 0)
    return Span(file, index + 1, column + 1, max(1, len(line) - column))


def get_source(entry: polib.POEntry) -> str:
    """Returns msgid, or msgid and msgid_plural joined."""
    return f"{entry.msgid}{FORM_SEPARATOR}{entry.msgid_plural}" if entry.msgid_plural else str(entry.msgid)


def get_target(entry: polib.POEntry) -> str:
    """Returns msgstr, or all plural forms joined; empty if nothing is translated."""
    forms = [form for _, form in sorted(entry.msgstr_plural.items())]
    return FORM_SEPARATOR.join(forms) if any(forms) else str(entry.msgstr)


def set_target(entry: polib.POEntry, text: str) -> None:
    """Writes `text`, as `get_target` returns it, into `entry`, which may have another number of forms."""
    forms = text.split(FORM_SEPARATOR)
    if not entry.msgid_plural:
        entry.msgstr = forms[-1]
    elif len(forms) == 1:  # a single wording is proposed for every form
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, text)
    else:
        entry.msgstr_plural = {n: forms[n] if n < len(forms) else "" for n in entry.msgstr_plural}


def make_empty_entry(key: str, source: str, plurals: PluralForms | None) -> polib.POEntry:
    """Returns an entry without a translation; if `source` has plural forms, with an empty msgstr for each form."""
    import polib

    singular, separator, plural = source.partition(FORM_SEPARATOR)
    if not separator or plurals is None:
        return polib.POEntry(msgctxt=key, msgid=source)
    empty = dict.fromkeys(range(len(plurals.categories)), "")
    return polib.POEntry(msgctxt=key, msgid=singular, msgid_plural=plural, msgstr_plural=empty)
