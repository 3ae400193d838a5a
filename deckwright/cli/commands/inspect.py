"""`deckwright inspect`: lists the data behind the charts in a presentation and compares them with the deck."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS

if TYPE_CHECKING:
    from deckwright.model.project import Project

SUMMARY = "list the data behind the charts in a .pptx and compare with the deck"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a presentation that Deckwright has built")


def run(options: Namespace, project: Project) -> int:
    """Exits with 1 when the deck in the current folder has other data now."""
    from deckwright.cli.console import print_diagnostics
    from deckwright.cli.inspect_report import is_up_to_date, list_tables
    from deckwright.model.diagnostics import Report, Stopped
    from deckwright.pipeline.talk import read_talk
    from deckwright.read.provenance import read_provenance
    from deckwright.system.words import display_path, explain_os_error

    report = Report()
    file = Path(options.file)
    with print_diagnostics(report, project) as outcome:
        try:
            provenance = read_provenance(file.read_bytes())
        except OSError as error:
            report.error("missing-file", f"'{display_path(file)}' cannot be read: {explain_os_error(error)}", None)
            raise Stopped(report.diagnostics) from None
        tables = None
        if provenance.tables and project.path(project.deck).is_file():
            tables = read_talk(project, report).tables
        print("\n".join(list_tables(display_path(file), provenance, tables)))
        outcome.code = DONE if is_up_to_date(provenance, tables) else PROBLEMS
    return outcome.code
