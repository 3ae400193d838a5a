"""The elements of a slide and of its placeholders, and the deck as composed slides, which `arrange` places."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from deckwright.arrange.elements.base import BOX_ATTRIBUTES, ROOT, Element, attribute
from deckwright.arrange.elements.containers import ColumnElement
from deckwright.arrange.elements.readers import NAME
from deckwright.model.deck import Deck, Slide


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
    """The slide's second line, in the subtitle placeholder, or at the top of the body if the layout has none."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    holds_text: ClassVar[bool] = True


class BodyElement(ColumnElement, frozen=True, kw_only=True):
    """The content. One text, list, chart, table or picture fills the body placeholder; anything more is laid out in
    the placeholder's box."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES


class PlaceholderElement(ColumnElement, frozen=True, kw_only=True):
    """Any other placeholder of the layout, found by its `name` and filled like the body."""

    parents: ClassVar[tuple[str, ...]] = ("slide",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES - {"name"}

    name: str = attribute(NAME, required=True)
    """The placeholder's name in the slide layout."""


class ComposedSlide(Struct, frozen=True):
    """A slide as elements, with the slide's notes, sources and place in deck.yaml."""

    slide: Slide
    root: SlideElement


class Slides(Struct, frozen=True):
    """The deck as composed slides: the type between `compose` and `arrange`."""

    deck: Deck
    slides: tuple[ComposedSlide, ...]
    thumbnails: tuple[ComposedSlide, ...] = ()
    """Slides that are only shown as thumbnails on the others."""
