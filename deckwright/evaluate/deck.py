"""Evaluate: from the tree of deck.yaml and its data to a deck, checked and typed, with all errors at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright import node
from deckwright.contracts.deck_contract import DECK_FIELDS
from deckwright.contracts.fields import check_fields
from deckwright.contracts.scalars import TextType, as_text
from deckwright.data import DataTable
from deckwright.deck import Deck, Record
from deckwright.diagnostics import Report
from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.expressions import Expressions
from deckwright.evaluate.facts import Fact
from deckwright.evaluate.first_look import FirstLook
from deckwright.evaluate.made import ask_for_figures, check_figures
from deckwright.evaluate.names import FAILED, LazyNames
from deckwright.evaluate.slides import check_slides, expand_slides
from deckwright.evaluate.sources import check_format, check_source, digits_of, source_of
from deckwright.languages.formats import Formats, check_locale
from deckwright.localise.slide_ids import deck_name, slide_entries
from deckwright.node import Node, Scalar
from deckwright.slide_templates import SlideTemplate
from deckwright.source import Span, Text

if TYPE_CHECKING:
    from deckwright.figures import Asked, Shelf

_TEXT = TextType()
_MOST_LISTED = 12
_LONG = 200
"""Slides that it takes as long to look at twice as to import Babel."""
_MOST_DIGITS = 20


def evaluate(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
    shelf: Shelf | None = None,
) -> Deck | None:
    """The deck that `tree` (deck.yaml, or what `localise` made of it) describes, in the language of `formats`.

    `tables` are what `read_data` read for it, `shelf` the figures that have been made. None when something is wrong;
    `report` then has all of it.
    """
    context = _context(tree, tables, formats, report, assets, assets_name, shelf)
    if len(list(slide_entries(tree))) > _LONG:
        deck = _deck(tree, templates, context)
    else:
        look = FirstLook(formats)
        deck = _deck(tree, templates, _context(tree, tables, look, report, assets, assets_name, shelf))
        deck = _deck(tree, templates, context) if deck is not None and look.used else deck
    if shelf is not None and deck is not None:
        shelf.warn_of_stale(report)
    return deck


def figures_asked(
    tree: node.Mapping,
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    *,
    assets: Path,
    assets_name: str = "assets",
) -> Mapping[str, Asked]:
    """The figures that `tree` declares, by name, with all that they are given in the language of `formats`."""
    context = _context(tree, tables, formats, report, assets, assets_name, None)
    check_figures(tree.get("figures"), context)
    return {name: asked for name, asked in context.figures.items() if asked is not None}


def _deck(tree: node.Mapping, templates: Mapping[str, SlideTemplate], context: DeckContext) -> Deck | None:
    report, formats = context.report, context.formats
    fields = check_fields(tree, DECK_FIELDS, context, owner="deck.yaml", at=_start(tree))
    for tag in (fields["language"], *_tuple(fields["languages"])):
        if isinstance(tag, Text):
            check_locale(tag, report)
    for name, entry in _entries(tree.get("data")).items():
        if name in context.sources and isinstance(entry, node.Mapping):
            check_source(context.sources[name], entry, report)
    for name in _entries(tree.get("facts")):
        context.expressions.value(_reference(f"fact.{name}"), context.names)  # each is worked out once, used or not
    ask_for_figures(tree.get("figures"), fields["figures"], context)
    instances = expand_slides(tree, context)
    slides = check_slides(instances, templates, report)
    title = fields["title"]
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
    )


def _context(
    tree: node.Mapping,
    tables: Mapping[str, DataTable],
    formats: Formats,
    report: Report,
    assets: Path,
    assets_name: str,
    shelf: Shelf | None,
) -> DeckContext:
    """The names that expressions know. Each is worked out when it is first used, so they may use each other."""
    names: dict[str, object] = {}
    data = _entries(tree.get("data"))
    language = tree.get("language")
    source_language = language.raw if isinstance(language, Scalar) else formats.locale
    context = DeckContext(
        report, Expressions(formats, report), source_language, assets, assets_name, names, {}, tuple(data), shelf=shelf
    )
    for name, entry in data.items():
        if name in tables and isinstance(entry, node.Mapping):
            context.sources[name] = source_of(tables[name], entry, formats, source_language, context)

    def said(name: str, value: Node) -> Callable[[], object]:
        return lambda: _said(name, value, context)

    def rows(name: str) -> Callable[[], object]:
        return lambda: context.sources[name].records() if name in context.sources else FAILED

    def fact(name: str, entry: Node) -> Callable[[], object]:
        return lambda: _fact(name, entry, context)

    names["text"] = LazyNames({name: said(name, value) for name, value in _entries(tree.get("texts")).items()})
    names["speaker"] = LazyNames({name: said(name, value) for name, value in _entries(tree.get("speaker")).items()})
    names["data"] = LazyNames({name: rows(name) for name in data})
    names["fact"] = LazyNames({name: fact(name, value) for name, value in _entries(tree.get("facts")).items()})
    names["deck"] = LazyNames(_deck_names(tree, said, formats))
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


def _fact(name: str, entry: Node, context: DeckContext) -> object:
    """The figure that an entry of `facts:` names; FAILED where there is none."""
    if not isinstance(entry, node.Mapping):
        return FAILED
    field = _word(entry.get("field"), context)
    source = context.source(_word(entry.get("data"), context))
    column = source.find(field, context.report) if source is not None and field is not None else None
    row = _fact_row(name, entry, context)
    if source is None or field is None or column is None or row is None:
        return FAILED
    value, place = source.table.rows[row][column], source.table.spans[row][column]
    if value is None:
        notes = [f"the cell is at {place.file}:{place.line}:{place.column}"]
        context.report.error("empty-figure", f"'{name}' has no figure: its cell is empty", field.span, notes=notes)
        return FAILED
    how, digits = source.format(column)
    if (wanted := _word(entry.get("format"), context)) is not None:
        found = check_format(wanted, source.table.kinds[column], context.report)
        if found is None:
            return FAILED
        how, digits = wanted, digits_of(found, source.table.values(column))
    elif isinstance(value, Text):
        return source.fact(row, column)
    digits = _digits(entry.get("digits"), digits, context)
    return Fact(value, cache(lambda: context.formats.show(value, how, digits)), place)


def _fact_row(name: str, entry: node.Mapping, context: DeckContext) -> int | None:
    """The one row that `where` describes. Reported there: `fact-not-found`, `fact-ambiguous`."""
    where = entry.get("where")
    data = _word(entry.get("data"), context)
    source = context.sources.get(data) if data is not None else None
    if source is None or not isinstance(where, node.Mapping):
        return None
    rows = set(range(len(source.table.rows)))
    for condition in where:
        word = _word(condition.value, context)
        column = source.find(condition.key, context.report)
        if word is None or column is None:
            return None
        rows &= set(source.rows_with(column, word))
        if not rows:
            held = dict.fromkeys(str(row[column]) for row in source.table.rows if row[column] is not None)
            notes = [f"'{condition.key}' has {', '.join(held)}"] if len(held) <= _MOST_LISTED else []
            message = f"'{source.table.file}' has no row where {_said_where(where)}"
            context.report.error("fact-not-found", message, word.span, notes=notes)
            return None
    if len(rows) > 1:
        lines = ", ".join(str(source.table.spans[row][0].line) for row in sorted(rows)[:_MOST_LISTED])
        message = f"'{name}' is one figure, but {len(rows)} rows have {_said_where(where)}"
        help_ = "name one more column under 'where:'"
        notes = [f"lines {lines} of {source.table.file}"]
        context.report.error("fact-ambiguous", message, where.span, help=help_, notes=notes)
        return None
    return rows.pop() if rows else None


def _said_where(where: node.Mapping) -> str:
    return " and ".join(f"{c.key} is '{c.value.raw if isinstance(c.value, Scalar) else ''}'" for c in where)


def _digits(value: Node | None, usual: int | None, context: DeckContext) -> int | None:
    if not isinstance(value, Scalar):
        return usual
    digits = context.value(value)
    if isinstance(digits, int) and not isinstance(digits, bool) and 0 <= digits <= _MOST_DIGITS:
        return digits
    if isinstance(digits, int | Decimal) and not isinstance(digits, bool):
        message = f"'digits' is a whole number from 0 to {_MOST_DIGITS}"
        context.report.error("out-of-range", message, value.span)
    return usual


def _word(value: Node | None, context: DeckContext) -> Text | None:
    if not isinstance(value, Scalar) or value.value in (None, "") or isinstance(value.value, bool):
        return None
    return context.text(as_text(value, context))


def _reference(path: str) -> Scalar:
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
