"""Compares the data of a talk with its lock: what is up to date, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from deckwright.evaluate.survey import Survey
from deckwright.freshness.lock import Lock, LockedTable, as_locked, table_digest
from deckwright.model.data_table import Cell
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.system.program import program
from deckwright.texts.facts import Fact

_ADVICE = f"look at what has changed with '{program()} data diff', and accept it with '{program()} data lock'"


def check_frozen(survey: Survey, lock: Lock, file: str, report: Report) -> None:
    """Report `lock-differs` for every table and fact that is not as `lock`, called `file`, has it."""
    changed = set()
    for one in table_states(survey, lock, date.min):
        if one.differs and one.states != ("missing",):  # what is missing is reported where it is missed
            changed.add(one.name)
            report.error("lock-differs", _said(one, file), one.span or Span(file, 1, 1), help=_ADVICE)
    for change in fact_changes(survey, lock):
        if not changed & set(change.sources):  # otherwise its table has been told
            what = "is not in" if change.was is None else "is gone, but is in" if change.now is None else "differs from"
            place = change.span or Span(file, 1, 1)
            report.error("lock-differs", f"fact '{change.name}' {what} {file}", place, help=_ADVICE)
    for picture in compare_generated(survey, lock):
        if not changed & {one.removeprefix("data ") for one in picture.inputs if one.startswith("data ")}:
            message = (
                f"the inputs of generated picture '{picture.name}' differ from {file}: {', '.join(picture.inputs)}"
            )
            report.error("lock-differs", message, picture.span or Span(file, 1, 1), help=_ADVICE)


def _said(one: TableState, file: str) -> str:
    if one.states[0] == "gone":
        return f"'{one.name}' is in {file}, but not in deck.yaml"
    if one.locked is None or one.now is None:
        return f"'{one.name}' is not in {file}"
    if one.now.bytes != one.locked.bytes:
        return f"'{one.now.file}' has changed since {file} was written"
    return f"'{one.name}' changed since the accepted version in {file}"


State = Literal["up to date", "changed", "expired", "missing", "not locked", "gone"]
"""Gone: deck.lock has it, and deck.yaml no longer."""


class TableState(Struct, frozen=True):
    """A table of `data:`, or of the lock."""

    name: str
    states: tuple[State, ...]
    """One, or changed and expired."""
    now: LockedTable | None
    locked: LockedTable | None
    slides: tuple[str, ...]
    """Ids of the slides that show it or speak of it."""
    span: Span | None
    """Of its name in deck.yaml."""

    @property
    def is_up_to_date(self) -> bool:
        return self.states == ("up to date",)

    @property
    def differs(self) -> bool:
        """From the lock: an old table may still be the one that was accepted."""
        return self.now != self.locked


class FactChange(Struct, frozen=True):
    """A fact that is not as it was: new where `was` is None, gone where `now` is."""

    name: str
    was: Cell
    now: Fact | None
    sources: tuple[str, ...]
    slides: tuple[str, ...]
    span: Span | None


class GeneratedChange(Struct, frozen=True):
    """A generated picture with inputs that differ from the lock."""

    name: str
    inputs: tuple[str, ...]
    """Those that are new, changed or gone: `file generated/trend.py`, `data growth`."""
    span: Span | None


def lock_of(survey: Survey) -> Lock:
    """The lock that accepts what is there now."""
    tables = {name: _locked(survey, name) for name in survey.sources}
    facts = {name: as_locked(known.fact.value) for name, known in survey.facts.items()}
    return Lock({name: table for name, table in tables.items() if table}, facts, _hash_generated(survey))


def compare_generated(survey: Survey, lock: Lock) -> tuple[GeneratedChange, ...]:
    """Returns the generated pictures whose inputs differ from the lock, in the order of deck.yaml."""
    now, changes = _hash_generated(survey), []
    for name in dict.fromkeys((*now, *lock.generated)):
        new, old = now.get(name, {}), lock.generated.get(name, {})
        if inputs := tuple(one for one in dict.fromkeys((*new, *old)) if new.get(one) != old.get(one)):
            place = survey.generated[name].name.span if name in survey.generated else None
            changes.append(GeneratedChange(name, inputs, place))
    return tuple(changes)


def _hash_generated(survey: Survey) -> Mapping[str, Mapping[str, str]]:
    if not survey.generated:
        return {}
    from deckwright.assets.generated import hash_inputs

    return {name: hash_inputs(picture) for name, picture in survey.generated.items()}


def table_states(survey: Survey, lock: Lock, today: date) -> tuple[TableState, ...]:
    """Each table in the order of deck.yaml, then those that only the lock has."""
    names = dict.fromkeys((*survey.declared, *lock.data))
    return tuple(_state(name, survey, lock, today) for name in names)


def fact_changes(survey: Survey, lock: Lock) -> tuple[FactChange, ...]:
    """The facts that are not as the lock has them, in the order of deck.yaml; none that cannot be known just now."""
    changes = []
    for name in (name for name in dict.fromkeys((*survey.facts, *lock.facts)) if name not in survey.unknown):
        known, was = survey.facts.get(name), lock.facts.get(name)
        now = known.fact if known else None
        if was is None or now is None or as_locked(now.value) != was:
            slides = tuple(slide.id for slide in survey.slides if name in slide.facts)
            place, sources = (known.span, known.sources) if known else (None, ())
            changes.append(FactChange(name, was, now, sources, slides, place))
    return tuple(changes)


def _state(name: str, survey: Survey, lock: Lock, today: date) -> TableState:
    now, locked = _locked(survey, name), lock.data.get(name)
    states: list[State] = []
    if name not in survey.declared:
        states.append("gone")
    elif now is None:
        states.append("missing")
    elif locked is None:
        states.append("not locked")
    elif now != locked:
        states.append("changed")
    if now is not None and _expired(survey, name, today):
        states.append("expired")
    slides = tuple(slide.id for slide in survey.slides if name in slide.sources)
    return TableState(name, tuple(states) or ("up to date",), now, locked, slides, survey.declared.get(name))


def _locked(survey: Survey, name: str) -> LockedTable | None:
    source = survey.sources.get(name)
    if source is None:
        return None
    table = source.table
    as_of = source.as_of.written if source.as_of else ""
    return LockedTable(table.file, table.digest, table_digest(table), len(table.rows), as_of)


def _expired(survey: Survey, name: str, today: date) -> bool:
    source = survey.sources[name]
    return bool(source.as_of and source.max_age and today > source.max_age.after(source.as_of.last))
