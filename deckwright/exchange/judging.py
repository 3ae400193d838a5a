"""What a translator has sent, judged before it is taken: the right language, and whether it can be shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deckwright.diagnostics import Report
from deckwright.exchange.rows import Row
from deckwright.localise.catalogs import Translation
from deckwright.localise.checks import sound
from deckwright.localise.glossary import Glossary
from deckwright.source import Span, Text

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
