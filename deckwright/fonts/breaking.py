"""Where a line may end: the Unicode line breaking algorithm (UAX 14), and grapheme clusters where nothing else will do.

Most texts are cut here by regular expressions that say what UAX 14 says of plain European words; what they do
not know goes to uniseg, which costs 60 ms to load and 0.1 ms a character. A test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"

_LETTER = r"A-Za-zÀ-ɏΈ-ΊΌΎ-ΡΣ-ώЀ-ҁҊ-ԯ§©®µ·•→&#*=@_<>^~"
_WORD = _LETTER + "0-9"
_CLOSERS = r".,:;!?)\]…\"'’”»›“‘«‹"

_SAFE_BREAK = re.compile(
    rf"""(?:(?<=[{_WORD}.,:;!?)\]…"'’”»›%°–-]) | (?<=[{_WORD}.,:;!?][“‘«‹]))
    [ ]+
    (?=[{_WORD}(\["'„‚“‘«‹%…–-] | [”’»›][{_WORD}])""",
    re.VERBOSE,
)
"""Spaces after which a line may end whatever stands around: LB18 decides there and no rule looks across."""

_PLAIN = re.compile(
    rf"""(?: [(\["'„‚“‘«‹”»’›]* [€$£+−]? (?:-(?=[0-9]))?
        [{_WORD}]+ (?: [.,:'’)(\]\[\-–\u00ad/\u00a0\u202f] [{_WORD}]+ )*
        (?: [\u00a0\u202f]?[%°] | [-–] )? [{_CLOSERS}]*
      | [-–%°…] [{_CLOSERS}]* )
    [ ]*""",
    re.VERBOSE,
)
"""A word as Europeans write it: inside it a line may end after a hyphen or dash only."""

_WORDS = re.compile(r"(?:[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+[ ]++)*+[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+")
"""Nothing but words and spaces, as most texts are: a line may end after any of the spaces, and nowhere else."""
_SPACES = re.compile(" +")
_INNER_BREAK = re.compile(rf"(?<=[{_WORD}])(?:-(?=[{_LETTER}])|[–\u00ad](?=[{_WORD}]))")
_WINDOW, _AROUND = 256, 64
"""Characters that uniseg is given at a time, and those on both sides that it needs to know: it takes the square of the
time for a word of nothing but marks, and the rules of UAX 14 look a few characters far."""
_SINGLE = re.compile("[ -~\u00a0-\u02ff\u0370-\u03ff\u0400-\u0482]*")
"""Characters none of which joins another."""
_URL = re.compile(r"://|\bwww\.")
_SIGN = re.compile("[%‰°€§]")
_GLUED = re.compile(r"(?<=[0-9]) +(?=[%‰°€])|(?<=§) +(?=[0-9])")


@lru_cache(maxsize=4096)
def line_units(text: str) -> tuple[int, ...]:
    """Ends of the units that stay on one line, in order, the last being the end of `text`.

    UAX 14 with one change: no line ends after a slash, but in addresses. Trailing spaces belong to their unit.
    """
    if _WORDS.fullmatch(text):
        return (*[spaces.end() for spaces in _SPACES.finditer(text)], len(text))
    ends: list[int] = []
    start = 0
    for match in _SAFE_BREAK.finditer(text):
        ends += _ends_in(text[start : match.end()], start)
        start = match.end()
    if start < len(text):
        ends += _ends_in(text[start:], start)
    return tuple(ends)


def glued(text: str, ends: tuple[int, ...]) -> tuple[int, ...]:
    """`ends` without those between a number and its percent sign or after a section sign."""
    if (text.isascii() and "%" not in text) or not _SIGN.search(text):
        return ends
    refused = {match.end() for match in _GLUED.finditer(text)}
    return tuple(end for end in ends if end not in refused) if refused else ends


def clusters(text: str) -> list[str]:
    """What a reader takes for single characters (UAX 29)."""
    if _SINGLE.fullmatch(text):
        return list(text)
    from uniseg.graphemecluster import grapheme_clusters

    # Nobody writes a longer stretch in which no line may end; for the same reason it is cut.
    parts = (text[at : at + _WINDOW * 4] for at in range(0, len(text), _WINDOW * 4))
    return [cluster for part in parts for cluster in grapheme_clusters(part)]


def _ends_in(chunk: str, start: int) -> list[int]:
    if _PLAIN.fullmatch(chunk) and not ("." in chunk and _URL.search(chunk)):
        return [*(start + match.end() for match in _INNER_BREAK.finditer(chunk)), start + len(chunk)]
    return [start + end for end in _uniseg_ends(chunk)]


@lru_cache(maxsize=4096)
def _uniseg_ends(chunk: str) -> tuple[int, ...]:
    ends = tuple(_ends_by_window(chunk))
    if "/" not in chunk:
        return ends
    return tuple(end for end in ends if end == len(chunk) or chunk[end - 1] != "/" or _in_url(chunk, end))


def _ends_by_window(chunk: str) -> Iterator[int]:
    from uniseg.linebreak import line_break_boundaries

    for start in range(0, len(chunk), _WINDOW):
        first = max(0, start - _AROUND)
        window = chunk[first : start + _WINDOW + _AROUND]
        ends = (first + int(end) for end in line_break_boundaries(window))
        yield from (end for end in ends if start < end <= start + _WINDOW)


def _in_url(chunk: str, end: int) -> bool:
    word_start = chunk.rfind(" ", 0, end) + 1
    word_end = chunk.find(" ", end)
    return bool(_URL.search(chunk, word_start, word_end if word_end >= 0 else len(chunk)))
