"""Samples of every element of the slide markup, and functions that return the diagnostics of a template."""

from __future__ import annotations

from typing import Any

from by_hand import (
    BULLETS,
    CHART,
    FRONT,
    PICTURE,
    TABLE,
    composed,
    faults,
    said,
)

from deckwright.arrange.elements import ELEMENTS
from deckwright.arrange.elements.base import Element
from deckwright.model.diagnostics import Diagnostic

VALUES: dict[str, Any] = {
    "chart": CHART,
    "table": TABLE,
    "picture": PICTURE,
    "bullets": BULLETS,
    "texts": (said("One"),),
}


def find(root: Element | None, kind: type[Element]) -> Element | None:
    if root is None or type(root) is kind:
        return root
    return next((found for child in root.children if (found := find(child, kind))), None)


def one(markup: str, kind: str, /, **fields: Any) -> Any:
    """Returns the first element of a class in this markup, which must have no diagnostics."""
    root, diagnostics = composed(markup, **VALUES | fields)
    assert diagnostics == ()
    found = find(root, ELEMENTS[kind])
    assert found is not None
    return found


def fault(inside: str, /, **fields: Any) -> Diagnostic:
    """Returns the only diagnostic of a body with this content."""
    (found,) = faults(f"<slide><body>\n{inside}\n</body></slide>", **VALUES | fields)
    return found


def marked(diagnostic: Diagnostic, source: str) -> str:
    """Returns the text that the carets of a diagnostic mark, in a slide template with this markup."""
    span = diagnostic.span
    assert span is not None
    assert span.file == "templates/slides/test.xml"
    return (FRONT + source).split("\n")[span.line - 1][span.column - 1 :][: span.length]
