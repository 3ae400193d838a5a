"""Finds the translatable texts of a deck, and gives each the key that it has in catalogs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deckwright.kinds.contracts.deck_fields import DECK_FIELDS
from deckwright.kinds.contracts.fields import Wording, find_field_texts
from deckwright.kinds.contracts.scalars import FORM_SEPARATOR
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.model import node
from deckwright.model.node import Scalar
from deckwright.texts.expressions import EXPRESSION_PATTERN
from deckwright.texts.slide_ids import assign_slide_ids, iterate_slide_entries

_NAMES = frozenset({"speaker.name"})
_TRANSLATABLE = re.compile(r"[^\W\d_]|\d[.,]\d")
"""A letter, or a number with a mark that depends on the language."""
_ADDRESS = re.compile(r"\S+@\S+|[a-z]+://\S+|www\.\S+")


def extract_texts(tree: node.Mapping, templates: Mapping[str, SlideTemplate]) -> Iterator[tuple[str, Wording, str]]:
    """Yields key, text, and a comment for the translator, in the order of deck.yaml.

    Keys are `title`, `texts.name`, `data.growth.labels.group.all`; those of a slide begin with its id, and count lists
    from 1: `foerste-kontakt.quotes.2.text`.
    """
    for key, text in find_field_texts(tree, DECK_FIELDS):
        yield key, text, f"deck.yaml, {key}"
    for number, (slide, name) in enumerate(zip(iterate_slide_entries(tree), assign_slide_ids(tree), strict=True), 1):
        kind = slide.get("slide")
        template = templates.get(str(kind.value)) if isinstance(kind, Scalar) else None
        if template is not None:
            for path, text in template.contract.find_texts(slide):
                yield f"{name}.{path}", text, f"slide {number} ('{template.name}'), {strip_positions(path)}"


def needs_translation(key: str, source: str) -> bool:
    """Returns True unless `source` is a name or an address, or has only expressions and whole numbers."""
    wording = EXPRESSION_PATTERN.sub(" ", source) if "{" in source else source
    return key not in _NAMES and bool(_TRANSLATABLE.search(wording)) and not _ADDRESS.fullmatch(wording.strip())


def strip_positions(key: str) -> str:
    """Returns the key without positions in lists, such as `foerste-kontakt.quotes.text`."""
    return re.sub(r"\.\d+(?=\.|$)", "", key)


def find_positions(key: str) -> tuple[int, ...]:
    """Returns the positions in lists: (2,) for `foerste-kontakt.quotes.2.text`."""
    return tuple(int(part) for part in key.split(".") if part.isascii() and part.isdigit())


def find_expressions(text: str) -> frozenset[str]:
    """Returns the expressions in `text`, with single spaces."""
    return frozenset(
        f"{part[0][:2]} {' '.join(part[0][2:-2].split())} {part[0][-2:]}" for part in EXPRESSION_PATTERN.finditer(text)
    )


def shorten(text: str) -> str:
    """Returns a text, or its plural forms, in one line of at most 80 characters for a message."""
    text = " ".join(text.replace(FORM_SEPARATOR, " / ").split())
    return text if len(text) <= 80 else f"{text[:79]}…"
