"""Source lines: the text on a slide, and in its speaker notes, that names the sources of its values."""

from __future__ import annotations

from collections.abc import Iterable

from deckwright.evaluate.context import DeckContext
from deckwright.kinds.contracts.scalars import YesNoType
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import Text
from deckwright.texts.values import Use, select_names

SEPARATOR = " · "
"""Separates two sources on one line."""


def format_source_lines(
    entry: node.Mapping, fields: Record, field_uses: Iterable[Use], all_uses: Iterable[Use], context: DeckContext
) -> tuple[Text | None, Text | None]:
    """Returns the source line of the slide and the one of its notes; None for a line that is left out.

    `field_uses` are the uses of its fields, `all_uses` those of the whole slide with its notes. On the slide the line
    names the tables of charts and tables if `show_sources` is set at the top of deck.yaml, and all its tables if the
    slide sets it; never if the slide has a field `source`. The notes have a line unless it sets `show_sources: no`.
    Reports `no-source` if the slide asks for a line and its data names no source.
    """
    setting = entry.get("show_sources")
    show = YesNoType().check(setting, "'show_sources'", context) if setting is not None else None
    if show is False:
        return None, None
    tables = select_names("data" if show else "drawn", field_uses) if show or context.show_sources else ()
    line = None if fields.get("source") else _join_sources(tables, context)
    if show and line is None and setting is not None and not fields.get("source"):
        _report_no_source(tables, setting, context)
    return line, _join_sources(select_names("data", all_uses), context)


def _join_sources(tables: Iterable[str], context: DeckContext) -> Text | None:
    """Returns the sources of these tables on one line, each once; None if no table names one."""
    sources = [source for name in tables if (source := context.sources.get(name)) is not None and source.attribution]
    if not sources:
        return None
    lines = dict.fromkeys(source.format_line() for source in sources)
    first = sources[0].attribution
    assert first is not None
    return Text(SEPARATOR.join(lines), first.span, context.formats.locale, first.origin)


def _report_no_source(tables: tuple[str, ...], setting: node.Node, context: DeckContext) -> None:
    if any(name not in context.sources for name in tables):
        return  # a table that could not be read is already reported
    if tables:
        message, advice = "the data of this slide names no source", f"add 'source:' to '{tables[0]}' under 'data:'"
    else:
        message, advice = "this slide shows a source line, but uses no table and no fact", None
    context.report.warning("no-source", message, setting.span, help=advice)
