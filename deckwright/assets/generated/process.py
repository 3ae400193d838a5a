"""A program that makes a picture, in a process of its own: with a time limit, and stopped with all it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

MOST_LINES = 12
"""Of what a program says when it fails, the last ones."""


class ProcessResult(Struct, frozen=True):
    output: bytes
    complaint: tuple[str, ...]
    """The last lines of its standard error."""
    code: int | None
    """What it ended with; None when it was stopped for its time was over."""


def run(
    command: Sequence[str | Path],
    folder: Path,
    seconds: float,
    given: bytes = b"",
    environment: Mapping[str, str] = {},
) -> ProcessResult:
    """Runs a Python file in `folder`, with `given` as its input. Nothing that it has started goes on after it."""
    program = subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        start_new_session=os.name == "posix",
    )
    code: int | None = None
    try:
        output, complaint = program.communicate(given, timeout=seconds)
        code = program.returncode
    except subprocess.TimeoutExpired:
        code = program.poll()  # it may have ended, and what it has started may go on
        _stop(program)
        output, complaint = _read_rest(program)
    finally:
        _stop(program)
    lines = [line.rstrip() for line in complaint.decode("utf-8", errors="replace").splitlines() if line.strip()]
    return ProcessResult(output, tuple(lines[-MOST_LINES:]), code)


def _stop(program: subprocess.Popen[bytes]) -> None:
    """The program and, where there are groups of processes, what it has left behind."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
    elif program.poll() is None:
        program.kill()


def _read_rest(program: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What it had said before it was stopped. A process that has left the group may still hold the pipes."""
    try:
        return program.communicate(timeout=2)
    except subprocess.TimeoutExpired:
        return b"", b""
