"""Text taken apart: the stretches between forced breaks, each with the units in which no line ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from deckwright.fonts.metrics import Metrics


class Face(Struct, frozen=True, gc=False):
    """One face of a font family."""

    family: str
    bold: bool = False
    italic: bool = False


class StyledText(Struct, frozen=True, gc=False):
    """Text of one look."""

    text: str
    """May hold forced line breaks as U+000B."""
    face: Face
    size: float
    """Points."""
    caps: bool = False
    lang: str = ""


class BrokenLine(Struct, frozen=True, gc=False):
    text: str
    """As it is seen (in capitals, if so styled), without the spaces at its end."""
    width: float
    """Points, without the spaces at its end."""
    size: float
    """Points: the largest size on the line, which is 1.2 times as high."""


class Run(Struct, frozen=True, gc=False):
    """A styled text by its place in the paragraph."""

    begin: int
    end: int
    caps: bool
    size: float
    metrics: Metrics


class Piece(Struct, frozen=True, gc=False):
    """What one run gives to a unit."""

    text: str
    size: float
    metrics: Metrics


class Unit(Struct, frozen=True, gc=False):
    """A stretch of text in which no line ends; widths in points."""

    text: str
    advance: float
    """With the spaces at its end."""
    width: float
    """As it ends a line: without them, but with the hyphen of a soft hyphen."""
    size: float
    pieces: tuple[Piece, ...]


class Segment(Struct, frozen=True, gc=False):
    """What stands between two forced breaks."""

    line: BrokenLine
    """That it is where it has room."""
    needed: float
    """Points that it takes as one line: a soft hyphen counts where one would end."""
    least: float
    """Points: its widest unit."""
    runs: list[Run]
    """Of the whole paragraph, as `text` is."""
    text: str
    start: int
    """Where the segment begins in it."""
    ends: tuple[int, ...]
    """Of its units, counted from there."""
    kern: bool
    made: list[Unit] = []

    @property
    def units(self) -> list[Unit]:
        """Made when they are asked for: where all is of one look, and one line, nobody needs them."""
        if not self.made:
            self.made.extend(_units_of_one(self.runs[0], self.text, self.start, self.ends, self.kern))
        return self.made


MetricsOf = Callable[[Face], Metrics]


def runs_of(texts: Sequence[StyledText], metrics_of: MetricsOf) -> list[Run]:
    runs: list[Run] = []
    begin = 0
    for text in texts:
        end = begin + len(text.text)
        runs.append(Run(begin, end, text.caps, text.size, metrics_of(text.face)))
        begin = end
    return runs


def segment_of_many(runs: list[Run], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> Segment:
    """That begins at `begin` of `text`; `ends` count from there."""
    units = list(_units(runs, text, begin, ends, kern))
    start = needed = width = size = least = 0.0
    last: Piece | None = None
    for unit in units:
        if kern and last is not None:
            start += kerning_between(last, unit.pieces[0])
        last = unit.pieces[-1]
        width = start + unit.width
        needed = max(needed, width)
        start += unit.advance
        size, least = max(size, unit.size), max(least, unit.width)
    # An empty line is as high as the break before it.
    size = size or next((run for run in runs if run.end >= begin), runs[-1]).size
    line = BrokenLine("".join([unit.text for unit in units]).rstrip(" "), width, size)
    return Segment(line, needed, least, runs, text, begin, ends, kern, units)


def segment_of_one(runs: list[Run], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> Segment:
    """The same as `segment_of_many` where all is of one look, as nearly everything is."""
    (run,) = runs
    size, metrics, at = run.size, run.metrics, begin
    known = metrics.units[kern]
    units: list[str] = []
    start = needed = width = least = 0.0
    for end in ends:
        end += begin
        unit = text[at:end].upper() if run.caps else text[at:end]
        at = end
        if kern and units:
            start += metrics.kerning(units[-1][-1], unit[0]) * size
        units.append(unit)
        advance, own = known[unit]
        own *= size
        if own > least:
            least = own
        width = start + own
        if width > needed:
            needed = width
        start += advance * size
    line = BrokenLine("".join(units).rstrip(" "), width, size)
    return Segment(line, needed, least, runs, text, begin, ends, kern)


def _units_of_one(run: Run, joined: str, start: int, ends: tuple[int, ...], kern: bool) -> Iterator[Unit]:
    """The same as `_units` where all is of one look."""
    begin, size, metrics = start, run.size, run.metrics
    known = metrics.units[kern]
    for end in ends:
        end += start
        text = joined[begin:end].upper() if run.caps else joined[begin:end]
        advance, width = known[text]
        yield Unit(text, advance * size, width * size, size, (Piece(text, size, metrics),))
        begin = end


def _units(runs: list[Run], joined: str, start: int, ends: tuple[int, ...], kern: bool) -> Iterator[Unit]:
    """The units of a segment that begins at `start` of `joined`; `ends` count from there."""
    begin, index = start, 0
    for end in ends:
        end += start
        while runs[index].end <= begin:
            index += 1
        if end <= runs[index].end:
            yield _of_one_look(_piece(joined[begin:end], runs[index]), kern)
        else:
            parts = [(joined[max(begin, run.begin) : min(end, run.end)], run) for run in runs[index:]]
            yield _of_many_looks([_piece(text, run) for text, run in parts if text], kern)
        begin = end


def _piece(text: str, run: Run) -> Piece:
    return Piece(text.upper() if run.caps else text, run.size, run.metrics)


def _of_one_look(piece: Piece, kern: bool) -> Unit:
    advance, width = piece.metrics.units[kern][piece.text]
    return Unit(piece.text, advance * piece.size, width * piece.size, piece.size, (piece,))


def _of_many_looks(pieces: list[Piece], kern: bool) -> Unit:
    parts = [_of_one_look(piece, kern) for piece in pieces]
    advance = width = 0.0
    for part in parts:
        if part.text.strip(" "):
            width = advance + part.width
        advance += part.advance
    return Unit("".join([p.text for p in parts]), advance, width, max([p.size for p in parts]), tuple(pieces))


def kerning_between(left: Piece, right: Piece) -> float:
    if left.metrics is not right.metrics or left.size != right.size:
        return 0.0
    return left.metrics.kerning(left.text[-1], right.text[0]) * left.size
