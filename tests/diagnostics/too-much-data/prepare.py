"""Lowers the limit, so that a short file exceeds it."""

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckwright.assets.data.limits.MAX_ROWS", 2)
