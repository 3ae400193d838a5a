"""The table element: a native table in the brand's style of tables, its widths by content."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.elements.base import Element, Misfit, attribute
from deckwright.arrange.elements.readers import whole
from deckwright.arrange.table_sizes import SizedCell, SizedRow, column_widths, sized
from deckwright.arrange.typeset import Block, extent, paragraph
from deckwright.model import deck
from deckwright.model.brand import Style
from deckwright.model.colours import DRAWN, Colour, legible
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Align, Box, Cell, Insets, TableFrame, TextFrame
from deckwright.model.source import Text

_ALIGN: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
CELL_PADDING = Insets(91_440, 45_720, 91_440, 45_720)
"""PowerPoint's own."""
ENOUGH = 2 * EMU_PER_CM
"""A column that has so much and is too narrow has a word too long; one that has less has too many neighbours."""
_TOLD = 40
"""Rows whose text stands for that of all."""


class Part(Struct, frozen=True):
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

    of: deck.Table = attribute(whole("a table", deck.Table), required=True)
    """What it shows: `{{ table }}`."""
    part: Part | None = None
    """Set where the table is longer than a slide."""

    def blocks(self, context: Context) -> tuple[Block, ...]:
        """Some of it as one text."""
        texts = [column.name for column in self.of.columns] + [text for row in self.of.rows[:_TOLD] for text in row]
        styles = (context.brand.styles[name] for name in ("table-header", "table-cell"))
        return (Block((Text(" ".join(texts), self.of.span),), max(styles, key=lambda style: style.size)),)

    def natural_width(self, context: Context) -> int:
        return sum(self._wanted(context))

    def least_width(self, context: Context) -> int:
        return sum(self._least(context))

    def measured_height(self, context: Context, width: int) -> int:
        """With air in its rows, if there is room for it."""
        heights = self.row_heights(context, width)
        return sum(heights) if self.part else sum(heights) + _most_spare(heights) * len(heights)

    def least_height(self, context: Context, width: int) -> int:
        return sum(self.row_heights(context, width))

    def row_heights(self, context: Context, width: int) -> list[int]:
        """EMU of the rows that are shown, the header row first and the total row last."""
        heights = self._heights(context, self._widths(context, width))
        spare = self.part.spare if self.part else 0
        return [heights[at] + spare for at in self._shown()]

    def quick_height(self, context: Context) -> int:
        """EMU under which it certainly does not come, without measuring."""
        padding = _padding(context)
        line = context.size(context.brand.styles["table-cell"]) * EMU_PER_POINT
        return round(line + padding.top + padding.bottom) * len(self._shown())

    def too_wide(self, context: Context, width: int) -> Misfit | None:
        """A word that is wider than its column can be, or more columns than there is room for."""
        widths, least = self._widths(context, width), self._least(context)
        narrow = [at for at, (has, needs) in enumerate(zip(widths, least, strict=True)) if has < needs]
        if not narrow:
            return None
        worst = max(narrow, key=lambda at: least[at] - widths[at])
        column, beside = self.of.columns[worst], _beside(context)
        share = width // len(widths)
        if column.width is None and share < ENOUGH and sum(least) - least[worst] + share > width:
            return Misfit(self.of.span, sum(least) - width, 0, width, columns=len(widths))
        cell = max((line[worst] for line in self.lines(context)), key=lambda cell: cell.least)
        room = max(widths[worst] - beside, 1)
        word = extent([cell.block], room, context).broken_word or cell.block.plain
        return Misfit(cell.block.span or self.of.span, 0, 0, room, word)

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        if self.part and context.scale > self.part.scale:
            return Misfit(self.of.span, 1, 1, box.width)
        if fault := self.too_wide(context, box.width):
            return fault
        excess = sum(self.row_heights(context, box.width)) - box.height
        return Misfit.of(self.blocks(context), excess, box.width, context) if excess > 0 else None

    def place(self, context: Context, box: Box) -> Shapes:
        widths = self._widths(context, box.width)
        heights = self.row_heights(context, box.width)
        if self.part is None:
            spare = spare_height([heights], box.height)
            heights = [height + spare for height in heights]
        x = box.x + (box.width - sum(widths) if context.rtl else 0)
        at = Box(x, box.y, sum(widths), sum(heights))
        style, shown = context.brand.table, self._shown()
        frame = TableFrame(
            self.called("Table", context, at),
            at,
            widths,
            tuple(heights),
            self._cells(context, shown),
            style.id,
            f"{self.of.alt or ''} {self.part.label if self.part else ''}".strip(),
            total_row=bool(self.of.total) and shown[-1] > len(self.of.rows),
            first_column=self._names_rows() and not style.own if self.of.first_column is None else self.of.first_column,
            banded=style.banded,
            rtl=context.rtl,
        )
        return (frame,)

    def lines(self, context: Context) -> list[SizedRow]:
        """The cells of the whole table, measured: header row, rows, total row."""
        key = (id(self.of), "lines", context.scale)
        if key not in context.measures:
            context.measures[key] = self._measured(context)
        found: list[SizedRow] = context.measures[key]
        return found

    def _measured(self, context: Context) -> list[SizedRow]:
        looks = _looks(context)

        def cell(text: Text, kind: str, column: deck.Column) -> SizedCell:
            is_number = column.is_numeric and kind != "header"
            return sized(looks.block(text, kind, column.align, is_number), context, is_number=is_number)

        rows: list[tuple[str, Sequence[Text]]] = [("header", [column.name for column in self.of.columns])]
        rows += [("picked" if at in self.of.highlight else "row", row) for at, row in enumerate(self.of.rows)]
        if self.of.total:
            rows.append(("total", self.of.total))
        return [
            tuple(cell(text, kind, column) for text, column in zip(row, self.of.columns, strict=True))
            for kind, row in rows
        ]

    def _shown(self) -> list[int]:
        """The lines of the table that are shown here."""
        count = len(self.of.rows)
        rows = self.part.rows if self.part else range(count)
        return [0, *(at + 1 for at in rows), *([count + 1] if self.of.total and rows.stop == count else [])]

    def _wanted(self, context: Context) -> list[int]:
        return self._widest(context, "natural")

    def _least(self, context: Context) -> list[int]:
        return self._widest(context, "least")

    def _widest(self, context: Context, which: str) -> list[int]:
        key = (id(self.of), which, context.scale)
        if key not in context.measures:
            columns = zip(*self.lines(context), strict=True)
            beside = _beside(context)
            context.measures[key] = [max(getattr(cell, which) for cell in column) + beside for column in columns]
        found: list[int] = context.measures[key]
        return found

    def _widths(self, context: Context, width: int) -> tuple[int, ...]:
        """Names of columns wrap before what stands below them does, if that is enough."""
        key = (id(self.of), "widths", context.scale, width)
        if key not in context.measures:
            context.measures[key] = self._shared_out(context, width)
        found: tuple[int, ...] = context.measures[key]
        return found

    def _shared_out(self, context: Context, width: int) -> tuple[int, ...]:
        wanted, least = self._wanted(context), self._least(context)
        if sum(wanted) > width:
            rows, beside = self.lines(context)[1:], _beside(context)
            cells = [max((cell.natural for cell in column), default=0) + beside for column in zip(*rows, strict=True)]
            whole = [max(cell, word) for cell, word in zip(cells or least, least, strict=True)]
            least = whole if sum(whole) <= width else least
        return column_widths(self.of.columns, wanted, least, width)

    def _heights(self, context: Context, widths: tuple[int, ...]) -> list[int]:
        key = (id(self.of), "heights", context.scale, widths)
        if key not in context.measures:
            padding, beside = _padding(context), _beside(context)
            inner = [width - beside for width in widths]
            context.measures[key] = [
                max(cell.height(width, context) for cell, width in zip(line, inner, strict=True))
                + padding.top
                + padding.bottom
                for line in self.lines(context)
            ]
        found: list[int] = context.measures[key]
        return found

    def _names_rows(self) -> bool:
        """Whether the first column is words, one for each row and none twice."""
        names = [row[0] for row in self.of.rows]
        first = self.of.columns[0]
        return len(self.of.columns) > 1 and not first.is_numeric and all(names) and len(set(names)) == len(names)

    def _cells(self, context: Context, shown: Sequence[int]) -> tuple[tuple[Cell, ...], ...]:
        lines, highlight, header = self.lines(context), context.brand.table.highlight, context.on(_header(context))
        picked = context.on(highlight)
        padding = _padding(context)
        rows = []
        for at in shown:
            stands, fill = (picked, highlight) if at - 1 in self.of.highlight else (context if at else header, None)
            rows.append(tuple(_cell(cell, stands, fill, padding) for cell in lines[at]))
        return tuple(rows)


