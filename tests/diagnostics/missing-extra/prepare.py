"""Hides the optional library."""

import sys

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
