"""No way round by a proxy."""

import pytest


def patch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
