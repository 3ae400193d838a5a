"""Reads and writes the source and translation of polib entries, with and without plural forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright.kinds.contracts.scalars import FORM_SEPARATOR
from deckwright.languages.plurals import PluralForms

if TYPE_CHECKING:
    import polib

FUZZY = "fuzzy"
PLURAL_FORMS = "Plural-Forms"
"""The name in a catalog's header."""


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


def get_state(entry: polib.POEntry) -> str:
    """Returns `translated`, `outdated`, `missing` or `obsolete`."""
    if entry.obsolete:
        return "obsolete"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        return "missing"
    return "outdated" if FUZZY in entry.flags else "translated"


def make_empty_entry(key: str, source: str, plurals: PluralForms | None) -> polib.POEntry:
    """Returns an entry without a translation; if `source` has plural forms, with an empty msgstr for each form."""
    import polib

    singular, separator, plural = source.partition(FORM_SEPARATOR)
    if not separator or plurals is None:
        return polib.POEntry(msgctxt=key, msgid=source)
    empty = dict.fromkeys(range(len(plurals.categories)), "")
    return polib.POEntry(msgctxt=key, msgid=singular, msgid_plural=plural, msgstr_plural=empty)
