"""Hashes without OpenSSL, which takes as long to load as it takes to parse a short deck, and is faster with megabytes
only.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    try:
        from _blake2 import blake2b  # where hashlib has it from
    except ImportError:
        from hashlib import blake2b

__all__ = ["blake2b", "sha256"]

LONG = 1_000_000
"""Bytes."""
_SMALL = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
"""Where hashlib has it from when there is no OpenSSL."""


def sha256(data: bytes) -> str:
    """In hexadecimal digits."""
    if len(data) < LONG and "hashlib" not in sys.modules:
        with suppress(ImportError):
            return str(import_module(_SMALL).sha256(data).hexdigest())
    import hashlib

    return hashlib.sha256(data).hexdigest()
