"""The frozen talk: it is built with the figures that deck.lock has, or not at all."""

from __future__ import annotations

from datetime import date

from deckwright.diagnostics import Report
from deckwright.evaluate.survey import Survey
from deckwright.freshness.compare import TableState, fact_changes, figure_changes, table_states
from deckwright.freshness.lock import Lock
from deckwright.program import program
from deckwright.source import Span

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
            what = (
                "is not in"
                if change.was is None
                else "is gone, but stands in"
                if change.now is None
                else "is not as in"
            )
            place = change.span or Span(file, 1, 1)
            report.error("lock-differs", f"the fact '{change.name}' {what} {file}", place, help=_ADVICE)
    for figure in figure_changes(survey, lock):
        if not changed & {one.removeprefix("data ") for one in figure.inputs if one.startswith("data ")}:
            message = (
                f"the figure '{figure.name}' is made from other things than {file} has: {', '.join(figure.inputs)}"
            )
            report.error("lock-differs", message, figure.span or Span(file, 1, 1), help=_ADVICE)


def _said(one: TableState, file: str) -> str:
    if one.states[0] == "gone":
        return f"'{one.name}' stands in {file}, and deck.yaml has no such table"
    if one.locked is None or one.now is None:
        return f"'{one.name}' is not in {file}"
    if one.now.bytes != one.locked.bytes:
        return f"'{one.now.file}' has changed since {file} was written"
    return f"'{one.name}' is not as {file} has it"
