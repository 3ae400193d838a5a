"""Coverage: how much of a deck a language has, and where something is outdated or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from deckwright.kinds.contracts.plurals import wording
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.localise.catalogs import Catalog, Translation, match
from deckwright.localise.structure import Structure
from deckwright.localise.translatable import extract, needs_translation
from deckwright.model import node
from deckwright.texts.slide_ids import slide_ids, with_names

OUTSIDE = "deck.yaml"
"""Where texts stand that belong to no slide."""


def coverage(
    tree: node.Mapping, catalogs: Sequence[Catalog], templates: Mapping[str, SlideTemplate], structure: Structure
) -> dict[str, Counter[str]]:
    """Slide id → how many of its texts are `translated`, `outdated` and `missing`, slides in order.

    `catalogs` are a language's, the nearest first; what only a later one has is translated too. Texts that no
    translator is asked for (names, addresses) count when they are translated, and are never missing. What the language
    does not show, as `structure` says, does not count.
    """
    tree = with_names(tree)
    texts = {key: wording(text) for key, text, _ in extract(tree, templates)}
    found = [match(texts, catalog.translations.values()) for catalog in catalogs]
    places: dict[str, Counter[str]] = {name: Counter() for name in (OUTSIDE, *slide_ids(tree))}
    for key, source in texts.items():
        if structure.needless(key):
            continue
        state = _state(source, [matches.get(key) for matches in found])
        if state != "missing" or needs_translation(key, source):
            slide, _, path = key.partition(".")
            places[slide if path and slide in places else OUTSIDE][state] += 1
    return places


def _state(source: str, translations: Sequence[Translation | None]) -> str:
    for translation in translations:
        if translation is not None and translation.complete:
            outdated = translation.fuzzy or translation.source.strip() != source.strip()
            return "outdated" if outdated else "translated"
    return "missing"
