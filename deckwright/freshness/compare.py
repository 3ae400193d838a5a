"""Compares the data of a talk with deck.lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from deckwright.evaluate.sources import Source
from deckwright.evaluate.survey import Survey
from deckwright.freshness.lock import Lock, LockedTable, hash_table, normalise_fact
from deckwright.model.data_table import Cell
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.system.words import get_program
from deckwright.texts.values import Fact

State = Literal["up to date", "changed", "expired", "missing", "not locked", "gone"]
"""`gone`: in deck.lock, but no longer in deck.yaml. `expired`: older than `max_age`."""


class TableState(Struct, frozen=True):
    """A table of `data:` or of the lock, with its differences."""

    name: str
    states: tuple[State, ...]
    """One state, or "changed" and "expired"."""
    current: LockedTable | None
    locked: LockedTable | None
    slides: tuple[str, ...]
    """The ids of the slides that use it."""
    span: Span | None
    """The place of its name in deck.yaml."""

    @property
    def is_up_to_date(self) -> bool:
        return self.states == ("up to date",)

    @property
    def differs(self) -> bool:
        """True if the table differs from the lock. An expired table need not."""
        return self.current != self.locked


class FactChange(Struct, frozen=True):
    """A fact that differs from the lock: new if `locked` is None, gone if `current` is None."""

    name: str
    locked: Cell
    current: Fact | None
    sources: tuple[str, ...]
    slides: tuple[str, ...]
    span: Span | None


class GeneratedChange(Struct, frozen=True):
    """A generated picture with inputs that differ from the lock."""

    name: str
    inputs: tuple[str, ...]
    """The inputs that are new, changed or gone: `file generated/trend.py`, `data growth`."""
    span: Span | None


_ADVICE = f"see what has changed with '{get_program()} data diff', and accept it with '{get_program()} data lock'"


def check_frozen(survey: Survey, lock: Lock, file: str, report: Report) -> None:
    """Reports `lock-differs` for each table, fact and generated picture that differs from `lock`, the file `file`.

    Facts and pictures are left out if they differ because a reported table does.
    """
    nowhere, changed = Span(file, 1, 1), set()
    for table in compare_tables(survey, lock, date.min):
        if table.differs and table.states != ("missing",):  # missing tables are reported where they are used
            changed.add(table.name)
            report.error("lock-differs", _describe_table(table, file), table.span or nowhere, help=_ADVICE)
    for fact in compare_facts(survey, lock):
        if not changed & set(fact.sources):
            report.error("lock-differs", _describe_fact(fact, file), fact.span or nowhere, help=_ADVICE)
    for picture in compare_generated(survey, lock):
        if not changed & {name.removeprefix("data ") for name in picture.inputs if name.startswith("data ")}:
            inputs = ", ".join(picture.inputs)
            message = f"the inputs of generated picture '{picture.name}' differ from {file}: {inputs}"
            report.error("lock-differs", message, picture.span or nowhere, help=_ADVICE)


def _describe_table(table: TableState, file: str) -> str:
    if table.states[0] == "gone":
        return f"'{table.name}' is in {file}, but not in deck.yaml"
    if table.locked is None or table.current is None:
        return f"'{table.name}' is not in {file}"
    if table.current.bytes != table.locked.bytes:
        return f"'{table.current.file}' has changed since {file} was written"
    return f"'{table.name}' changed since the accepted version in {file}"


def _describe_fact(fact: FactChange, file: str) -> str:
    if fact.locked is None:
        return f"fact '{fact.name}' is not in {file}"
    if fact.current is None:
        return f"fact '{fact.name}' is in {file}, but not in deck.yaml"
    return f"fact '{fact.name}' differs from {file}"


def make_lock(survey: Survey) -> Lock:
    """Returns a lock with the present data."""
    tables = {name: _lock_table(source) for name, source in survey.sources.items()}
    facts = {name: normalise_fact(surveyed.fact.value) for name, surveyed in survey.facts.items()}
    return Lock(tables, facts, _hash_generated(survey))


def compare_generated(survey: Survey, lock: Lock) -> tuple[GeneratedChange, ...]:
    """Returns the generated pictures whose inputs differ from the lock, in the order of deck.yaml."""
    now, changes = _hash_generated(survey), []
    for name in dict.fromkeys((*now, *lock.generated)):
        new, old = now.get(name, {}), lock.generated.get(name, {})
        if inputs := tuple(key for key in dict.fromkeys((*new, *old)) if new.get(key) != old.get(key)):
            place = survey.generated[name].name.span if name in survey.generated else None
            changes.append(GeneratedChange(name, inputs, place))
    return tuple(changes)


def _hash_generated(survey: Survey) -> Mapping[str, Mapping[str, str]]:
    if not survey.generated:
        return {}
    from deckwright.assets.generated import hash_inputs

    return {name: hash_inputs(picture) for name, picture in survey.generated.items()}


def compare_tables(survey: Survey, lock: Lock, today: date) -> tuple[TableState, ...]:
    """Returns the state of each table, in the order of deck.yaml, then of those that only the lock has."""
    return tuple(_compare_table(name, survey, lock, today) for name in {**survey.table_spans, **lock.data})


def compare_facts(survey: Survey, lock: Lock) -> tuple[FactChange, ...]:
    """Returns the facts that differ from the lock, in the order of deck.yaml, except facts with errors."""
    changes = []
    for name in dict.fromkeys((*survey.facts, *lock.facts)):
        surveyed, locked = survey.facts.get(name), lock.facts.get(name)
        current = surveyed.fact if surveyed else None
        is_same = locked is not None and current is not None and normalise_fact(current.value) == locked
        if not is_same and name not in survey.failed_facts:
            slides = tuple(slide.id for slide in survey.slides if name in slide.facts)
            place, sources = (surveyed.span, surveyed.sources) if surveyed else (None, ())
            changes.append(FactChange(name, locked, current, sources, slides, place))
    return tuple(changes)


def _compare_table(name: str, survey: Survey, lock: Lock, today: date) -> TableState:
    source, locked = survey.sources.get(name), lock.data.get(name)
    current = _lock_table(source) if source else None
    states: list[State] = []
    if name not in survey.table_spans:
        states.append("gone")
    elif current is None:
        states.append("missing")
    elif locked is None:
        states.append("not locked")
    elif current != locked:
        states.append("changed")
    if source and source.as_of and source.max_age and today > source.max_age.after(source.as_of.last):
        states.append("expired")
    slides = tuple(slide.id for slide in survey.slides if name in slide.sources)
    return TableState(name, tuple(states) or ("up to date",), current, locked, slides, survey.table_spans.get(name))


def _lock_table(source: Source) -> LockedTable:
    table = source.table
    as_of = source.as_of.written if source.as_of else ""
    return LockedTable(table.file, table.digest, hash_table(table), len(table.rows), as_of)
