"""Writes files: all or none, each complete, and never over a file that was edited."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deckwright.model.diagnostics import Report
from deckwright.ooxml.stamp import HASH_PROPERTY, is_unchanged, read_stamp
from deckwright.system.cache import load_object, make_key, store_object

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LARGE_BYTES = 1_000_000
"""The size from which on it is faster to remember the state of a file than to read it."""
TEMPORARY_SUFFIX = ".deckwright.tmp"
"""The suffix of files until they are moved into place."""

_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room there, or choose another --output"),
    **dict.fromkeys((errno.ENAMETOOLONG, errno.EINVAL), "give the deck a shorter 'name:'"),
    **dict.fromkeys((errno.EROFS, errno.EIO), "choose another --output"),
}


def advise_on(error: OSError) -> str:
    """Returns what the user can do about an error of the file system."""
    return _ADVICE.get(error.errno or 0, "close it where it is open, or choose another --output")


def check_untouched(target: Path, shown: str, report: Report) -> None:
    """Reports `edited-output` if `target` exists and is not as Deckwright wrote it; an empty file may be replaced.

    `shown` is its name in the message. Raises OSError when the file cannot be read.
    """
    if target.is_dir():
        message = f"'{shown}' cannot be written: it is a folder"
        report.error("unwritable-output", message, None, help="remove it, or choose another --output")
        return
    if _is_untouched(target):
        return
    data = target.read_bytes() if target.exists() else b""
    if not data or not is_edited(data):
        return
    if HASH_PROPERTY in read_stamp(data):
        message = f"'{shown}' was edited since it was built, and building again would lose the changes"
        advice = "copy the changes to deck.yaml, or build with --force, which keeps a copy of the file"
    else:
        message = f"'{shown}' was not made by Deckwright, and building would overwrite it"
        advice = "move it elsewhere, or build with --force, which keeps a copy of the file"
    report.error("edited-output", message, None, help=advice)


def remember(target: Path) -> None:
    """Stores size and times of a large file that was just written, so that the next build need not read it."""
    with suppress(OSError):
        if state := _read_state(target):
            store_object(_cache_key(target), state)


def _is_untouched(target: Path) -> bool:
    """Returns True if size and times are as `remember` stored them, which is how git detects changes."""
    with suppress(OSError):
        state = _read_state(target)
        return state is not None and load_object(_cache_key(target)) == state
    return False


def _cache_key(target: Path) -> str:
    return make_key("written", (), os.path.realpath(target))


def _read_state(target: Path) -> tuple[int, ...] | None:
    """Returns the inode, size and times of a file; None for a small file, or where the times are not exact."""
    status = target.stat()
    if status.st_size < LARGE_BYTES or os.name != "posix" or not status.st_ctime_ns % 1_000_000_000:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def is_edited(data: bytes) -> bool:
    """Returns True if these bytes are not a file as Deckwright wrote it."""
    return not is_unchanged(data)


def keep_copy(target: Path) -> Path | None:
    """Copies an edited `target` to `….edited-1.pptx`, or the first number that is free, and returns the copy."""
    data = target.read_bytes() if target.is_file() else b""
    if not data or not is_edited(data):
        return None
    number = 1
    while (copy := target.with_name(f"{target.stem}.edited-{number}{target.suffix}")).exists():
        number += 1
    replace_files({copy: data})
    return copy


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Writes all files. Each is first written to a temporary file in the same folder; when all are written, they are
    moved into place. So no file is ever incomplete, and a full disk changes none.

    Deletes temporary files left by builds that were killed. Raises OSError, with the name of the target, when a folder
    cannot be written or another program holds the file open.
    """
    temporaries: dict[Path, Path] = {}
    handles: list[int] = []
    target = Path()
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _delete_leftovers(target.parent)
            handle, temporaries[target] = _create_temporary(target)
            handles.append(handle)
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporaries[target].chmod(0o666 & ~_read_umask())
        if fcntl is None:
            _close_all(handles)  # Windows cannot move an open file
        for target, temporary in temporaries.items():
            temporary.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(target)) from error
    finally:
        _close_all(handles)
        for temporary in temporaries.values():
            with suppress(OSError):  # the next build deletes it
                temporary.unlink(missing_ok=True)


def _create_temporary(target: Path) -> tuple[int, Path]:
    """Creates an empty file in the folder of `target`, open and locked while this build runs."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}-", suffix=TEMPORARY_SUFFIX, dir=target.parent)
        if _lock(handle, wait=True) and os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # another build took it for a leftover before it was locked


def _delete_leftovers(folder: Path) -> None:
    """Deletes temporary files left by builds that were killed: their lock is free."""
    for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR)
            try:
                if _lock(handle, wait=False):
                    path.unlink(missing_ok=True)
            finally:
                os.close(handle)


def _lock(handle: int, *, wait: bool) -> bool:
    """Locks the file; returns False if another build has it. Windows has no such locks, and deletes no open file."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return wait and error.errno not in (errno.EWOULDBLOCK, errno.EINTR)  # some network drives do not support locks
    return True


def _close_all(handles: list[int]) -> None:
    while handles:
        os.close(handles.pop())


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
