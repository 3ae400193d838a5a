"""The translatable texts of a deck: which there are, and the key by which a catalog knows each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deckwright.kinds.contracts.base import Wording
from deckwright.kinds.contracts.deck import deck_texts
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.model import node
from deckwright.model.node import Scalar
from deckwright.texts.expressions import PLACEHOLDER
from deckwright.texts.slide_ids import slide_entries, slide_ids

_OPTIONAL = frozenset({"speaker.name"})
_WORDING = re.compile(r"[^\W\d_]|\d[.,]\d")
_ADDRESS = re.compile(r"\S+@\S+|[a-z]+://\S+|www\.\S+")


def extract(tree: node.Mapping, templates: Mapping[str, SlideTemplate]) -> Iterator[tuple[str, Wording, str]]:
    """Every text of deck.yaml that a catalog may translate: key, text, and a comment for the translator.

    Keys are `title`, `texts.name`, `data.growth.labels.group.all`, and below the id of a slide its fields:
    `foerste-kontakt.quotes.2.text`, with positions from 1. They come in the order of the file.
    """
    for key, text in deck_texts(tree):
        yield key, text, f"deck.yaml, {key}"
    for number, (slide, name) in enumerate(zip(slide_entries(tree), slide_ids(tree), strict=True), 1):
        kind = slide.get("slide")
        template = templates.get(str(kind.value)) if isinstance(kind, Scalar) else None
        if template is not None:
            for path, text in template.contract.texts(slide):
                yield f"{name}.{path}", text, f"slide {number} ('{template.name}'), {without_positions(path)}"


def needs_translation(key: str, source: str) -> bool:
    """Whether a translation of `source` would be missed: not of names, addresses and texts of expressions only."""
    wording = PLACEHOLDER.sub(" ", source) if "{" in source else source
    return key not in _OPTIONAL and bool(_WORDING.search(wording)) and not _ADDRESS.fullmatch(wording.strip())


def without_positions(key: str) -> str:
    """What all entries of a list share: `foerste-kontakt.quotes.text`."""
    return re.sub(r"\.\d+(?=\.|$)", "", key)


def positions(key: str) -> tuple[int, ...]:
    """Where in its lists an entry stands: `foerste-kontakt.quotes.2.text` is at (2,)."""
    return tuple(int(part) for part in key.split(".") if part.isascii() and part.isdigit())


def placeholders(text: str) -> frozenset[str]:
    """The expressions in `text`, spaces evened out."""
    return frozenset(
        f"{part[0][:2]} {' '.join(part[0][2:-2].split())} {part[0][-2:]}" for part in PLACEHOLDER.finditer(text)
    )
