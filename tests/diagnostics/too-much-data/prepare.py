"""A limit that a short file goes beyond."""

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckwright.assets.data.limits.MAX_ROWS", 2)
