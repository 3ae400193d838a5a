"""Reads numbers as people write them: marks between thousands, decimal marks, and which of them a file uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from deckwright.model.data_table import Mistake

Mark = Literal[",", "."]

# A number has at most 40 digits: longer ones are codes, and slow to calculate with.
_SIGN = r"[-+\N{MINUS SIGN}]?"
_WHOLE = re.compile(rf"{_SIGN}(?:0|[1-9][0-9]{{0,39}})")
_DECIMAL = re.compile(rf"({_SIGN}(?:0|[1-9][0-9]{{0,39}}))([.,])([0-9]{{1,40}})")
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_GROUPED = re.compile(
    rf"({_SIGN}[1-9][0-9]{{0,2}}(?:([.,{_SPACES}])[0-9]{{3}})(?:\2[0-9]{{3}}){{0,12}})(?:([.,])([0-9]{{1,40}}))?"
)
_OTHER_MARK: dict[str, Mark] = {",": ".", ".": ","}
_MARK_NAMES = {",": "comma", ".": "point"}


def read_number(word: str, mark: Mark | None) -> tuple[Decimal | int | None, Mistake | None]:
    """Returns the number that `word` is, or why it is none; neither for a word that does not look like a number.

    A point, a comma, a space or an apostrophe may stand between thousands, the same in all of a number. `mark` is the
    decimal mark; when it is not known (None), `1.700` is a mistake: it can mean 1700 or 1.7.
    """
    digits = word.replace("\N{MINUS SIGN}", "-")
    if _WHOLE.fullmatch(word):
        return int(digits), None
    word_mark = find_decimal_mark(word)
    if word_mark is None:
        return _read_grouped(digits), None
    if word_mark == "?":
        if mark is None:
            return None, _describe_ambiguity(word)
        word_mark = mark
    elif mark is not None and word_mark != mark:
        message = f"'{word}' has the decimal mark '{word_mark}', but in this file it is '{mark}'"
        if word_mark not in word:
            message = f"'{word}' has a '{mark}' between thousands, but in this file it is the decimal mark"
        return None, Mistake("unreadable-number", message, f"write {_to_plain(word, word_mark).replace('.', mark)}")
    plain = _to_plain(digits, word_mark)
    return (Decimal(plain) if "." in plain else int(plain)), None


def _to_plain(word: str, mark: Mark) -> str:
    """Removes the marks between thousands and puts a point before the decimals."""
    return re.sub(rf"[{_SPACES}{_OTHER_MARK[mark]}]", "", word).replace(mark, ".")


def find_decimal_mark(word: str) -> Mark | Literal["?"] | None:
    """Returns the decimal mark that the number `word` implies, with decimals (`12,5`, `1.234,5`) or without
    (`1.234.567`); `?` when its only mark can mean decimals or thousands (`1.700`); None when it implies nothing."""
    if grouped := _GROUPED.fullmatch(word):
        number, separator, mark = grouped[1], grouped[2], grouped[3]
        if mark:
            return None if mark == separator else _as_mark(mark)
        if separator not in _OTHER_MARK:
            return None
        return _OTHER_MARK[separator] if number.count(separator) > 1 else "?"
    decimal = _DECIMAL.fullmatch(word)
    return _as_mark(decimal[2]) if decimal else None


def guess_decimal_mark(words: Iterable[str]) -> Mark | None:
    """Returns the decimal mark that most of `words` imply; None when none of them implies any."""
    counts = Counter(mark for word in words if (mark := find_decimal_mark(word)) in (",", "."))
    return _as_mark(counts.most_common(1)[0][0]) if counts else None


def _as_mark(text: str | None) -> Mark:
    return "," if text == "," else "."


def _read_grouped(digits: str) -> int | None:
    """Reads a whole number with spaces or apostrophes between thousands."""
    match = _GROUPED.fullmatch(digits)
    return int(digits.replace(match[2], "")) if match and match[2] not in _OTHER_MARK and not match[3] else None


def _describe_ambiguity(word: str) -> Mistake:
    mark: Mark = "," if "," in word else "."
    if_thousands, if_decimal = _MARK_NAMES[_OTHER_MARK[mark]], _MARK_NAMES[mark]
    whole = word.replace(mark, "")
    return Mistake(
        "ambiguous-number",
        f"'{word}' can mean {whole}, or {word.replace(mark, '.')} with decimals",
        f"if it means {whole}, write 'decimal: {if_thousands}' for its table in deck.yaml; "
        f"otherwise 'decimal: {if_decimal}'",
    )
