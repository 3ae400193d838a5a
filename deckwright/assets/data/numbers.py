"""Numbers as people write them: marks of thousands and decimals, and which of them a file uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from deckwright.model.data_table import Mistake

Mark = Literal[",", "."]

# A number never has more than 40 digits: what is longer is a code, and would be slow to count with.
_SIGN = r"[-+\N{MINUS SIGN}]?"
_PLAIN = re.compile(rf"{_SIGN}(?:0|[1-9][0-9]{{0,39}})")
_DECIMAL = re.compile(rf"({_SIGN}(?:0|[1-9][0-9]{{0,39}}))([.,])([0-9]{{1,40}})")
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_GROUPED = re.compile(
    rf"({_SIGN}[1-9][0-9]{{0,2}}(?:([.,{_SPACES}])[0-9]{{3}})(?:\2[0-9]{{3}}){{0,12}})(?:([.,])([0-9]{{1,40}}))?"
)
_OTHER: dict[str, Mark] = {",": ".", ".": ","}


def read_number(word: str, mark: Mark | None) -> tuple[Decimal | int | None, Mistake | None]:
    """The number that `word` is, or why it is none; neither for what does not look like one.

    Thousands are marked by a point, a comma, a space or an apostrophe, all of a number alike. `mark` is the decimal
    mark; None where nobody knows, and then `1.700` is a mistake, for it can be 1700 or 1.7.
    """
    plain = word.replace("\N{MINUS SIGN}", "-")
    if _PLAIN.fullmatch(word):
        return int(plain), None
    shown = mark_of(word)
    if shown is None:
        return _grouped(plain), None
    if shown == "?":
        if mark is None:
            return None, _asked(word)
        shown = mark
    elif mark is not None and shown != mark:
        message = f"'{word}' has a '{shown}' where this file's decimal mark is '{mark}'"
        if shown not in word:
            message = f"'{word}' has a '{mark}' between thousands where it is this file's decimal mark"
        return None, Mistake("unreadable-number", message, f"write {_digits(word, shown).replace('.', mark)}")
    digits = _digits(plain, shown)
    return (Decimal(digits) if "." in digits else int(digits)), None


def _digits(word: str, mark: Mark) -> str:
    """`word` without what stands between thousands, and with a point before its decimals."""
    return re.sub(rf"[{_SPACES}{_OTHER[mark]}]", "", word).replace(mark, ".")


def mark_of(word: str) -> Mark | Literal["?"] | None:
    """The decimal mark that the number `word` shows beyond doubt, whether it has decimals (`12,5`, `1.234,5`) or not
    (`1.234.567`). `?` where its only mark can mean decimals or thousands: `1.700`; None where it shows nothing."""
    if grouped := _GROUPED.fullmatch(word):
        number, between, mark = grouped[1], grouped[2], grouped[3]
        if mark:
            return None if mark == between else _mark(mark)
        if between not in _OTHER:
            return None
        return _OTHER[between] if number.count(between) > 1 else "?"
    decimal = _DECIMAL.fullmatch(word)
    return _mark(decimal[2]) if decimal else None


def decimal_mark(words: Iterable[str]) -> Mark | None:
    """The decimal mark that most of `words` show; None where none shows any."""
    counts = Counter(shown for word in words if (shown := mark_of(word)) in (",", "."))
    return _mark(counts.most_common(1)[0][0]) if counts else None


def _mark(written: str | None) -> Mark:
    return "," if written == "," else "."


def _grouped(plain: str) -> int | None:
    """A number whose thousands are marked by spaces or apostrophes."""
    found = _GROUPED.fullmatch(plain)
    return int(plain.replace(found[2], "")) if found and found[2] not in _OTHER and not found[3] else None


def _asked(word: str) -> Mistake:
    mark = "," if "," in word else "."
    whole, decimal = word.replace(mark, ""), word.replace(mark, ".")
    name = {",": "point", ".": "comma"}[mark]
    return Mistake(
        "ambiguous-number",
        f"'{word}' can be {whole}, or {decimal} with decimals",
        f"if it is {whole}, write 'decimal: {name}' at its table in deck.yaml; else 'decimal: "
        f"{ {'point': 'comma', 'comma': 'point'}[name] }'",
    )
