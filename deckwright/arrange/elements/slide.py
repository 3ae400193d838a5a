"""The slide itself and the elements that fill its layout's placeholders; they are placed by `arrange`."""

from __future__ import annotations

from typing import ClassVar

from deckwright.arrange.elements.base import BOX_ATTRIBUTES, ROOT, Element, attribute
from deckwright.arrange.elements.containers import ColumnElement
from deckwright.arrange.elements.readers import NAME


class SlideElement(Element, frozen=True, kw_only=True):
    """The root of every slide template's markup."""

    parents: ClassVar[tuple[str, ...]] = (ROOT,)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES

    layout: str = attribute(NAME, "content")
    """Role of the slide layout in the brand: title, content, statement …"""


class TitleElement(Element, frozen=True, kw_only=True):
    """The slide's title, in the title placeholder."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    holds_text: ClassVar[bool] = True


class SubtitleElement(Element, frozen=True, kw_only=True):
    """The slide's second line, in the subtitle placeholder; joined to the title where the layout has none."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    holds_text: ClassVar[bool] = True


class BodyElement(ColumnElement, frozen=True, kw_only=True):
    """The content. One text, list, chart, table or picture *is* the body placeholder; more is laid out in its box."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES


class PlaceholderElement(ColumnElement, frozen=True, kw_only=True):
    """Any other placeholder of the layout, by its `name`; filled as the body is."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES - {"name"}

    name: str = attribute(NAME, required=True)
    """The placeholder's name in the slide layout."""
