"""`deckwright schema`: prints the JSON Schema with which editors complete and check deck.yaml."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "print the JSON Schema of deck.yaml, for editors"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--output", metavar="FILE", help="write it to a file instead of printing it")


def run(options: Namespace, project: Project, report: Report) -> int:
    from deckwright.cli.console import write_files
    from deckwright.kinds.reference import build_deck_schema
    from deckwright.pipeline.talk import read_slide_templates
    from deckwright.system.words import display_path

    templates = read_slide_templates(project, report)
    report.stop_if_failed()
    text = json.dumps(build_deck_schema(templates), ensure_ascii=False, indent=2) + "\n"
    if options.output:
        write_files({Path(options.output): text.encode()}, report)
        print(display_path(Path(options.output)))
    else:
        print(text, end="")
    return DONE
