"""The survey of a deck: its facts, its tables, and which slides use them, as far as they can be known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.evaluate.deck import context_of, reference
from deckwright.evaluate.generated import check_generated
from deckwright.evaluate.slides import check_slides, expand_slides
from deckwright.evaluate.sources import Source
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.deck import Slide
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.texts.facts import Fact
from deckwright.texts.names import names_of

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture


class Known(Struct, frozen=True):
    """A fact as it is now."""

    fact: Fact
    span: Span | None
    """Of its name in deck.yaml."""
    sources: tuple[str, ...]
    """The tables it is from, or was worked out of."""


class Survey(Struct, frozen=True):
    slides: tuple[Slide, ...]
    facts: Mapping[str, Known]
    """Those that could be worked out."""
    unknown: frozenset[str]
    """The names of those that could not."""
    declared: Mapping[str, Span | None]
    """The names under `data:`, also of tables that could not be read, and their places."""
    sources: Mapping[str, Source]
    """The tables that could be read."""
    formats: Formats
    generated: Mapping[str, GeneratedPicture]
    """The generated pictures, with what they are made from."""


def survey(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
) -> Survey:
    """What `evaluate` would find, also of a deck with faults, which are in `report`."""
    context = context_of(tree, tables, formats, report, assets, assets_name)
    facts, unknown = {}, set()
    for key in _keys(tree.get("facts")):
        value, used = context.uses.of(context.expressions.value, reference(f"fact.{key}"), context.names)
        if isinstance(value, Fact):
            facts[str(key)] = Known(value, key.span, names_of("data", used))
        else:
            unknown.add(str(key))
    generated = check_generated(tree.get("generated"), context)
    slides = check_slides(expand_slides(tree, context), templates, report)
    declared = {str(key): key.span for key in _keys(tree.get("data"))}
    return Survey(slides, facts, frozenset(unknown), declared, context.sources, formats, generated)


def _keys(value: node.Node | None) -> list[Text]:
    return [entry.key for entry in value] if isinstance(value, node.Mapping) else []
