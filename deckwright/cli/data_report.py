"""The lines that `deckwright data` prints: the state of each table, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from deckwright.evaluate.survey import Survey
from deckwright.freshness.compare import FactChange, TableState
from deckwright.languages.formats import Formats
from deckwright.languages.number_formats import find_format
from deckwright.model.data_table import Cell
from deckwright.pipeline.accepted import AcceptedData
from deckwright.system.words import DASH, align_columns, format_count, get_program
from deckwright.texts.values import Fact

MAX_DIGITS = 12
"""Decimals tried until two values that differ look different."""


def list_states(data: AcceptedData) -> list[str]:
    """Returns a table with a row for each data table (source, date, state, slides), and what to do next."""
    lines = _tabulate(data.states, data.survey)
    if data.states and not all(state.is_up_to_date for state in data.states):
        if any(state.differs for state in data.states):
            lines += ["", f"what has changed: {get_program()} data diff; accept it: {get_program()} data lock"]
    elif data.changes or data.generated_changes:
        names = ", ".join([*(one.name for one in data.changes), *(one.name for one in data.generated_changes)])
        lines += ["", f"changed since it was accepted: {names}; see: {get_program()} data diff"]
    return lines


def summarise(data: AcceptedData) -> str:
    """Returns how many tables, facts and generated pictures there are."""
    survey = data.survey
    pictures = [format_count(len(survey.generated), "generated picture")] if survey.generated else []
    return ", ".join([format_count(len(survey.sources), "table"), format_count(len(survey.facts), "fact"), *pictures])


def list_changes(data: AcceptedData) -> list[str]:
    """Returns what differs from the lock file, table by table: facts with old and new value, and their slides."""
    survey = data.survey
    lines: list[str] = []
    listed: set[str] = set()
    for state in data.states:
        if not state.differs:
            continue
        own = [change for change in data.changes if change.name not in listed and state.name in change.sources]
        listed |= {change.name for change in own}
        lines += [f"{_title(state)}: {_describe(state)}", *_indent(_list_facts(own, survey))]
        slides = {slide for change in own for slide in change.slides}
        if rest := [slide for slide in state.slides if slide not in slides]:
            heading = "slides that show other values of it" if slides else "slides that show it"
            heading += ", though no fact has changed" if state.current and state.locked and not slides else ""
            lines += _indent([f"{heading}: {', '.join(_number_slides(rest, survey))}"])
    others = [change for change in data.changes if change.name not in listed]
    if others:
        lines += ["facts that changed in deck.yaml:", *_indent(_list_facts(others, survey))]
    for picture in data.generated_changes:
        lines.append(f"generated picture {picture.name}: changed inputs {', '.join(picture.inputs)}")
    return lines or ["nothing has changed since deck.lock was written"]


def _tabulate(states: Sequence[TableState], survey: Survey) -> list[str]:
    if not states:
        return ["this talk has no tables under 'data:'"]
    rows = [("source", "as of", "state", "slides")]
    for state in states:
        as_of = state.current.as_of if state.current else state.locked.as_of if state.locked else ""
        slides = ", ".join(_number_slides(state.slides, survey))
        rows.append((state.name, as_of or DASH, ", ".join(state.states), slides or DASH))
    return align_columns(rows)


def _title(state: TableState) -> str:
    table = state.current or state.locked
    return f"{state.name} ({table.file})" if table else state.name


def _describe(state: TableState) -> str:
    """Says how a table differs from the lock file."""
    now, before = state.current, state.locked
    if now is None:
        return state.states[0]
    if before is None:
        return f"not locked yet, {format_count(now.rows, 'row')}"
    parts = ["changed" if now.table != before.table else "written differently, with the same values"]
    if now.bytes == before.bytes and now.table == before.table:
        parts = ["changed"]
    parts += [f"file {before.file} → {now.file}"] if now.file != before.file else []
    parts += [f"rows {before.rows} → {now.rows}"] if now.rows != before.rows else []
    parts += [f"as of {before.as_of or DASH} → {now.as_of or DASH}"] if now.as_of != before.as_of else []
    return ", ".join(parts)


def _list_facts(changes: Iterable[FactChange], survey: Survey) -> Iterator[str]:
    for change in changes:
        before, now = _format_pair(change.locked, change.current, survey.formats)
        slides = ", ".join(_number_slides(change.slides, survey)) or "on no slide"
        yield f"{change.name}: {before} → {now}   {slides}"


def _format_pair(before: Cell, now: Fact | None, formats: Formats) -> tuple[str, str]:
    """Returns the old and the new value as the talk shows them, with more decimals where they would look the same."""
    if now is None:
        return formats.format_value(before), "gone"
    if before is None:
        return "new", formats.format_value(now.value, now.format, now.digits)
    name = now.format if _can_format(before, now) else ""
    texts = (formats.format_value(before, name, now.digits), formats.format_value(now.value, now.format, now.digits))
    if isinstance(before, int | Decimal) and isinstance(now.value, int | Decimal):
        digits = now.digits or 0
        while texts[0] == texts[1] and digits < MAX_DIGITS:
            digits += 1
            texts = (formats.format_value(before, name, digits), formats.format_value(now.value, now.format, digits))
    return texts


def _can_format(before: Cell, now: Fact) -> bool:
    """Returns True if the old value can be shown in the format of the new one."""
    number_format = find_format(now.format)
    numbers = isinstance(before, int | Decimal) == isinstance(now.value, int | Decimal)
    texts = isinstance(before, str) == isinstance(now.value, str)
    return number_format is not None and (number_format.kind == "text" or (numbers and texts))


def _number_slides(slides: Iterable[str], survey: Survey) -> list[str]:
    """Returns slides with their numbers: `8 udvikling`."""
    numbers = {slide.id: number for number, slide in enumerate(survey.slides, 1)}
    return [f"{numbers[slide]} {slide}" for slide in slides]


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
