"""The elements of the slide markup: a class for each, and the table of their names."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.containers import ColumnElement, GridElement, LayerElement, RowElement
from deckwright.arrange.elements.media import ChartElement, PictureElement
from deckwright.arrange.elements.shapes import ConnectorElement, LineElement, MiniatureElement, ShapeElement
from deckwright.arrange.elements.slide import (
    BodyElement,
    PlaceholderElement,
    SlideElement,
    SubtitleElement,
    TitleElement,
)
from deckwright.arrange.elements.table import TableElement
from deckwright.arrange.elements.texts import ItemElement, ListElement, ParagraphElement, TextElement

ELEMENTS: Mapping[str, type[Element]] = {
    "slide": SlideElement,
    "title": TitleElement,
    "subtitle": SubtitleElement,
    "body": BodyElement,
    "placeholder": PlaceholderElement,
    "column": ColumnElement,
    "row": RowElement,
    "grid": GridElement,
    "layer": LayerElement,
    "text": TextElement,
    "paragraph": ParagraphElement,
    "list": ListElement,
    "item": ItemElement,
    "chart": ChartElement,
    "table": TableElement,
    "picture": PictureElement,
    "shape": ShapeElement,
    "line": LineElement,
    "connector": ConnectorElement,
    "miniature": MiniatureElement,
}
