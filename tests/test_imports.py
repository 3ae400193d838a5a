"""Imports point one way, each library is imported where it belongs, and nobody waits for one that is not needed."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import HANGS, ROOT

STAGES = (
    *("deckwright.parse.tree", "deckwright.localise.tree", "deckwright.evaluate.deck", "deckwright.compose.slides"),
    *("deckwright.arrange.pages", "deckwright.write"),
)
PLACES = {
    "pptx": ("brands", "ooxml", "write"),
    "lxml": ("brands", "compose", "exchange", "ooxml", "pictures", "verify", "write"),
    "jinja2": ("compose", "evaluate"),
    "yaml": ("parse",),
    "polib": ("localise",),
    "babel": ("evaluate", "languages"),
    "markdown_it": ("inline",),
    "uharfbuzz": ("fonts",),
    "uniseg": ("fonts",),
    "PIL": ("brands", "pictures"),
    "resvg_py": ("pictures",),
    "vl_convert": ("figures",),
    "python_calamine": ("ooxml",),
    "duckdb": ("data",),
    "psycopg": ("data",),
}
"""Each library with the modules and packages that may import it."""
EVERYWHERE = frozenset({"msgspec"})
"""What the types are made with."""
LATE = frozenset(PLACES) - {"yaml"} | {
    "deckwright.brands.read",
    "deckwright.compose.slides",
    "deckwright.fonts.measure",
    "deckwright.write",
}
EXPRESSIONS = frozenset({"jinja2", "babel"})
"""What expressions and values are calculated with: needed to find what is wrong with them."""


def package_modules() -> dict[str, Path]:
    found = {}
    for file in sorted((ROOT / "deckwright").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "starter" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = package_modules()


def imported(tree: ast.AST, *, lazy: bool) -> Iterator[str]:
    """What a module imports when it runs; with `lazy`, also what its functions import."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.FunctionDef) and not lazy:
            continue
        if isinstance(child, ast.Import):
            yield from (name.name for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            for name in child.names:
                full = f"{child.module}.{name.name}"
                yield full if full in MODULES else str(child.module)
        yield from imported(child, lazy=lazy)


def graph(*, lazy: bool) -> dict[str, set[str]]:
    return {name: set(imported(ast.parse(file.read_text("utf-8")), lazy=lazy)) for name, file in MODULES.items()}


def reached(start: str, edges: dict[str, set[str]]) -> set[str]:
    """All that `start` imports, by whatever way."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in edges.get(waiting.pop(), set()) - seen:
            seen.add(name)
            waiting.append(name)
    return seen


def test_the_stages_are_there() -> None:
    assert set(STAGES) <= set(MODULES)
    pipeline = reached(
        "deckwright.pipeline.stages", {"deckwright.pipeline.stages": graph(lazy=True)["deckwright.pipeline.stages"]}
    )
    assert set(STAGES[1:]) <= pipeline


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_knows_a_later_one(stage: str) -> None:
    later = STAGES[STAGES.index(stage) + 1 :]
    verbs = {name for name in MODULES if name.startswith("deckwright.cli.commands")}
    assert reached(stage, graph(lazy=True)) & {*later, *verbs, "deckwright.pipeline.stages"} == set()


def test_the_last_stage_knows_pages_and_brands_and_nothing_before_them() -> None:
    known = {name for name in reached("deckwright.write", graph(lazy=True)) if name.startswith("deckwright.")}
    files = ("deckwright.write", "deckwright.ooxml", "deckwright.assets.pictures")
    below = {name for name in known if not name.startswith(files)}
    shared = ("brand", "charts", "limits", "page", "page_chart", "source", "zips")
    assert below <= {f"deckwright.{name}" for name in shared}


def test_nothing_imports_itself_by_a_way_round() -> None:
    edges = graph(lazy=False)
    assert [name for name in MODULES if name in reached(name, edges)] == []


def test_no_stage_knows_the_checks_and_they_know_no_stage() -> None:
    """What judges a file has no hand in writing it; it judges templates before. They share names and what reads."""
    edges = graph(lazy=True)
    checks = {name for name in MODULES if name.startswith("deckwright.verify")}
    assert {name for name in set(MODULES) - checks if edges[name] & checks} == {
        "deckwright.brands.import_template",
        "deckwright.cli.verify_report",
    }
    known = {name for check in checks for name in edges[check]} - checks
    assert {name for name in known if name.startswith("deckwright.")} <= {
        f"deckwright.{name}" for name in ("charts", "diagnostics", "files", "limits", "render", "write.stamp", "zips")
    } | {f"deckwright.ooxml.{name}" for name in ("names", "relationships", "sheet_scan", "workbook_reader")}


@pytest.mark.parametrize("library", PLACES)
def test_a_library_is_imported_in_its_places_only(library: str) -> None:
    importers = {name for name, known in graph(lazy=True).items() if library in {one.split(".")[0] for one in known}}
    places = PLACES[library]
    assert {name for name in importers if name.split(".")[1] not in places} == set()


def test_no_library_is_imported_that_is_not_in_the_table() -> None:
    known = {one.split(".")[0] for names in graph(lazy=True).values() for one in names}
    assert known - set(sys.stdlib_module_names) - {"deckwright"} <= EVERYWHERE | set(PLACES)


def loaded(code: str, folder: Path) -> set[str]:
    """What Python has loaded after `code`."""
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
    assert loaded("import deckwright.cli.main", tmp_path) & {*PLACES, *EVERYWHERE, "deckwright.cli.commands"} == set()
    assert loaded(code, tmp_path) & {*PLACES, *EVERYWHERE, "deckwright.model", "deckwright.pipeline"} == set()


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
    assert loaded(code, tmp_path) & LATE <= needed
