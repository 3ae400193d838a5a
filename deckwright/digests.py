"""Hashes. hashlib loads OpenSSL, which takes as long as parsing a short deck, so it is imported when it is needed."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # where hashlib has it from
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b", "sha256"]


def sha256(data: bytes) -> str:
    """In hexadecimal digits."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
