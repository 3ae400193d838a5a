"""What a build has made that the next can use: read brands, compiled slide templates, in the user's cache folder.

It is kept as Python keeps its own modules, as code and objects that are loaded without a question: so only in a folder
that is the user's alone. Whatever is wrong with it, nothing is said, and what it would have had is made anew.
"""

from __future__ import annotations

import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

SETTING = "DECKWRIGHT_CACHE"
"""The environment variable: `off`, or the folder to use."""
LARGEST = 8_000_000
"""Bytes of one entry."""
MOST_BYTES, MOST_FILES = 64_000_000, 1_000
"""What the folder may hold. The oldest half goes when it has become more."""
SELDOM = 50
"""Entries that are kept between two looks at how many there are."""

_DIGEST = 20
_kept = count()


def is_there() -> bool:
    """Whether anything can be kept."""
    return _folder() is not None


def named(kind: str, libraries: Sequence[str], *inputs: bytes | str) -> str:
    """The name of what is made of `inputs` by this Deckwright, this Python and the installed `libraries`; "", under
    which nothing is kept, when that cannot be told."""
    try:
        makers = _makers(tuple(libraries)) if is_there() else b""
    except OSError:  # a file of ours that is there no more
        return ""
    if not makers:
        return ""
    found = blake2b(makers, digest_size=_DIGEST)
    for one in inputs:
        data = one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one
        found.update(len(data).to_bytes(8) + data)
    return f"{kind}-{found.hexdigest()}"


def recall(name: str) -> Any:
    """The object that was kept under `name`; None when there is none."""
    import pickle

    data = recall_bytes(name)
    with suppress(Exception):  # whatever it was, it can be made anew
        return None if data is None else pickle.loads(data)
    return None


def keep(name: str, made: object) -> None:
    """Keeps an object under `name`, if that can be."""
    import pickle

    if is_there():
        with suppress(pickle.PicklingError, TypeError, AttributeError):  # a kind that has no such form
            keep_bytes(name, pickle.dumps(made, protocol=5))


def recall_bytes(name: str) -> bytes | None:
    """What was kept under `name`; None when there is nothing, or it is not whole."""
    folder = _folder()
    if folder is None or not name:
        return None
    try:
        data = (folder / name).read_bytes()
    except OSError:
        return None
    return data[_DIGEST:] if data[:_DIGEST] == _digest(data[_DIGEST:]) else None


def keep_bytes(name: str, data: bytes) -> None:
    """Keeps `data` under `name`, if that can be."""
    folder = _folder()
    if folder is None or not name or len(data) > LARGEST:
        return
    temporary = folder / f".{name}.{os.urandom(4).hex()}"
    with suppress(OSError):
        try:
            with open(temporary, "xb", opener=_private) as file:
                file.write(_digest(data) + data)
            temporary.replace(folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        if next(_kept) % SELDOM == 0:
            _make_room(folder)


@cache
def _folder() -> Path | None:
    """The folder, made if need be; None when there is none that only this user can write to, or none is wanted."""
    setting = os.environ.get(SETTING, "")
    if setting.lower() in ("off", "no", "0"):
        return None
    places = (Path(setting),) if setting else _usual_places()
    if not places or not places[-1].is_absolute():
        return None
    try:
        for place in places:
            place.mkdir(mode=0o700, exist_ok=True)
        found = places[-1].lstat()
    except OSError:
        return None
    return places[-1] if stat.S_ISDIR(found.st_mode) and _is_private(found) else None


def _is_private(folder: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True  # by the rights it has from the user's own folder, of which modes say nothing
    return folder.st_uid == os.geteuid() and not folder.st_mode & 0o077


def _usual_places() -> tuple[Path, ...]:
    """`built` beside whatever else is in Deckwright's part of the user's cache folder, after the folders it is in that
    may be made: all below a folder that the system or the user has named."""
    if sys.platform == "win32":
        named_one, *below = os.environ.get("LOCALAPPDATA", ""), "deckwright", "built"
    elif named_one := os.environ.get("XDG_CACHE_HOME", ""):
        below = ["deckwright", "built"]
    else:
        named_one = os.environ.get("HOME", "")
        below = ["Library/Caches" if sys.platform == "darwin" else ".cache", "deckwright", "built"]
    return tuple(Path(named_one, *below[:deep]) for deep in range(1, len(below) + 1)) if named_one else ()


@cache
def _makers(libraries: tuple[str, ...]) -> bytes:
    """What tells versions apart. A file that is changed has another time, so it is also right while one is at work."""
    from importlib.util import find_spec

    specs = (find_spec(library) for library in libraries)
    others = [(origin, _time(Path(origin).stat())) for spec in specs if spec and (origin := spec.origin)]
    return repr((sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION, version(), others)).encode()


@cache
def version() -> bytes:
    """What tells this Deckwright from others: the digest of the times of all its files."""
    return _digest(repr(sorted(_sources(str(Path(__file__).parent.parent)))).encode("utf-8", "surrogateescape"))


def _sources(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _sources(entry.path)
            else:
                yield entry.path, _time(entry.stat())


def _time(found: os.stat_result) -> tuple[int, int]:
    return found.st_mtime_ns, found.st_size


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _make_room(folder: Path) -> None:
    with os.scandir(folder) as entries:
        found = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries)
    if len(found) > MOST_FILES or sum(size for _, size, _ in found) > MOST_BYTES:
        for _, _, path in found[: len(found) // 2 + 1]:
            Path(path).unlink(missing_ok=True)
