"""Measures segments, the stretches of a paragraph between forced breaks, unit by unit; no line ends inside a unit."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from deckwright.fonts.metrics import Metrics


class Face(Struct, frozen=True, gc=False):
    family: str
    bold: bool = False
    italic: bool = False


class StyledText(Struct, frozen=True, gc=False):
    """Text in one face and size."""

    text: str
    """May hold forced line breaks as U+000B."""
    face: Face
    size: float
    """Points."""
    caps: bool = False
    lang: str = ""


class BrokenLine(Struct, frozen=True, gc=False):
    text: str
    """As displayed: in capitals if so styled, without the spaces at its end."""
    width: float
    """Points, without the spaces at its end."""
    size: float
    """Points: the largest size on the line, which is 1.2 times as high."""


class StyledRun(Struct, frozen=True, gc=False):
    """The place of a styled text in its paragraph, and its look."""

    begin: int
    end: int
    caps: bool
    size: float
    metrics: Metrics


class UnitPart(Struct, frozen=True, gc=False):
    """The part of a unit that belongs to one run."""

    text: str
    size: float
    metrics: Metrics


class Unit(Struct, frozen=True, gc=False):
    """A stretch of text in which no line ends; widths in points."""

    text: str
    advance: float
    """With the spaces at its end."""
    width: float
    """At the end of a line: without those spaces, but with the hyphen of a soft hyphen."""
    size: float
    parts: tuple[UnitPart, ...]


class Segment(Struct, frozen=True, gc=False):
    """The text between two forced breaks."""

    line: BrokenLine
    """The segment as a single line."""
    one_line_width: float
    """Points that a single line needs; at each soft hyphen there is room for the hyphen too."""
    widest_unit: float
    """Points."""
    runs: list[StyledRun]
    """All runs of the paragraph."""
    text: str
    """The whole paragraph."""
    start: int
    """Where the segment begins in `text`."""
    ends: tuple[int, ...]
    """Ends of the units, counted from `start`."""
    kern: bool
    cached_units: list[Unit] = []

    @property
    def units(self) -> list[Unit]:
        """The units, made on first use: a segment in one face that fits on one line needs none."""
        if not self.cached_units:
            self.cached_units.extend(_make_units(self.runs, self.text, self.start, self.ends, self.kern))
        return self.cached_units


def measure_segment(runs: list[StyledRun], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> Segment:
    """Measures the segment that begins at `begin` of `text`; `ends` of its units count from there."""
    units = list(_make_units(runs, text, begin, ends, kern))
    start = one_line = width = size = widest = 0.0
    last: UnitPart | None = None
    for unit in units:
        if kern and last is not None:
            start += get_kerning(last, unit.parts[0])
        last = unit.parts[-1]
        width = start + unit.width
        one_line = max(one_line, width)
        start += unit.advance
        size, widest = max(size, unit.size), max(widest, unit.width)
    # An empty line is as high as the break before it.
    size = size or next((run for run in runs if run.end >= begin), runs[-1]).size
    line = BrokenLine("".join([unit.text for unit in units]).rstrip(" "), width, size)
    return Segment(line, one_line, widest, runs, text, begin, ends, kern, units)


def measure_uniform_segment(runs: list[StyledRun], text: str, begin: int, ends: tuple[int, ...], kern: bool) -> Segment:
    """Does the same as `measure_segment`, faster, for a paragraph of one run, as nearly all are."""
    (run,) = runs
    size, metrics, at = run.size, run.metrics, begin
    unit_widths = metrics.unit_widths[kern]
    units: list[str] = []
    start = one_line = width = widest = 0.0
    for end in ends:
        end += begin
        unit = text[at:end].upper() if run.caps else text[at:end]
        at = end
        if kern and units:
            start += metrics.get_kerning(units[-1][-1], unit[0]) * size
        units.append(unit)
        advance, unit_width = unit_widths[unit]
        unit_width *= size
        if unit_width > widest:
            widest = unit_width
        width = start + unit_width
        if width > one_line:
            one_line = width
        start += advance * size
    line = BrokenLine("".join(units).rstrip(" "), width, size)
    return Segment(line, one_line, widest, runs, text, begin, ends, kern)


def _make_units(runs: list[StyledRun], joined: str, start: int, ends: tuple[int, ...], kern: bool) -> Iterator[Unit]:
    """Yields the units of a segment that begins at `start` of `joined`; `ends` count from there."""
    begin, index = start, 0
    for end in ends:
        end += start
        while runs[index].end <= begin:
            index += 1
        if end <= runs[index].end:
            yield _make_unit(_make_part(joined[begin:end], runs[index]), kern)
        else:
            texts = [(joined[max(begin, run.begin) : min(end, run.end)], run) for run in runs[index:]]
            yield _join_parts([_make_part(text, run) for text, run in texts if text], kern)
        begin = end


def _make_part(text: str, run: StyledRun) -> UnitPart:
    return UnitPart(text.upper() if run.caps else text, run.size, run.metrics)


def _make_unit(part: UnitPart, kern: bool) -> Unit:
    advance, width = part.metrics.unit_widths[kern][part.text]
    return Unit(part.text, advance * part.size, width * part.size, part.size, (part,))


def _join_parts(parts: list[UnitPart], kern: bool) -> Unit:
    units = [_make_unit(part, kern) for part in parts]
    advance = width = 0.0
    for unit in units:
        if unit.text.strip(" "):
            width = advance + unit.width
        advance += unit.advance
    return Unit("".join([u.text for u in units]), advance, width, max([u.size for u in units]), tuple(parts))


def get_kerning(left: UnitPart, right: UnitPart) -> float:
    """Returns the kerning between two units in points; letters of different faces or sizes do not kern."""
    if left.metrics is not right.metrics or left.size != right.size:
        return 0.0
    return left.metrics.get_kerning(left.text[-1], right.text[0]) * left.size
