"""Catalogs: the translations of a deck into one language, one gettext file each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.data.encodings import decode_utf8
from deckwright.languages.language import get_language
from deckwright.languages.plurals import PluralForms, get_plural_forms
from deckwright.localise.entries import FUZZY, PLURAL_FORMS, source_of, target_of
from deckwright.localise.translatable import positions, without_positions
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.files import read_file
from deckwright.system.limits import CATALOG_BYTES

if TYPE_CHECKING:
    import polib

_TEXT = re.compile(r"""(?:msg(?:ctxt|id|id_plural|str|str\[\d+\])[ \t]*)?"(?:[^"\\]|\\.)*"\s*""")
"""A line that holds a text, as GNU gettext has it."""
_BEGINS = re.compile(r"msg|[\"„“”«»‘’‚']")


def well_formed(lines: Sequence[str], language: str, file: str, tag: str, report: Report) -> bool:
    """Whether every text stands between straight quotation marks, and the header names the language `tag`, if any.

    polib takes the first and the last character away whatever they are. Reports `translation-file-syntax` and
    `other-language`.
    """
    faults = 0
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if _BEGINS.match(bare) and not _TEXT.fullmatch(bare):
            faults += 1
            report.error(
                "translation-file-syntax",
                "a text in a translation file must stand between straight quotation marks",
                Span(file, number, 1, max(1, len(line))),
                help='write " before and after it, and \\" for a quotation mark inside it',
            )
    if language and _primary(language) != _primary(tag):
        faults += 1
        number = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith('"Language:')), 1)
        report.error(
            "other-language",
            f"'{file}' says in its header that it is in the language '{language}', not in '{tag}'",
            Span(file, number, 1, max(1, len(lines[number - 1]))),
            help="use the right translation file, or correct its header",
        )
    return not faults


def _primary(tag: str) -> str:
    """The language of `pt_BR`, whose region a program may add or leave out."""
    return re.split("[-_]", tag.strip().lower())[0]


_SYNTAX = re.compile(r"Syntax error in po file.*?\(line (\d+)\)(?:: (.*))?")


class Translation(Struct, frozen=True):
    """One entry of a catalog."""

    key: str
    """msgctxt."""
    source: str
    """msgid: what was translated. Of a text that counts, msgid and msgid_plural, `JOINT` between them."""
    text: str
    """msgstr; empty where nothing is translated yet. Of a text that counts, its `forms`."""
    fuzzy: bool
    """To be looked at again."""
    key_span: Span
    span: Span
    """Of `text`, with its quotation marks."""
    forms: tuple[Text, ...] = ()
    """msgstr[0], msgstr[1] … of a text that counts, each at its place."""

    @property
    def complete(self) -> bool:
        """Whether it is translated, in all of its forms."""
        return bool(self.text.strip()) and all(form.strip() for form in self.forms)


class Catalog(Struct, frozen=True):
    tag: str
    """The language, BCP 47."""
    file: str
    """For diagnostics: `locales/en.po`."""
    translations: Mapping[str, Translation]
    counts_as: str = ""
    """The CLDR locale whose plural forms it has, where that is not its own."""
    plural_header: str = ""
    """Plural-Forms in its header."""

    @property
    def get_plural_forms(self) -> PluralForms:
        return get_plural_forms(self.counts_as or get_language(self.tag).cldr_tag, self.plural_header)


def read_catalog(path: Path, file: str, tag: str, report: Report) -> Catalog | None:
    """The catalog at `path`, which diagnostics call `file`. Obsolete entries and those without a key are passed over.

    Reported, and None: `not-utf8`, `refused-character`, `translation-file-syntax`, `other-language`.
    `duplicate-translation` leaves the first.
    """
    import polib

    data = read_file(path, file, CATALOG_BYTES, report)
    text = None if data is None else decode_utf8(data, file, report)
    if text is None:
        return None
    try:
        entries = polib.pofile(text + "\n", encoding="utf-8")
    except OSError as error:
        match = _SYNTAX.search(str(error))
        line, what = (int(match[1]), match[2]) if match else (1, None)
        report.error(
            "translation-file-syntax",
            f"this line of the translation file cannot be read{f': {what}' if what else ''}",
            Span(file, line, 1),
            help='write \\" for a quotation mark inside a text' if what and "quote" in what else None,
        )
        return None
    lines = text.split("\n")
    if not well_formed(lines, entries.metadata.get("Language", ""), file, tag, report):
        return None
    translations: dict[str, Translation] = {}
    for entry in entries:
        if entry.obsolete or not entry.msgctxt:
            continue
        translation = _translation(entry, lines, file)
        first = translations.setdefault(translation.key, translation)
        if first is not translation:
            message = f"'{translation.key}' is translated twice"
            notes = [f"first at {file}:{first.key_span.line}:{first.key_span.column}"]
            report.error("duplicate-translation", message, translation.key_span, notes=notes)
    return Catalog(tag, file, translations, plural_header=entries.metadata.get(PLURAL_FORMS, ""))


