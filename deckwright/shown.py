"""What people see of a verb besides its result: what goes on while it runs, and its diagnostics when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deckwright.cli import BUILT, DIAGNOSTICS
from deckwright.diagnostics import Report, Stopped
from deckwright.project import Project


@dataclass(slots=True)
class Outcome:
    """Of a verb."""

    code: int = BUILT


@contextmanager
def diagnosed(report: Report, project: Project, strict: bool = False) -> Iterator[Outcome]:
    """Prints what the report holds when the verb is done or was stopped, and sets the exit code."""
    from deckwright.render import render, source_lines, summary

    outcome = Outcome()
    try:
        yield outcome
    except Stopped:
        outcome.code = DIAGNOSTICS
    shown = report.strict() if strict else report
    if shown.failed:
        outcome.code = DIAGNOSTICS
    for diagnostic in shown.diagnostics:
        print(
            render(diagnostic, source_lines(project.root, Path(__file__).parent.parent), colour=sys.stderr.isatty()),
            file=sys.stderr,
        )
    if shown.diagnostics:
        print(summary(shown), file=sys.stderr)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Says what goes on, on a terminal only, and takes it away again."""
    if not sys.stderr.isatty():
        yield
        return
    print(f"{what} …", end="", flush=True, file=sys.stderr)
    try:
        yield
    finally:
        print("\r\x1b[K", end="", flush=True, file=sys.stderr)
