"""The command line: `deckwright build | check | verify | translate | …`, and the same as `python build.py …`."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from deckwright import __version__
from deckwright.cli.exit_codes import OUR_FAULT, PROBLEMS, USAGE
from deckwright.system.words import get_program

if TYPE_CHECKING:
    from deckwright.model.project import Project

PACKAGES = {"PIL": "pillow", "markdown_it": "markdown-it-py", "yaml": "pyyaml"}
"""Names of libraries in pip, where they differ from the name in an import with hyphens for underscores."""

COLLECT_EVERY = 200_000
"""New objects between two runs of the garbage collector. A deck is kept to the end: Python's 700 cost a sixth of a
build."""


def run(folder: Path | None = None) -> NoReturn:
    """Runs the command line for the talk in `folder`, or where the user is, and ends the process with its exit code."""
    gc.set_threshold(COLLECT_EVERY)
    code = main(folder=folder)
    gc.freeze()  # or Python searches all objects for garbage as it ends, which takes 0.05 s
    sys.exit(code)


def main(arguments: Sequence[str] | None = None, project: Project | None = None, *, folder: Path | None = None) -> int:
    """Runs one command, `build` when none is named, and returns its exit code.

    `arguments` are those of the process by default. `project` is the one in `folder`, or in the current folder, by
    default. Raises SystemExit for a command line that cannot be parsed.
    """
    from deckwright.cli.parser import load_command, parse_arguments

    _escape_unprintable()
    options = parse_arguments(sys.argv[1:] if arguments is None else arguments)
    if fault := _check_environment():
        print(f"{get_program()}: error: {fault}", file=sys.stderr)
        return USAGE
    handler = _treat_sigterm_as_ctrl_c()
    try:
        from deckwright.cli.console import print_diagnostics
        from deckwright.model.diagnostics import Report
        from deckwright.model.project import Project

        project, report = project or Project(folder or Path.cwd()), Report()
        with print_diagnostics(report, project, strict=vars(options).get("strict", False)) as outcome:
            outcome.code = load_command(options.command).run(options, project, report)
        if sys.stdout:
            sys.stdout.flush()
        return outcome.code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:  # as in `deckwright slides | head`
        _drop_output()
        return PROBLEMS
    except OSError as error:
        if error.filename is not None or error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            return _report_our_fault()
        _drop_output()
        print("the output cannot be written: is the disk full?", file=sys.stderr)
        return PROBLEMS
    except ModuleNotFoundError as error:
        library = (error.name or "deckwright").partition(".")[0]
        return _report_our_fault() if library == "deckwright" else _report_missing(library)
    except Exception:
        return _report_our_fault()
    finally:
        if handler is not None:
            signal.signal(signal.SIGTERM, handler)


def _report_missing(library: str) -> int:
    """Prints which library is not installed, and the command that installs it."""
    import subprocess

    package = PACKAGES.get(library, library.replace("_", "-"))
    command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", package])
    print(f"Deckwright needs the library '{library}', which is not installed: run {command}", file=sys.stderr)
    return PROBLEMS


def _report_our_fault() -> int:
    """Prints the traceback of the exception being handled, and that it is ours."""
    import traceback

    traceback.print_exc()
    print(
        f"\nThis is a fault in Deckwright {__version__}, not in your talk. Please report it, with the lines above.",
        file=sys.stderr,
    )
    return OUR_FAULT


def _check_environment() -> str:
    """Returns what is wrong with an environment variable, or an empty text."""
    from deckwright.system.processes import count_jobs

    try:
        count_jobs()
    except ValueError as error:
        return str(error)
    return ""


def _treat_sigterm_as_ctrl_c() -> Any:
    """Makes SIGTERM raise KeyboardInterrupt, so that no half-written file stays. Returns the handler it had before."""
    with suppress(ValueError):  # only the main thread may set a handler
        return signal.signal(signal.SIGTERM, signal.default_int_handler)
    return None


def _escape_unprintable() -> None:
    """Makes streams that are not UTF-8 write characters they do not have as `\\u2026`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Sends the rest of the output nowhere: Python would fail again when it flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
