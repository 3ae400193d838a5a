"""`deckwright verify`: checks finished presentations for errors, whoever made them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "check any .pptx for errors"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE.pptx")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--all", action="store_true", help="show all, not just the first three of each type")


def run(options: Namespace, project: Project, report: Report) -> int:
    """Exits with 1 when PowerPoint would have to repair a file."""
    from deckwright.cli.verify_report import verify_files
    from deckwright.system.words import display_path

    files = {display_path(file): file for file in map(Path, options.files)}
    is_clean = verify_files(files, report, show_all=options.all, strict=options.strict)
    return DONE if is_clean else PROBLEMS
