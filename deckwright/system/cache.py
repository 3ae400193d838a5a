"""The cache of builds: brands that were read, compiled slide templates and the like, in the user's cache folder.

Entries are pickles and code, loaded without a check as Python loads its own `__pycache__`: so only from a folder that
no other user can write to. A damaged entry, or a folder that cannot be used, is ignored and causes no message.
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

VARIABLE = "DECKWRIGHT_CACHE"
"""The environment variable that names the folder, or is `off`."""
MAX_ENTRY_BYTES = 8_000_000
MAX_FOLDER_BYTES, MAX_FILES = 64_000_000, 1_000
"""The size of the folder from which on the oldest half of it is deleted."""
CHECK_EVERY = 50
"""Entries written between two checks of the folder's size."""

_DIGEST_BYTES = 20
_written = count()


def is_available() -> bool:
    """Returns True if entries can be stored."""
    return _find_folder() is not None


def make_key(kind: str, libraries: Sequence[str], *inputs: bytes | str) -> str:
    """Returns the name of the entry that this Deckwright, this Python and `libraries` make from `inputs`.

    Returns "" if that cannot be determined; nothing is stored or found under it.
    """
    try:
        versions = _describe_versions(tuple(libraries)) if is_available() else b""
    except OSError:  # a file of Deckwright was deleted
        return ""
    if not versions:
        return ""
    digest = blake2b(versions, digest_size=_DIGEST_BYTES)
    for item in inputs:
        data = item.encode("utf-8", "surrogatepass") if isinstance(item, str) else item
        digest.update(len(data).to_bytes(8) + data)
    return f"{kind}-{digest.hexdigest()}"


def load_object(key: str) -> Any:
    """Returns the object stored under `key`, or None."""
    import pickle

    data = load_bytes(key)
    with suppress(Exception):  # a damaged entry can raise anything
        return None if data is None else pickle.loads(data)
    return None


def store_object(key: str, value: object) -> None:
    """Stores an object under `key`, if it can be pickled."""
    import pickle

    if is_available():
        with suppress(pickle.PicklingError, TypeError, AttributeError):
            store_bytes(key, pickle.dumps(value, protocol=5))


def load_bytes(key: str) -> bytes | None:
    """Returns the bytes stored under `key`, or None if there are none or they are damaged."""
    folder = _find_folder()
    if folder is None or not key:
        return None
    try:
        data = (folder / key).read_bytes()
    except OSError:
        return None
    return data[_DIGEST_BYTES:] if data[:_DIGEST_BYTES] == _hash(data[_DIGEST_BYTES:]) else None


def store_bytes(key: str, data: bytes) -> None:
    """Stores `data` under `key`, if the folder can be written."""
    folder = _find_folder()
    if folder is None or not key or len(data) > MAX_ENTRY_BYTES:
        return
    temporary = folder / f".{key}.{os.urandom(4).hex()}"
    with suppress(OSError):
        try:
            with open(temporary, "xb", opener=_open_private) as file:
                file.write(_hash(data) + data)
            temporary.replace(folder / key)
        finally:
            temporary.unlink(missing_ok=True)
        if next(_written) % CHECK_EVERY == 0:
            _delete_oldest(folder)


@cache
def _find_folder() -> Path | None:
    """Returns the folder, made if necessary; None if the cache is off or other users can write to the folder."""
    value = os.environ.get(VARIABLE, "")
    if value.lower() in ("off", "no", "0"):
        return None
    folders = (Path(value),) if value else _list_default_folders()
    if not folders or not folders[-1].is_absolute():
        return None
    try:
        for folder in folders:
            folder.mkdir(mode=0o700, exist_ok=True)
        status = folders[-1].lstat()
    except OSError:
        return None
    return folders[-1] if stat.S_ISDIR(status.st_mode) and _is_private(status) else None


def _is_private(folder: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True  # it inherits the rights of the user's own folder
    return folder.st_uid == os.geteuid() and not folder.st_mode & 0o077


def _list_default_folders() -> tuple[Path, ...]:
    """Returns the folders to make below the user's cache folder, outermost first; the last one is the cache."""
    if sys.platform == "win32":
        base, *names = os.environ.get("LOCALAPPDATA", ""), "deckwright", "built"
    elif base := os.environ.get("XDG_CACHE_HOME", ""):
        names = ["deckwright", "built"]
    else:
        base = os.environ.get("HOME", "")
        names = ["Library/Caches" if sys.platform == "darwin" else ".cache", "deckwright", "built"]
    return tuple(Path(base, *names[:depth]) for depth in range(1, len(names) + 1)) if base else ()


@cache
def _describe_versions(libraries: tuple[str, ...]) -> bytes:
    """Returns a text that differs for each version of Python, Deckwright and the libraries.

    A file that is edited has another time, so this also works while one is being developed.
    """
    from importlib.util import find_spec

    specs = (find_spec(library) for library in libraries)
    files = [(origin, _stamp(Path(origin).stat())) for spec in specs if spec and (origin := spec.origin)]
    return repr((sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION, _digest_version(), files)).encode()


@cache
def _digest_version() -> bytes:
    """Returns a digest of the times and sizes of all files of Deckwright."""
    files = sorted(_list_files(str(Path(__file__).parent.parent)))
    return _hash(repr(files).encode("utf-8", "surrogateescape"))


def _list_files(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _list_files(entry.path)
            else:
                yield entry.path, _stamp(entry.stat())


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_mtime_ns, status.st_size


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST_BYTES).digest()


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _delete_oldest(folder: Path) -> None:
    """Deletes the oldest half of the folder if it is too large."""
    with os.scandir(folder) as entries:
        files = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries)
    if len(files) > MAX_FILES or sum(size for _, size, _ in files) > MAX_FOLDER_BYTES:
        for _, _, path in files[: len(files) // 2 + 1]:
            Path(path).unlink(missing_ok=True)
