"""The elements of the slide markup: a class for each, and the table of their names."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.arrange.elements import containers, media, shapes, slide, table, texts
from deckwright.arrange.elements.base import Element

ELEMENTS: Mapping[str, type[Element]] = {
    "slide": slide.SlideElement,
    "title": slide.TitleElement,
    "subtitle": slide.SubtitleElement,
    "body": slide.BodyElement,
    "placeholder": slide.PlaceholderElement,
    "column": containers.ColumnElement,
    "row": containers.RowElement,
    "grid": containers.GridElement,
    "layer": containers.LayerElement,
    "text": texts.TextElement,
    "paragraph": texts.ParagraphElement,
    "list": texts.ListElement,
    "item": texts.ItemElement,
    "chart": media.ChartElement,
    "table": table.TableElement,
    "picture": media.PictureElement,
    "shape": shapes.ShapeElement,
    "line": shapes.LineElement,
    "connector": shapes.ConnectorElement,
    "miniature": shapes.MiniatureElement,
}
