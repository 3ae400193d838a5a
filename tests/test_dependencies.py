"""What Deckwright is built on: no library with a known fault that is mended, each locked and accounted for."""

import re
import tomllib

import pytest
from examples import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOWER = dict(re.findall(r"([\w-]+)(?:\[\w+\])?>=([\d.]+)", "\n".join(PROJECT["dependencies"])))
FAULTY_BEFORE = {"jinja2": "3.1.6", "lxml": "6.1", "pillow": "12.3", "pyyaml": "6.0.3"}
"""Versions with known ways out of a sandbox or into the memory: each reads what others have written."""
IMPORTED_AS = {"pyyaml": "yaml", "pillow": "PIL", "markdown-it-py": "markdown_it", "python-calamine": "python_calamine"}
CALLED = {"jinja2": "jinja"}
"""In docs/dependencies.md, where that is not the package's name."""


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def is_imported(name: str) -> bool:
    module = IMPORTED_AS.get(name, name.replace("-", "_"))
    sources = (file.read_text("utf-8") for file in (ROOT / "deckwright").rglob("*.py"))
    return any(re.search(rf"(?m)^\s*(?:import|from) {module}\b", source) for source in sources)


def test_all_have_a_lower_bound() -> None:
    assert len(LOWER) == len(PROJECT["dependencies"])


@pytest.mark.parametrize("name", FAULTY_BEFORE)
def test_no_version_with_a_known_fault_is_allowed(name: str) -> None:
    assert version(LOWER[name]) >= version(FAULTY_BEFORE[name])


@pytest.mark.parametrize("name", LOWER)
def test_what_is_needed_is_locked_with_its_hashes(name: str) -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = re.search(rf"(?mi)^{re.escape(name)}(?:\[\w+\])?==([\d.]+)[^\n]*\n\s+--hash=sha256:", lock)
    assert locked, "make lock"
    assert version(locked[1]) >= version(LOWER[name])


@pytest.mark.parametrize("name", [name for name in LOWER if is_imported(name)])
def test_what_is_imported_is_accounted_for(name: str) -> None:
    """What it is for, what loads it, what it costs at start-up."""
    rows = (ROOT / "docs/dependencies.md").read_text("utf-8").lower()
    called = re.escape(CALLED.get(name, name))
    assert re.search(rf"\| \[{called}\]\([^|]*\| [^|]+\| [^|]+\| [\d–-]+ \|", rows)
