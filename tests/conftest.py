"""Checks each presentation that a test writes, without the test asking for it: any problem fails the test.

Presentations written in this process are collected when they are written. Those of other processes are found in the
folder of the test when it ends; their stamp shows that they are neither templates nor edited by the test.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accept import start_accepting
from audit import audit
from hypothesis import HealthCheck, settings
from watched import begun

import deckwright.write
import deckwright.write.presentation
from deckwright.ooxml.stamp import is_unchanged
from deckwright.verify import verify_package

os.environ["DECKWRIGHT_CACHE"] = "off"  # else tests would use each other's entries; test_cache.py uses its own folders
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # benchmarks/ measures speed; here the time depends on what else runs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what tests expect as it is now")


def pytest_configure(config: pytest.Config) -> None:
    start_accepting(bool(config.getoption("--accept")))


_unchecked: list[tuple[str, bytes]] = []
"""Names and bytes of the files written since the last test ended."""
_verdicts: dict[str, tuple[str, ...]] = {}
"""SHA-256 of a file → its problems, so that the same file is checked once."""
_original_write = deckwright.write.presentation.write


@functools.wraps(_original_write)
def _noted_write(*args: Any, **options: Any) -> bytes:
    data = _original_write(*args, **options)
    _unchecked.append(("a file this test wrote", data))
    return data


# Test modules and the pipeline are imported after this, so `from deckwright.write import write` gets the replacement.
deckwright.write.write = _noted_write
deckwright.write.presentation.write = _noted_write


def forget() -> None:
    """Skips the check of all files written so far, for a test that damages a template on purpose."""
    _unchecked.clear()


def faults(data: bytes) -> tuple[str, ...]:
    """Returns the problems that verify and openxml-audit find in a .pptx and in the workbooks of its charts."""
    key = hashlib.sha256(data).hexdigest()
    if key not in _verdicts:
        found = [f"verify[{f.code}] {f.part}: {f.message}" for f in verify_package(data)]
        found += audit(data, ".pptx")
        if not found:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                workbooks = {package.read(name) for name in package.namelist() if name.endswith(".xlsx")}
            found += [fault for workbook in sorted(workbooks) for fault in audit(workbook, ".xlsx")]
        _verdicts[key] = tuple(found)
    return _verdicts[key]


@pytest.fixture(autouse=True)
def _every_file_is_faultless(request: pytest.FixtureRequest) -> Iterator[None]:
    folder: Path | None = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    written = list(_unchecked)
    _unchecked.clear()
    check(written + (_built_in(folder) if folder else []))


@pytest.fixture(autouse=True, scope="session")
def _every_folder_is_faultless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Checks the presentations in folders that several tests share, at the end of the run."""
    yield
    check(_built_in(tmp_path_factory.getbasetemp()))


def check(files: list[tuple[str, bytes]]) -> None:
    report = [f"{name}: {fault}" for name, data in files for fault in faults(data)]
    if report:
        pytest.fail("\n".join(dict.fromkeys(report)), pytrace=False)


def _built_in(folder: Path) -> list[tuple[str, bytes]]:
    """Returns the presentations in `folder` that nothing has changed since Deckwright wrote them."""
    found = []
    for path in sorted(folder.rglob("*.pptx")):
        if path.is_file():
            data = path.read_bytes()
            if is_unchanged(data):
                found.append((str(path.relative_to(folder)), data))
    return found


@pytest.fixture
def nothing_is_left_running() -> Iterator[None]:
    """Checks that all processes that the test started have ended (Linux)."""
    before = begun()
    yield
    assert begun() <= before
