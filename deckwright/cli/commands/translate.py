"""`deckwright translate`: writes, updates, exports and imports the translation files of a talk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "write or update the translation files (.po)"


def add_arguments(parser: ArgumentParser) -> None:
    languages_help = "such as de (default: all languages in deck.yaml)"
    parser.add_argument("languages", nargs="*", metavar="TAG", help=languages_help)
    actions = parser.add_mutually_exclusive_group()
    actions.add_argument("--export", metavar="FILE", help="write a file for translators: .xlf, .xlsx or .csv")
    actions.add_argument("--import", dest="source", metavar="FILE", help="take in a file that a translator sent back")
    actions.add_argument("--status", action="store_true", help="only list what is outdated or missing, slide by slide")


def run(options: Namespace, project: Project, report: Report) -> int:
    """Prints a line for each language; with --status, writes nothing and exits with 1 when a text needs work."""
    from deckwright.cli.console import write_files
    from deckwright.pipeline.talk import read_talk
    from deckwright.pipeline.translate import (
        check_exists,
        choose_languages,
        choose_one_language,
        count_states,
        export_rows,
        import_rows,
        list_states,
        needs_work,
        update_translation_files,
    )
    from deckwright.system.words import display_path

    talk = read_talk(project, report)
    tags = choose_languages(talk, options.languages, report)
    if options.status:
        states = {tag: count_states(talk, tag, report) for tag in tags}
        for tag in tags:
            print("\n".join(list_states(tag, states[tag])))
        return PROBLEMS if any(map(needs_work, states.values())) else DONE
    path = Path(options.export or options.source) if options.export or options.source else None
    if options.source and path:
        check_exists(path, display_path(path), report)
    if path:
        tags = (choose_one_language(tags, str(path), report),)
    updates = update_translation_files(talk, tags, report)
    files, lines = {}, []
    if options.source and path:
        lines.append(import_rows(updates[0], path, display_path(path), report))
    if options.export and path:
        files[path] = export_rows(talk, updates[0], path, report)
        lines.append(display_path(path))
    write_files({update.path: update.data for update in updates if not update.is_unchanged} | files, report)
    print("\n".join([*lines, *(f"{display_path(update.path)}: {update.counts}" for update in updates)]))
    return DONE
