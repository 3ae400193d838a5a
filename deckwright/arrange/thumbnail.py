"""Thumbnails: the shapes of another slide, scaled into a box, with all inherited formatting written out.

In PowerPoint the scale of a group does not scale its type, so every size is written. Placeholders become text boxes,
because the other slide's title must not appear in this slide's outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.model.brand import FOOTERS, Layout, Placeholder, Style
from deckwright.model.colours import Colour
from deckwright.model.page import (
    AnyShape,
    Box,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Line,
    Link,
    Page,
    Paragraph,
    PictureFrame,
    Run,
    Shape,
    TableFrame,
    TextFrame,
)
from deckwright.model.page_chart import NativeChart

T = TypeVar("T", Run, Paragraph)


def place_thumbnail(page: Page, slide: str, box: Box, context: SlideContext) -> Shapes:
    """Returns a framed group of the page's shapes, and a transparent shape over it that links to the slide.

    PowerPoint follows the link of a shape with a transparent fill, but not of a shape without fill.
    """
    layout = next(layout for layout in context.brand.layouts.values() if layout.part == page.layout)
    factor = min(box.width / context.brand.width, box.height / context.brand.height)
    width, height = round(context.brand.width * factor), round(context.brand.height * factor)
    left = box.width - width if context.rtl else 0  # where lines begin, like the caption below
    at = Box(box.x + left, box.y + (box.height - height) // 2, width, height)
    scaler = _Scaler(factor, at, layout, context)
    frame = Line(Colour("text1", lighter=50), 9_525)
    name = context.names.make_name("Miniature background")
    paper = Shape(name, at, fill=layout.background, line=frame, decorative=True)
    slots = ((shape, shape.slot if isinstance(shape, Shape) else None) for shape in page.shapes)
    shapes = [scaler.scale_shape(shape) for shape, slot in slots if not slot or slot.type not in FOOTERS]
    grouped = tuple(shape for shape in shapes if not isinstance(shape, TableFrame))
    tables = [shape for shape in shapes if isinstance(shape, TableFrame)]  # PowerPoint does not group tables
    group = Group(context.names.make_name("Miniature"), at, (paper, *grouped), alt=page.title)
    clear = Colour("background1", opacity=0)
    cover = Shape(context.names.make_name("Link"), at, fill=clear, link=Link(slide=slide), alt=page.title)
    return group, *tables, cover


class _Scaler(Struct, frozen=True):
    """Scales the shapes of a page by `factor`, into the box `at`."""

    factor: float
    at: Box
    layout: Layout
    context: SlideContext

    def scale_shape(self, shape: AnyShape) -> AnyShape:
        match shape:
            case Shape():
                return self._scale_text_shape(shape)
            case Connector():
                line = self._scale_line(shape.line)
                return replace(shape, box=self._scale_box(shape.box), line=line, begin=None, end=None)
            case PictureFrame():
                return replace(shape, box=self._scale_box(shape.box), slot=None, link=None)
            case ChartFrame():
                chart = self._scale_chart(shape.chart)
                return replace(shape, box=self._scale_box(shape.box), chart=chart, slot=None, link=None)
            case TableFrame():
                return self._scale_table(shape)
            case Group():
                return replace(shape, box=self._scale_box(shape.box), shapes=tuple(map(self.scale_shape, shape.shapes)))

    def _scale_text_shape(self, shape: Shape) -> Shape:
        slots = {(placeholder.type, placeholder.index): placeholder for placeholder in self.layout.placeholders}
        placeholder = slots.get((shape.slot.type, shape.slot.index)) if shape.slot else None
        frame = shape.frame
        if placeholder and frame:
            frame = self._make_explicit(frame, placeholder)
        whole = shape.box or (placeholder.box if placeholder else Box(0, 0, 0, 0))
        return replace(
            shape,
            box=self._scale_box(whole),
            frame=self._scale_frame(frame) if frame else None,
            slot=None,
            text_box=shape.text_box or placeholder is not None,
            line=self._scale_line(shape.line) if shape.line else None,
            link=None,
        )

    def _make_explicit(self, frame: TextFrame, placeholder: Placeholder) -> TextFrame:
        """Returns the frame with all formatting that it inherits from its placeholder."""
        surroundings = self.context.with_background(self.layout.background)  # a thumbnail has no artwork
        bullets = surroundings.make_legible(self.context.brand.bullet_colour)
        styles = [replace(style, colour=surroundings.make_legible(style.colour)) for style in placeholder.levels]
        return replace(
            frame,
            insets=frame.insets or placeholder.insets,
            anchor=frame.anchor or placeholder.anchor,
            paragraphs=tuple(_make_explicit(p, styles[p.level], bullets) for p in frame.paragraphs),
        )

    def _scale_box(self, box: Box) -> Box:
        x, y, width, height = (round(length * self.factor) for length in (box.x, box.y, box.width, box.height))
        return Box(self.at.x + x, self.at.y + y, width, height)

    def _scale_line(self, line: Line) -> Line:
        return replace(line, width=max(3_175, round(line.width * self.factor)))

    def _scale_frame(self, frame: TextFrame) -> TextFrame:
        insets = frame.insets or Insets()
        scaled = Insets(*(round(side * self.factor) for side in (insets.left, insets.top, insets.right, insets.bottom)))
        type_factor = self.factor * (frame.font_scale or 100) / 100
        paragraphs = tuple(self._scale_paragraph(p, type_factor, frame.line_reduction) for p in frame.paragraphs)
        return replace(frame, paragraphs=paragraphs, insets=scaled, font_scale=None, line_reduction=0)

    def _scale_paragraph(self, paragraph: Paragraph, type_factor: float, reduction: int) -> Paragraph:
        runs = (replace(run, size=_scale_size(run.size or 18, type_factor), link=None) for run in paragraph.runs)
        return replace(
            paragraph,
            runs=tuple(runs),
            level=0,
            end_size=_scale_size(paragraph.end_size, type_factor) if paragraph.end_size else None,
            margin_left=round((paragraph.margin_left or 0) * self.factor),
            indent=round((paragraph.indent or 0) * self.factor),
            line_spacing=(paragraph.line_spacing or 100) - reduction,
            space_before=round((paragraph.space_before or 0) * type_factor, 1),
        )

    def _scale_chart(self, chart: NativeChart) -> NativeChart:
        return replace(
            chart,
            text_size=_scale_size(chart.text_size, self.factor),
            title_size=_scale_size(chart.title_size, self.factor),
            label_size=_scale_size(chart.label_size, self.factor),
            category_size=_scale_size(chart.category_size or chart.text_size, self.factor),
        )

    def _scale_table(self, table: TableFrame) -> TableFrame:
        return replace(
            table,
            box=self._scale_box(table.box),
            column_widths=tuple(round(width * self.factor) for width in table.column_widths),
            row_heights=tuple(round(height * self.factor) for height in table.row_heights),
            rows=tuple(tuple(replace(cell, frame=self._scale_frame(cell.frame)) for cell in row) for row in table.rows),
            slot=None,
        )


def _scale_size(size: float, factor: float) -> float:
    """Scales a type size; the smallest size of ST_TextFontSize is 1 point."""
    return max(1.0, round(size * factor, 1))


def _make_explicit(paragraph: Paragraph, style: Style, bullet_colour: Colour) -> Paragraph:
    runs = tuple(_inherit(run, style, ("size", "bold", "italic", "caps", "font", "colour")) for run in paragraph.runs)
    paragraph = replace(paragraph, runs=runs, bullet_colour=paragraph.bullet_colour or bullet_colour)
    return _inherit(paragraph, style, ("align", "bullet", "margin_left", "indent", "line_spacing", "space_before"))


def _inherit(part: T, style: Style, fields: Sequence[str]) -> T:
    """Returns a run or a paragraph with the fields of the style that it does not set itself."""
    return replace(part, **{field: getattr(style, field) for field in fields if getattr(part, field) is None})
