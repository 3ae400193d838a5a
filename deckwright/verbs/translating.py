"""The verb of translators: `translate`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deckwright.cli import DIAGNOSTICS
from deckwright.diagnostics import Report
from deckwright.project import Project
from deckwright.shown import diagnosed, put, shown
from deckwright.talk import read_talk


def translate(options: argparse.Namespace, project: Project) -> int:
    """Catalogs brought up to date, a line for each; with --status nothing is written, and work left to do is exit 1."""
    from deckwright import translate as work

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        tags = work.languages_to_translate(talk, options.languages, report)
        if options.status:
            for tag in tags:
                places = work.status_of(talk, tag, report)
                print("\n".join(work.status_lines(tag, places)))
                outcome.code = DIAGNOSTICS if work.wanting(places) else outcome.code
            return outcome.code
        file, lines = options.export or options.taken, []
        if options.taken:
            work.look_for(Path(file), shown(Path(file)), report)
        if file:
            tags = (work.one_language(tags, file, report),)
        made = work.updated_catalogs(talk, tags, report)
        files = {}
        if options.taken:
            lines.append(work.take_in(made[0], Path(file), shown(Path(file)), report))
        if options.export:
            files[Path(file)] = work.exported(talk, made[0], Path(file), report)
            lines.append(shown(Path(file)))
        put({one.path: one.data for one in made if not one.unchanged} | files, report)
        print("\n".join([*lines, *(f"{shown(one.path)}: {one.counts}" for one in made)]))
    return outcome.code
