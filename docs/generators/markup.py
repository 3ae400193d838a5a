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
    (Element, "boxes", "Everything that has a box has"),
    (Container, "containers", "Body, placeholder, column, row, grid and layer have, besides,"),
    (TextualElement, "texts", "Text, paragraph, list and shape have, besides,"),
)
"""Base class → what its attributes are called, and the line above their table."""


def markup_reference() -> str:
    """Markdown: the attributes that many elements share, then a section for each element."""
    lines = ["## Attributes that many elements share"]
    for base, _, title in GROUPS:
        lines += ["", f"{title}", "", *_table(base, _own(base))]
    lines += ["", "## Elements"]
    for name, kind in ELEMENTS.items():
        lines += ["", f"### {name}", "", _escaped(inspect.cleandoc(kind.__doc__ or "")), "", _place(kind)]
        own = [row for base in _line(kind) if base not in _shared() for row in _own(base, kind)]
        if own:
            lines += ["", *_table(kind, own)]
        lines += ["", _also(kind)] if _also(kind) else []
    return "\n".join(lines) + "\n"


def _place(kind: type[Element]) -> str:
    """In what it stands, and what it holds."""
    if kind.parents == (ROOT,):
        return "The root."
    where = "Stands in " + (" or ".join(f"`<{name}>`" for name in kind.parents) or "whatever arranges others")
    inside = [f"`<{name}>`" for name, child in ELEMENTS.items() if _name(kind) in child.parents]
    holds = [
        *(["text"] if kind.holds_text else []),
        *inside,
        *(["any of these"] if issubclass(kind, Container) else []),
    ]
    return f"{where}; holds {' and '.join(holds)}." if holds else f"{where}."


def _also(kind: type[Element]) -> str:
    """Which of the shared attributes it has."""
    groups = []
    for base, called, _ in GROUPS:
        if not issubclass(kind, base):
            continue
        lacking = [name for name, _ in _own(base) if name in kind.excluded]
        if len(lacking) < len(list(_own(base))):
            groups.append(f"{called} (not {', '.join(f'`{name}`' for name in lacking)})" if lacking else called)
    return f"Also the attributes of {' and of '.join(groups)}." if groups else ""


Row = tuple[str, Attribute]


def _own(base: type[Element], kind: type[Element] | None = None) -> Iterator[Row]:
    """The attributes that `base` itself declares, as `kind` has them."""
    declared = inspect.get_annotations(base)
    for name, attribute in (kind or base).list_attributes().items():
        if attribute.field in declared:
            yield name, attribute


def _table(kind: type[Element], rows: Iterable[Row]) -> list[str]:
    lines = ["| attribute | value | default | |", "|---|---|---|---|"]
    for name, one in rows:
        given = "required" if one.required else f"`{one.default_text}`" if one.default_text else ""
        lines.append(f"| `{name}` | {_escaped(one.reader.description)} | {given} | {_said(kind, one.field)} |")
    return lines


def _said(kind: type[Element], name: str) -> str:
    """The text below the field's declaration, in the most derived class that has one."""
    return _escaped(next((said for base in _line(kind) if (said := _texts(base).get(name))), ""))


def _line(kind: type[Element]) -> list[type[Element]]:
    """The class and its bases, as far as they are elements."""
    return [base for base in kind.__mro__ if issubclass(base, Element)]


def _shared() -> tuple[type[Element], ...]:
    return tuple(base for base, _, _ in GROUPS)


def _texts(kind: type[Element]) -> dict[str, str]:
    """Field → the string literal that stands below it in the source."""
    module = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    (body,) = (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__)
    found = {}
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(after, ast.Expr):
            value = after.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[node.target.id] = " ".join(value.value.split())
    return found


def _name(kind: type[Element]) -> str:
    return next(name for name, one in ELEMENTS.items() if one is kind)


def _escaped(text: str) -> str:
    """Elements outside of code are no HTML."""
    parts = text.replace("|", r"\|").split("`")
    return "`".join(part if n % 2 else part.replace("<", "&lt;") for n, part in enumerate(parts))
