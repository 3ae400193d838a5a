"""The arguments of the command line, command by command."""

from __future__ import annotations

from argparse import ArgumentParser, HelpFormatter
from collections.abc import Callable

from deckwright import __version__
from deckwright.system.program import program


def parser(verb: str) -> ArgumentParser:
    """What reads a command line that begins with `verb`.

    Of a verb that there is, it knows no other ones: making them all takes as long as to read a short deck.
    """
    made = ArgumentParser(
        prog=program(),
        description="Turns a talk written as deck.yaml into a branded, editable PowerPoint file.",
        epilog="Without a command it builds. Exit code: 0 done, 1 something is wrong with the talk, 2 wrong usage.",
        formatter_class=_Help,
    )
    made.add_argument("--version", action="version", version=f"deckwright {__version__}")
    verbs = made.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name, (about, arguments) in VERBS.items():
        if name == verb or verb not in VERBS:
            arguments(verbs.add_parser(name, help=about, formatter_class=_Help))
    return made


class _Help(HelpFormatter):
    """As wide as the terminal, which argparse asks for each time it makes one, to check arguments too: it imports what
    takes longer than reading them.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)

    def format_help(self) -> str:
        from shutil import get_terminal_size

        self._width = get_terminal_size().columns - 2
        return super().format_help()


def _build(build: ArgumentParser) -> None:
    _common(build)
    build.add_argument("--only", metavar="SLIDE-ID", help="build just this slide")
    build.add_argument("--output", metavar="FOLDER", help="where the files go (default: build)")
    build.add_argument("--mark-missing", action="store_true", help="put what is not translated yet in ⟦ ⟧")
    build.add_argument("--force", action="store_true", help="build over a file that was edited, keeping a copy of it")
    build.add_argument("--timings", action="store_true", help="say where the time goes, stage by stage")


def _common(verb: ArgumentParser) -> None:
    verb.add_argument("--locale", action="append", metavar="TAG", help="only this language; may be repeated")
    verb.add_argument("--brand", metavar="NAME", help="use this brand instead of the one in deck.yaml")
    verb.add_argument("--strict", action="store_true", help="treat warnings as errors")
    verb.add_argument("--frozen", action="store_true", help="fail if the data differ from deck.lock")


def _verify(verify: ArgumentParser) -> None:
    verify.add_argument("files", nargs="+", metavar="FILE.pptx")
    verify.add_argument("--strict", action="store_true", help="treat warnings as errors")
    verify.add_argument("--all", action="store_true", help="show all, not just the first three of each type")


def _data(data: ArgumentParser) -> None:
    actions = data.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("status", help="a table of the data with the slides that show them (when nothing is named)")
    actions.add_parser("diff", help="the facts that have changed, old and new, and their slides")
    actions.add_parser("lock", help="accept the data as they are now: writes deck.lock")
    refresh = actions.add_parser("refresh", help="fetch what comes from the network into snapshots, for builds to use")
    refresh.add_argument("names", nargs="*", metavar="NAME", help="of a table under 'data:'; else all of them")


def _inspect(inspect: ArgumentParser) -> None:
    inspect.add_argument("file", metavar="FILE", help="a presentation that Deckwright has built")


def _translate(translate: ArgumentParser) -> None:
    translate.add_argument(
        "languages", nargs="*", metavar="TAG", help="such as de (default: all languages in deck.yaml)"
    )
    instead = translate.add_mutually_exclusive_group()
    instead.add_argument("--export", metavar="FILE", help="write a file for translators: .xlf, .xlsx or .csv")
    instead.add_argument("--import", dest="taken", metavar="FILE", help="take in what they have sent back")
    instead.add_argument("--status", action="store_true", help="only list what is outdated or missing, slide by slide")


def _generate(generate: ArgumentParser) -> None:
    generate.add_argument(
        "names", nargs="*", metavar="NAME", help="only these (default: all that are outdated or missing)"
    )
    generate.add_argument("--locale", action="append", metavar="TAG", help="only this language; may be repeated")
    generate.add_argument("--brand", metavar="NAME", help="use this brand instead of the one in deck.yaml")
    generate.add_argument("--status", action="store_true", help="only list which are up to date, outdated or missing")
    generate.add_argument("--force", action="store_true", help="also make those that are up to date")
    generate.add_argument(
        "--seconds", type=float, default=60, metavar="N", help="time limit for each picture (default: 60)"
    )


def _slides(slides: ArgumentParser) -> None:
    slides.add_argument("kind", nargs="?", metavar="KIND", help="quotes, for example")


def _schema(schema: ArgumentParser) -> None:
    schema.add_argument("--output", metavar="FILE", help="write it to a file instead of printing it")


def _new(new: ArgumentParser) -> None:
    new.add_argument("folder", metavar="DIR", help="a folder that is not there yet, or empty")


def _brand(brand: ArgumentParser) -> None:
    actions = brand.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("new", help="make a brand from a template")
    new.add_argument("name", metavar="NAME", help="what the brand is called: the name of its folder in templates/")
    inspect = actions.add_parser("inspect", help="show its layouts: a table, and a deck with every layout once")
    inspect.add_argument("name", metavar="NAME", help="the brand")
    inspect.add_argument("--output", metavar="FOLDER", help="where the deck goes (default: build)")
    export = actions.add_parser("export", help="write its template as a .potx for PowerPoint")
    export.add_argument("name", metavar="NAME", help="the brand")
    export.add_argument("--locale", metavar="TAG", help="with the wordmark of this language, and running its way")
    export.add_argument("--output", metavar="FOLDER", help="where the template goes (default: build)")
    diff = actions.add_parser("diff", help="what the talk becomes in another brand, before it is built")
    diff.add_argument("before", metavar="A", help="the brand it has")
    diff.add_argument("after", metavar="B", help="the brand it would have")
    diff.add_argument("--locale", metavar="TAG", help="in this language, instead of the talk's own")
    new.add_argument("--from", dest="source", required=True, metavar="FILE", help="a .potx, .pptx, .pptm or .thmx")


VERBS: dict[str, tuple[str, Callable[[ArgumentParser], None]]] = {
    "build": ("build the talk, one file for each language (the default)", _build),
    "check": ("check the deck: everything that build does, but nothing is written", _common),
    "verify": ("check any .pptx for errors", _verify),
    "data": ("show where numbers come from and what changed since the last 'data lock'", _data),
    "inspect": ("list the data behind the charts in a .pptx and compare with the deck", _inspect),
    "translate": ("write or update the translation files (.po)", _translate),
    "generate": ("make the generated pictures, from Vega-Lite specs and scripts", _generate),
    "slides": ("the slide kinds there are, or one with its fields and example", _slides),
    "schema": ("the JSON Schema of deck.yaml, for editors", _schema),
    "new": ("start another talk", _new),
    "brand": ("make a brand from a PowerPoint template, look at it, compare it, export it", _brand),
}
"""Command → what it does, and what adds its arguments."""
