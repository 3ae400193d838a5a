"""What `deckwright data` works with: a talk, surveyed, and its lock."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from deckwright.cli.commands.data_report import diff_lines, status_lines
from deckwright.evaluate.survey import Survey, survey
from deckwright.freshness.compare import (
    FactChange,
    GeneratedChange,
    TableState,
    check_frozen,
    compare_generated,
    fact_changes,
    lock_of,
    table_states,
)
from deckwright.freshness.lock import Lock, read_lock, write_lock
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.talk import Talk
from deckwright.system.program import program
from deckwright.system.words import count


class KnownTalk(Struct, frozen=True):
    survey: Survey
    lock: Lock
    """Empty where there is none."""
    states: tuple[TableState, ...]
    changes: tuple[FactChange, ...]
    generated_changes: tuple[GeneratedChange, ...]


def known(talk: Talk, report: Report, anew: bool = False) -> KnownTalk:
    """The talk in its own language, and its lock. Raises Stopped for a lock that cannot be read, unless it is to be
    written `anew`."""
    found = surveyed(talk, report)
    path, lock = talk.project.path(talk.project.lock), None
    if path.is_file():
        lock = read_lock(path, talk.project.lock, Report() if anew else report)
        if lock is None and not anew:
            report.stop_if_failed()
    lock = lock or Lock()
    states = table_states(found, lock, date.today())
    return KnownTalk(found, lock, states, fact_changes(found, lock), compare_generated(found, lock))


def status(talk: KnownTalk) -> list[str]:
    lines = status_lines(talk.states, talk.survey)
    if talk.states and not all(one.is_up_to_date for one in talk.states):
        differing = any(one.differs for one in talk.states)
        lines += ["", f"what has changed: {program()} data diff; accept it: {program()} data lock"] if differing else []
    elif talk.changes or talk.generated_changes:
        names = ", ".join([*(one.name for one in talk.changes), *(one.name for one in talk.generated_changes)])
        lines += ["", f"changed since it was accepted: {names}; see: {program()} data diff"]
    return lines


def diff(talk: KnownTalk) -> list[str]:
    return diff_lines(talk.states, talk.changes, talk.generated_changes, talk.survey)


def as_accepted(talk: KnownTalk, action: str) -> bool:
    """Whether there is nothing to see to; of the diff, whether there is none."""
    if action == "diff":
        return not talk.changes and not talk.generated_changes and not any(one.differs for one in talk.states)
    return all(one.is_up_to_date for one in talk.states) and not talk.changes and not talk.generated_changes


def accepted(talk: KnownTalk) -> bytes:
    """deck.lock with what is there now."""
    return write_lock(lock_of(talk.survey))


def counts(talk: KnownTalk) -> str:
    pictures = [count(len(talk.survey.generated), "generated picture")] if talk.survey.generated else []
    return ", ".join([count(len(talk.survey.sources), "table"), count(len(talk.survey.facts), "fact"), *pictures])


def check_frozen_talk(talk: Talk, report: Report) -> None:
    """Reports every value that differs from deck.lock, and a missing deck.lock."""
    file = talk.project.lock
    path = talk.project.path(file)
    if not path.is_file():
        message = f"{file} is missing, and --frozen needs it"
        report.error("missing-lock", message, Span(talk.project.deck, 1, 1), help=f"write it: {program()} data lock")
        return
    lock = read_lock(path, file, report)
    if lock is not None:
        check_frozen(surveyed(talk, Report()), lock, file, report)  # other faults are found by those who build


def surveyed(talk: Talk, report: Report) -> Survey:
    """The talk in its own language, whatever is wrong with it."""
    project = talk.project
    own = Report()  # a table that is missing, which `report` has, is no reason to stop
    try:
        formats = read_edition(talk, talk.language, None, own).formats
    finally:
        for diagnostic in own.diagnostics:
            report.add(diagnostic)
    assets, name = project.path(project.assets), project.assets
    return survey(talk.tree, talk.templates, talk.tables, formats, report, assets=assets, assets_name=name)
