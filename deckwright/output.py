"""The files that come out: written whole or not at all, and never over what somebody edited."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from deckwright.diagnostics import Report
from deckwright.source import Span
from deckwright.write.stamp import CONTENT, content_hash, stamp_of


def check_untouched(target: Path, shown: str, report: Report) -> None:
    """`error[edited-output]` if `target` is there and is not as Deckwright wrote it."""
    if target.is_dir():
        report.error("unwritable-output", f"'{shown}' is a folder", Span(shown, 1, 1), help="choose another --output")
    elif target.exists() and edited(target.read_bytes()):
        report.error(
            "edited-output",
            f"somebody has edited '{shown}' since it was built; building again would lose that",
            Span(shown, 1, 1),
            help="take the changes over into deck.yaml, or build with --force, which keeps a copy of the file",
        )


def edited(data: bytes) -> bool:
    """Whether these bytes are not a file as Deckwright wrote it."""
    return stamp_of(data).get(CONTENT) != content_hash(data)


def keep_copy(target: Path) -> Path | None:
    """An edited `target` copied beside itself as `….edited-1.pptx`, under the first number that is free."""
    data = target.read_bytes() if target.is_file() else b""
    if not data or not edited(data):
        return None
    number = 1
    while (copy := target.with_name(f"{target.stem}.edited-{number}{target.suffix}")).exists():
        number += 1
    replace_file(copy, data)
    return copy


def replace_file(target: Path, data: bytes) -> None:
    """Written to a temporary file beside `target`, then moved into place: the old file is whole or the new one is.

    Raises OSError when the folder cannot be written or the file is held open by another program.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
