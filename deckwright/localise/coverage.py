"""Counts the translated, outdated and missing texts of a catalog, and of each slide of a deck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.kinds.contracts.plural_texts import join_source_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.localise.catalogs import Catalog, Translation, match_translations
from deckwright.localise.entries import get_state, get_target
from deckwright.localise.structure import Structure
from deckwright.localise.translatable import extract_texts, needs_translation
from deckwright.model import node
from deckwright.texts.slide_ids import assign_slide_ids, write_out_names

if TYPE_CHECKING:
    import polib

OUTSIDE = "deck.yaml"
"""The place of texts that belong to no slide."""


class EntryCounts(Struct, frozen=True):
    """Numbers of entries of a catalog by their state."""

    translated: int = 0
    outdated: int = 0
    missing: int = 0
    obsolete: int = 0

    def __str__(self) -> str:
        return (
            f"{self.translated} translated, {self.outdated} outdated, {self.missing} missing, {self.obsolete} obsolete"
        )


def count_entries(catalog: polib.POFile) -> EntryCounts:
    """Counts the entries of a catalog. Untranslated names and addresses are not missing."""
    states = Counter(
        get_state(entry)
        for entry in catalog
        if entry.obsolete or get_target(entry) or needs_translation(entry.msgctxt, entry.msgid)
    )
    return EntryCounts(**{name: states[name] for name in ("translated", "outdated", "missing", "obsolete")})


def count_by_slide(
    tree: node.Mapping, catalogs: Sequence[Catalog], templates: Mapping[str, SlideTemplate], structure: Structure
) -> dict[str, Counter[str]]:
    """Returns slide id → numbers of its `translated`, `outdated` and `missing` texts, in the order of the slides.

    `catalogs` are those of a language and its fallbacks, the nearest first; a translation in any of them counts.
    Untranslated names and addresses are not missing. Texts that `structure` omits do not count.
    """
    tree = write_out_names(tree)
    texts = {key: join_source_forms(text) for key, text, _ in extract_texts(tree, templates)}
    matches = [match_translations(texts, catalog.translations.values()) for catalog in catalogs]
    places: dict[str, Counter[str]] = {name: Counter() for name in (OUTSIDE, *assign_slide_ids(tree))}
    for key, source in texts.items():
        if structure.omits(key):
            continue
        state = _find_state(source, [by_key.get(key) for by_key in matches])
        if state != "missing" or needs_translation(key, source):
            slide, _, path = key.partition(".")
            places[slide if path and slide in places else OUTSIDE][state] += 1
    return places


def _find_state(source: str, translations: Sequence[Translation | None]) -> str:
    for translation in translations:
        if translation is not None and translation.is_complete:
            is_outdated = translation.fuzzy or translation.source.strip() != source.strip()
            return "outdated" if is_outdated else "translated"
    return "missing"
