"""Checks a translation against its source: expressions, marks, numbers and glossary terms."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import fields

from deckwright.languages.language import get_number_marks
from deckwright.localise.catalogs import Translation
from deckwright.localise.locale_files import Glossary
from deckwright.localise.translatable import find_expressions
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.texts.expressions import EXPRESSION_PATTERN
from deckwright.texts.marks import SUBSCRIPT, SUPERSCRIPT, Piece, parse_inline

_ADDRESS = re.compile(r"\]\([^)\s]*\)|\S+@\S+|[a-z]+://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:'’٫٬\u00a0\u202f]\d+)*")
_SPACES = "\u00a0\u202f"
_MYRIADS = re.compile(r"\d\s*[万億萬亿만억]")
_MAX_SPELLED = 12
"""Whole numbers up to this one may be words in one of the two languages; those of months are among them."""
_MARKS: dict[object, str] = {
    "bold": "**bold**",
    "italic": "*italic*",
    "code": "`code`",
    ("baseline", SUPERSCRIPT): "^super^",
    ("baseline", SUBSCRIPT): "~sub~",
    "url": "link to",
    "slide": "link to slide",
    "lang": "mark for the language",
}
"""Field of a piece of text, or field and value → the name of the mark in messages."""


def check_translation(
    translation: Translation, source: Text, tag: str, source_tag: str, glossary: Glossary, report: Report
) -> bool:
    """Returns True if `translation` into the language `tag` can replace `source`.

    Reports `expression-mismatch` and `mark-mismatch` as errors, and `number-mismatch` and `glossary-term` as warnings,
    all at the line of the catalog. If the source has changed since the translation, only expressions are checked.
    """
    if not _check_expressions(translation, source, report):
        return False
    if translation.source.strip() != source.strip():
        return True
    if not _check_marks(translation, source, tag, report):
        return False
    if not tag.startswith("qps-"):  # pseudo-locales change no number
        _check_numbers(translation, source, tag, source_tag, report)
    _check_terms(translation, source, tag, glossary, report)
    return True


def _check_expressions(translation: Translation, source: str, report: Report) -> bool:
    expected, actual = find_expressions(source), find_expressions(translation.text)
    if expected == actual:
        return True
    notes = [f"only the source has {part}" for part in sorted(expected - actual)]
    notes += [f"only the translation has {part}" for part in sorted(actual - expected)]
    message = f"the translation of '{translation.key}' must have the same expressions as its source"
    report.error("expression-mismatch", message, translation.span, notes=notes)
    return False


def _check_marks(translation: Translation, source: str, tag: str, report: Report) -> bool:
    expected, actual = _count_marks(source, tag), _count_marks(translation.text, tag)
    if expected == actual:
        return True
    notes = [f"the source has {n} more {mark}" for mark, n in sorted((expected - actual).items())]
    notes += [f"the translation has {n} more {mark}" for mark, n in sorted((actual - expected).items())]
    message = f"the translation of '{translation.key}' must have the same marks and links as its source"
    report.error("mark-mismatch", message, translation.span, notes=notes)
    return False


def _count_marks(text: str, tag: str) -> Counter[str]:
    """Counts the marked passages of each kind, and the links by target; marks for the language `tag` do not count."""
    # An expression is replaced by a letter, because marks around an empty text are no marks.
    pieces = parse_inline(Text(EXPRESSION_PATTERN.sub("x", text)), Report())
    marks: Counter[str] = Counter()
    for field in fields(Piece):
        if field.name == "text":
            continue
        plain, before = field.default, field.default
        for piece in pieces:
            value = getattr(piece, field.name)
            if value not in (before, plain) and (field.name, value) != ("lang", tag):
                name = _MARKS.get((field.name, value)) or _MARKS.get(field.name, field.name)
                marks[f"{name} '{value}'" if isinstance(value, str) else str(name)] += 1
            before = value
    return marks


def _check_numbers(translation: Translation, source: str, tag: str, source_tag: str, report: Report) -> None:
    if _MYRIADS.search(translation.text) or _MYRIADS.search(source):
        return  # 2万 is 20 000
    in_source, in_translation = _subtract(find_numbers(source, source_tag), find_numbers(translation.text, tag))
    # 7.10.2019 may be 7 October 2019.
    in_source, in_translation = _subtract(_split_dates(in_source), _split_dates(in_translation))
    different = (*in_source, *in_translation)
    if not different:
        return
    may_be_spelled = all(part <= _MAX_SPELLED for number in different for part in number.parts)
    if not (in_source and in_translation) and may_be_spelled:
        return
    notes = []
    if in_source:
        notes.append(f"the source says {', '.join(map(_describe_number, in_source))}")
    if in_translation:
        notes.append(f"the translation says {', '.join(map(_describe_number, in_translation))}")
    message = f"the numbers in the translation of '{translation.key}' differ from its source"
    report.warning("number-mismatch", message, translation.span, notes=notes)


def _describe_number(number: WrittenNumber) -> str:
    """Returns the number as it is written, and as it is read in its language if that differs."""
    value = number.written if number.value is None else f"{number.value.normalize():f}"
    return number.written if value == number.written else f"{number.written} (read as {value})"


def _subtract(
    expected: list[WrittenNumber], actual: list[WrittenNumber]
) -> tuple[list[WrittenNumber], list[WrittenNumber]]:
    """Returns the numbers that are only in `expected`, and those that are only in `actual`."""
    missing, rest = [], list(actual)
    for number in expected:
        same = next((other for other in rest if _are_equal(number, other)), None)
        if same is None:
            missing.append(number)
        else:
            rest.remove(same)
    return missing, rest


def _split_dates(numbers: list[WrittenNumber]) -> list[WrittenNumber]:
    """Replaces each entry that is no number in its language, such as a date, by the numbers in it."""
    return [
        part
        for number in numbers
        for part in (
            [number] if number.value is not None else [WrittenNumber(str(n), Decimal(n), (n,)) for n in number.parts]
        )
    ]


def _are_equal(source: WrittenNumber, other: WrittenNumber) -> bool:
    if source.value is not None:
        return source.value == other.value
    return source.parts == other.parts


def _check_terms(translation: Translation, source: str, tag: str, glossary: Glossary, report: Report) -> None:
    wording = EXPRESSION_PATTERN.sub(" ", source)
    translated = " ".join(translation.text.split()).casefold()
    for term, names in glossary.find_terms(" ".join(wording.split()), tag):
        if not any(name.casefold() in translated for name in names):
            message = f"use '{names[0]}' for '{term}' in '{translation.key}' (glossary)"
            notes = [f"also allowed: {', '.join(names[1:])}"] if len(names) > 1 else []
            report.warning("glossary-term", message, translation.span, notes=notes)


class WrittenNumber(Struct, frozen=True):
    written: str
    value: Decimal | None
    """Read with the marks of its language; None if it is no number there, such as 7.10.2019."""
    parts: tuple[int, ...]
    """The whole numbers between the marks."""
    start: int = 0
    """Its position in the text."""


def find_numbers(text: str, tag: str) -> list[WrittenNumber]:
    """Returns the numbers in `text` of the language `tag`, without those in expressions and addresses."""
    words = _ADDRESS.sub(_blank_out, EXPRESSION_PATTERN.sub(_blank_out, text))
    return [_read_number(match[0], match.start(), tag) for match in _NUMBER.finditer(words)]


def _blank_out(part: re.Match[str]) -> str:
    return " " * len(part[0])


def _read_number(written: str, start: int, tag: str) -> WrittenNumber:
    """Reads a number with the marks of the language `tag`; groups have three digits, in India also two."""
    parts = tuple(int(part) for part in re.findall(r"\d+", written))
    if len(parts) == 1:
        return WrittenNumber(written, Decimal(parts[0]), parts, start)
    point, separator = get_number_marks(tag)
    groups = _SPACES if separator in _SPACES else "'’" if separator in "'’" else re.escape(separator)
    if not re.fullmatch(rf"(\d{{1,3}}([{groups}]\d{{2,3}})*[{groups}]\d{{3}}|\d+)({re.escape(point)}\d+)?", written):
        return WrittenNumber(written, None, parts, start)
    whole, _, fraction = written.partition(point)
    digits = "".join(str(int(c)) for c in whole if c.isdigit())
    return WrittenNumber(written, Decimal(f"{digits}.{''.join(str(int(c)) for c in fraction)}"), parts, start)
