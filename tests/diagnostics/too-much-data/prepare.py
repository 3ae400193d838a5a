"""Lowers the limit, so that a short file exceeds it."""

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckwright.assets.data.data_source.DATA_ROWS", 2)
