"""Elements that hold text: text, list, shape (a drawn shape with a text in it)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.lengths import Length, Sides, read_length, read_sides
from deckwright.arrange.typeset import Block, Content, extent, least_width, natural_width, paragraph
from deckwright.brand import Style
from deckwright.deck import Bullet
from deckwright.elements.base import Element, Misfit, attribute, one_of, read_colour, whole, yes_or_no
from deckwright.inline import plain
from deckwright.page import EMU_PER_CM, Align, Anchor, Box, Colour, Insets, Line, Link, Shape, TextFrame

BULLET_INDENT = EMU_PER_CM * 3 // 4
"""Of each level of a list in a composed body."""

MIRRORED_GEOMETRIES = frozenset({"rightArrow", "leftArrow", "chevron", "homePlate", "bentArrow", "curvedRightArrow"})
"""Shapes that point somewhere: turned round in right-to-left languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Element):
    """Set type in a frame; what text, list and shape have in common."""

    worded: ClassVar[bool] = True

    style: str = attribute(str, "body")
    """A named text style of the brand."""
    colour: Colour | None = attribute(read_colour)
    bold: bool | None = attribute(yes_or_no)
    align: Align | None = attribute(one_of("left", "center", "right"))
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "top")
    link: str = attribute(str, "")
    """Id of a slide that a click goes to."""
    alt: str = attribute(str, "")

    def blocks(self, context: Context) -> tuple[Block, ...]:
        """Its paragraphs, in the brand's look."""
        link = Link(slide=str(self.link)) if self.link else None
        return tuple(Block(content, self.look(context), link=link) for content in paragraphs(self.content))

    def look(self, context: Context) -> Style:
        style = context.brand.styles[self.style]
        bold = style.bold if self.bold is None else self.bold
        return replace(style, bold=bold, colour=self.colour or style.colour, align=self.align or style.align)

    def insets(self, context: Context) -> Insets:
        return Insets()

    def natural_width(self, context: Context) -> int:
        return natural_width(self.blocks(context), context) + self._beside(context)

    def least_width(self, context: Context) -> int:
        return least_width(self.blocks(context), context) + self._beside(context)

    def measured_height(self, context: Context, width: int) -> int:
        if not any(block.plain for block in self.blocks(context)):
            return 0
        insets = self.insets(context)
        return extent(self.blocks(context), width - self._beside(context), context).height + insets.top + insets.bottom

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        blocks, insets = self.blocks(context), self.insets(context)
        room = extent(blocks, box.width - self._beside(context), context)
        excess = room.height - (box.height - insets.top - insets.bottom)
        if excess <= 0 and not room.broken_word:
            return None
        longest = max(blocks, key=lambda block: len(block.plain), default=None)
        span = longest.span if longest else None
        return Misfit(longest.plain if longest else "", span, max(excess, 0), box.width, room.broken_word)

    def place(self, context: Context, box: Box) -> Shapes:
        name = self.name or context.names.new(self.style.replace("-", " ").capitalize())
        if self.name:
            context.names.placed[self.name] = (name, box)
        frame = self.frame(context)
        first = next((block.span for block in self.blocks(context) if block.span), None)
        return (Shape(name, box, frame, text_box=True, alt=plain(self.alt), span=first),) if frame.paragraphs else ()

    def frame(self, context: Context) -> TextFrame:
        written = tuple(paragraph(block, context) for block in self.blocks(context) if block.plain)
        return TextFrame(written, insets=self.insets(context), anchor=self.anchor)

    def _beside(self, context: Context) -> int:
        insets = self.insets(context)
        return insets.left + insets.right


