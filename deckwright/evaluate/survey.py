"""Surveys a deck for `deckwright data`: its facts and tables, and the slides that use them, even if it has errors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.evaluate.deck import build_context, make_reference
from deckwright.evaluate.pictures import check_generated
from deckwright.evaluate.slides import check_slides, expand_slides
from deckwright.evaluate.sources import Source, list_entries
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.deck import Slide
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.texts.values import Fact, select_names

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture


class SurveyedFact(Struct, frozen=True):
    """A fact with its present value."""

    fact: Fact
    span: Span | None
    """The place of its name in deck.yaml."""
    sources: tuple[str, ...]
    """The tables that its value comes from or is calculated from."""


class Survey(Struct, frozen=True):
    """The facts, tables, slides and generated pictures of a deck, as far as they have no errors."""

    slides: tuple[Slide, ...]
    facts: Mapping[str, SurveyedFact]
    failed_facts: frozenset[str]
    """The names of facts with errors."""
    table_spans: Mapping[str, Span | None]
    """The places of all names under `data:`, including tables that could not be read."""
    sources: Mapping[str, Source]
    formats: Formats
    generated: Mapping[str, GeneratedPicture]


def survey_deck(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
) -> Survey:
    """Returns the survey of the deck that `tree` describes; the parameters are those of `evaluate`."""
    context = build_context(tree, tables, formats, report, assets, assets_name)
    facts, failed = {}, set()
    for key, _ in list_entries(tree.get("facts")):
        value, used = context.uses.track(context.expressions.evaluate, make_reference(f"fact.{key}"), context.names)
        if isinstance(value, Fact):
            facts[str(key)] = SurveyedFact(value, key.span, select_names("data", used))
        else:
            failed.add(str(key))
    generated = check_generated(tree.get("generated"), context)
    slides = check_slides(expand_slides(tree, context), templates, report)
    table_spans = {str(key): key.span for key, _ in list_entries(tree.get("data"))}
    return Survey(slides, facts, frozenset(failed), table_spans, context.sources, formats, generated)
