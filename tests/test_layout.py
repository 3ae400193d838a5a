"""The layout of the package: which folder may import which, as docs/architecture.md says, and no circle anywhere.

Every import counts: at the top of a module, in TYPE_CHECKING blocks, inside functions, and by a string that names a
module, as `import_module` takes it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import ROOT

PACKAGE = ROOT / "deckwright"
DATA_FOLDERS = {"slides", "starter"}
"""Folders of files that are no modules."""


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(file): file
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.relative_to(PACKAGE).parts[0] not in DATA_FOLDERS
}


def names_in(tree: ast.AST) -> Iterator[str]:
    """Yields every dotted name that is imported, or written as a string, anywhere in a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield module
                yield from (f"{module}.{name.name}" for name in names)
            case ast.ImportFrom(level=level):
                assert level == 0, "imports are absolute"
            case ast.Constant(value=str(text)) if re.fullmatch(r"deckwright(\.\w+)+\.?", text):
                yield text.rstrip(".")


def known_module(name: str) -> str | None:
    """Returns the module that `name` is, or is something of."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name or None


def read_imports(source: str, own: str) -> set[str]:
    found = {known_module(name) for name in names_in(ast.parse(source)) if name.startswith("deckwright.")}
    return {name for name in found if name and name not in (own, "deckwright")}


IMPORTS = {name: read_imports(file.read_text("utf-8"), name) for name, file in MODULES.items()}


def folder_of(module: str) -> str:
    return module.split(".")[1]


def read_table() -> dict[str, set[str]]:
    """Returns the rows of the table in docs/architecture.md: folder → folders that it may import, in their order."""
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|[^|\n]*\|([^|\n]*)\|$", page, re.MULTILINE)
    return {folder: set(re.findall(r"`(\w+)`", allowed)) for folder, allowed in rows}


TABLE = read_table()


def find_circle(edges: dict[str, set[str]]) -> list[str]:
    """Returns a way from a node back to itself, or an empty list."""
    done: set[str] = set()

    def search(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        for other in sorted(edges.get(node, ())):
            if circle := search(other, [*way, node]):
                return circle
        done.add(node)
        return []

    return next((circle for node in edges if (circle := search(node, []))), [])


def test_the_root_holds_folders_and_no_loose_modules() -> None:
    assert {file.name for file in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_the_table_names_every_folder() -> None:
    folders = {folder.name for folder in PACKAGE.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert set(TABLE) == folders


def test_the_table_has_no_arrow_upwards() -> None:
    rows = list(TABLE)
    assert [(a, b) for a in rows for b in TABLE[a] if b not in rows or rows.index(b) >= rows.index(a)] == []


@pytest.mark.parametrize("folder", TABLE)
def test_a_folder_imports_what_the_table_allows_and_nothing_else(folder: str) -> None:
    used = {
        folder_of(other)
        for module, others in IMPORTS.items()
        if module.startswith(f"deckwright.{folder}.") or module == f"deckwright.{folder}"
        for other in others
    } - {folder}
    assert used == TABLE[folder]


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert find_circle(IMPORTS) == []


def test_the_root_imports_only_the_command_line() -> None:
    assert IMPORTS["deckwright"] == set()
    assert {folder_of(name) for name in IMPORTS["deckwright.__main__"]} == {"cli"}


@pytest.mark.parametrize(
    "source",
    [
        "from deckwright.write import presentation",
        "import deckwright.write.presentation",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from deckwright.write.presentation import x",
        "def late():\n    from deckwright.write.presentation import x",
        "import_module('deckwright.write.presentation')",
        "name = 'presentation'\nimport_module(f'deckwright.write.{name}')",
    ],
)
def test_every_way_to_import_is_seen(source: str) -> None:
    assert {folder_of(name) for name in read_imports(source, "deckwright.model.page")} == {"write"}


def test_a_circle_is_found() -> None:
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert find_circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
