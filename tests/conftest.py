"""What every test gets without asking: each presentation that it writes is checked, and must be faultless.

Files written in this process are caught where they are made; files of builds in processes of their own are found in
the test's folder afterwards, and told by their stamp from templates and from files that a test has edited on purpose.
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

os.environ["DECKWRIGHT_CACHE"] = "off"  # or tests would see what others have kept; test_cache.py has folders of its own
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # speed is measured in benchmarks/; here it would say how busy the machine is


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what tests expect as it is now")


def pytest_configure(config: pytest.Config) -> None:
    start_accepting(bool(config.getoption("--accept")))


_unchecked: list[tuple[str, bytes]] = []
"""Files written since the last test ended."""
_verdicts: dict[str, tuple[str, ...]] = {}
"""SHA-256 of a file → its faults: the same file is checked once."""
_original_write = deckwright.write.presentation.write


@functools.wraps(_original_write)
def _noted_write(*args: Any, **options: Any) -> bytes:
    data = _original_write(*args, **options)
    _unchecked.append(("a file this test wrote", data))
    return data


# Test modules and the pipeline are imported after this, so `from deckwright.write import write` gets it as well.
deckwright.write.write = _noted_write
deckwright.write.presentation.write = _noted_write


def forget() -> None:
    """Files written so far are not checked: they were made of a template that was damaged on purpose."""
    _unchecked.clear()


def faults(data: bytes) -> tuple[str, ...]:
    """All that verify and openxml-audit find in a .pptx and in the workbooks of its charts."""
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
    """Folders that several tests share are looked through at the end."""
    yield
    check(_built_in(tmp_path_factory.getbasetemp()))


def check(files: list[tuple[str, bytes]]) -> None:
    report = [f"{name}: {fault}" for name, data in files for fault in faults(data)]
    if report:
        pytest.fail("\n".join(dict.fromkeys(report)), pytrace=False)


def _built_in(folder: Path) -> list[tuple[str, bytes]]:
    """The presentations in `folder` that are as Deckwright wrote them."""
    found = []
    for path in sorted(folder.rglob("*.pptx")):
        if path.is_file():
            data = path.read_bytes()
            if is_unchanged(data):
                found.append((str(path.relative_to(folder)), data))
    return found


@pytest.fixture
def nothing_is_left_running() -> Iterator[None]:
    """Whatever processes a test has begun have been seen off (Linux)."""
    before = begun()
    yield
    assert begun() <= before
