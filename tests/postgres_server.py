"""Starts a PostgreSQL server for a test, in a temporary folder and through a socket in it, and stops it afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples import HANGS

_UNPRIVILEGED = ("postgres", "nobody")
"""The user to run the server as, because PostgreSQL refuses to run as root."""


def found() -> Path | None:
    """Returns the folder of the server's programs, which is not in PATH on Debian."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()), None
    )


@contextmanager
def running() -> Iterator[str]:
    """Yields the address of a new, empty server."""
    programs = found()
    assert programs
    # A short path: the name of a socket has at most about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        folder = Path(name)
        who: dict[str, int] = {}
        if os.geteuid() == 0:
            user = next(pwd.getpwnam(one) for one in _UNPRIVILEGED if _exists(one))
            os.chown(folder, user.pw_uid, user.pw_gid)
            who = {"user": user.pw_uid, "group": user.pw_gid}
        base = folder / "data"

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [str(programs / program), *arguments], check=True, cwd=folder, capture_output=True, timeout=HANGS, **who
            )  # type: ignore[call-overload]

        run("initdb", "-D", str(base), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c shared_buffers=16MB"
        run("pg_ctl", "-D", str(base), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://tester:secret@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(base), "-w", "-m", "immediate", "stop")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