class _Looks:
    """How the text of cells looks, and how much of that the style of tables says."""

    def __init__(self, context: Context) -> None:
        brand = context.brand
        cell, header = brand.styles["table-cell"], brand.styles["table-header"]
        under = _header(context)
        ink = legible(brand.colours, header.colour, under or Colour("background1"), DRAWN)
        header = replace(header, colour=ink)
        total = replace(cell, bold=True)
        seen = {"header": (header, context.on(under)), "row": (cell, context), "total": (total, context)}
        self._looks: dict[tuple[str, Align], tuple[Style, Style | None]] = {}
        # Ones stand under ones where numbers end at the page's right, whichever way the words around them run.
        self._aligns = {False: _ALIGN, True: _ALIGN}
        if context.rtl:
            self._aligns = {False: _ALIGN | {"right": "left"}, True: _ALIGN | {"left": "right"}}
        for align in _ALIGN.values():
            for kind, (style, stands) in seen.items():
                said = Style(0, style.font, style.bold, style.italic, colour=style.colour)
                colour = style.colour if brand.table.own else stands.legible(style.colour)
                self._looks[kind, align] = replace(style, align=align, colour=colour), said
            self._looks["picked", align] = replace(cell, align=align, bold=True), None

    def block(self, text: Text, kind: str, align: str, is_number: bool) -> Block:
        style, said = self._looks[kind, self._aligns[is_number][align]]
        return Block((text,) if text else (), style, inherited=said)


