"""Elements with text: text, paragraph, list and item, and the base that they share with shape."""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec.structs import replace

from deckwright.arrange.elements.base import BOX_ATTRIBUTES, Element, Misfit, attribute, cache_measure
from deckwright.arrange.elements.readers import COLOUR, SLIDE, STYLE, TEXT, YES_NO, WholeValue, one_of, whole_number
from deckwright.arrange.formatting import make_paragraph
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.typesetting import (
    HEADING_STYLES,
    Block,
    Content,
    Extent,
    balance_lines,
    measure_extent,
    measure_width,
)
from deckwright.model.brand import Style
from deckwright.model.colours import Colour
from deckwright.model.deck import Bullet
from deckwright.model.page import EMU_PER_CM, Align, Anchor, Box, Insets, Shape, TextFrame
from deckwright.model.source import Text

BULLET_INDENT = EMU_PER_CM * 3 // 4
"""Indent of each level of a list in a composed body."""

LEVEL = whole_number(0, 8)
_SPACES = re.compile(r"[ \t\r\n]+")


class TextualElement(Element, frozen=True, kw_only=True):
    """Text in a frame: the base of text, paragraph, list and shape."""

    holds_text: ClassVar[bool] = True

    style: str = attribute(STYLE, "body")
    """Size, font, colour and spacing. In a placeholder, the default is the style of the layout."""
    colour: Colour | None = attribute(COLOUR)
    """Replaces the colour of the style."""
    bold: bool | None = attribute(YES_NO)
    """Replaces the weight of the style."""
    align: Align | None = attribute(one_of("left", "center", "right"))
    """Replaces the alignment of the style; left and right are exchanged in right-to-left languages."""
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "top")
    """Vertical alignment of the text in its box."""
    link: str = attribute(SLIDE, "")
    """Slide that a click opens."""

    @cache_measure
    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """Returns its own text as one paragraph, then its `<paragraph>`s, each in a style of its own."""
        more = (block for child in self.children for block in child.make_blocks(context))
        return (*self.make_own_blocks(self.override_style(context.brand.styles[self.style]), context), *more)

    def make_own_blocks(self, style: Style, context: SlideContext) -> tuple[Block, ...]:
        """Returns its own text, without its children."""
        link = context.link_to_slide(self.link, self.span)
        return tuple(Block(content, style, link=link) for content in trim_content(self.content))

    def override_style(self, style: Style) -> Style:
        """Returns `style` with this element's own colour, weight and alignment."""
        bold = style.bold if self.bold is None else self.bold
        return replace(style, bold=bold, colour=self.colour or style.colour, align=self.align or style.align)

    def find_insets(self, context: SlideContext) -> Insets:
        return Insets()

    @cache_measure
    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        blocks = self.make_blocks(context)
        return measure_width(blocks, context, least=least) + self._measure_insets(context) if blocks else 0

    @cache_measure
    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        if not any(block.plain for block in self.make_blocks(context)):
            return 0
        insets = self.find_insets(context)
        return self._measure_extent(context, width).height + insets.top + insets.bottom

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        blocks = self.make_blocks(context)
        if not blocks:
            return None
        extent = self._measure_extent(context, box.width)
        excess = self.measure_height(context, box.width, least=False) - box.height
        if excess <= 0 and not extent.broken_word:
            return None
        width = box.width - self._measure_insets(context)
        return Misfit.from_blocks(blocks, max(excess, 0), width, context, word=extent.broken_word)

    def place(self, context: SlideContext, box: Box) -> Shapes:
        frame = self.make_frame(context, box.width)
        if not frame.paragraphs:
            return ()
        name = self.name_shape(self.style.replace("-", " ").capitalize(), context, box)
        first = next((block.span for block in self.make_blocks(context) if block.span), None)
        return (Shape(name, box, frame, text_box=True, span=first),)

    def make_frame(self, context: SlideContext, width: int) -> TextFrame:
        blocks = self.make_blocks(context)
        if self.style in HEADING_STYLES:
            blocks = balance_lines(blocks, width - self._measure_insets(context), context)
        paragraphs = tuple(make_paragraph(block, context) for block in blocks if block.plain)
        return TextFrame(paragraphs, insets=self.find_insets(context), anchor=self.anchor)

    @cache_measure
    def _measure_extent(self, context: SlideContext, width: int) -> Extent:
        return measure_extent(self.make_blocks(context), width - self._measure_insets(context), context)

    def _measure_insets(self, context: SlideContext) -> int:
        insets = self.find_insets(context)
        return insets.left + insets.right


