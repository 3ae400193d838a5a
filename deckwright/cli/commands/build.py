"""`deckwright build`: builds the talk, one file for each language."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE
from deckwright.cli.options import add_build_options, check_frozen, choose_locales

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project
    from deckwright.pipeline.build import BuiltFile

SUMMARY = "build the talk, one file for each language (the default)"


def add_arguments(parser: ArgumentParser) -> None:
    add_build_options(parser)
    parser.add_argument("--only", metavar="SLIDE-ID", help="build just this slide")
    parser.add_argument("--output", metavar="FOLDER", help="where the files go (default: build)")
    parser.add_argument("--mark-missing", action="store_true", help="put what is not translated yet in ⟦ ⟧")
    parser.add_argument("--force", action="store_true", help="build over a file that was edited, keeping a copy of it")
    parser.add_argument("--timings", action="store_true", help="say where the time goes, stage by stage")


def run(options: Namespace, project: Project, report: Report) -> int:
    """Builds all languages before it writes the first file, so that an error changes no file."""
    from deckwright.cli.console import show_progress
    from deckwright.model.diagnostics import Stopped
    from deckwright.pipeline.build import BuildOptions, build_edition, make_editions
    from deckwright.pipeline.talk import read_talk
    from deckwright.system.timings import Stopwatch, format_timings

    watch = Stopwatch()
    talk = read_talk(project, report)
    watch.lap("parse")
    check_frozen(talk, options, report)
    locales = choose_locales(talk, options)
    choices = BuildOptions(options.brand, options.only, options.mark_missing)
    with show_progress(f"building {', '.join(locales)}"):
        results = make_editions(build_edition, talk, locales, choices, report)
    report.stop_if_failed()  # with the errors of all languages
    if options.strict and report.diagnostics:
        raise Stopped(report.diagnostics)
    files = {locale: result.file for locale, result in results.items() if result.file}
    folder = Path(options.output) if options.output else project.path(project.output)
    _write({folder / file.name: file for file in files.values()}, options.force, report)
    if options.timings:
        print(format_timings(watch.seconds, {locale: file.seconds for locale, file in files.items()}))
    return DONE


def _write(files: Mapping[Path, BuiltFile], force: bool, report: Report) -> None:
    """Writes all files and prints a line for each; writes none when one of them was edited."""
    from deckwright.cli.console import report_unwritable, write_files
    from deckwright.cli.output import check_untouched, keep_copy, remember
    from deckwright.system.words import display_path, format_count

    copies: list[Path | None] = []
    try:
        for path in files:
            if force:
                copies.append(keep_copy(path))
            else:
                check_untouched(path, display_path(path), report)
    except OSError as error:
        report_unwritable(error, report)
    report.stop_if_failed()
    write_files({path: file.data for path, file in files.items()}, report)
    for path in files:
        remember(path)
    for copy in filter(None, copies):
        print(f"{display_path(copy)}: a copy of the edited file")
    for path, file in files.items():
        print(
            f"{display_path(path)}: {format_count(file.slides, 'slide')}, {format_count(file.charts, 'chart')}, "
            f"{format_count(file.warnings, 'warning')}, {sum(file.seconds.values()):.1f} s"
        )
