"""The lines of a catalog: what polib reads without a word, and what is a slip of somebody who edited it by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deckwright.diagnostics import Report
from deckwright.source import Span

_TEXT = re.compile(r"""(?:msg(?:ctxt|id|id_plural|str|str\[\d+\])[ \t]*)?"(?:[^"\\]|\\.)*"\s*""")
"""A line that holds a text, as GNU gettext has it."""
_BEGINS = re.compile(r"msg|[\"„“”«»‘’‚']")


def well_formed(lines: Sequence[str], language: str, file: str, tag: str, report: Report) -> bool:
    """Whether every text stands between straight quotation marks, and the header names the language `tag`, if any.

    polib takes the first and the last character away whatever they are. Reported: `catalog-syntax`, `other-language`.
    """
    faults = 0
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if _BEGINS.match(bare) and not _TEXT.fullmatch(bare):
            faults += 1
            report.error(
                "catalog-syntax",
                "a text of the catalog must stand between straight quotation marks",
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
            help="put the right catalog there, or mend its header",
        )
    return not faults


def _primary(tag: str) -> str:
    """The language of `pt_BR`, whose region a program may add or leave out."""
    return re.split("[-_]", tag.strip().lower())[0]
