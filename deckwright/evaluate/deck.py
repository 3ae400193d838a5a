"""Evaluate: from the tree of deck.yaml and its data to a deck, checked and typed, with all errors at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.evaluate.charts.build import build_chart
from deckwright.evaluate.context import Builders, DeckContext
from deckwright.evaluate.fact_entries import fact_of
from deckwright.evaluate.generated import check_generated, read_generated
from deckwright.evaluate.pictures import build_picture
from deckwright.evaluate.slides import check_slides, expand_slides, sections_of
from deckwright.evaluate.sources import check_source, source_of
from deckwright.evaluate.tables.build import build_table
from deckwright.kinds.contracts.deck import DECK_FIELDS
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.scalars import TextType
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.formats import Formats, check_locale
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.deck import Deck, Record, Slide
from deckwright.model.diagnostics import Report
from deckwright.model.node import Node, Scalar
from deckwright.model.page import DataVersion
from deckwright.model.source import Span, Text
from deckwright.system.work import WHOLE, Share
from deckwright.texts.expressions import Expressions
from deckwright.texts.marks import plain
from deckwright.texts.names import FAILED, LazyNames
from deckwright.texts.slide_ids import check_file_name, deck_name

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture, GeneratedPictures

BUILDERS = Builders(build_chart, build_table, build_picture)
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
    generated_pictures: GeneratedPictures | None = None,
    share: Share = WHOLE,
) -> Deck | None:
    """The deck that `tree` (deck.yaml, or what `localise` made of it) describes, in the language of `formats`.

    `tables` are what `read_data` read for it, `generated_pictures` the store of generated pictures; of its slides those
    of this `share`. None when something is wrong; `report` then has all of it.
    """
    context = context_of(tree, tables, formats, report, assets, assets_name, generated_pictures, share)
    deck = _deck(tree, templates, context, share)
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
    """Returns the generated pictures that `tree` declares, by name, with their inputs in the language of `formats`."""
    context = context_of(tree, tables, formats, report, assets, assets_name)
    return check_generated(tree.get("generated"), context)


def _deck(
    tree: node.Mapping, templates: Mapping[str, SlideTemplate], context: DeckContext, share: Share
) -> Deck | None:
    report, formats = context.report, context.formats
    fields = check_fields(tree, DECK_FIELDS, context, owner="deck.yaml", at=_start(tree))
    for tag in (fields["language"], *_tuple(fields["languages"])):
        if isinstance(tag, Text):
            check_locale(tag, report)
    for name, entry in _entries(tree.get("data")).items():
        if name in context.sources and isinstance(entry, node.Mapping):
            check_source(context.sources[name], entry, report)
    for name in _entries(tree.get("facts")):
        context.expressions.value(reference(f"fact.{name}"), context.names)  # each is worked out once, used or not
    read_generated(tree.get("generated"), fields["generated"], context)
    instances = expand_slides(tree, context)
    slides = check_slides(instances, templates, report, share)
    title = fields["title"]
    check_file_name(tree, report)
    if report.failed or not isinstance(title, Text):
        return None
    day = fields["date"]
    return Deck(
        name=deck_name(tree),
        title=title,
        language=formats.locale,
        slides=slides,
        speaker=_record(fields["speaker"], tree.span),
        subtitle=_text(fields["subtitle"]),
        subject=_text(fields["subject"]),
        date=day if isinstance(day, datetime.date) else None,
        footer=_text(fields["footer"]),
        date_text=Text(formats.date(day), _span(tree.get("date")), formats.locale) if day is not None else None,
        data=_versions(slides, context),
        order=() if share is WHOLE else sections_of(instances),
    )


def _versions(slides: tuple[Slide, ...], context: DeckContext) -> tuple[DataVersion, ...]:
    used = {name for slide in slides for name in slide.sources}
    return tuple(
        DataVersion(
            name,
            plain(source.said) if source.said else "",
            source.as_of.written if source.as_of else "",
            source.table.digest,
            len(source.table.rows),
        )
        for name, source in sorted(context.sources.items())
        if name in used
    )


def context_of(
    tree: node.Mapping,
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    assets: Path,
    assets_name: str,
    generated_pictures: GeneratedPictures | None = None,
    share: Share = WHOLE,
) -> DeckContext:
    """The names that expressions know. Each is worked out when it is first used, so they may use each other."""
    names: dict[str, object] = {}
    shows = tree.get("show_sources")
    data = _entries(tree.get("data"))
    language = tree.get("language")
    source_language = language.raw if isinstance(language, Scalar) else formats.locale
    context = DeckContext(
        report,
        Expressions(formats, report, share),
        source_language,
        assets,
        assets_name,
        BUILDERS,
        names,
        {},
        tuple(data),
        show_sources=shows.value if isinstance(shows, Scalar) and isinstance(shows.value, bool) else None,
        generated_pictures=generated_pictures,
    )
    for name, entry in data.items():
        if name in tables and isinstance(entry, node.Mapping):
            context.sources[name] = source_of(tables[name], entry, formats, source_language, context, context.uses)

    def said(name: str, value: Node) -> Callable[[], object]:
        return lambda: _said(name, value, context)

    def rows(name: str) -> Callable[[], object]:
        return lambda: context.sources[name].records() if name in context.sources else FAILED

    def fact(name: str, entry: Node) -> Callable[[], object]:
        return lambda: fact_of(name, entry, context)

    uses, facts = context.uses, _entries(tree.get("facts"))
    texts, speaker = _entries(tree.get("texts")), _entries(tree.get("speaker"))
    names["text"] = LazyNames({name: said(name, value) for name, value in texts.items()}, uses)
    names["speaker"] = LazyNames({name: said(name, value) for name, value in speaker.items()}, uses)
    names["data"] = LazyNames({name: rows(name) for name in data}, uses, "data")
    names["fact"] = LazyNames({name: fact(name, value) for name, value in facts.items()}, uses, "fact")
    names["deck"] = LazyNames(_deck_names(tree, said, formats), uses)
    return context


def _deck_names(
    tree: node.Mapping, said: Callable[[str, Node], Callable[[], object]], formats: Formats
) -> dict[str, Callable[[], object]]:
    names: dict[str, Callable[[], object]] = {"language": lambda: formats.language.name}
    for key in ("title", "subtitle", "subject"):
        if (value := tree.get(key)) is not None:
            names[key] = said(key, value)
    day = tree.get("date")
    if isinstance(day, Scalar) and isinstance(day.value, datetime.date):
        names["date"] = lambda: day.value
        names["date_text"] = lambda: Text(formats.date(day.value), day.span, formats.locale)
    elif isinstance(day, Scalar) and "{{" not in day.raw:
        names["date"] = names["date_text"] = lambda: FAILED  # no date, which is reported where it is written
    return names


def _said(name: str, value: Node, context: DeckContext) -> object:
    """The text that `value` is; FAILED where it is none, which is reported once with the field called `name`."""
    text = _TEXT.check(value, f"'{name}'", context)
    return FAILED if text is None else text


def reference(path: str) -> Scalar:
    text = f"{{{{ {path} }}}}"
    nowhere = Span("deck.yaml", 1, 1)
    return Scalar(Text(text, nowhere), nowhere, text)


def _entries(value: Node | None) -> dict[str, Node]:
    return {str(entry.key): entry.value for entry in value} if isinstance(value, node.Mapping) else {}


def _start(tree: node.Mapping) -> Span:
    return Span(tree.span.file, 1, 1)


def _span(value: Node | None) -> Span | None:
    return value.span if value is not None else None


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _text(value: object) -> Text | None:
    return value if isinstance(value, Text) else None


def _record(value: object, span: Span) -> Record:
    return value if isinstance(value, Record) else Record({}, span)
