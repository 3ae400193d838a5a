"""Runs Deckwright in a separate process for each run, with limits, and records which files and processes it touches.

    with Watch() as watch:
        ran = watch.run(folder, ["build"])

One process imports everything and forks for each run, so that no run has to start Python. This module, run as a script,
is that process: it reads each run as a line of JSON and answers with another.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300
"""Seconds of processor time after which a run is ended; of the clock it may take four times as many."""
BYTES = 1_000_000_000
ROOM = 3_000_000_000
"""Bytes of address space, so that a failing run cannot use all memory."""

DECK = """\
title: A talk
language: en
brand: plain
slides:
  - {slide: title, id: a, title: "{{ 1 + 1 }}"}
  - {slide: chart, id: b, title: B, chart: {kind: bar, categories: [x], series: [{name: s, values: [1]}]}}
"""

NETWORK = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "urllib.Request",
    "ftplib.connect",
    "http.client.connect",
)
PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
FONTS = ("fc-match", "fc-list")
"""The program that names the system's font for letters that a brand's fonts lack."""
WRITING = ("open", "os.mkdir", "os.rename", "os.remove", "os.chmod", "tempfile.mkstemp", "fcntl.flock")
OUTPUT = "/out"
"""A part of the path of every file that the steps of writing touch."""
HARMLESS = (*(os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, str(ROOT), *filter(None, sys.path))),
            "/usr/share", "/usr/lib", "/usr/local", "/etc/fonts", "/proc", "/sys", "/lib",
            "/dev/null", "/dev/urandom", "/dev/shm", "/etc/localtime", "/var/cache/fontconfig")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    """The exit code; if negative, the signal that ended it."""
    out: str
    err: str
    bytes: int
    """The most memory that it held."""
    touched: list[str]
    """Accesses that it must not make: to the network, other programs, files outside the project."""


class Watch:
    def __enter__(self) -> Watch:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=4 * SECONDS)

    def run(self, folder: Path, arguments: Sequence[str], **watched: Any) -> Ran:
        """Runs Deckwright in `folder`, with these limits and failures.

        `uid`: the user of the process. `largest`: the most bytes of a file. `dies_at`, `fails_at`: the step of writing,
        from 1, at which it is killed, or at which the disk is full.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([str(folder), list(arguments), watched]), file=self._process.stdin, flush=True)
        return Ran(**json.loads(self._process.stdout.readline()))


def _serve() -> None:
    # Modules that some builds import. A user without access to this Python cannot import them later.
    import array  # noqa: F401
    import difflib  # noqa: F401
    import multiprocessing.popen_fork  # noqa: F401
    import traceback  # noqa: F401
    from xml.etree import ElementTree  # noqa: F401

    from deckwright.cli.main import main
    from deckwright.model.project import Project

    with tempfile.TemporaryDirectory() as folder:  # one build loads everything that all runs use
        Path(folder, "deck.yaml").write_text(DECK, "utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(["build"], Project(Path(folder))) == 0
    for line in sys.stdin:
        print(json.dumps(_one(*json.loads(line))), flush=True)


def _one(folder: str, arguments: list[str], watched: dict[str, int]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as touched:
        child = os.fork()
        if not child:
            _run(folder, arguments, watched, out.fileno(), err.fileno(), touched.fileno())
        _, status, usage = os.wait4(child, 0)
        texts = []
        for file in (out, err, touched):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    code = os.waitstatus_to_exitcode(status)
    return {
        "code": code,
        "out": texts[0],
        "err": texts[1],
        "bytes": usage.ru_maxrss * 1024,
        "touched": sorted(set(texts[2].splitlines())),
    }


def _run(folder: str, arguments: list[str], watched: dict[str, int], out: int, err: int, touched: int) -> None:
    os.chdir(folder)
    os.dup2(out, 1)
    os.dup2(err, 2)
    if uid := watched.get("uid", 0):
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    if largest := watched.get("largest"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    signal.alarm(4 * SECONDS)  # a waiting run, for example for a pipe, takes no processor time
    allowed = (*HARMLESS, os.path.realpath(folder))

    steps = 0

    def count(event: str, given: tuple[Any, ...]) -> None:
        nonlocal steps
        if event not in WRITING or not any(OUTPUT in str(one) for one in given):
            return
        steps += 1
        if steps == watched.get("dies_at"):
            os.kill(os.getpid(), signal.SIGKILL)
        if steps == watched.get("fails_at"):
            raise OSError(28, "No space left on device", str(given[0]))

    def note(event: str, given: tuple[Any, ...]) -> None:
        if "dies_at" in watched or "fails_at" in watched:
            count(event, given)
        if event in NETWORK or (event in PROCESSES and not str(given[0]).endswith(FONTS)):
            os.write(touched, f"{event} {given!r}\n".encode())
        elif event == "open" and isinstance(given[0], str | bytes) and not (given[2] or 0) & os.O_PATH:
            path = os.path.realpath(os.fsdecode(given[0]))
            if not path.startswith(allowed):
                os.write(touched, f"open {path}\n".encode("utf-8", "replace"))

    sys.addaudithook(note)
    from deckwright.cli.main import main

    code = 99
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()


def begun() -> set[str]:
    """Returns the processes that this one started and that have not been waited for (Linux)."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}
