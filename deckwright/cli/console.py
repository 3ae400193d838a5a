"""Output on the terminal: progress, diagnostics, and the files that a command writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.model.diagnostics import Report, Stopped
from deckwright.model.project import Project
from deckwright.system.words import display_path, explain_os_error

PACKAGE_PARENT = Path(__file__).parents[2]
"""The folder that `deckwright/slides` and the like, as diagnostics name them, are relative to."""


class Outcome(Struct):
    """The exit code of a command."""

    code: int = DONE


@contextmanager
def print_diagnostics(report: Report, project: Project, *, strict: bool) -> Iterator[Outcome]:
    """Prints the diagnostics of `report` when the block ends or raises Stopped, and sets the exit code.

    With `strict`, warnings count as errors.
    """
    from deckwright.cli.render import read_source_lines, render, summarise

    outcome = Outcome()
    try:
        yield outcome
    except Stopped:
        outcome.code = PROBLEMS
    final = report.strict() if strict else report
    if final.failed:
        outcome.code = PROBLEMS
    for diagnostic in final.diagnostics:
        lines = read_source_lines(project.root, PACKAGE_PARENT)
        print(render(diagnostic, lines, colour=sys.stderr.isatty()), file=sys.stderr)
    if final.diagnostics:
        print(summarise(final), file=sys.stderr)


@contextmanager
def show_progress(activity: str) -> Iterator[None]:
    """Shows what goes on while the block runs, on a terminal only, and erases it afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    print(f"{activity} …", end="", flush=True, file=sys.stderr)
    try:
        yield
    finally:
        print("\r\x1b[K", end="", flush=True, file=sys.stderr)


def write_files(files: dict[Path, bytes], report: Report) -> None:
    """Writes all files, or none. Reports `unwritable-output` and raises Stopped when one cannot be written."""
    from deckwright.cli.output import replace_files

    try:
        replace_files(files)
    except OSError as error:
        report_unwritable(error, report)
        raise Stopped(report.diagnostics) from None


def report_unwritable(error: OSError, report: Report) -> None:
    """Reports `unwritable-output` for the file that `error` names."""
    from deckwright.cli.output import advise_on

    message = f"'{display_path(Path(error.filename))}' cannot be written: {explain_os_error(error)}"
    report.error("unwritable-output", message, None, help=advise_on(error))
