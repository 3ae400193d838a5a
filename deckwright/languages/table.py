"""The table of languages: what Deckwright itself knows of each, read from languages.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping as Node
from deckwright.model.node import Scalar
from deckwright.system.cache import keep, named, recall

FALLBACK = "en"
"""The language whose words are used where a language has none."""
PSEUDO = ("qps-ploc", "qps-plocm")
"""Windows' own names for the pseudo-locales, see localise/pseudo.py; lines of the second run from right to left."""


class Language(Struct, frozen=True):
    tag: str
    """BCP 47, as the author wrote it: `en-GB`."""
    name: str
    """In the language itself: `dansk`."""
    office: str
    """The tag that PowerPoint's spelling checker knows the language by: `da-DK`."""
    formats: str
    """The CLDR locale of its numbers and dates, as a tag."""
    quotes: tuple[str, str]
    """What stands before and after a quotation, no-break spaces included."""
    inner: tuple[str, str]
    """The same for a quotation within a quotation."""
    words: Mapping[str, str]
    """What Deckwright says in this language: `words["table"]`."""
    rtl: bool = False
    """Lines run from right to left."""


@cache
def language(tag: str) -> Language:
    """What is known of the language `tag`. A region takes from its language, and all words fall back to English."""
    rows = _rows()
    chain = [rows[name] for name in lineage(tag) if name in rows]
    found = {key: value for row in reversed(chain) for key, value in row.plain.items()}
    marks = rows[FALLBACK].plain if "quotes" not in found else found
    before, _, after = marks["quotes"].partition("…")
    inner_before, _, inner_after = marks["inner"].partition("…")
    words = dict(rows[FALLBACK].words)
    for row in reversed(chain):
        words |= row.words
    own = rows[tag].plain if tag in rows else {}
    return Language(
        tag=tag,
        name=own.get("name") or found.get("name", tag),
        # A region that has no row of its own is its own spelling and its own formats: en-IE.
        office=own.get("office") or (tag if "-" in tag else found.get("office", tag)),
        formats=own.get("formats", tag),
        quotes=(before, after),
        inner=(inner_before, inner_after),
        words=words,
        rtl="rtl" in found,
    )


def lineage(tag: str) -> tuple[str, ...]:
    """`tag` and what it falls back to, nearest first: `zh-Hant-TW`, `zh-Hant`, `zh`."""
    parts = tag.split("-")
    return tuple("-".join(parts[:end]) for end in range(len(parts), 0, -1))


def known_languages() -> tuple[str, ...]:
    """The tags of the table."""
    return tuple(_rows())


class _Row(Struct, frozen=True):
    plain: Mapping[str, str]
    words: Mapping[str, str]


@cache
def _rows() -> Mapping[str, _Row]:
    name = named("languages", ("yaml",))
    if isinstance(known := recall(name), dict):
        return known
    from deckwright.parse.tree import parse  # late, for parse knows nothing of languages and `--help` nothing of YAML

    report = Report()
    tree = parse(Path(__file__).with_name("languages.yaml"), "languages.yaml", report)
    report.stop_if_failed()
    assert isinstance(tree, Node)
    rows = {str(entry.key): _row(entry.value) for entry in tree if isinstance(entry.value, Node)}
    keep(name, rows)
    return rows


def _row(node: Node) -> _Row:
    words = node.get("words")
    return _Row(_texts(node), _texts(words) if isinstance(words, Node) else {})


def _texts(node: Node) -> Mapping[str, str]:
    # `rtl: yes` is there or not; every other scalar is a text.
    return {str(entry.key): str(entry.value.value) for entry in node if isinstance(entry.value, Scalar)}
