"""The table element: a native table in the brand's style of tables, its widths by content."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import Element, Misfit, attribute
from deckwright.arrange.elements.readers import whole_value
from deckwright.arrange.table_sizes import SizedCell, SizedRow, share_column_widths, measure_cell
from deckwright.arrange.typeset import Block, measure_extent, make_paragraph
from deckwright.model import deck
from deckwright.model.brand import Style
from deckwright.model.colours import DRAWN, Colour, legible
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Align, Box, Cell, Insets, TableFrame, TextFrame
from deckwright.model.source import Text

_ALIGN: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
CELL_PADDING = Insets(91_440, 45_720, 91_440, 45_720)
"""PowerPoint's own."""
MIN_COLUMN_SHARE = 2 * EMU_PER_CM
"""A column that has so much and is too narrow has a word too long; one that has less has too many neighbours."""
_SAMPLE_ROWS = 40
"""Rows whose text stands for that of all."""


class TablePart(Struct, frozen=True):
    """The rows of a table that one slide shows, where it goes on over several."""

    rows: range
    scale: float
    """Of type: the same on all of them."""
    spare: int
    """EMU that each row is higher than it must be."""
    label: str
    """(2 of 3)."""


class TableElement(Element, frozen=True, kw_only=True):
    """A native table: widths by content, a header row, perhaps a total row."""

    of: deck.Table = attribute(whole_value("a table", deck.Table), required=True)
    """What it shows: `{{ table }}`."""
    part: TablePart | None = None
    """Set where the table is longer than a slide."""

    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """Some of it as one text."""
        texts = [column.name for column in self.of.columns] + [
            text for row in self.of.rows[:_SAMPLE_ROWS] for text in row
        ]
        styles = (context.brand.styles[name] for name in ("table-header", "table-cell"))
        return (Block((Text(" ".join(texts), self.of.span),), max(styles, key=lambda style: style.size)),)

    def measure_natural_width(self, context: SlideContext) -> int:
        return sum(self._wanted(context))

    def measure_least_width(self, context: SlideContext) -> int:
        return sum(self._least(context))

    def measure_height(self, context: SlideContext, width: int) -> int:
        """With air in its rows, if there is room for it."""
        heights = self.measure_row_heights(context, width)
        return sum(heights) if self.part else sum(heights) + _limit_spare_height(heights) * len(heights)

    def measure_least_height(self, context: SlideContext, width: int) -> int:
        return sum(self.measure_row_heights(context, width))

    def measure_row_heights(self, context: SlideContext, width: int) -> list[int]:
        """EMU of the rows that are shown, the header row first and the total row last."""
        heights = self._heights(context, self._widths(context, width))
        spare = self.part.spare if self.part else 0
        return [heights[at] + spare for at in self._list_shown_rows()]

    def estimate_least_height(self, context: SlideContext) -> int:
        """EMU under which it certainly does not come, without measuring."""
        padding = _scale_padding(context)
        line = context.scale_size(context.brand.styles["table-cell"]) * EMU_PER_POINT
        return round(line + padding.top + padding.bottom) * len(self._list_shown_rows())

    def find_width_misfit(self, context: SlideContext, width: int) -> Misfit | None:
        """A word that is wider than its column can be, or more columns than there is room for."""
        widths, least = self._widths(context, width), self._least(context)
        narrow = [at for at, (has, needs) in enumerate(zip(widths, least, strict=True)) if has < needs]
        if not narrow:
            return None
        worst = max(narrow, key=lambda at: least[at] - widths[at])
        column, beside = self.of.columns[worst], _measure_padding(context)
        share = width // len(widths)
        if column.width is None and share < MIN_COLUMN_SHARE and sum(least) - least[worst] + share > width:
            return Misfit(self.of.span, sum(least) - width, 0, width, columns=len(widths))
        cell = max((line[worst] for line in self.measure_rows(context)), key=lambda cell: cell.least)
        room = max(widths[worst] - beside, 1)
        word = measure_extent([cell.block], room, context).broken_word or cell.block.plain
        return Misfit(cell.block.span or self.of.span, 0, 0, room, word)

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        if self.part and context.scale > self.part.scale:
            return Misfit(self.of.span, 1, 1, box.width)
        if fault := self.find_width_misfit(context, box.width):
            return fault
        excess = sum(self.measure_row_heights(context, box.width)) - box.height
        return Misfit.from_blocks(self.make_blocks(context), excess, box.width, context) if excess > 0 else None

    def place(self, context: SlideContext, box: Box) -> Shapes:
        widths = self._widths(context, box.width)
        heights = self.measure_row_heights(context, box.width)
        if self.part is None:
            spare = share_spare_height([heights], box.height)
            heights = [height + spare for height in heights]
        x = box.x + (box.width - sum(widths) if context.rtl else 0)
        at = Box(x, box.y, sum(widths), sum(heights))
        style, shown = context.brand.table, self._list_shown_rows()
        frame = TableFrame(
            self.name_shape("Table", context, at),
            at,
            widths,
            tuple(heights),
            self._make_cells(context, shown),
            style.id,
            f"{self.of.alt or ''} {self.part.label if self.part else ''}".strip(),
            total_row=bool(self.of.total) and shown[-1] > len(self.of.rows),
            first_column=self._has_row_names() and not style.own
            if self.of.first_column is None
            else self.of.first_column,
            banded=style.banded,
            rtl=context.rtl,
        )
        return (frame,)

    def measure_rows(self, context: SlideContext) -> list[SizedRow]:
        """The cells of the whole table, measured: header row, rows, total row."""
        key = (id(self.of), "lines", context.scale)
        if key not in context.measure_cache:
            context.measure_cache[key] = self._measured(context)
        found: list[SizedRow] = context.measure_cache[key]
        return found

    def _measured(self, context: SlideContext) -> list[SizedRow]:
        looks = _find_cell_styles(context)

        def cell(text: Text, kind: str, column: deck.Column) -> SizedCell:
            is_number = column.is_numeric and kind != "header"
            return measure_cell(looks.block(text, kind, column.align, is_number), context, is_number=is_number)

        rows: list[tuple[str, Sequence[Text]]] = [("header", [column.name for column in self.of.columns])]
        rows += [("picked" if at in self.of.highlight else "row", row) for at, row in enumerate(self.of.rows)]
        if self.of.total:
            rows.append(("total", self.of.total))
        return [
            tuple(cell(text, kind, column) for text, column in zip(row, self.of.columns, strict=True))
            for kind, row in rows
        ]

    def _list_shown_rows(self) -> list[int]:
        """The lines of the table that are shown here."""
        count = len(self.of.rows)
        rows = self.part.rows if self.part else range(count)
        return [0, *(at + 1 for at in rows), *([count + 1] if self.of.total and rows.stop == count else [])]

    def _wanted(self, context: SlideContext) -> list[int]:
        return self._widest(context, "natural")

    def _least(self, context: SlideContext) -> list[int]:
        return self._widest(context, "least")

    def _widest(self, context: SlideContext, which: str) -> list[int]:
        key = (id(self.of), which, context.scale)
        if key not in context.measure_cache:
            columns = zip(*self.measure_rows(context), strict=True)
            beside = _measure_padding(context)
            context.measure_cache[key] = [max(getattr(cell, which) for cell in column) + beside for column in columns]
        found: list[int] = context.measure_cache[key]
        return found

    def _widths(self, context: SlideContext, width: int) -> tuple[int, ...]:
        """Names of columns wrap before what stands below them does, if that is enough."""
        key = (id(self.of), "widths", context.scale, width)
        if key not in context.measure_cache:
            context.measure_cache[key] = self._shared_out(context, width)
        found: tuple[int, ...] = context.measure_cache[key]
        return found

    def _shared_out(self, context: SlideContext, width: int) -> tuple[int, ...]:
        wanted, least = self._wanted(context), self._least(context)
        if sum(wanted) > width:
            rows, beside = self.measure_rows(context)[1:], _measure_padding(context)
            cells = [max((cell.natural for cell in column), default=0) + beside for column in zip(*rows, strict=True)]
            whole_value = [max(cell, word) for cell, word in zip(cells or least, least, strict=True)]
            least = whole_value if sum(whole_value) <= width else least
        return share_column_widths(self.of.columns, wanted, least, width)

    def _heights(self, context: SlideContext, widths: tuple[int, ...]) -> list[int]:
        key = (id(self.of), "heights", context.scale, widths)
        if key not in context.measure_cache:
            padding, beside = _scale_padding(context), _measure_padding(context)
            inner = [width - beside for width in widths]
            context.measure_cache[key] = [
                max(cell.measure_height(context, width) for cell, width in zip(line, inner, strict=True))
                + padding.top
                + padding.bottom
                for line in self.measure_rows(context)
            ]
        found: list[int] = context.measure_cache[key]
        return found

    def _has_row_names(self) -> bool:
        """Whether the first column is words, one for each row and none twice."""
        names = [row[0] for row in self.of.rows]
        first = self.of.columns[0]
        return len(self.of.columns) > 1 and not first.is_numeric and all(names) and len(set(names)) == len(names)

    def _make_cells(self, context: SlideContext, shown: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
        lines, highlight, header = (
            self.measure_rows(context),
            context.brand.table.highlight,
            context.with_background(_header(context)),
        )
        picked = context.with_background(highlight)
        padding = _scale_padding(context)
        rows = []
        for at in shown:
            stands, fill = (picked, highlight) if at - 1 in self.of.highlight else (context if at else header, None)
            rows.append(tuple(_make_cell(cell, stands, fill, padding) for cell in lines[at]))
        return tuple(rows)


class _CellStyles:
    """How the text of cells looks, and how much of that the style of tables says."""

    def __init__(self, context: SlideContext) -> None:
        brand = context.brand
        cell, header = brand.styles["table-cell"], brand.styles["table-header"]
        under = _header(context)
        ink = legible(brand.colours, header.colour, under or Colour("background1"), DRAWN)
        header = replace(header, colour=ink)
        total = replace(cell, bold=True)
        seen = {"header": (header, context.with_background(under)), "row": (cell, context), "total": (total, context)}
        self._looks: dict[tuple[str, Align], tuple[Style, Style | None]] = {}
        # Ones stand under ones where numbers end at the page's right, whichever way the words around them run.
        self._aligns = {False: _ALIGN, True: _ALIGN}
        if context.rtl:
            self._aligns = {False: _ALIGN | {"right": "left"}, True: _ALIGN | {"left": "right"}}
        for align in _ALIGN.values():
            for kind, (style, stands) in seen.items():
                said = Style(0, style.font, style.bold, style.italic, colour=style.colour)
                colour = style.colour if brand.table.own else stands.make_legible(style.colour)
                self._looks[kind, align] = replace(style, align=align, colour=colour), said
            self._looks["picked", align] = replace(cell, align=align, bold=True), None

    def block(self, text: Text, kind: str, align: str, is_number: bool) -> Block:
        style, said = self._looks[kind, self._aligns[is_number][align]]
        return Block((text,) if text else (), style, inherited=said)


def _find_cell_styles(context: SlideContext) -> _CellStyles:
    """Those of all tables that stand on one background."""
    key = ("cells", context.background)
    if key not in context.style_cache:
        context.style_cache[key] = _CellStyles(context)
    found: _CellStyles = context.style_cache[key]
    return found


def share_spare_height(tables: Sequence[Sequence[int]], room: int) -> int:
    """EMU that each row of tables with rows of these heights may be higher, all alike, so that each has room."""
    most = _limit_spare_height([height for rows in tables for height in rows])
    return max(0, min(most, *((room - sum(rows)) // len(rows) for rows in tables)))


def _limit_spare_height(heights: Sequence[int]) -> int:
    """A third of a usual row."""
    return sum(heights) // (3 * len(heights))


def _make_cell(cell: SizedCell, context: SlideContext, fill: Colour | None, padding: Insets) -> Cell:
    from_left = cell.is_number and context.rtl
    text = make_paragraph(cell.block, replace(context, rtl=False) if from_left else context)
    if from_left:
        text = replace(text, from_left=True)
    if not text.runs:
        text = replace(text, end_size=context.scale_size(cell.block.style))
    return Cell(TextFrame((text,), insets=padding, anchor="middle"), fill)


def _header(context: SlideContext) -> Colour | None:
    return context.brand.table.header


def _scale_padding(context: SlideContext) -> Insets:
    key = ("padding of cells", context.scale)
    if key not in context.style_cache:
        sides = (CELL_PADDING.left, CELL_PADDING.top, CELL_PADDING.right, CELL_PADDING.bottom)
        context.style_cache[key] = Insets(*(context.scale_gap(side) for side in sides))
    found: Insets = context.style_cache[key]
    return found


def _measure_padding(context: SlideContext) -> int:
    padding = _scale_padding(context)
    return padding.left + padding.right
