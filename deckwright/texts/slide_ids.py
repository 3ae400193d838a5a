"""The names that stay the same in every language: slide ids and the stem of the output's file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Entry, Mapping, Node, Scalar, Sequence
from deckwright.model.source import Text
from deckwright.system.limits import NAME_BYTES
from deckwright.texts.expressions import PLACEHOLDER

_MAX_SLUG = 100
"""Characters of a name that is made of a title."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})


def make_slug(text: str) -> str:
    """`text` in small ASCII letters, digits and hyphens; empty when nothing of it can be written so."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).lower().translate(_LETTERS))
    return re.sub("[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def assign_slide_ids(deck: Mapping) -> tuple[str, ...]:
    """The id of each entry of `slides:` in deck.yaml as written, expressions and all.

    A slide without one has one made of its title or, when that is an expression, its subtitle or its kind. What is
    made so is unique; what authors give twice is for `evaluate` to report.
    """
    slides = tuple(iterate_slide_entries(deck))
    given = [_read_word(slide, "id") for slide in slides]
    taken = {name for name in given if name}
    ids = []
    numbers: dict[str, int] = {}  # the last one put behind a name that is made
    for slide, name in zip(slides, given, strict=True):
        if not name:
            base = next(filter(None, (_slug_wording(slide, key) for key in ("title", "subtitle", "slide"))), "slide")
            name, number = base, numbers.get(base, 1)
            while name in taken:
                number += 1
                name = f"{base}-{number}"
            numbers[base] = number
            taken.add(name)
        ids.append(name)
    return tuple(ids)


def choose_file_name(deck: Mapping) -> str:
    """The stem of the output's file name: `name:`, or made of the title."""
    return _read_word(deck, "name") or _slug_wording(deck, "title") or "deck"


def iterate_slide_entries(deck: Mapping) -> Iterator[Mapping]:
    """The entries of `slides:` that have the form of one."""
    slides = deck.get("slides")
    return (slide for slide in (slides.items if isinstance(slides, Sequence) else ()) if isinstance(slide, Mapping))


def write_out_names(deck: Mapping) -> Mapping:
    """`deck` with its name and every slide's id written out, so that its texts can be translated."""
    ids = iter(assign_slide_ids(deck))
    slides = deck.get("slides")
    named: Node | None = slides
    if isinstance(slides, Sequence):
        items = tuple(
            _add_missing(slide, "id", next(ids)) if isinstance(slide, Mapping) else slide for slide in slides.items
        )
        named = Sequence(items, slides.span)
    entries = tuple(Entry(entry.key, named) if entry.key == "slides" and named else entry for entry in deck)
    return _add_missing(Mapping(entries, deck.span), "name", choose_file_name(deck))


def _add_missing(mapping: Mapping, key: str, word: str) -> Mapping:
    if mapping.get(key) is not None:
        return mapping
    added = Entry(Text(key, mapping.span), Scalar(Text(word, mapping.span), mapping.span, word))
    return Mapping((*mapping.entries, added), mapping.span)


def _read_word(mapping: Mapping, key: str) -> str:
    """What stands in `key` when it is a single value."""
    node = mapping.get(key)
    return node.raw.strip() if isinstance(node, Scalar) and not isinstance(node.value, bool) else ""


def _slug_wording(mapping: Mapping, key: str) -> str:
    """The slug of the author's own wording in `key`."""
    node = mapping.get(key)
    if not isinstance(node, Scalar) or not node.value:
        return ""
    return make_slug(PLACEHOLDER.sub(" ", str(node.value)))[:_MAX_SLUG].rstrip("-")


_FORBIDDEN_CHARACTERS = re.compile(r"""[/\\:*?"<>|\x00-\x1f\x7f]""")
_RESERVED_NAMES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)),
}
"""What Windows has no files by the name of, whatever their ending."""


def check_file_name(tree: node.Mapping, report: Report) -> None:
    """Reported, of deck.yaml's `name:`: `bad-name`. What is made of the title is always well."""
    given, name = tree.get("name"), choose_file_name(tree)
    if not isinstance(given, Scalar) or not given.raw.strip():
        return
    if len(name.encode("utf-8", "surrogatepass")) > NAME_BYTES:
        message, advice = f"a file's name has at most {NAME_BYTES} bytes", "write a shorter one"
    elif bad := _FORBIDDEN_CHARACTERS.search(name):
        message, advice = f"a file's name cannot hold '{bad[0]}'", "give the folder with --output"
    elif name.partition(".")[0].strip().upper() in _RESERVED_NAMES or name.startswith(".") or name.endswith("."):
        message, advice = f"no file can be called '{name}' on every system", "write another name"
    else:
        return
    report.error("bad-name", message, given.span, help=advice)
