"""`deckwright slides`: lists the slide kinds, or explains one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "list the slide kinds, or show the fields and an example of one"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", metavar="KIND", help="quotes, for example")


def run(options: Namespace, project: Project, report: Report) -> int:
    from deckwright.kinds.reference import format_kind_list, format_kind_reference
    from deckwright.model.diagnostics import did_you_mean
    from deckwright.pipeline.talk import read_slide_templates

    templates = read_slide_templates(project, report)
    report.stop_if_failed()
    kinds = {name: template for name, template in templates.items() if not template.is_abstract}
    if options.kind and options.kind not in kinds:
        message = f"unknown slide kind '{options.kind}'"
        notes = (f"the kinds are {', '.join(sorted(kinds))}",)
        report.error("unknown-slide-kind", message, None, help=did_you_mean(options.kind, kinds), notes=notes)
        report.stop_if_failed()
    text = format_kind_reference(kinds[options.kind]) if options.kind else format_kind_list(templates)
    print(text.rstrip("\n"))
    return DONE
