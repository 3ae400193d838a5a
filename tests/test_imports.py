"""Each library is imported where it belongs and when it is needed. test_layout.py tests the direction of imports."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from examples import HANGS, ROOT

PLACES = {
    "yaml": ("parse",),
    "polib": ("localise", "pipeline"),
    "babel": ("assets.generated", "languages"),
    "jinja2": ("compose", "texts"),
    "markdown_it": ("texts",),
    "uharfbuzz": ("fonts",),
    "uniseg": ("fonts",),
    "PIL": ("assets.pictures", "brands"),
    "resvg_py": ("assets.pictures",),
    "vl_convert": ("assets.generated",),
    "duckdb": ("assets.data",),
    "psycopg": ("assets.data",),
    "python_calamine": ("ooxml",),
    "lxml": ("assets.pictures", "brands", "compose", "localise.exchange", "ooxml", "verify"),
}
"""Library → the folders that may import it."""
EVERYWHERE = frozenset({"msgspec"})
"""The library that the types are made with."""
LATE = frozenset(PLACES) - {"yaml"} | {
    "deckwright.brands.read",
    "deckwright.compose.slides",
    "deckwright.fonts.measure",
    "deckwright.write",
}
"""Libraries and modules that an error in deck.yaml must not wait for."""
EXPRESSIONS = frozenset({"jinja2", "babel"})
"""Libraries that find errors in expressions and values."""
READS_ONLY = ("names", "relationships", "sheet_scan", "stamp", "workbook_reader", "zip_file")
"""Modules of ooxml that `verify` may use: it must not depend on the code that writes what it checks."""
PACKAGE = ROOT / "deckwright"


def read_imports() -> dict[str, set[str]]:
    """Returns the libraries that each module imports, also inside its functions."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module))
        found[".".join(file.relative_to(PACKAGE).with_suffix("").parts)] = names
    return found


IMPORTS = read_imports()


@pytest.mark.parametrize("library", PLACES)
def test_a_library_is_imported_by_its_folders_and_no_others(library: str) -> None:
    importers = {module for module, names in IMPORTS.items() if library in {name.split(".")[0] for name in names}}
    outside = {module for module in importers if not module.startswith(tuple(f"{place}." for place in PLACES[library]))}
    assert outside == set()
    for place in PLACES[library]:
        assert any(module.startswith(f"{place}.") for module in importers), f"{place} does not import {library}"


def test_no_library_is_imported_that_is_not_in_the_table() -> None:
    libraries = {name.split(".")[0] for names in IMPORTS.values() for name in names}
    assert libraries - set(sys.stdlib_module_names) - {"deckwright"} == EVERYWHERE | set(PLACES)


def test_verify_does_not_use_what_writes() -> None:
    names = {name for module, names in IMPORTS.items() if module.startswith("verify.") for name in names}
    used = {name for name in names if name.startswith("deckwright.ooxml.")}
    assert used <= {f"deckwright.ooxml.{name}" for name in READS_ONLY}


def list_loaded(code: str, folder: Path) -> set[str]:
    """Returns the modules that Python has loaded after running `code`."""
    code += "\nimport json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=HANGS,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_waits_for_nothing(tmp_path: Path) -> None:
    code = "from deckwright.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    assert (
        list_loaded("import deckwright.cli.main", tmp_path) & {*PLACES, *EVERYWHERE, "deckwright.cli.commands"} == set()
    )
    assert list_loaded(code, tmp_path) & {*PLACES, *EVERYWHERE, "deckwright.model", "deckwright.pipeline"} == set()


@pytest.mark.parametrize(
    ("right", "wrong", "needed"),
    [
        ("language: da", "language: [da", frozenset()),
        ("subject: ", "subjekt: ", EXPRESSIONS),
        ("slide: bullets", "slide: bulets", EXPRESSIONS),
        ("{{ text.laver }}", "{{ text.lavver }}", EXPRESSIONS),
        ("field: growth}", "field: growht}", EXPRESSIONS),
        ("brand: aarhus", "brand: aarhuus", frozenset()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_error_in_the_deck_waits_for_no_late_library(
    right: str, wrong: str, needed: frozenset[str], tmp_path: Path
) -> None:
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    deck = (ROOT / "deck.yaml").read_text("utf-8")
    assert right in deck
    (tmp_path / "deck.yaml").write_text(deck.replace(right, wrong, 1), "utf-8")
    code = "from deckwright.cli.main import main\nassert main(['build', '--locale', 'da']) == 1"
    assert list_loaded(code, tmp_path) & LATE <= needed
