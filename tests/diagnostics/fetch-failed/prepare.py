"""Turns proxies off, because a proxy could reach the address."""

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
