"""Source lines: what a slide and its notes say of where the values come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deckwright.kinds.contracts.scalars import YesNoType
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import Text
from deckwright.texts.names import Use, names_of

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

BETWEEN = " · "
"""Between two sources on one line."""
_SWITCH = "show_sources"


def source_lines(
    entry: node.Mapping, fields: Record, shown: Iterable[Use], used: Iterable[Use], context: DeckContext
) -> tuple[Text | None, Text | None]:
    """The line on the slide `entry`, and the one in its notes. `shown` is what its fields use, `used` all of it does.

    On the slide it stands for what charts and tables draw, where deck.yaml says `show_sources: yes` at its top, and for
    every value where the slide says so itself; never where the slide has a `source` of its own. The notes have it
    unless the slide says no. Reported: `no-source`, where a slide wants a line and its data names no source.
    """
    switch = entry.get(_SWITCH)
    own = YesNoType().check(switch, f"'{_SWITCH}'", context) if switch is not None else None
    if own is False:
        return None, None
    wanted = names_of("data" if own else "drawn", shown) if own or context.show_sources else ()
    line = None if fields.get("source") else _line(wanted, context)
    if own and line is None and switch is not None and not fields.get("source"):
        _report_none(wanted, switch, context)
    return line, _line(names_of("data", used), context)


def _line(names: Iterable[str], context: DeckContext) -> Text | None:
    """The sources of these tables on one line, each once."""
    sources = [source for name in names if (source := context.sources.get(name)) is not None and source.said]
    if not sources:
        return None
    lines = dict.fromkeys(source.line() for source in sources)
    said = sources[0].said
    assert said is not None
    return Text(BETWEEN.join(lines), said.span, context.formats.locale, said.origin)


def _report_none(names: tuple[str, ...], switch: node.Node, context: DeckContext) -> None:
    if any(name not in context.sources for name in names):
        return  # a table that could not be read, which is reported
    message = "this slide is to say where its values come from, and its data names no source"
    advice = f"add 'source:' to '{names[0]}' under 'data:'" if names else None
    notes = () if names else ("it uses no table and no fact",)
    context.report.warning("no-source", message, switch.span, help=advice, notes=notes)
