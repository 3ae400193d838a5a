"""Writes the reference of the slide markup for docs/markup.md: tables of all elements and attributes."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise

from deckwright.arrange.elements import ELEMENTS
from deckwright.arrange.elements.base import ROOT, Attribute, Element
from deckwright.arrange.elements.containers import Container
from deckwright.arrange.elements.texts import TextualElement

GROUPS: tuple[tuple[type[Element], str, str], ...] = (
    (Element, "boxes", "Every element with a box has"),
    (Container, "containers", "Body, placeholder, column, row, grid and layer also have"),
    (TextualElement, "texts", "Text, paragraph, list and shape also have"),
)
"""Base class, name of the group of its attributes, and the line above their table."""


def write_markup_reference() -> str:
    """Returns Markdown: the attributes that many elements share, then a section for each element."""
    lines = ["## Attributes that many elements share"]
    for base, _, title in GROUPS:
        lines += ["", f"{title}", "", *_write_table(base, _list_declared(base))]
    lines += ["", "## Elements"]
    shared = [base for base, _, _ in GROUPS]
    for name, kind in ELEMENTS.items():
        lines += ["", f"### {name}", "", _escape(inspect.cleandoc(kind.__doc__ or "")), "", _describe_place(kind)]
        rows = [row for base in _list_bases(kind) if base not in shared for row in _list_declared(base, kind)]
        if rows:
            lines += ["", *_write_table(kind, rows)]
        lines += ["", _describe_shared(kind)] if _describe_shared(kind) else []
    return "\n".join(lines) + "\n"


def _describe_place(kind: type[Element]) -> str:
    """Returns the elements that it can be in, and what it can hold."""
    if kind.parents == (ROOT,):
        return "The root."
    where = "In " + (" or ".join(f"`<{name}>`" for name in kind.parents) or "any container")
    holds = ["text"] if kind.holds_text else []
    holds += [f"`<{name}>`" for name, child in ELEMENTS.items() if _find_name(kind) in child.parents]
    holds += ["any of these"] if issubclass(kind, Container) else []
    return f"{where}; holds {' and '.join(holds)}." if holds else f"{where}."


def _describe_shared(kind: type[Element]) -> str:
    """Returns a sentence on the groups of shared attributes that it has."""
    groups = []
    for base, group, _ in GROUPS:
        if not issubclass(kind, base):
            continue
        lacking = [name for name, _ in _list_declared(base) if name in kind.excluded]
        if len(lacking) < len(list(_list_declared(base))):
            groups.append(f"{group} (not {', '.join(f'`{name}`' for name in lacking)})" if lacking else group)
    return f"Also the attributes of {' and of '.join(groups)}." if groups else ""


Row = tuple[str, Attribute]


def _list_declared(base: type[Element], kind: type[Element] | None = None) -> Iterator[Row]:
    """Yields the attributes that `base` itself declares, as `kind` has them."""
    declared = inspect.get_annotations(base)
    for name, attribute in (kind or base).list_attributes().items():
        if attribute.field in declared:
            yield name, attribute


def _write_table(kind: type[Element], rows: Iterable[Row]) -> list[str]:
    lines = ["| attribute | value | default | |", "|---|---|---|---|"]
    for name, attribute in rows:
        default = "required" if attribute.required else f"`{attribute.default_text}`" if attribute.default_text else ""
        cells = (f"`{name}`", _escape(attribute.reader.description), default, _find_description(kind, attribute.field))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _find_description(kind: type[Element], name: str) -> str:
    """Returns the docstring of a field, from the most derived class that has one."""
    return _escape(next((text for base in _list_bases(kind) if (text := _read_descriptions(base).get(name))), ""))


def _list_bases(kind: type[Element]) -> list[type[Element]]:
    """Returns the class and those of its bases that are elements."""
    return [base for base in kind.__mro__ if issubclass(base, Element)]


def _read_descriptions(kind: type[Element]) -> dict[str, str]:
    """Returns field → the string below it in the source."""
    module = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    (body,) = (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__)
    descriptions = {}
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(after, ast.Expr):
            value = after.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                descriptions[node.target.id] = " ".join(value.value.split())
    return descriptions


def _find_name(kind: type[Element]) -> str:
    return next(name for name, element in ELEMENTS.items() if element is kind)


def _escape(text: str) -> str:
    """Escapes pipes, and the < of elements outside of code, which Markdown would take for HTML."""
    parts = text.replace("|", r"\|").split("`")
    return "`".join(part if n % 2 else part.replace("<", "&lt;") for n, part in enumerate(parts))
