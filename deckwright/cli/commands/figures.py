"""The commands about data and generated pictures: `data`, `inspect` and `generate`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from deckwright.cli.console import diagnosed, progress, put
from deckwright.cli.main import BUILT, DIAGNOSTICS
from deckwright.model.diagnostics import Report, Stopped
from deckwright.model.project import Project
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.talk import read_talk, read_tree
from deckwright.system.words import reason, shown


def data(options: argparse.Namespace, project: Project) -> int:
    """Shows what is up to date and what has changed, or accepts it. Exit code 1 when something has changed."""
    from deckwright.cli.commands import data_talk as work

    if options.action == "refresh":
        return _refresh(options.names, project)
    report = Report()
    with diagnosed(report, project) as outcome:
        known = work.known(read_talk(project, report), report, anew=options.action == "lock")
        if options.action == "lock":
            report.stop_if_failed()
            lines = work.diff(known)
            put({project.path(project.lock): work.accepted(known)}, report)
            print("\n".join([*lines, f"{shown(project.path(project.lock))}: {work.counts(known)}"]))
            return outcome.code
        print("\n".join(work.diff(known) if options.action == "diff" else work.status(known)))
        outcome.code = BUILT if work.as_accepted(known, options.action) else DIAGNOSTICS
    return outcome.code


def _refresh(names: Sequence[str], project: Project) -> int:
    """Network sources are fetched, all before the first snapshot is written: after an error no file has changed."""
    from deckwright.assets.data.refresh import refresh

    report = Report()
    with diagnosed(report, project) as outcome:
        with progress("fetching"):
            snapshots = refresh(read_tree(project, report), project, names, report)
        report.stop_if_failed()
        put({one.path: one.data for one in snapshots if not one.unchanged}, report)
        print("\n".join(one.line for one in snapshots) if snapshots else "no table comes from the network")
    return outcome.code


def inspect(options: argparse.Namespace, project: Project) -> int:
    """Which data a presentation shows; exit code 1 when the talk one stands in has others now."""
    from deckwright.read.provenance import as_now, inspect_lines, presented

    report = Report()
    file = Path(options.file)
    with diagnosed(report, project) as outcome:
        try:
            found = presented(file.read_bytes())
        except OSError as error:
            report.error("missing-file", f"'{shown(file)}' cannot be read: {reason(error)}", None)
            raise Stopped(report.diagnostics) from None
        tables = None
        if found.shown and project.path(project.deck).is_file():
            tables = read_talk(project, report).tables
        print("\n".join(inspect_lines(shown(file), found, tables)))
        outcome.code = BUILT if as_now(found, tables) else DIAGNOSTICS
    return outcome.code


def generate(options: argparse.Namespace, project: Project) -> int:
    """Makes the generated pictures; with --status only lists them, with exit code 1 if work is left."""
    from deckwright.cli.commands import make_generated as work

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        locales = dict.fromkeys(options.locale or talk.languages)
        editions = [read_edition(talk, locale, options.brand, report) for locale in locales]
        all_ = [one for edition in editions for one in work.list_generated(talk, edition, options.names, report)]
        if options.status:
            print("\n".join(work.status_lines(all_)) or "no pictures are named under 'generated:'")
            outcome.code = DIAGNOSTICS if any(one.state != "up to date" for one in all_) else BUILT
            return outcome.code
        for one in all_:
            if one.state == "up to date" and not options.force:
                print(f"{project.assets}/{one.file}: up to date")
                continue
            with progress(f"making {one.picture.name} in {one.picture.locale}"):
                files = work.generate(one, options.seconds, report)
            if files:
                put(files, report)
                print(f"{shown(next(iter(files)))}: made")
    return outcome.code