def _looks(context: Context) -> _Looks:
    """Those of all tables that stand on one background."""
    key = ("cells", context.background)
    if key not in context.looks:
        context.looks[key] = _Looks(context)
    found: _Looks = context.looks[key]
    return found


def spare_height(tables: Sequence[Sequence[int]], room: int) -> int:
    """EMU that each row of tables with rows of these heights may be higher, all alike, so that each has room."""
    most = _most_spare([height for rows in tables for height in rows])
    return max(0, min(most, *((room - sum(rows)) // len(rows) for rows in tables)))


def _most_spare(heights: Sequence[int]) -> int:
    """A third of a usual row."""
    return sum(heights) // (3 * len(heights))


def _cell(cell: SizedCell, context: Context, fill: Colour | None, padding: Insets) -> Cell:
    from_left = cell.is_number and context.rtl
    text = paragraph(cell.block, replace(context, rtl=False) if from_left else context)
    if from_left:
        text = replace(text, from_left=True)
    if not text.runs:
        text = replace(text, end_size=context.size(cell.block.style))
    return Cell(TextFrame((text,), insets=padding, anchor="middle"), fill)


def _header(context: Context) -> Colour | None:
    return context.brand.table.header


def _padding(context: Context) -> Insets:
    key = ("padding of cells", context.scale)
    if key not in context.looks:
        sides = (CELL_PADDING.left, CELL_PADDING.top, CELL_PADDING.right, CELL_PADDING.bottom)
        context.looks[key] = Insets(*(context.gap(side) for side in sides))
    found: Insets = context.looks[key]
    return found


def _beside(context: Context) -> int:
    padding = _padding(context)
    return padding.left + padding.right
