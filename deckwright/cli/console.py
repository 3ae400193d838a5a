"""What people see of a command: what goes on while it runs, its diagnostics when it is done, the files it writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from deckwright.cli.main import BUILT, DIAGNOSTICS
from deckwright.model.diagnostics import Report, Stopped
from deckwright.model.project import Project
from deckwright.system.words import reason, shown


class Outcome(Struct):
    """Of a command."""

    code: int = BUILT


@contextmanager
def diagnosed(report: Report, project: Project, strict: bool = False) -> Iterator[Outcome]:
    """Prints what the report holds when the command is done or was stopped, and sets the exit code."""
    from deckwright.cli.render import render, source_lines, summary

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
            render(
                diagnostic, source_lines(project.root, Path(__file__).parent.parent.parent), colour=sys.stderr.isatty()
            ),
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


def put(files: dict[Path, bytes], report: Report) -> None:
    """Writes `files`; Stopped when that cannot be done."""
    from deckwright.cli.output import replace_files

    try:
        replace_files(files)
    except OSError as error:
        unwritable(error, report)
        raise Stopped(report.diagnostics) from None


def unwritable(error: OSError, report: Report) -> None:
    from deckwright.cli.output import advice_on

    message = f"'{shown(Path(error.filename))}' cannot be written: {reason(error)}"
    report.error("unwritable-output", message, None, help=advice_on(error))
