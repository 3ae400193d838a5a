"""Finds the places where a line may end: by the Unicode line breaking algorithm (UAX 14), or between graphemes.

Regular expressions with the rules of UAX 14 for plain European words handle most texts. The rest goes to uniseg, which
takes 60 ms to load and 0.1 ms a character. A test compares the two.
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
"""Spaces after which a line may end in any context: rule LB18 decides, and no rule looks across them."""

_PLAIN = re.compile(
    rf"""(?: [(\["'„‚“‘«‹”»’›]* [€$£+−]? (?:-(?=[0-9]))?
        [{_WORD}]+ (?: [.,:'’)(\]\[\-–\u00ad/\u00a0\u202f] [{_WORD}]+ )*
        (?: [\u00a0\u202f]?[%°] | [-–] )? [{_CLOSERS}]*
      | [-–%°…] [{_CLOSERS}]* )
    [ ]*""",
    re.VERBOSE,
)
"""A European word: inside it a line may end only after a hyphen or dash."""

_WORDS = re.compile(r"(?:[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+[ ]++)*+[A-Za-zÀ-ɏ0-9]++[.,:;!?]?+")
"""Only words and spaces, like most texts: a line may end after any of the spaces, and at no other place."""
_SPACES = re.compile(" +")
_INNER_BREAK = re.compile(rf"(?<=[{_WORD}])(?:-(?=[{_LETTER}])|[–\u00ad](?=[{_WORD}]))")
_WINDOW, _CONTEXT = 256, 64
"""Characters that uniseg reads at a time, and the context on both sides: its time grows with the square of the length
for words that consist of marks only, and the rules of UAX 14 look only a few characters ahead and back."""
_SINGLE = re.compile("[ -~\u00a0-\u02ff\u0370-\u03ff\u0400-\u0482]*")
"""Characters that never join into a grapheme cluster."""
_URL = re.compile(r"://|\bwww\.")
_SIGN = re.compile("[%‰°€§]")
_SIGN_SPACE = re.compile(r"(?<=[0-9]) +(?=[%‰°€])|(?<=§) +(?=[0-9])")
"""Spaces between a number and its sign."""


@lru_cache(maxsize=4096)
def find_unit_ends(text: str) -> tuple[int, ...]:
    """Returns the ends of the units in which no line ends, in order; the last is the end of `text`.

    UAX 14 with one change: a line ends after a slash only in addresses. Spaces belong to the unit before them.
    """
    if _WORDS.fullmatch(text):
        return (*[spaces.end() for spaces in _SPACES.finditer(text)], len(text))
    ends: list[int] = []
    start = 0
    for match in _SAFE_BREAK.finditer(text):
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
    if _PLAIN.fullmatch(chunk) and not ("." in chunk and _URL.search(chunk)):
        return [*(start + match.end() for match in _INNER_BREAK.finditer(chunk)), start + len(chunk)]
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
