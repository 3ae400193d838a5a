"""The command line: `deckwright build | check | verify | translate | …`, and the same as `python build.py …`."""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from deckwright import __version__
from deckwright.program import program
from deckwright.project import Project

BUILT, DIAGNOSTICS, USAGE, OUR_FAULT = 0, 1, 2, 3
"""Exit codes."""

RARELY = 200_000
"""New objects between two searches for garbage. A deck is kept to the end: the usual 700 cost a sixth of a build."""


def run(project: Project | None = None) -> NoReturn:
    """`main` as all that this process does."""
    code = main(project=project)
    gc.freeze()  # or Python looks through all there is for garbage on its way out, which takes 0.05 s
    sys.exit(code)


def main(arguments: Sequence[str] | None = None, project: Project | None = None) -> int:
    """Runs one verb; `build` when none is named. Returns the exit code."""
    _say_what_can_be_said()
    gc.set_threshold(RARELY)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    options = _parser().parse_args(given)
    before = _stop_politely()
    try:
        from deckwright.verbs import find

        code = int(find(options.verb)(options, project or Project(Path.cwd())))
        if sys.stdout:
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return DIAGNOSTICS
    except BrokenPipeError:  # as in `deckwright slides | head`; what is left unsaid must not be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DIAGNOSTICS
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            return _our_fault()
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("what there was to say could not be written: is the disk full?", file=sys.stderr)
        return DIAGNOSTICS
    except Exception:
        return _our_fault()
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _our_fault() -> int:
    import traceback

    traceback.print_exc()
    print(
        f"\nThis is a fault in Deckwright {__version__}, not in your talk. Please report it, with the lines above.",
        file=sys.stderr,
    )
    return OUR_FAULT


def _stop_politely() -> Any:
    """Whoever ends the process (SIGTERM) does what Ctrl-C does, and nothing half done stays. What did it before."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, signal.default_int_handler)


def _say_what_can_be_said() -> None:
    """On a terminal or in a pipe that is not UTF-8, characters it does not have are written as `\\u2026`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program(),
        description="Turns a talk written as deck.yaml into a branded, editable PowerPoint file.",
        epilog="Without a verb it builds. Exit code: 0 done, 1 something is wrong with the talk, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"deckwright {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    build = verbs.add_parser("build", help="build the talk, one file for each language (the default)")
    _common(build)
    build.add_argument("--only", metavar="SLIDE-ID", help="build just this slide")
    build.add_argument("--output", metavar="FOLDER", help="where the files go (default: build)")
    build.add_argument("--mark-missing", action="store_true", help="put what is not translated yet in ⟦ ⟧")
    build.add_argument("--force", action="store_true", help="build over a file that was edited, keeping a copy of it")
    build.add_argument("--timings", action="store_true", help="say where the time goes, stage by stage")

    check = verbs.add_parser("check", help="everything that build does, but nothing is written")
    _common(check)

    verify = verbs.add_parser("verify", help="what is wrong with a finished presentation, whoever made it")
    verify.add_argument("files", nargs="+", metavar="FILE.pptx")
    verify.add_argument("--strict", action="store_true", help="treat warnings as errors")
    verify.add_argument("--all", action="store_true", help="tell every finding, not the first few of a kind")
    data = verbs.add_parser("data", help="which figures are fresh, and which have changed since they were accepted")
    actions = data.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("status", help="a table of the data with the slides that show them (when nothing is named)")
    actions.add_parser("diff", help="the facts that have changed, old and new, and their slides")
    actions.add_parser("lock", help="accept the figures as they are now: writes deck.lock")
    refresh = actions.add_parser("refresh", help="fetch what comes from the network into snapshots, for builds to use")
    refresh.add_argument("names", nargs="*", metavar="NAME", help="of a table under 'data:'; else all of them")

    inspect = verbs.add_parser("inspect", help="which data a .pptx shows, and whether the talk still has them")
    inspect.add_argument("file", metavar="FILE", help="a presentation that Deckwright has built")

    translate = verbs.add_parser("translate", help="make the catalogs of the translators, or bring them up to date")
    translate.add_argument("languages", nargs="*", metavar="TAG", help="de, for example; else those of deck.yaml")
    instead = translate.add_mutually_exclusive_group()
    instead.add_argument("--export", metavar="FILE", help="write a catalog for translators: .xlf, .xlsx or .csv")
    instead.add_argument("--import", dest="taken", metavar="FILE", help="take in what they have sent back")
    instead.add_argument("--status", action="store_true", help="only say what is stale or missing, slide by slide")

    figures = verbs.add_parser("figures", help="make the figures that Vega-Lite specs and scripts describe")
    figures.add_argument("names", nargs="*", metavar="NAME", help="only these; else all that are stale or missing")
    figures.add_argument("--locale", action="append", metavar="TAG", help="only this language; may be repeated")
    figures.add_argument("--brand", metavar="NAME", help="for another brand than deck.yaml names")
    figures.add_argument("--status", action="store_true", help="only say which are fresh, stale or missing")
    figures.add_argument("--force", action="store_true", help="make the fresh ones anew as well")
    figures.add_argument("--seconds", type=float, default=60, metavar="N", help="that one may take (default: 60)")

    slides = verbs.add_parser("slides", help="the slide kinds there are, or one with its fields and example")
    slides.add_argument("kind", nargs="?", metavar="KIND", help="quotes, for example")

    schema = verbs.add_parser("schema", help="the JSON Schema of deck.yaml, for editors")
    schema.add_argument("--output", metavar="FILE", help="write it to a file instead of printing it")

    new = verbs.add_parser("new", help="start another talk")
    new.add_argument("folder", metavar="DIR", help="a folder that is not there yet, or empty")

    _brand(verbs.add_parser("brand", help="make a brand from a PowerPoint template, look at it, compare it, export it"))
    return parser


def _brand(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
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


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--locale", action="append", metavar="TAG", help="only this language; may be repeated")
    parser.add_argument("--brand", metavar="NAME", help="in another brand than deck.yaml names")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--frozen", action="store_true", help="an error where the data are not as deck.lock has them")


if __name__ == "__main__":
    sys.exit(main())
