"""Names and docstrings read as the field writes them: the part of it that a program can see.

Functions are verbs in the imperative, class names are unique, and a docstring begins with what the thing does or is.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from examples import ROOT

PACKAGE = ROOT / "deckwright"
TREES = {file: ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
PARTICIPLES = frozenset(
    {"told", "made", "shown", "held", "kept", "given", "asked", "said", "begun", "drawn", "written", "known", "meant"}
    | {"seen", "found", "taken", "brought", "built", "sent", "chosen", "grown"}
)
PLACES = frozenset({"apart", "beside", "around", "above", "below", "within", "behind", "here", "there", "own"})
"""Words that say where, and not what is done."""
VERBS_IN_ED = frozenset({"need", "feed", "embed", "seed", "proceed", "exceed", "shed"})
RIDDLE = re.compile(r"(What|Of|Whether|Those|Who|Whoever|Where|Nobody|None of)\b")


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node


def is_property(node: ast.FunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in node.decorator_list)


def names_no_action(name: str) -> bool:
    """Returns True for a name that is a participle, or a place."""
    *before, last = name.strip("_").split("_")
    if before and before[0] in ("is", "has", "can", "was", "are"):
        return False
    if last in PARTICIPLES or (not before and last in PLACES):
        return True
    return not before and last.endswith("ed") and last not in VERBS_IN_ED


def test_functions_are_verbs() -> None:
    assert [place for place, node in functions() if not is_property(node) and names_no_action(node.name)] == []


def test_a_class_name_stands_for_one_class() -> None:
    names = Counter(
        node.name
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_docstrings_begin_with_what_the_thing_does_or_is() -> None:
    riddles = []
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                if RIDDLE.match(text):
                    riddles.append(f"{file.relative_to(ROOT)}: {text.splitlines()[0]}")
    assert riddles == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("told", True),
        ("_lines_made", True),
        ("sampled", True),
        ("beside", True),
        ("read_deck", False),
        ("is_written", False),
        ("embed", False),
        ("split_table", False),
    ],
)
def test_a_participle_is_seen(name: str, wrong: bool) -> None:
    assert names_no_action(name) is wrong
