"""Every limit is stated: in its row, in the documentation of what is said, and by the code that keeps it."""

import re

import pytest
from examples import ROOT

from deckwright.system import limits
from deckwright.verify.problems import CODES
from generators.limits import LIMITS, Limit

NUMBERS = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
SOURCES = [file.read_text("utf-8") for file in (ROOT / "deckwright").rglob("*.py") if file.name != "limits.py"]


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.subject}: {limit.unit}")
def test_what_a_limit_says_is_explained(limit: Limit) -> None:
    assert limit.code in CODES or (ROOT / f"docs/diagnostics/{limit.code}.yaml").exists()


@pytest.mark.parametrize("name", NUMBERS)
def test_a_limit_is_stated_and_kept(name: str) -> None:
    assert NUMBERS[name] in {limit.maximum for limit in LIMITS} or name in KEPT_BY_FORM
    assert any(re.search(rf"\b{name}\b", source) for source in SOURCES) or name in KEPT_BY_FORM


KEPT_BY_FORM = {"LOOPS_NESTED"}
"""The sandbox looks for a loop in a loop in a loop."""
