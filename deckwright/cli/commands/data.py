"""`deckwright data`: shows where the data come from and what changed since the lock file was written."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "show where numbers come from and what changed since the last 'data lock'"


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("status", help="list the data tables with the slides that show them (the default)")
    actions.add_parser("diff", help="list the facts that changed, old and new, and their slides")
    actions.add_parser("lock", help="accept the data as they are now: writes deck.lock")
    refresh = actions.add_parser("refresh", help="download data from the network into snapshots, for builds to use")
    refresh.add_argument("names", nargs="*", metavar="NAME", help="a table under 'data:' (default: all of them)")


def run(options: Namespace, project: Project, report: Report) -> int:
    """Exits with 1 when data differ from the lock file."""
    if options.action == "refresh":
        return _refresh(options.names, project, report)
    from deckwright.cli.console import write_files
    from deckwright.cli.data_report import list_changes, list_states, summarise
    from deckwright.pipeline.accepted import encode_lock, read_accepted
    from deckwright.pipeline.talk import read_talk
    from deckwright.system.words import display_path

    data = read_accepted(read_talk(project, report), report, replace_lock=options.action == "lock")
    if options.action == "lock":
        report.stop_if_failed()
        path = project.path(project.lock)
        write_files({path: encode_lock(data)}, report)
        print("\n".join([*list_changes(data), f"{display_path(path)}: {summarise(data)}"]))
    elif options.action == "diff":
        print("\n".join(list_changes(data)))
        return PROBLEMS if data.differs else DONE
    else:
        print("\n".join(list_states(data)))
        return DONE if data.is_up_to_date else PROBLEMS
    return DONE


def _refresh(names: Sequence[str], project: Project, report: Report) -> int:
    """Downloads everything before it writes the first snapshot, so that an error changes no file."""
    from deckwright.assets.data.refresh import fetch_snapshots
    from deckwright.cli.console import show_progress, write_files
    from deckwright.pipeline.talk import read_tree

    with show_progress("downloading"):
        snapshots = fetch_snapshots(read_tree(project, report), project, names, report)
    report.stop_if_failed()
    write_files({one.path: one.data for one in snapshots if not one.is_unchanged}, report)
    print("\n".join(one.summary for one in snapshots) if snapshots else "no table comes from the network")
    return DONE
