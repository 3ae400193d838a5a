"""Slides as elements: the type between `compose` and `arrange`."""

from __future__ import annotations

from msgspec import Struct

from deckwright.arrange.elements.slide import SlideElement
from deckwright.model.deck import Deck, Slide


class ComposedSlide(Struct, frozen=True):
    """A slide as elements, with what is not drawn on it."""

    slide: Slide
    root: SlideElement


class Slides(Struct, frozen=True):
    """The deck, slide for slide as elements."""

    deck: Deck
    slides: tuple[ComposedSlide, ...]
    in_small: tuple[ComposedSlide, ...] = ()
    """Others that those show as miniatures."""
