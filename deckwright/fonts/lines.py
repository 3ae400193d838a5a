"""Paragraphs filled into lines, as the renderers do it: greedily, unit by unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from deckwright.fonts.breaking import clusters, glued, line_units
from deckwright.fonts.metrics import Metrics
from deckwright.languages.scripts import is_european

GUARD, GUARD_FOREIGN = 0.97, 0.92
"""How much of the width a verdict counts on; less with scripts other than Latin, Greek and Cyrillic, which
renderers break differently and set in fonts of their own choice."""
NO_GUARD = 0.998
"""LibreOffice rounds positions to hundredths of a millimetre: what fits to a hair does not."""
ROUNDING = 1e-6
"""Points by which a line may be too wide: what floating point makes of a width that just fits."""

_BREAKS = re.compile("[\u000b\n\u2028]")
_FOREIGN = "[\u0590-\u11ff\u1780-\u18af\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\uffef\U00020000-\U0003ffff]"


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


class _Run(Struct, frozen=True, gc=False):
    """A styled text by its place in the paragraph."""

    begin: int
    end: int
    caps: bool
    size: float
    metrics: Metrics


class _Piece(Struct, frozen=True, gc=False):
    """What one run gives to a unit."""

    text: str
    size: float
    metrics: Metrics


class _Unit(Struct, frozen=True, gc=False):
    """A stretch of text in which no line ends; widths in points."""

    text: str
    advance: float
    """With the spaces at its end."""
    width: float
    """As it ends a line: without them, but with the hyphen of a soft hyphen."""
    size: float
    pieces: tuple[_Piece, ...]


class _Segment(Struct, frozen=True, gc=False):
    """What stands between two forced breaks."""

    line: BrokenLine
    """That it is where it has room."""
    needed: float
    """Points that it takes as one line: a soft hyphen counts where one would end."""
    least: float
    """Points: its widest unit."""
    runs: list[_Run]
    """Of the whole paragraph, as `text` is."""
    text: str
    start: int
    """Where the segment begins in it."""
    ends: tuple[int, ...]
    """Of its units, counted from there."""
    kern: bool
    made: list[_Unit] = []

    @property
    def units(self) -> list[_Unit]:
        """Made when they are asked for: where all is of one look, and one line, nobody needs them."""
        if not self.made:
            self.made.extend(_units_of_one(self.runs[0], self.text, self.start, self.ends, self.kern))
        return self.made


MetricsOf = Callable[[Face], Metrics]


class Measured(Struct, frozen=True, gc=False):
    """A paragraph taken apart: what does not change with the width it is set in."""

    segments: list[_Segment]
    """What stands between two forced breaks."""
    share: float
    """How much of a width lines may take."""
    least: float
    """Points: the width at which no unit is cut (CSS: min-content)."""
    natural: float
    """Points: the width at which only forced breaks end a line (CSS: max-content)."""


def measured(texts: Sequence[StyledText], guard: bool, metrics_of: MetricsOf) -> Measured:
    """One paragraph of `texts`."""
    joined = "".join([text.text for text in texts])
    runs = _runs(texts, metrics_of)
    segment_of = _segment_of_one if len(runs) == 1 else _segment
    segments: list[_Segment] = []
    start, least, natural = 0, 0.0, 0.0
    for part in _parts(joined) if runs else ():
        ends = glued(part, line_units(part)) if guard else line_units(part)
        segment = segment_of(runs, joined, start, ends, not guard)
        segments.append(segment)
        least, natural = max(least, segment.least), max(natural, segment.line.width)
        start += len(part) + 1
    share = _share(joined, guard)
    return Measured(segments, share, least / share, max(least, natural) / share)


def fill(paragraph: Measured, width: float, first_indent: float) -> tuple[BrokenLine, ...]:
    """The paragraph in lines at most `width` points wide, the first narrower by `first_indent`."""
    share = paragraph.share
    lines: list[BrokenLine] = []
    for segment in paragraph.segments:
        first = (width - (0 if lines else first_indent)) * share
        if segment.needed <= first + ROUNDING:
            lines.append(segment.line)
        else:
            lines += _fill_segment(segment, first, width * share)
    return tuple(lines)


def _share(text: str, guard: bool) -> float:
    """How much of the width lines of `text` may take."""
    if not guard:
        return NO_GUARD
    return GUARD if is_european(text) or not re.search(_FOREIGN, text) else GUARD_FOREIGN


def _runs(texts: Sequence[StyledText], metrics_of: MetricsOf) -> list[_Run]:
    runs: list[_Run] = []
    begin = 0
    for text in texts:
        end = begin + len(text.text)
        runs.append(_Run(begin, end, text.caps, text.size, metrics_of(text.face)))
        begin = end
    return runs


def _parts(text: str) -> Sequence[str]:
    """What stands between forced breaks, none of which is printable."""
    return (text,) if text.isprintable() else _BREAKS.split(text)


def _segment(runs: list[_Run], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> _Segment:
    """That begins at `begin` of `text`; `ends` count from there."""
    units = list(_units(runs, text, begin, ends, kern))
    start = needed = width = size = least = 0.0
    last: _Piece | None = None
    for unit in units:
        if kern and last is not None:
            start += _kerning(last, unit.pieces[0])
        last = unit.pieces[-1]
        width = start + unit.width
        needed = max(needed, width)
        start += unit.advance
        size, least = max(size, unit.size), max(least, unit.width)
    # An empty line is as high as the break before it.
    size = size or next((run for run in runs if run.end >= begin), runs[-1]).size
    line = BrokenLine("".join([unit.text for unit in units]).rstrip(" "), width, size)
    return _Segment(line, needed, least, runs, text, begin, ends, kern, units)


def _segment_of_one(runs: list[_Run], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> _Segment:
    """The same as `_segment` where all is of one look, as nearly everything is."""
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
    return _Segment(line, needed, least, runs, text, begin, ends, kern)


def _units_of_one(run: _Run, joined: str, start: int, ends: tuple[int, ...], kern: bool) -> Iterator[_Unit]:
    """The same as `_units` where all is of one look."""
    begin, size, metrics = start, run.size, run.metrics
    known = metrics.units[kern]
    for end in ends:
        end += start
        text = joined[begin:end].upper() if run.caps else joined[begin:end]
        advance, width = known[text]
        yield _Unit(text, advance * size, width * size, size, (_Piece(text, size, metrics),))
        begin = end


def _units(runs: list[_Run], joined: str, start: int, ends: tuple[int, ...], kern: bool) -> Iterator[_Unit]:
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


def _piece(text: str, run: _Run) -> _Piece:
    return _Piece(text.upper() if run.caps else text, run.size, run.metrics)


def _of_one_look(piece: _Piece, kern: bool) -> _Unit:
    advance, width = piece.metrics.units[kern][piece.text]
    return _Unit(piece.text, advance * piece.size, width * piece.size, piece.size, (piece,))


def _of_many_looks(pieces: list[_Piece], kern: bool) -> _Unit:
    parts = [_of_one_look(piece, kern) for piece in pieces]
    advance = width = 0.0
    for part in parts:
        if part.text.strip(" "):
            width = advance + part.width
        advance += part.advance
    return _Unit("".join([p.text for p in parts]), advance, width, max([p.size for p in parts]), tuple(pieces))


def _fill_segment(segment: _Segment, first_limit: float, limit: float) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    room, started, kern = first_limit + ROUNDING, False, segment.kern
    text, start, width, size = "", 0.0, 0.0, 0.0
    last: _Piece | None = None
    for unit in segment.units:
        if kern and last is not None:
            start += _kerning(last, unit.pieces[0])
        last = unit.pieces[-1]
        if started and start + unit.width > room:
            lines.append(BrokenLine(text.rstrip(" "), width, size))
            text, start, width, size, room, started = "", 0.0, 0.0, 0.0, limit + ROUNDING, False
        if not started and unit.width > room:
            full, unit = _cut(unit, room, limit + ROUNDING, kern)
            lines += full
            room = limit + ROUNDING if full else room
        text, width, start, started = text + unit.text, start + unit.width, start + unit.advance, True
        if unit.size > size:
            size = unit.size
    lines.append(BrokenLine(text.rstrip(" "), width, size or segment.line.size))
    return lines


def _kerning(left: _Piece, right: _Piece) -> float:
    if left.metrics is not right.metrics or left.size != right.size:
        return 0.0
    return left.metrics.kerning(left.text[-1], right.text[0]) * left.size


def _cut(unit: _Unit, room: float, limit: float, kern: bool) -> tuple[list[BrokenLine], _Unit]:
    """A unit wider than a line, cut between grapheme clusters: the full lines, and what is left for the next."""
    lines: list[BrokenLine] = []
    text, start, width, size = "", 0.0, 0.0, 0.0
    for piece in unit.pieces:
        last = ""
        for cluster in clusters(piece.text):
            advance = piece.metrics.measure(cluster, kern) * piece.size
            if kern and last:
                start += piece.metrics.kerning(last[-1], cluster[0]) * piece.size
            if text and cluster != " " and start + advance > room:
                lines.append(BrokenLine(text.rstrip(" "), width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
            text, start, size, last = text + cluster, start + advance, max(size, piece.size), cluster
            width = start if cluster != " " else width
    return lines, _Unit(text, start, width, size, (unit.pieces[-1],))
