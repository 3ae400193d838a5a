"""Elements that hold text: text, list, shape (a drawn shape with a text in it)."""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import BOX_ATTRIBUTES, Element, Misfit, attribute, cache_measure
from deckwright.arrange.elements.geometries import DIRECTED, GEOMETRIES, GEOMETRY
from deckwright.arrange.elements.readers import (
    COLOUR,
    DISTANCE,
    SIDES,
    SLIDE,
    STYLE,
    TEXT,
    YES_NO,
    WholeValue,
    one_of,
    whole_number,
)
from deckwright.arrange.heading_lines import STYLES as HEADINGS
from deckwright.arrange.heading_lines import balance_lines
from deckwright.arrange.typeset import (
    Block,
    Content,
    Extent,
    measure_extent,
    measure_least_width,
    measure_natural_width,
    make_paragraph,
)
from deckwright.model.brand import Style
from deckwright.model.colours import Colour
from deckwright.model.deck import Bullet
from deckwright.model.lengths import Sides
from deckwright.model.page import EMU_PER_CM, Align, Anchor, Box, Insets, Line, Shape, TextFrame
from deckwright.model.source import Text
from deckwright.texts.marks import plain

BULLET_INDENT = EMU_PER_CM * 3 // 4
"""Of each level of a list in a composed body."""

LEVEL = whole_number(0, 8)
_SPACES = re.compile(r"[ \t\r\n]+")


class TextualElement(Element, frozen=True, kw_only=True):
    """Set type in a frame; what text, list and shape have in common."""

    holds_text: ClassVar[bool] = True

    style: str = attribute(STYLE, "body")
    """Size, font, colour and spacing; in a placeholder, as its layout has it unless another one is named."""
    colour: Colour | None = attribute(COLOUR)
    """Instead of the style's."""
    bold: bool | None = attribute(YES_NO)
    """Instead of the style's."""
    align: Align | None = attribute(one_of("left", "center", "right"))
    """Instead of the style's; left and right change places in right-to-left languages."""
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "top")
    """Where the text stands when its box is higher."""
    link: str = attribute(SLIDE, "")
    """A click goes to this slide."""

    @cache_measure
    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """Its own text as one paragraph, then its `<paragraph>`s, each in a style of its own."""
        of_children = (block for child in self.children for block in child.make_blocks(context))
        return (*self.make_own_blocks(self.resolve_style(context), context), *of_children)

    def make_own_blocks(self, look: Style, context: SlideContext) -> tuple[Block, ...]:
        """Its own text in a certain look, without its children."""
        link = context.link_to_slide(self.link, self.span)
        return tuple(Block(content, look, link=link) for content in trim_content(self.content))

    def resolve_style(self, context: SlideContext) -> Style:
        return self.override_style(context.brand.styles[self.style])

    def override_style(self, style: Style) -> Style:
        """`style` with what is said instead of it."""
        bold = style.bold if self.bold is None else self.bold
        return replace(style, bold=bold, colour=self.colour or style.colour, align=self.align or style.align)

    def find_insets(self, context: SlideContext) -> Insets:
        return Insets()

    @cache_measure
    def measure_natural_width(self, context: SlideContext) -> int:
        return measure_natural_width(self.make_blocks(context), context) + self._measure_insets(context)

    @cache_measure
    def measure_least_width(self, context: SlideContext) -> int:
        return measure_least_width(self.make_blocks(context), context) + self._measure_insets(context)

    @cache_measure
    def measure_height(self, context: SlideContext, width: int) -> int:
        if not any(block.plain for block in self.make_blocks(context)):
            return 0
        insets = self.find_insets(context)
        return self._measure_extent(context, width).height + insets.top + insets.bottom

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        blocks = self.make_blocks(context)
        if not blocks:
            return None
        room = self._measure_extent(context, box.width)
        excess = self.measure_height(context, box.width) - box.height
        if excess <= 0 and not room.broken_word:
            return None
        return Misfit.from_blocks(
            blocks, max(excess, 0), box.width - self._measure_insets(context), context, word=room.broken_word
        )

    def place(self, context: SlideContext, box: Box) -> Shapes:
        frame = self.make_frame(context, box.width)
        if not frame.paragraphs:
            return ()
        name = self.name_shape(self.style.replace("-", " ").capitalize(), context, box)
        first = next((block.span for block in self.make_blocks(context) if block.span), None)
        return (Shape(name, box, frame, text_box=True, span=first),)

    def make_frame(self, context: SlideContext, width: int) -> TextFrame:
        blocks = self.make_blocks(context)
        if self.style in HEADINGS:
            blocks = balance_lines(blocks, width - self._measure_insets(context), context)
        written = tuple(make_paragraph(block, context) for block in blocks if block.plain)
        return TextFrame(written, insets=self.find_insets(context), anchor=self.anchor)

    @cache_measure
    def _measure_extent(self, context: SlideContext, width: int) -> Extent:
        return measure_extent(self.make_blocks(context), width - self._measure_insets(context), context)

    def _measure_insets(self, context: SlideContext) -> int:
        insets = self.find_insets(context)
        return insets.left + insets.right


class TextElement(TextualElement, frozen=True, kw_only=True):
    """A text box, with no space between its edge and its text; or a paragraph of a placeholder."""

    level: int = attribute(LEVEL, "0")
    """In a placeholder: which of the layout's levels it looks like."""


