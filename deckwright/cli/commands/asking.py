"""The commands that tell about something, or start it: `slides`, `schema`, `verify` and `new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deckwright.cli.console import diagnosed, put
from deckwright.cli.main import BUILT, DIAGNOSTICS
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.project import Project
from deckwright.pipeline.talk import read_templates_of
from deckwright.system.words import reason, shown


def slides(options: argparse.Namespace, project: Project) -> int:
    from deckwright.kinds.reference import kind_list, kind_reference

    report = Report()
    with diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        kinds = {name: template for name, template in templates.items() if not template.abstract}
        if options.kind and options.kind not in kinds:
            message = f"there is no slide kind '{options.kind}'"
            notes = (f"the kinds are {', '.join(sorted(kinds))}",)
            report.error("unknown-slide-kind", message, None, help=did_you_mean(options.kind, kinds), notes=notes)
            report.stop_if_failed()
        text = kind_reference(kinds[options.kind]) if options.kind else kind_list(templates)
        print(text.rstrip("\n"))
    return outcome.code


def schema(options: argparse.Namespace, project: Project) -> int:
    import json

    from deckwright.kinds.schema import deck_schema

    report = Report()
    with diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        text = json.dumps(deck_schema(templates), ensure_ascii=False, indent=2) + "\n"
        if options.output:
            put({Path(options.output): text.encode()}, report)
            print(shown(Path(options.output)))
        else:
            print(text, end="")
    return outcome.code


def verify(options: argparse.Namespace, project: Project) -> int:
    """What is wrong with finished presentations, whoever made them; 1 when PowerPoint would have to repair one."""
    from deckwright.cli.commands.verify_report import look_into

    report = Report()
    with diagnosed(report, project) as outcome:
        files = {shown(file): file for file in map(Path, options.files)}
        well = look_into(files, report, everything=options.all, strict=options.strict)
        outcome.code = BUILT if well else DIAGNOSTICS
    return outcome.code


def new(options: argparse.Namespace, project: Project) -> int:
    from deckwright.cli.commands.new_talk import how_to_build, start_talk

    folder = Path(options.folder)
    report = Report()
    with diagnosed(report, project) as outcome:
        try:
            for file in start_talk(folder, report):
                print(shown(file))
        except OSError as error:
            message = f"'{folder}' cannot be made: {reason(error)}"
            report.error("unwritable-output", message, None, help="name another folder")
        report.stop_if_failed()
        print(f"\nBuild it with:\n{how_to_build(folder)}")
    return outcome.code
