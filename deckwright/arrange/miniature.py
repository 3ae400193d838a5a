"""A page in small: the shapes of another slide, scaled into a box, with every inherited look made explicit.

A group's scale does not scale type in PowerPoint, so sizes are written out; placeholders become text boxes,
since a slide's outline must not say the other slide's title again.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.model.brand import FOOTERS, Layout, Placeholder, Style
from deckwright.model.colours import Colour
from deckwright.model.page import (
    AnyShape,
    Box,
    Cell,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Line,
    Link,
    Page,
    Paragraph,
    Picture,
    Run,
    Shape,
    TableFrame,
    TextFrame,
)


def place_miniature(page: Page, slide: str, box: Box, context: SlideContext) -> Shapes:
    """A framed group of the page's shapes, then a clear shape over it that links to the slide.

    PowerPoint takes clicks on a shape whose fill is transparent, but not on one that has none.
    """
    layout = next(layout for layout in context.brand.layouts.values() if layout.part == page.layout)
    factor = min(box.width / context.brand.width, box.height / context.brand.height)
    width, height = round(context.brand.width * factor), round(context.brand.height * factor)
    # At the side where lines begin, for a caption below begins there too.
    aside = box.width - width if context.rtl else 0
    at = Box(box.x + aside, box.y + (box.height - height) // 2, width, height)
    small = _Scaler(factor, at, layout, context)
    frame = Line(Colour("text1", lighter=50), 9_525)
    paper = Shape(
        context.names.make_name("Miniature background"), at, fill=layout.background, line=frame, decorative=True
    )
    shapes = [small.scale_shape(shape) for shape in page.shapes if not _is_footer(shape)]
    grouped = tuple(shape for shape in shapes if not isinstance(shape, TableFrame))
    tables = [shape for shape in shapes if isinstance(shape, TableFrame)]  # PowerPoint does not group tables
    group = Group(context.names.make_name("Miniature"), at, (paper, *grouped), alt=page.title)
    clear = Colour("background1", opacity=0)
    cover = Shape(context.names.make_name("Link"), at, fill=clear, link=Link(slide=slide), alt=page.title)
    return group, *tables, cover


class _Scaler(Struct, frozen=True):
    factor: float
    at: Box
    layout: Layout
    context: SlideContext

    def scale_shape(self, shape: AnyShape) -> AnyShape:
        match shape:
            case Shape():
                return self._scale_text_shape(shape)
            case Connector():
                return replace(
                    shape, box=self._scale_box(shape.box), line=self._scale_line(shape.line), begin=None, end=None
                )
            case Picture():
                return replace(shape, box=self._scale_box(shape.box), slot=None, link=None)
            case ChartFrame():
                chart = shape.chart
                names = chart.category_size or chart.text_size
                text, title, label, category = (
                    _scale_size(size, self.factor)
                    for size in (chart.text_size, chart.title_size, chart.label_size, names)
                )
                smaller = replace(chart, text_size=text, title_size=title, label_size=label, category_size=category)
                return replace(shape, box=self._scale_box(shape.box), chart=smaller, slot=None, link=None)
            case TableFrame():
                return self._scale_table(shape)
            case Group():
                return replace(shape, box=self._scale_box(shape.box), shapes=tuple(map(self.scale_shape, shape.shapes)))

    def _scale_text_shape(self, shape: Shape) -> Shape:
        placeholder = self._find_placeholder(shape)
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
        """The frame with everything said that it inherits from its placeholder."""
        stands = self.context.with_background(self.layout.background)
        bullets = stands.make_legible(self.context.brand.bullet_colour)
        looks = [
            replace(one, colour=stands.make_legible(one.colour)) for one in placeholder.levels
        ]  # no band behind it
        return replace(
            frame,
            insets=frame.insets or placeholder.insets,
            anchor=frame.anchor or placeholder.anchor,
            paragraphs=tuple(_make_explicit(p, looks[p.level], bullets) for p in frame.paragraphs),
        )

    def _find_placeholder(self, shape: Shape) -> Placeholder | None:
        slots = {(placeholder.type, placeholder.index): placeholder for placeholder in self.layout.placeholders}
        return slots.get((shape.slot.type, shape.slot.index)) if shape.slot else None

    def _scale_box(self, box: Box) -> Box:
        x, y, width, height = (round(length * self.factor) for length in (box.x, box.y, box.width, box.height))
        return Box(self.at.x + x, self.at.y + y, width, height)

    def _scale_line(self, line: Line) -> Line:
        return replace(line, width=max(3_175, round(line.width * self.factor)))

    def _scale_frame(self, frame: TextFrame) -> TextFrame:
        insets = frame.insets or Insets()
        scaled = Insets(*(round(side * self.factor) for side in (insets.left, insets.top, insets.right, insets.bottom)))
        type_factor = self.factor * (frame.font_scale or 100) / 100
        paragraphs = tuple(self._scale_paragraph(one, type_factor, frame.line_reduction) for one in frame.paragraphs)
        return replace(frame, paragraphs=paragraphs, insets=scaled, font_scale=None, line_reduction=0)

    def _scale_paragraph(self, paragraph: Paragraph, type_factor: float, reduction: int) -> Paragraph:
        return replace(
            paragraph,
            runs=tuple(
                replace(run, size=_scale_size(run.size or 18, type_factor), link=None) for run in paragraph.runs
            ),
            level=0,
            end_size=_scale_size(paragraph.end_size, type_factor) if paragraph.end_size else None,
            margin_left=round((paragraph.margin_left or 0) * self.factor),
            indent=round((paragraph.indent or 0) * self.factor),
            line_spacing=(paragraph.line_spacing or 100) - reduction,
            space_before=round((paragraph.space_before or 0) * type_factor, 1),
        )

    def _scale_table(self, table: TableFrame) -> TableFrame:
        def cell(one: Cell) -> Cell:
            return replace(one, frame=self._scale_frame(one.frame))

        return replace(
            table,
            box=self._scale_box(table.box),
            column_widths=tuple(round(width * self.factor) for width in table.column_widths),
            row_heights=tuple(round(height * self.factor) for height in table.row_heights),
            rows=tuple(tuple(map(cell, row)) for row in table.rows),
            slot=None,
        )


def _is_footer(shape: AnyShape) -> bool:
    return isinstance(shape, Shape) and shape.slot is not None and shape.slot.type in FOOTERS


def _scale_size(size: float, factor: float) -> float:
    """ST_TextFontSize begins at 1 point."""
    return max(1.0, round(size * factor, 1))


def _make_explicit(paragraph: Paragraph, style: Style, bullet_colour: Colour) -> Paragraph:
    def run(one: Run) -> Run:
        return Run(
            one.text,
            one.lang,
            size=one.size or style.size,
            bold=style.bold if one.bold is None else one.bold,
            italic=style.italic if one.italic is None else one.italic,
            caps=style.caps if one.caps is None else one.caps,
            font=one.font or style.font,
            baseline=one.baseline,
            colour=one.colour or style.colour,
        )

    return replace(
        paragraph,
        runs=tuple(map(run, paragraph.runs)),
        align=_inherit(paragraph.align, style.align),
        bullet=_inherit(paragraph.bullet, style.bullet),
        bullet_colour=paragraph.bullet_colour or bullet_colour,
        margin_left=_inherit(paragraph.margin_left, style.margin_left),
        indent=_inherit(paragraph.indent, style.indent),
        line_spacing=_inherit(paragraph.line_spacing, style.line_spacing),
        space_before=_inherit(paragraph.space_before, style.space_before),
    )


T = TypeVar("T")


def _inherit(value: T | None, inherited: T) -> T:
    return inherited if value is None else value
