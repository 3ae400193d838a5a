"""What `deckwright data` says: a table of what is up to date, and the list of what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from deckwright.evaluate.survey import Survey
from deckwright.freshness.compare import FactChange, GeneratedChange, TableState
from deckwright.languages.format_table import find_format
from deckwright.languages.formats import Formats
from deckwright.model.data_table import Cell
from deckwright.system.words import NOTHING, aligned, count
from deckwright.texts.facts import Fact

_MORE_DIGITS = 12
"""Decimals tried until two values that differ look different."""


def status_lines(states: Sequence[TableState], survey: Survey) -> list[str]:
    """Returns a line for each table, under a heading: name, time, state, and the slides it is on."""
    if not states:
        return ["this talk has no tables under 'data:'"]
    rows = [("source", "as of", "state", "slides")]
    for one in states:
        as_of = one.now.as_of if one.now else one.locked.as_of if one.locked else ""
        slides = ", ".join(_numbered(one.slides, survey))
        rows.append((one.name, as_of or NOTHING, ", ".join(one.states), slides or NOTHING))
    return aligned(rows)


def diff_lines(
    states: Sequence[TableState], changes: Sequence[FactChange], generated: Sequence[GeneratedChange], survey: Survey
) -> list[str]:
    """What is not as deck.lock has it, table by table: the facts with old and new, and the slides they are on."""
    lines: list[str] = []
    told: set[str] = set()
    for one in states:
        if not one.differs:
            continue
        own = [change for change in changes if change.name not in told and one.name in change.sources]
        told |= {change.name for change in own}
        lines += [f"{_title(one)}: {_what(one)}", *_indented(_facts(own, survey))]
        facts = {slide for change in own for slide in change.slides}
        if rest := [slide for slide in one.slides if slide not in facts]:
            only = "slides that show other values of it" if facts else "slides that show it"
            only += ", though no fact has changed" if one.now and one.locked and not facts else ""
            lines += _indented([f"{only}: {', '.join(_numbered(rest, survey))}"])
    others = [change for change in changes if change.name not in told]
    if others:
        lines += ["facts that deck.yaml says otherwise:", *_indented(_facts(others, survey))]
    lines += [f"generated picture {one.name}: changed inputs {', '.join(one.inputs)}" for one in generated]
    return lines or ["nothing has changed since deck.lock was written"]


def _title(one: TableState) -> str:
    table = one.now or one.locked
    return f"{one.name} ({table.file})" if table else one.name


def _what(one: TableState) -> str:
    now, was = one.now, one.locked
    if now is None:
        return one.states[0]
    if was is None:
        return f"not locked yet, {count(now.rows, 'row')}"
    parts = ["changed" if now.table != was.table else "written otherwise, with the same values"]
    if now.bytes == was.bytes and now.table == was.table:
        parts = ["changed"]
    parts += [f"file {was.file} → {now.file}"] if now.file != was.file else []
    parts += [f"rows {was.rows} → {now.rows}"] if now.rows != was.rows else []
    parts += [f"as of {was.as_of or NOTHING} → {now.as_of or NOTHING}"] if now.as_of != was.as_of else []
    return ", ".join(parts)


def _facts(changes: Iterable[FactChange], survey: Survey) -> Iterator[str]:
    for change in changes:
        was, now = _shown(change.was, change.now, survey.formats)
        slides = ", ".join(_numbered(change.slides, survey)) or "on no slide"
        yield f"{change.name}: {was} → {now}   {slides}"


def _shown(was: Cell, now: Fact | None, formats: Formats) -> tuple[str, str]:
    """Old and new as the talk shows them; with more decimals, where they would look the same."""
    if now is None:
        return formats.show(was), "gone"
    if was is None:
        return "new", formats.show(now.value, now.format, now.digits)
    how = now.format if _fits(was, now) else ""
    texts = (formats.show(was, how, now.digits), formats.show(now.value, now.format, now.digits))
    if isinstance(was, int | Decimal) and isinstance(now.value, int | Decimal):
        digits = now.digits or 0
        while texts[0] == texts[1] and digits < _MORE_DIGITS:
            digits += 1
            texts = (formats.show(was, how, digits), formats.show(now.value, now.format, digits))
    return texts


def _fits(was: Cell, now: Fact) -> bool:
    """Whether what was there can be shown in the format of what is."""
    how = find_format(now.format)
    numbers = isinstance(was, int | Decimal) == isinstance(now.value, int | Decimal)
    return how is not None and (how.kind == "text" or (numbers and isinstance(was, str) == isinstance(now.value, str)))


def _numbered(slides: Iterable[str], survey: Survey) -> list[str]:
    """Slides as people find them: `8 udvikling`."""
    numbers = {slide.id: number for number, slide in enumerate(survey.slides, 1)}
    return [f"{numbers[slide]} {slide}" for slide in slides]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
