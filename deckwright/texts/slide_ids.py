"""Names that are the same in every language: slide ids and the stem of the presentation's file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from deckwright.model.diagnostics import Report
from deckwright.model.node import Entry, Mapping, Scalar, Sequence
from deckwright.model.source import Text
from deckwright.system.limits import NAME_BYTES
from deckwright.texts.expressions import EXPRESSION_PATTERN

_MAX_SLUG = 100
"""Maximum characters of an id made from a title."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})


def make_slug(text: str) -> str:
    """Returns `text` in small ASCII letters, digits and hyphens; empty for a text without Latin letters and digits."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).lower().translate(_LETTERS))
    return re.sub("[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def assign_slide_ids(deck: Mapping) -> tuple[str, ...]:
    """Returns the id of each entry of `slides:` in deck.yaml, before expressions are evaluated.

    A slide without an id gets a unique one from its title or, if that is an expression, its subtitle or its kind.
    `evaluate` reports ids that an author wrote twice.
    """
    slides = tuple(iterate_slide_entries(deck))
    written_ids = [_read_word(slide, "id") for slide in slides]
    used_ids = {name for name in written_ids if name}
    ids = []
    numbers: dict[str, int] = {}  # the last number added to an id
    for slide, name in zip(slides, written_ids, strict=True):
        if not name:
            base = next(filter(None, (_slug_wording(slide, key) for key in ("title", "subtitle", "slide"))), "slide")
            name, number = base, numbers.get(base, 1)
            while name in used_ids:
                number += 1
                name = f"{base}-{number}"
            numbers[base] = number
            used_ids.add(name)
        ids.append(name)
    return tuple(ids)


def choose_file_name(deck: Mapping) -> str:
    """Returns the stem of the presentation's file name: `name:`, or the title in plain letters."""
    return _read_word(deck, "name") or _slug_wording(deck, "title") or "deck"


def iterate_slide_entries(deck: Mapping) -> Iterator[Mapping]:
    """Yields the entries of `slides:` that are mappings."""
    slides = deck.get("slides")
    return (slide for slide in (slides.items if isinstance(slides, Sequence) else ()) if isinstance(slide, Mapping))


def write_out_names(deck: Mapping) -> Mapping:
    """Returns `deck` with its name and every slide's id added, so that translations keep them."""
    ids = iter(assign_slide_ids(deck))
    entries = []
    for entry in deck:
        value = entry.value
        if entry.key == "slides" and isinstance(value, Sequence):
            items = (_add_missing(item, "id", next(ids)) if isinstance(item, Mapping) else item for item in value.items)
            value = Sequence(tuple(items), value.span)
        entries.append(Entry(entry.key, value))
    return _add_missing(Mapping(tuple(entries), deck.span), "name", choose_file_name(deck))


def _add_missing(mapping: Mapping, key: str, word: str) -> Mapping:
    if mapping.get(key) is not None:
        return mapping
    added = Entry(Text(key, mapping.span), Scalar(Text(word, mapping.span), mapping.span, word))
    return Mapping((*mapping.entries, added), mapping.span)


def _read_word(mapping: Mapping, key: str) -> str:
    """Returns the single value of `key` as written; empty for none, or for yes and no."""
    node = mapping.get(key)
    return node.raw.strip() if isinstance(node, Scalar) and not isinstance(node.value, bool) else ""


def _slug_wording(mapping: Mapping, key: str) -> str:
    """Returns the slug of the text of `key` without its expressions."""
    node = mapping.get(key)
    if not isinstance(node, Scalar) or not node.value:
        return ""
    return make_slug(EXPRESSION_PATTERN.sub(" ", str(node.value)))[:_MAX_SLUG].rstrip("-")


_FORBIDDEN_CHARACTERS = re.compile(r"""[/\\:*?"<>|\x00-\x1f\x7f]""")
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names of devices, which Windows refuses as file names, whatever their extension."""


def check_file_name(tree: Mapping, report: Report) -> None:
    """Reports `bad-name` at deck.yaml's `name:`. A name made from the title is always valid."""
    written, name = tree.get("name"), choose_file_name(tree)
    if not isinstance(written, Scalar) or not written.raw.strip():
        return
    if len(name.encode("utf-8", "surrogatepass")) > NAME_BYTES:
        message, advice = f"a file name may have at most {NAME_BYTES} bytes", "write a shorter one"
    elif match := _FORBIDDEN_CHARACTERS.search(name):
        message, advice = f"a file name cannot contain '{match[0]}'", "set the folder with --output"
    elif name.partition(".")[0].strip().upper() in _DEVICES or name.startswith(".") or name.endswith("."):
        message, advice = f"'{name}' is not a valid file name on every system", "write another name"
    else:
        return
    report.error("bad-name", message, written.span, help=advice)