class ParagraphElement(TextualElement, frozen=True, kw_only=True):
    """One more paragraph of a text box: a quote and its source, say, stay together when the box is moved."""

    parents: ClassVar[tuple[str, ...]] = ("text",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES | {"anchor"}


class ItemElement(Element, frozen=True, kw_only=True):
    """One entry of a list."""

    parents: ClassVar[tuple[str, ...]] = ("list",)
    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    holds_text: ClassVar[bool] = True

    level: int = attribute(LEVEL, "0")
    """0 for the outermost."""
    link: str = attribute(SLIDE, "")
    """A click goes to this slide."""


def _are_bullets(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(entry, Bullet | Text) for entry in value)


class ListElement(TextualElement, frozen=True, kw_only=True):
    """Bullets: a field's (`of`), or its own `<item>`s; with a lead above them if there is one."""

    excluded: ClassVar[frozenset[str]] = frozenset({"link"})
    holds_text: ClassVar[bool] = False

    of: tuple[Bullet | Text, ...] | None = attribute(WholeValue("bullets, or a list of texts", _are_bullets))
    """The entries."""
    lead: str = attribute(TEXT, "")
    """A paragraph without a bullet, before the others."""

    def list_entries(self) -> tuple[tuple[Content, int, ItemElement | None], ...]:
        """Each entry's content and level, and its element if it has one."""
        given = [Bullet(one, 0, self.span) if isinstance(one, Text) else one for one in self.of or ()]
        own = [child for child in self.children if isinstance(child, ItemElement)]
        return (
            *(((bullet.text,), bullet.level, None) for bullet in given),
            *((words, item.level, item) for item in own for words in trim_content(item.content)),
        )

    @cache_measure
    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        lead = [Block((self.lead,), context.brand.styles["lead"])] if self.lead else []
        return (*lead, *self.make_bullet_blocks(self.resolve_style(context), context))

    def make_bullet_blocks(self, look: Style, context: SlideContext) -> tuple[Block, ...]:
        """The entries with the brand's bullet, smaller on each level."""
        space = look.space_before or round(look.size * 0.35, 1)
        blocks = []
        for content, level, item in self.list_entries():
            style = replace(
                look,
                size=max(look.size - 2 * level, min(look.size, context.brand.smallest)),
                bullet=context.brand.bullet,
                margin_left=BULLET_INDENT * (level + 1),
                indent=-BULLET_INDENT,
                space_before=space,
            )
            blocks.append(Block(content, style, level, context.link_to_slide(item.link, item.span) if item else None))
        return tuple(blocks)


class ShapeElement(TextualElement, frozen=True, kw_only=True):
    """A drawn shape of PowerPoint's gallery, with a text in it or none."""

    geometry: str = attribute(GEOMETRY, "rect")
    """By its name in the file format (ST_ShapeType): rect, roundRect, ellipse, rightArrow, chevron, homePlate …"""
    fill: Colour | None = attribute(COLOUR)
    line: Colour | None = attribute(COLOUR)
    """Of its outline."""
    line_width: int = attribute(DISTANCE, "1pt")
    padding: Sides = attribute(SIDES, "0")
    """Between the edge and the text."""
    adjust: int | None = attribute(whole_number(-1_000_000, 1_000_000))
    """The shape's first yellow handle, in the units of the file format: 50000 is the middle."""
    rotation: int = attribute(whole_number(-360, 360), "0")
    """Degrees clockwise."""
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "middle")
    style: str = attribute(STYLE, "label")
    """Of its text."""
    alt: str = attribute(TEXT, "")
    """Without one, a shape without a text is decoration."""

    def find_insets(self, context: SlideContext) -> Insets:
        sides = self.padding
        left, right = (sides.right, sides.left) if context.rtl else (sides.left, sides.right)
        return Insets(*(context.scale_gap(side) for side in (left, sides.top, right, sides.bottom)))

    def measure_natural_width(self, context: SlideContext) -> int:
        return TextualElement.measure_natural_width(self, context) if self.make_blocks(context) else 0

    def measure_least_width(self, context: SlideContext) -> int:
        return TextualElement.measure_least_width(self, context) if self.make_blocks(context) else 0

    def place(self, context: SlideContext, box: Box) -> Shapes:
        within = context.with_background(self.fill)
        handle = GEOMETRIES[self.geometry]
        frame = self.make_frame(within, box.width) if self.make_blocks(context) else None
        return (
            Shape(
                self.name_shape("Shape", context, box),
                box,
                frame,
                geometry=self.geometry,
                adjustments=((handle, self.adjust),) if handle and self.adjust is not None else (),
                fill=self.fill,
                line=Line(self.line, context.scale_thickness(self.line_width)) if self.line else None,
                flip_horizontal=context.rtl and self.geometry in DIRECTED,
                rotation=-self.rotation if context.rtl else self.rotation,
                alt=plain(self.alt),
                decorative=not self.alt and frame is None,
                link=context.link_to_slide(self.link, self.span),
                span=next((block.span for block in self.make_blocks(context) if block.span), None),
            ),
        )


def trim_content(content: Content) -> tuple[Content, ...]:
    """Content as one paragraph. The slide template's white space is one space, and none at the ends."""
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
