"""Hashes are what hashlib makes, wherever they come from."""

from __future__ import annotations

import hashlib
import sys

import pytest

from deckwright import digests


@pytest.mark.parametrize("loaded", [True, False])
@pytest.mark.parametrize("data", [b"", b"some", b"x" * digests.LONG])
@pytest.mark.parametrize("small", [digests._SMALL, "_no_such_module"])
def test_a_hash_is_the_same_with_and_without_openssl(
    small: str, data: bytes, loaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = hashlib.sha256(data).hexdigest()
    needed = loaded or len(data) >= digests.LONG or small != digests._SMALL
    monkeypatch.setattr(digests, "_SMALL", small)
    if not loaded:
        monkeypatch.delitem(sys.modules, "hashlib")
    assert digests.sha256(data) == expected
    assert ("hashlib" in sys.modules) == needed
