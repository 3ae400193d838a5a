"""Evaluates a deck: checks the tree of deck.yaml, calculates its expressions and reads its values from the data."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.evaluate.charts.build import build_chart
from deckwright.evaluate.context import Builders, DeckContext, find_span, to_tuple
from deckwright.evaluate.fact_entries import read_fact
from deckwright.evaluate.pictures import build_picture, check_generated, read_generated
from deckwright.evaluate.slides import check_slides, expand_slides, list_sections
from deckwright.evaluate.sources import check_source_names, list_entries, make_source
from deckwright.evaluate.tables.build import build_table
from deckwright.kinds.contracts.deck_fields import DECK_FIELDS
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.scalars import TextType
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.formats import Formats
from deckwright.languages.language import check_locale
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.deck import Deck, Record, Slide
from deckwright.model.diagnostics import Report
from deckwright.model.node import Node, Scalar
from deckwright.model.page import DataVersion
from deckwright.model.source import Span, Text
from deckwright.system.work import WHOLE, Share
from deckwright.texts.expressions import Expressions
from deckwright.texts.marks import strip_marks
from deckwright.texts.slide_ids import check_file_name, choose_file_name
from deckwright.texts.values import FAILED, LazyNames

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture, PictureStore

_TEXT = TextType()


def evaluate(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
    generated_pictures: PictureStore | None = None,
    share: Share = WHOLE,
) -> Deck | None:
    """Returns the deck that `tree` (deck.yaml, or its translation by `localise`) describes; None after errors.

    `tables` are the data tables under `data:`, `formats` has the language of the deck. `assets_name` is the folder
    `assets` as messages call it. The deck has the slides of this `share` only. All errors are reported, not just the
    first.
    """
    context = build_context(tree, tables, formats, report, assets, assets_name, generated_pictures, share)
    deck = _build_deck(tree, templates, context, share)
    if generated_pictures is not None and deck is not None:
        generated_pictures.warn_of_outdated(report)
    return deck


def find_generated(
    tree: node.Mapping,
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
) -> Mapping[str, GeneratedPicture]:
    """Returns the generated pictures that `tree` declares: name → picture, with its inputs in one language."""
    context = build_context(tree, tables, formats, report, assets, assets_name)
    return check_generated(tree.get("generated"), context)


def _build_deck(
    tree: node.Mapping, templates: Mapping[str, SlideTemplate], context: DeckContext, share: Share
) -> Deck | None:
    report, formats = context.report, context.formats
    fields = check_fields(tree, DECK_FIELDS, context, owner="deck.yaml", at=Span(tree.span.file, 1, 1))
    for tag in (fields["language"], *to_tuple(fields["languages"])):
        if isinstance(tag, Text):
            check_locale(tag, report)
    for name, entry in _map_entries(tree.get("data")).items():
        if name in context.sources and isinstance(entry, node.Mapping):
            check_source_names(context.sources[name], entry, report)
    for name in _map_entries(tree.get("facts")):
        context.expressions.evaluate(make_reference(f"fact.{name}"), context.names)  # errors in unused facts count too
    read_generated(tree.get("generated"), fields["generated"], context)
    instances = expand_slides(tree, context)
    slides = check_slides(instances, templates, report, share)
    title = fields["title"]
    check_file_name(tree, report)
    if report.failed or not isinstance(title, Text):
        return None
    day, speaker = fields["date"], fields["speaker"]
    return Deck(
        name=choose_file_name(tree),
        title=title,
        language=formats.locale,
        slides=slides,
        speaker=speaker if isinstance(speaker, Record) else Record({}, tree.span),
        subtitle=_text_or_none(fields["subtitle"]),
        subject=_text_or_none(fields["subject"]),
        date=day if isinstance(day, datetime.date) else None,
        footer=_text_or_none(fields["footer"]),
        date_text=Text(formats.format_date(day), find_span(tree, "date"), formats.locale) if day is not None else None,
        data=_list_versions(slides, context),
        order=() if share is WHOLE else list_sections(instances),
    )


def _list_versions(slides: tuple[Slide, ...], context: DeckContext) -> tuple[DataVersion, ...]:
    used = {name for slide in slides for name in slide.sources}
    return tuple(
        DataVersion(
            name,
            strip_marks(source.attribution) if source.attribution else "",
            source.as_of.written if source.as_of else "",
            source.table.digest,
            len(source.table.rows),
        )
        for name, source in sorted(context.sources.items())
        if name in used
    )


def build_context(
    tree: node.Mapping,
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    assets: Path,
    assets_name: str,
    generated_pictures: PictureStore | None = None,
    share: Share = WHOLE,
) -> DeckContext:
    """Returns the context of a deck, with the names that expressions may use.

    Each name is evaluated on first use, so texts and facts may refer to each other in any order.
    """
    names: dict[str, object] = {}
    show_sources = tree.get("show_sources")
    data = _map_entries(tree.get("data"))
    language = tree.get("language")
    source_language = language.raw if isinstance(language, Scalar) else formats.locale
    context = DeckContext(
        report,
        Expressions(formats, report, share),
        assets,
        assets_name,
        Builders(build_chart, build_table, build_picture),
        names,
        {},
        tuple(data),
        show_sources=isinstance(show_sources, Scalar) and show_sources.value is True,
        generated_pictures=generated_pictures,
    )
    for name, entry in data.items():
        if name in tables and isinstance(entry, node.Mapping):
            context.sources[name] = make_source(tables[name], entry, formats, source_language, context, context.uses)

    def read_later(name: str, value: Node) -> Callable[[], object]:
        def read() -> object:
            text = _TEXT.check(value, f"'{name}'", context)
            return FAILED if text is None else text

        return read

    def list_records(name: str) -> object:
        return context.sources[name].list_records() if name in context.sources else FAILED

    uses, facts = context.uses, _map_entries(tree.get("facts"))
    for name, key in (("text", "texts"), ("speaker", "speaker")):
        texts = {field: read_later(field, value) for field, value in _map_entries(tree.get(key)).items()}
        names[name] = LazyNames(texts, uses)
    names["data"] = LazyNames({name: partial(list_records, name) for name in data}, uses, "data")
    names["fact"] = LazyNames(
        {name: partial(read_fact, name, value, context) for name, value in facts.items()}, uses, "fact"
    )
    names["deck"] = LazyNames(_list_deck_names(tree, read_later, formats), uses)
    return context


def _list_deck_names(
    tree: node.Mapping, read_later: Callable[[str, Node], Callable[[], object]], formats: Formats
) -> dict[str, Callable[[], object]]:
    names: dict[str, Callable[[], object]] = {"language": lambda: formats.language.name}
    for key in ("title", "subtitle", "subject"):
        if (value := tree.get(key)) is not None:
            names[key] = read_later(key, value)
    day = tree.get("date")
    if isinstance(day, Scalar) and isinstance(day.value, datetime.date):
        names["date"] = lambda: day.value
        names["date_text"] = lambda: Text(formats.format_date(day.value), day.span, formats.locale)
    elif isinstance(day, Scalar) and "{{" not in day.raw:
        names["date"] = names["date_text"] = lambda: FAILED  # not a date: reported when the field is checked
    return names


def make_reference(path: str) -> Scalar:
    """Returns the expression `{{ path }}` as if deck.yaml contained it."""
    text = f"{{{{ {path} }}}}"
    nowhere = Span("deck.yaml", 1, 1)
    return Scalar(Text(text, nowhere), nowhere, text)


def _map_entries(value: Node | None) -> dict[str, Node]:
    return {str(key): entry for key, entry in list_entries(value)}


def _text_or_none(value: object) -> Text | None:
    return value if isinstance(value, Text) else None
