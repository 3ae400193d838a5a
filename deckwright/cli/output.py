"""The files that come out: written whole or not at all, and never over what somebody edited."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deckwright.model.diagnostics import Report
from deckwright.ooxml.stamp import HASH_PROPERTY, is_unchanged, read_stamp
from deckwright.system.cache import store_object, make_key, load_object

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LARGE = 1_000_000
"""Bytes of a file that it takes longer to look into than to remember."""
LEAVING = ".deckwright.tmp"
"""What the names of files end with that are not in their place yet."""


_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room there, or choose another --output"),
    **dict.fromkeys((errno.ENAMETOOLONG, errno.EINVAL), "give the deck a shorter 'name:'"),
    **dict.fromkeys((errno.EROFS, errno.EIO), "choose another --output"),
}


def advice_on(error: OSError) -> str:
    """What to do about what the system says."""
    return _ADVICE.get(error.errno or 0, "close it where it is open, or choose another --output")


def check_untouched(target: Path, shown: str, report: Report) -> None:
    """`error[edited-output]` if `target` is there and is not as Deckwright wrote it; `shown` is its name there.

    An empty file may be written over. Raises OSError when the file cannot be read.
    """
    if target.is_dir():
        message = f"'{shown}' cannot be written: it is a folder"
        report.error("unwritable-output", message, None, help="take it away, or choose another --output")
        return
    if _is_as_left(target):
        return
    data = target.read_bytes() if target.exists() else b""
    if not data or not edited(data):
        return
    if HASH_PROPERTY in read_stamp(data):
        message = f"somebody has edited '{shown}' since it was built, and building again would lose that"
        advice = "take the changes over into deck.yaml, or build with --force, which keeps a copy of the file"
    else:
        message = f"'{shown}' was not made by Deckwright, and building would overwrite it"
        advice = "move it elsewhere, or build with --force, which keeps a copy of the file"
    report.error("edited-output", message, None, help=advice)


def remember(target: Path) -> None:
    """Notes what the system says of a large file that was just written, so that the next build need not read it."""
    with suppress(OSError):
        if state := _state(target):
            store_object(_name(target), state)


def _is_as_left(target: Path) -> bool:
    """Whether nobody has touched the file since: git judges by no more."""
    with suppress(OSError):
        state = _state(target)
        return state is not None and load_object(_name(target)) == state
    return False


def _name(target: Path) -> str:
    return make_key("written", (), os.path.realpath(target))


def _state(target: Path) -> tuple[int, ...] | None:
    """Which file it is, how long, and when it was changed; None where it is read as fast, and where the system does
    not say it to the moment.
    """
    found = target.stat()
    if found.st_size < LARGE or os.name != "posix" or not found.st_ctime_ns % 1_000_000_000:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def edited(data: bytes) -> bool:
    """Whether these bytes are not a file as Deckwright wrote it."""
    return not is_unchanged(data)


def keep_copy(target: Path) -> Path | None:
    """An edited `target` copied beside itself as `….edited-1.pptx`, under the first number that is free."""
    data = target.read_bytes() if target.is_file() else b""
    if not data or not edited(data):
        return None
    number = 1
    while (copy := target.with_name(f"{target.stem}.edited-{number}{target.suffix}")).exists():
        number += 1
    replace_files({copy: data})
    return copy


def replace_files(files: Mapping[Path, bytes]) -> None:
    """All of `files` as they shall be. Each is first written beside its target, and when that has succeeded with every
    one, moved into place: at no moment is there half a file, and a full disk changes none. What a build that was
    killed has left in the folders is taken away.

    Raises OSError, with the target's name, when a folder cannot be written or another program holds the file open.
    """
    written: dict[Path, Path] = {}
    held: list[int] = []
    target = Path()
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _take_away_leavings(target.parent)
            handle, written[target] = _beside(target)
            held.append(handle)
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            written[target].chmod(0o666 & ~_umask())
        if fcntl is None:
            _let_go(held)  # Windows moves no file that is open
        for target, temporary in written.items():
            temporary.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(target)) from error
    finally:
        _let_go(held)
        for temporary in written.values():
            with suppress(OSError):  # what cannot be taken away now is by the next build
                temporary.unlink(missing_ok=True)


def _beside(target: Path) -> tuple[int, Path]:
    """A new, empty file in the folder of `target`, open and locked for as long as this build lives."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}-", suffix=LEAVING, dir=target.parent)
        if _locked(handle, wait=True) and os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # taken for a leaving between the two moments, by a build at the same time


def _take_away_leavings(folder: Path) -> None:
    """Files of builds that live no more: nobody holds their lock."""
    for path in folder.glob(f".*{LEAVING}"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR)
            try:
                if _locked(handle, wait=False):
                    path.unlink(missing_ok=True)
            finally:
                os.close(handle)


def _locked(handle: int, *, wait: bool) -> bool:
    """Whether the file is ours alone now. Without locks (on Windows) what is open cannot be taken away anyway."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return wait and error.errno not in (errno.EWOULDBLOCK, errno.EINTR)  # some network drives know no locks
    return True


def _let_go(held: list[int]) -> None:
    while held:
        os.close(held.pop())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
