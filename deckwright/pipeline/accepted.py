"""The data of a talk compared with deck.lock, the data that were last accepted."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from deckwright.evaluate.survey import Survey, survey_deck
from deckwright.freshness.compare import (
    FactChange,
    GeneratedChange,
    TableState,
    check_frozen,
    compare_facts,
    compare_generated,
    compare_tables,
    make_lock,
)
from deckwright.freshness.lock import Lock, read_lock, write_lock
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.talk import Talk
from deckwright.system.words import get_program


class AcceptedData(Struct, frozen=True):
    """The data that the talk shows now, and their differences from the lock file."""

    survey: Survey
    states: tuple[TableState, ...]
    changes: tuple[FactChange, ...]
    generated_changes: tuple[GeneratedChange, ...]

    @property
    def differs(self) -> bool:
        """True if a fact, a table or the input of a generated picture is not as the lock file has it."""
        return bool(self.changes or self.generated_changes or any(state.differs for state in self.states))

    @property
    def is_up_to_date(self) -> bool:
        """True if nothing differs, and no table is older than it may be."""
        return not self.differs and all(state.is_up_to_date for state in self.states)


def read_accepted(talk: Talk, report: Report, *, replace_lock: bool = False) -> AcceptedData:
    """Compares the talk, in its own language, with its lock file; a missing file counts as an empty one.

    Raises Stopped for a lock file that cannot be read, unless `replace_lock` says that it is about to be rewritten.
    """
    now = survey_talk(talk, report)
    path, lock = talk.project.path(talk.project.lock), None
    if path.is_file():
        lock = read_lock(path, talk.project.lock, Report() if replace_lock else report)
        if lock is None and not replace_lock:
            report.stop_if_failed()
    lock = lock or Lock()
    states = compare_tables(now, lock, date.today())
    return AcceptedData(now, states, compare_facts(now, lock), compare_generated(now, lock))


def encode_lock(data: AcceptedData) -> bytes:
    """Returns the contents of a deck.lock that accepts the data as they are now."""
    return write_lock(make_lock(data.survey))


def check_frozen_talk(talk: Talk, report: Report) -> None:
    """Reports every value that differs from deck.lock, and a missing deck.lock."""
    file = talk.project.lock
    path = talk.project.path(file)
    if not path.is_file():
        message = f"{file} is missing, and --frozen needs it"
        report.error(
            "missing-lock", message, Span(talk.project.deck, 1, 1), help=f"write it: {get_program()} data lock"
        )
        return
    lock = read_lock(path, file, report)
    if lock is not None:
        check_frozen(survey_talk(talk, Report()), lock, file, report)  # the build itself reports other errors


def survey_talk(talk: Talk, report: Report) -> Survey:
    """Surveys the facts, tables and slides of the talk in its own language, whatever errors it has."""
    project = talk.project
    own = Report()  # a table that is missing, which `report` has, is no reason to stop
    try:
        formats = read_edition(talk, talk.language, None, own).formats
    finally:
        for diagnostic in own.diagnostics:
            report.add(diagnostic)
    assets, name = project.path(project.assets), project.assets
    return survey_deck(talk.tree, talk.templates, talk.tables, formats, report, assets=assets, assets_name=name)