@dataclass(frozen=True, slots=True, kw_only=True)
class TextElement(Worded):
    """A text box, with no space between its edge and its text; or a paragraph of a placeholder."""

    level: int = attribute(int, 0)
    """In a placeholder: which of the layout's levels it looks like."""

    def blocks(self, context: Context) -> tuple[Block, ...]:
        """Its own text as one paragraph, then its `<paragraph>`s, each in a style of its own."""
        more = (block for child in self.children if isinstance(child, Worded) for block in child.blocks(context))
        return (*Worded.blocks(self, context), *more)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphElement(Worded):
    """A paragraph of a text box: a quote and its source, say, stay together when the box is moved."""

    leaf: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemElement(Element):
    """One entry of a list."""

    leaf: ClassVar[bool] = True
    worded: ClassVar[bool] = True

    level: int = attribute(int, 0)
    link: str = attribute(str, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListElement(Worded):
    """Bullets: a field's (`of`), or its own `<item>`s; with a lead above them if there is one."""

    worded: ClassVar[bool] = False

    of: tuple[Bullet, ...] = attribute(whole(tuple, "a list of bullets"), ())
    lead: str = attribute(str, "")
    """A paragraph without a bullet, before the others."""

    def entries(self) -> tuple[tuple[Content, int, str], ...]:
        """Each entry's content, level and the id of the slide it leads to."""
        given = tuple(((bullet.text,), bullet.level, "") for bullet in self.of)
        own = tuple((c.content, c.level, str(c.link)) for c in self.children if isinstance(c, ItemElement))
        return given + own

    def blocks(self, context: Context) -> tuple[Block, ...]:
        look = self.look(context)
        marked = context.brand.bullet
        space = look.space_before or round(look.size * 0.35, 1)
        lead = [Block((self.lead,), context.brand.styles["lead"])] if self.lead else []
        blocks = []
        for content, level, link in self.entries():
            style = replace(
                look,
                size=max(look.size - 2 * level, min(look.size, context.brand.smallest)),
                bullet=marked,
                margin_left=BULLET_INDENT * (level + 1),
                indent=-BULLET_INDENT,
                space_before=space,
            )
            blocks.append(Block(content, style, level, self.jump(link)))
        return (*lead, *blocks)

    def jump(self, slide: str) -> Link | None:
        """The link of an entry that leads to a slide."""
        return Link(slide=slide) if slide else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeElement(Worded):
    """A drawn shape of PowerPoint's gallery, with a text in it or none."""

    leaf: ClassVar[bool] = True

    geometry: str = attribute(str, "rect")
    """ST_ShapeType: rect, roundRect, ellipse, rightArrow, chevron, homePlate …"""
    fill: Colour | None = attribute(read_colour)
    line: Colour | None = attribute(read_colour)
    line_width: Length = attribute(read_length, Length(12_700))
    padding: Sides = attribute(read_sides, Sides())
    adjust: int | None = attribute(int)
    """The shape's first adjustment handle, in its own units (a:gd adj)."""
    rotation: int = attribute(int, 0)
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "middle")
    style: str = attribute(str, "label")

    def blocks(self, context: Context) -> tuple[Block, ...]:
        return Worded.blocks(self, context.on(self.fill))

    def insets(self, context: Context) -> Insets:
        sides = self.padding
        return Insets(*(context.gap(side.of(0)) for side in (sides.left, sides.top, sides.right, sides.bottom)))

    def natural_width(self, context: Context) -> int:
        return Worded.natural_width(self, context) if self.content else 0

    def least_width(self, context: Context) -> int:
        return Worded.least_width(self, context) if self.content else 0

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        return Worded.misfit(self, context, box) if self.content else None

    def place(self, context: Context, box: Box) -> Shapes:
        name = self.name or context.names.new("Shape")
        if self.name:
            context.names.placed[self.name] = (name, box)
        frame = self.frame(context.on(self.fill)) if any(self.content) else None
        return (
            Shape(
                name,
                box,
                frame,
                geometry=self.geometry,
                adjustments=(("adj", self.adjust),) if self.adjust is not None else (),
                fill=self.fill,
                line=Line(self.line, self.line_width.emu) if self.line else None,
                flip_horizontal=context.rtl and self.geometry in MIRRORED_GEOMETRIES,
                rotation=self.rotation,
                alt=plain(self.alt),
                decorative=not self.alt and frame is None,
                link=Link(slide=str(self.link)) if self.link else None,
            ),
        )


def paragraphs(content: Content) -> tuple[Content, ...]:
    """Content as one paragraph, without the white space around the slide template's own words."""
    words = [
        text if hasattr(text, "span") else " ".join(text.split()) if not text.isspace() else " " for text in content
    ]
    while words and not words[0].strip():
        words.pop(0)
    while words and not words[-1].strip():
        words.pop()
    return (tuple(words),) if words else ()
