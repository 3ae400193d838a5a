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
from deckwright.system.program import program, verb_of

if TYPE_CHECKING:
    from deckwright.model.project import Project

BUILT, DIAGNOSTICS, USAGE, OUR_FAULT = 0, 1, 2, 3
"""Exit codes."""

PACKAGES = {"PIL": "pillow", "markdown_it": "markdown-it-py", "yaml": "pyyaml"}
"""Names under which pip installs libraries, where they are not the name in an import with hyphens for underscores."""

RARELY = 200_000
"""New objects between two searches for garbage. A deck is kept to the end: the usual 700 cost a sixth of a build."""


def run(folder: Path | None = None) -> NoReturn:
    """Runs the command line for the talk in `folder`, or where the user is, and ends the process with its exit code."""
    gc.set_threshold(RARELY)
    code = main(folder=folder)
    gc.freeze()  # or Python looks through all there is for garbage on its way out, which takes 0.05 s
    sys.exit(code)


def main(arguments: Sequence[str] | None = None, project: Project | None = None, *, folder: Path | None = None) -> int:
    """Runs one command; `build` when none is named. Returns the exit code."""
    from deckwright.cli.arguments import parser

    _say_what_can_be_said()
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb = verb_of(given)
    options = parser(verb).parse_args(given if given[:1] == [verb] else [verb, *given])
    if fault := _find_fault_in_environment():
        print(f"{program()}: error: {fault}", file=sys.stderr)
        return USAGE
    before = _stop_politely()
    try:
        from deckwright.cli.commands import find
        from deckwright.model.project import Project

        code = int(find(options.verb)(options, project or Project(folder or Path.cwd())))
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
    except ModuleNotFoundError as error:
        library = (error.name or "deckwright").partition(".")[0]
        return _our_fault() if library == "deckwright" else _report_missing(library)
    except Exception:
        return _our_fault()
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _report_missing(library: str) -> int:
    """Tells which library is not installed, and the command that installs it."""
    import subprocess

    package = PACKAGES.get(library, library.replace("_", "-"))
    command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", package])
    print(f"Deckwright needs the library '{library}', which is not installed: run {command}", file=sys.stderr)
    return DIAGNOSTICS


def _find_fault_in_environment() -> str:
    """Says what is wrong with an environment variable before anything is built; "" if they are valid."""
    from deckwright.system.processes import count_jobs

    try:
        count_jobs()
    except ValueError as error:
        return str(error)
    return ""


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
    with suppress(ValueError):  # not in the main thread, which alone may say so
        return signal.signal(signal.SIGTERM, signal.default_int_handler)
    return None


def _say_what_can_be_said() -> None:
    """On a terminal or in a pipe that is not UTF-8, characters it does not have are written as `\\u2026`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