class TextElement(TextualElement, frozen=True, kw_only=True):
    """A text box without margins, or a paragraph of a placeholder."""

    level: int = attribute(LEVEL, "0")
    """In a placeholder: the layout's level to use."""


class ParagraphElement(TextualElement, frozen=True, kw_only=True):
    """Another paragraph of a text box: a quote and its source, for example, which are moved together."""

    parents: ClassVar[tuple[str, ...]] = ("text",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES | {"anchor"}


class ItemElement(Element, frozen=True, kw_only=True):
    """An entry of a list."""

    parents: ClassVar[tuple[str, ...]] = ("list",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    holds_text: ClassVar[bool] = True

    level: int = attribute(LEVEL, "0")
    """0 is the outermost level."""
    link: str = attribute(SLIDE, "")
    """Slide that a click opens."""


def _are_bullets(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, Bullet | Text) for entry in value)


class ListElement(TextualElement, frozen=True, kw_only=True):
    """A bulleted list: the entries of a field (`of`), or its own `<item>`s, with an optional lead above them."""

    excluded: ClassVar[frozenset[str]] = frozenset({"link"})
    holds_text: ClassVar[bool] = False

    of: tuple[Bullet | Text, ...] | None = attribute(WholeValue("bullets, or a list of texts", _are_bullets))
    """The entries."""
    lead: str = attribute(TEXT, "")
    """A paragraph without a bullet above the entries."""

    def list_entries(self) -> tuple[tuple[Content, int, ItemElement | None], ...]:
        """Returns the content, the level and, if it is an `<item>`, the element of each entry."""
        bullets = [Bullet(entry, 0, self.span) if isinstance(entry, Text) else entry for entry in self.of or ()]
        items = [child for child in self.children if isinstance(child, ItemElement)]
        return (
            *(((bullet.text,), bullet.level, None) for bullet in bullets),
            *((words, item.level, item) for item in items for words in trim_content(item.content)),
        )

    @cache_measure
    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        lead = [Block((self.lead,), context.brand.styles["lead"])] if self.lead else []
        return (*lead, *self.make_bullet_blocks(self.override_style(context.brand.styles[self.style]), context))

    def make_bullet_blocks(self, base: Style, context: SlideContext) -> tuple[Block, ...]:
        """Returns the entries with the brand's bullet, smaller on each level."""
        space = base.space_before or round(base.size * 0.35, 1)
        blocks = []
        for content, level, item in self.list_entries():
            style = replace(
                base,
                size=max(base.size - 2 * level, min(base.size, context.brand.smallest)),
                bullet=context.brand.bullet,
                margin_left=BULLET_INDENT * (level + 1),
                indent=-BULLET_INDENT,
                space_before=space,
            )
            blocks.append(Block(content, style, level, context.link_to_slide(item.link, item.span) if item else None))
        return tuple(blocks)


def trim_content(content: Content) -> tuple[Content, ...]:
    """Returns content as one paragraph, or no paragraph if it is empty.

    White space of the slide template becomes one space, and is removed at the ends.
    """
    words = [text if isinstance(text, Text) else _SPACES.sub(" ", text) for text in content]
    while words and not words[0].strip():
        words.pop(0)
    while words and not words[-1].strip():
        words.pop()
    if words and not isinstance(words[0], Text):
        words[0] = words[0].lstrip(" ")
    if words and not isinstance(words[-1], Text):
        words[-1] = words[-1].rstrip(" ")
    return (tuple(words),) if words else ()
