"""Breaks paragraphs into lines as the renderers do: each line takes as many units as fit.

A line may end where the Unicode line breaking algorithm (UAX 14) says so, or between graphemes. Regular expressions
with the rules of UAX 14 for plain European words handle most texts. The rest goes to uniseg, which takes 60 ms to load
and 0.1 ms a character. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from deckwright.fonts.metrics import Metrics
from deckwright.fonts.segments import (
    BrokenLine,
    Face,
    Segment,
    StyledRun,
    StyledText,
    Unit,
    UnitPart,
    get_kerning,
    measure_segment,
    measure_uniform_segment,
)
from deckwright.languages.scripts import is_european

GUARD, GUARD_FOREIGN = 0.97, 0.92
"""How much of the width is used with a guard; less with scripts other than Latin, Greek and Cyrillic, which renderers
break differently and set in fonts of their own choice."""
NO_GUARD = 0.998
"""LibreOffice rounds positions to hundredths of a millimetre, so a text that fits exactly may not fit there."""
ROUNDING = 1e-6
"""Points by which a line may be too wide because of floating point."""

_BREAKS = re.compile("[\u000b\n\u2028]")
_FOREIGN = "[\u0590-\u11ff\u1780-\u18af\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\uffef\U00020000-\U0003ffff]"
_LETTER = r"A-Za-zÀ-ɏΈ-ΊΌΎ-ΡΣ-ώЀ-ҁҊ-ԯ§©®µ·•→&#*=@_<>^~"
_WORD = _LETTER + "0-9"
_CLOSERS = r".,:;!?)\]…\"'’”»›“‘«‹"

_WORDS = re.compile(r"(?:[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+[ ]++)*+[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+")
"""Only words and spaces, like most texts: a line may end after any of the spaces, and at no other place."""
_SPACES = re.compile(" +")
_WINDOW, _CONTEXT = 256, 64
"""Characters that uniseg reads at a time, and the context on both sides: its time grows with the square of the length
for words that consist of marks only, and the rules of UAX 14 look only a few characters ahead and back."""
_SINGLE = re.compile("[ -~\u00a0-\u02ff\u0370-\u03ff\u0400-\u0482]*")
"""Characters that never join into a grapheme cluster."""
_URL = re.compile(r"://|\bwww\.")
_SIGN = re.compile("[%‰°€§]")
_SIGN_SPACE = re.compile(r"(?<=[0-9]) +(?=[%‰°€])|(?<=§) +(?=[0-9])")
"""Spaces between a number and its sign."""


@cache
def _compile_safe_break() -> re.Pattern[str]:
    """Finds spaces after which a line may end in any context: rule LB18 decides, and no rule looks across them.

    This pattern and the next two take milliseconds to compile, and texts of plain words do not need them.
    """
    return re.compile(
        rf"""(?:(?<=[{_WORD}.,:;!?)\]…"'’”»›%°–-]) | (?<=[{_WORD}.,:;!?][“‘«‹]))
        [ ]+
        (?=[{_WORD}(\["'„‚“‘«‹%…–-] | [”’»›][{_WORD}])""",
        re.VERBOSE,
    )


@cache
def _compile_plain_word() -> re.Pattern[str]:
    """Matches a European word: inside it a line may end only after a hyphen or dash."""
    return re.compile(
        rf"""(?: [(\["'„‚“‘«‹”»’›]* [€$£+−]? (?:-(?=[0-9]))?
            [{_WORD}]+ (?: [.,:'’)(\]\[\-–\u00ad/\u00a0\u202f] [{_WORD}]+ )*
            (?: [\u00a0\u202f]?[%°] | [-–] )? [{_CLOSERS}]*
          | [-–%°…] [{_CLOSERS}]* )
        [ ]*""",
        re.VERBOSE,
    )


@cache
def _compile_inner_break() -> re.Pattern[str]:
    """Finds the hyphens and dashes in a word after which a line may end."""
    return re.compile(rf"(?<=[{_WORD}])(?:-(?=[{_LETTER}])|[–\u00ad](?=[{_WORD}]))")


class MeasuredParagraph(Struct, frozen=True, gc=False):
    """A measured paragraph: everything that does not depend on the width of its lines."""

    segments: list[Segment]
    share: float
    """How much of a width lines may take."""
    min_content: float
    """Points: the width at which no unit is cut."""
    max_content: float
    """Points: the width at which only forced breaks end a line."""


def measure_paragraph(
    texts: Sequence[StyledText], guard: bool, metrics_of: Callable[[Face], Metrics]
) -> MeasuredParagraph:
    joined = "".join([text.text for text in texts])
    runs: list[StyledRun] = []
    begin = 0
    for text in texts:
        end = begin + len(text.text)
        runs.append(StyledRun(begin, end, text.caps, text.size, metrics_of(text.face)))
        begin = end
    # No forced break is printable, and `isprintable` is much faster than a search.
    parts = (joined,) if joined.isprintable() else _BREAKS.split(joined)
    measure = measure_uniform_segment if len(runs) == 1 else measure_segment
    segments: list[Segment] = []
    start, widest_unit, widest_line = 0, 0.0, 0.0
    for part in parts if runs else ():
        ends = join_signs(part, find_unit_ends(part)) if guard else find_unit_ends(part)
        segment = measure(runs, joined, start, ends, not guard)
        segments.append(segment)
        widest_unit, widest_line = max(widest_unit, segment.widest_unit), max(widest_line, segment.line.width)
        start += len(part) + 1
    share = _choose_share(joined, guard)
    return MeasuredParagraph(segments, share, widest_unit / share, max(widest_unit, widest_line) / share)


def fill_lines(paragraph: MeasuredParagraph, width: float, first_indent: float) -> tuple[BrokenLine, ...]:
    """Fills lines at most `width` points wide, the first narrower by `first_indent`."""
    share = paragraph.share
    lines: list[BrokenLine] = []
    for segment in paragraph.segments:
        first = (width - (0 if lines else first_indent)) * share
        if segment.one_line_width <= first + ROUNDING:
            lines.append(segment.line)
        else:
            lines += _fill_segment(segment, first, width * share)
    return tuple(lines)


def _choose_share(text: str, guard: bool) -> float:
    """Returns how much of the width lines of `text` may take."""
    if not guard:
        return NO_GUARD
    return GUARD if is_european(text) or not re.search(_FOREIGN, text) else GUARD_FOREIGN


def _fill_segment(segment: Segment, first_limit: float, limit: float) -> list[BrokenLine]:
    lines: list[BrokenLine] = []
    room, started, kern = first_limit + ROUNDING, False, segment.kern
    text, start, width, size = "", 0.0, 0.0, 0.0
    last: UnitPart | None = None
    for unit in segment.units:
        if kern and last is not None:
            start += get_kerning(last, unit.parts[0])
        last = unit.parts[-1]
        if started and start + unit.width > room:
            lines.append(BrokenLine(text.rstrip(" "), width, size))
            text, start, width, size, room, started = "", 0.0, 0.0, 0.0, limit + ROUNDING, False
        if not started and unit.width > room:
            full, unit = _cut_unit(unit, room, limit + ROUNDING, kern)
            lines += full
            room = limit + ROUNDING if full else room
        text, width, start, started = text + unit.text, start + unit.width, start + unit.advance, True
        if unit.size > size:
            size = unit.size
    lines.append(BrokenLine(text.rstrip(" "), width, size or segment.line.size))
    return lines


def _cut_unit(unit: Unit, room: float, limit: float, kern: bool) -> tuple[list[BrokenLine], Unit]:
    """Cuts a unit wider than a line between grapheme clusters. Returns full lines, and the rest for the next line."""
    lines: list[BrokenLine] = []
    text, start, width, size = "", 0.0, 0.0, 0.0
    for part in unit.parts:
        last = ""
        for cluster in split_clusters(part.text):
            advance = part.metrics.measure(cluster, kern) * part.size
            if kern and last:
                start += part.metrics.get_kerning(last[-1], cluster[0]) * part.size
            if text and cluster != " " and start + advance > room:
                lines.append(BrokenLine(text.rstrip(" "), width, size))
                text, start, width, size, room = "", 0.0, 0.0, 0.0, limit
            text, start, size, last = text + cluster, start + advance, max(size, part.size), cluster
            width = start if cluster != " " else width
    return lines, Unit(text, start, width, size, (unit.parts[-1],))


@lru_cache(maxsize=4096)
def find_unit_ends(text: str) -> tuple[int, ...]:
    """Returns the ends of the units in which no line ends, in order; the last is the end of `text`.

    UAX 14 with one change: a line ends after a slash only in addresses. Spaces belong to the unit before them.
    """
    if _WORDS.fullmatch(text):
        return (*[spaces.end() for spaces in _SPACES.finditer(text)], len(text))
    ends: list[int] = []
    start = 0
    for match in _compile_safe_break().finditer(text):
        ends += _find_ends(text[start : match.end()], start)
        start = match.end()
    if start < len(text):
        ends += _find_ends(text[start:], start)
    return tuple(ends)


def join_signs(text: str, ends: tuple[int, ...]) -> tuple[int, ...]:
    """Removes from `ends` those between a number and its percent sign, and those after a section sign."""
    if (text.isascii() and "%" not in text) or not _SIGN.search(text):
        return ends
    refused = {match.end() for match in _SIGN_SPACE.finditer(text)}
    return tuple(end for end in ends if end not in refused) if refused else ends


def split_clusters(text: str) -> list[str]:
    """Splits `text` into grapheme clusters, which readers see as single characters (UAX 29)."""
    if _SINGLE.fullmatch(text):
        return list(text)
    from uniseg.graphemecluster import grapheme_clusters

    # In parts, as in `_WINDOW`; no real text has a longer stretch in which no line may end.
    parts = (text[at : at + _WINDOW * 4] for at in range(0, len(text), _WINDOW * 4))
    return [cluster for part in parts for cluster in grapheme_clusters(part)]


def _find_ends(chunk: str, start: int) -> list[int]:
    if _compile_plain_word().fullmatch(chunk) and not ("." in chunk and _URL.search(chunk)):
        return [*(start + match.end() for match in _compile_inner_break().finditer(chunk)), start + len(chunk)]
    return [start + end for end in _find_ends_with_uniseg(chunk)]


@lru_cache(maxsize=4096)
def _find_ends_with_uniseg(chunk: str) -> tuple[int, ...]:
    ends = tuple(_find_ends_by_window(chunk))
    if "/" not in chunk:
        return ends
    return tuple(end for end in ends if end == len(chunk) or chunk[end - 1] != "/" or _is_in_address(chunk, end))


def _find_ends_by_window(chunk: str) -> Iterator[int]:
    from uniseg.linebreak import line_break_boundaries

    for start in range(0, len(chunk), _WINDOW):
        first = max(0, start - _CONTEXT)
        window = chunk[first : start + _WINDOW + _CONTEXT]
        ends = (first + int(end) for end in line_break_boundaries(window))
        yield from (end for end in ends if start < end <= start + _WINDOW)


def _is_in_address(chunk: str, end: int) -> bool:
    word_start = chunk.rfind(" ", 0, end) + 1
    word_end = chunk.find(" ", end)
    return bool(_URL.search(chunk, word_start, word_end if word_end >= 0 else len(chunk)))
