"""The entries of a catalog as polib has them: source and translation of each, texts that count included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright.kinds.contracts.plurals import JOINT
from deckwright.languages.plurals import PluralForms

if TYPE_CHECKING:
    import polib

FUZZY = "fuzzy"
PLURAL_FORMS = "Plural-Forms"
"""The name in a catalog's header."""


def source_of(entry: polib.POEntry) -> str:
    """msgid and, of a text that counts, msgid_plural."""
    return f"{entry.msgid}{JOINT}{entry.msgid_plural}" if entry.msgid_plural else str(entry.msgid)


def target_of(entry: polib.POEntry) -> str:
    """msgstr or, of a text that counts, all its forms; empty where none of them is translated."""
    forms = [form for _, form in sorted(entry.msgstr_plural.items())]
    return JOINT.join(forms) if any(forms) else str(entry.msgstr)


def put_target(entry: polib.POEntry, text: str) -> None:
    """`text`, as `target_of` gives it, into `entry`; where the one counts and the other does not, as far as it goes."""
    forms = text.split(JOINT)
    if not entry.msgid_plural:
        entry.msgstr = forms[-1]
    elif len(forms) == 1:  # what was one wording is offered for every form
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, text)
    else:
        entry.msgstr_plural = {n: forms[n] if n < len(forms) else "" for n in entry.msgstr_plural}


def state(entry: polib.POEntry) -> str:
    """`translated`, `outdated`, `missing` or `obsolete`."""
    if entry.obsolete:
        return "obsolete"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        return "missing"
    return "outdated" if FUZZY in entry.flags else "translated"


def empty_entry(key: str, source: str, plurals: PluralForms | None) -> polib.POEntry:
    """An entry without a translation; one of a text that counts has room for each of the `plurals`."""
    import polib

    singular, counts, plural = source.partition(JOINT)
    if not counts or plurals is None:
        return polib.POEntry(msgctxt=key, msgid=source)
    room = dict.fromkeys(range(len(plurals.names)), "")
    return polib.POEntry(msgctxt=key, msgid=singular, msgid_plural=plural, msgstr_plural=room)