def match(texts: Mapping[str, str], translations: Iterable[Translation]) -> dict[str, Translation]:
    """The translation of each text: `texts` are key → source text.

    Within a list, an entry is found by its source text first and by its position then, so that an entry put in
    between moves no translation to another text. Position is that between neighbours whose texts are unchanged,
    and the number in the key after that.
    """
    lists: dict[str, list[Translation]] = defaultdict(list)
    for translation in translations:
        lists[without_positions(translation.key)].append(translation)
    keys: dict[str, list[str]] = defaultdict(list)
    for key in texts:
        keys[without_positions(key)].append(key)
    found: dict[str, Translation] = {}
    for name, members in keys.items():
        free = {translation.key: translation for translation in lists[name]}
        for key in members:
            if key in free and free[key].source.strip() == texts[key].strip():
                found[key] = free.pop(key)
        by_source: dict[str, list[str]] = defaultdict(list)
        for translation in free.values():
            by_source[translation.source.strip()].append(translation.key)
        for key in members:
            if key not in found and (others := by_source.get(texts[key].strip())):
                found[key] = free.pop(others.pop(0))
        for old, key in _between_neighbours(members, found, [one.key for one in lists[name]], free).items():
            found[key] = free.pop(old)
        for key in members:
            if key not in found and key in free:
                found[key] = free.pop(key)
    return found


def _between_neighbours(
    members: Sequence[str], found: Mapping[str, Translation], listed: Sequence[str], free: Mapping[str, Translation]
) -> dict[str, str]:
    """Old key → key of the texts that stand, as many as before, between the same two unchanged ones."""
    before = {key: place for place, key in enumerate(sorted(listed, key=positions))}
    order = sorted(before, key=lambda key: before[key])
    pairs: dict[str, str] = {}
    start, left = 0, -1
    for place in range(len(members) + 1):
        if place < len(members) and members[place] not in found:
            continue
        right = before[found[members[place]].key] if place < len(members) else len(order)
        now, was = members[start:place], [key for key in order[left + 1 : max(right, left + 1)] if key in free]
        if len(now) == len(was):
            pairs.update((old, new) for old, new in zip(was, now, strict=True) if old not in pairs)
        start, left = place + 1, right
    return pairs


def _translation(entry: polib.POEntry, lines: Sequence[str], file: str) -> Translation:
    start = max((entry.linenum or 1) - 1, 0)
    key_line = _line_of("msgctxt", lines, start)
    text_line = _line_of("msgstr", lines, key_line)
    forms = []
    for n, form in sorted(entry.msgstr_plural.items()):
        place = _quoted_part(lines, _line_of(f"msgstr[{n}]", lines, text_line), file)
        forms.append(Text(form.replace("\r", ""), place))
    return Translation(
        key=entry.msgctxt,
        source=source_of(entry),
        text=target_of(entry).replace("\r", ""),
        fuzzy=FUZZY in entry.flags,
        key_span=_quoted_part(lines, key_line, file),
        span=_quoted_part(lines, text_line, file),
        forms=tuple(forms),
    )


def _line_of(keyword: str, lines: Sequence[str], start: int) -> int:
    """The index of the line that begins with `keyword`, from `start` on."""
    return next((n for n in range(start, len(lines)) if lines[n].lstrip().startswith(keyword)), start)


def _quoted_part(lines: Sequence[str], index: int, file: str) -> Span:
    """The text of an entry: where it has several lines, the first of them that says anything."""
    while index + 1 < len(lines) and lines[index].endswith('""') and lines[index + 1].lstrip().startswith('"'):
        index += 1
    line = lines[index].rstrip()
    column = max(line.find('"'), 0)
    return Span(file, index + 1, column + 1, max(1, len(line) - column))
