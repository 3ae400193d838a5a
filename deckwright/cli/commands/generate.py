"""`deckwright generate`: makes the pictures that Vega-Lite specs and scripts describe."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.options import add_edition_options, choose_locales

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project
    from deckwright.pipeline.generate import PictureInLanguage

SUMMARY = "make the generated pictures, from Vega-Lite specs and scripts"


def add_arguments(parser: ArgumentParser) -> None:
    names_help = "only these (default: all that are outdated or missing)"
    parser.add_argument("names", nargs="*", metavar="NAME", help=names_help)
    add_edition_options(parser)
    parser.add_argument("--status", action="store_true", help="only list which are up to date, outdated or missing")
    parser.add_argument("--force", action="store_true", help="also make those that are up to date")
    seconds_help = "time limit for each picture (default: 60)"
    parser.add_argument("--seconds", type=float, default=60, metavar="N", help=seconds_help)


def run(options: Namespace, project: Project, report: Report) -> int:
    """Prints a line for each picture; with --status, exits with 1 when one is not up to date."""
    from deckwright.cli.console import show_progress, write_files
    from deckwright.pipeline.edition import read_edition
    from deckwright.pipeline.generate import generate, list_generated
    from deckwright.pipeline.talk import read_talk
    from deckwright.system.words import display_path

    talk = read_talk(project, report)
    editions = [read_edition(talk, locale, options.brand, report) for locale in choose_locales(talk, options)]
    pictures = [picture for edition in editions for picture in list_generated(talk, edition, options.names, report)]
    if options.status:
        print("\n".join(_list_states(pictures)) or "no pictures are named under 'generated:'")
        return PROBLEMS if any(picture.state != "up to date" for picture in pictures) else DONE
    for picture in pictures:
        if picture.state == "up to date" and not options.force:
            print(f"{project.assets}/{picture.file}: up to date")
            continue
        with show_progress(f"making {picture.picture.name} in {picture.picture.locale}"):
            files = generate(picture, options.seconds, report)
        if files:
            write_files(files, report)
            print(f"{display_path(next(iter(files)))}: made")
    return DONE


def _list_states(pictures: Sequence[PictureInLanguage]) -> Iterator[str]:
    """Yields a line for each picture: name, language, state, and which inputs have changed."""
    width = max((len(one.picture.name) for one in pictures), default=0)
    for one in pictures:
        changed = one.store.find_changes(one.picture) if one.state == "outdated" else ()
        inputs = f" ({', '.join(changed)})" if changed else ""
        yield f"{one.picture.name:<{width}}  {one.picture.locale}  {one.state}{inputs}"
