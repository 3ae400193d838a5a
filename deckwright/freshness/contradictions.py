"""Finds numbers typed in texts that are also facts, or that differ from another place in the deck."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from deckwright.evaluate.sources import Source
from deckwright.evaluate.survey import Survey
from deckwright.freshness.typed_numbers import PERCENT, TypedNumber, find_typed_numbers
from deckwright.kinds.contracts.scalars import get_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.number_formats import EXACT, find_format
from deckwright.localise.translatable import extract_texts
from deckwright.model import node
from deckwright.model.deck import Bullet, Chart, Picture, Table
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text
from deckwright.texts.marks import strip_marks
from deckwright.texts.values import Fact

_FACT = re.compile(r"\{\{\s*fact\.([A-Za-z_]\w*)\s*\}\}")
_SEPARATOR = re.compile(r"[\s\u00a0:–-]{0,3}")
"""Between a label and its number in a text."""
_SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_MIN_WORDS = 4
"""Sentences with fewer words are not compared: they are alike by chance."""
_MIN_DIGITS = 2
"""A typed number with fewer digits is not taken for a rounded fact."""
_MAX_NAMED = 3


class _FactNumber(Struct, frozen=True):
    """A fact as an author would type it, rounded to `digits` decimals; 18 and "%" for 0.18."""

    value: Decimal
    unit: str
    digits: int


class _Sentence(Struct, frozen=True):
    """A sentence with one number, which is either typed or a fact."""

    slide: str
    value: Decimal
    typed: TypedNumber | None
    fact: str
    """The name of the fact; "" if the number is typed."""
    scalar: Scalar


def find_contradictions(
    tree: node.Mapping, templates: Mapping[str, SlideTemplate], survey: Survey, report: Report
) -> None:
    """Warns of typed numbers in deck.yaml: `typed-fact` and `differing-values`.

    Translations are not searched, because their numbers are compared with deck.yaml.
    """
    tag = survey.formats.locale
    numbers = {name: number for name, surveyed in survey.facts.items() if (number := _read_fact(surveyed.fact))}
    texts = [
        (key, scalar)
        for key, wording, _ in extract_texts(tree, templates)
        if not key.startswith("data.")
        for scalar in ([wording] if isinstance(wording, Scalar) else get_forms(wording).values())
    ]
    sentences_by_wording: dict[tuple[str, str], list[_Sentence]] = {}
    for key, scalar in texts:
        text = str(scalar.value)
        for typed in find_typed_numbers(text, tag):
            if names := [name for name, number in numbers.items() if _is_same(typed, number)]:
                report.warning(
                    "typed-fact",
                    f"'{typed.written}' is also fact {' or '.join(map(repr, names[:_MAX_NAMED]))}",
                    _find_place(scalar, typed.written),
                    help=f"write {' or '.join(map(_write_fact, names[:_MAX_NAMED]))}, so that it follows the data",
                )
        for wording, sentence in _find_sentences(key.partition(".")[0], text, scalar, tag, numbers):
            sentences_by_wording.setdefault(wording, []).append(sentence)
    for sentences in sentences_by_wording.values():
        _compare(sentences, report)
    compare_labelled_numbers(survey, tag, report)


def _read_fact(fact: Fact) -> _FactNumber | None:
    """Returns a fact as a typed number; None for texts, dates, and money, which is written in too many ways."""
    amount = _read_amount(fact.value, fact.format or "number")
    digits = fact.digits if fact.digits is not None else 3
    return _FactNumber(_round(amount[0], digits), amount[1], digits) if amount else None


def _read_amount(value: object, format_name: str) -> tuple[Decimal, str] | None:
    """Returns a number as its format shows it, and its unit: 18 and "%" for 0.18; None for other values."""
    format_ = find_format(format_name)
    if not isinstance(value, int | Decimal) or format_ is None or format_.kind not in ("number", "percent"):
        return None
    return (Decimal(value).scaleb(2), PERCENT) if format_.kind == "percent" else (Decimal(value), "")


def _round(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _is_same(typed: TypedNumber, number: _FactNumber) -> bool:
    """Returns True if the numbers are equal, or if the typed one is the fact rounded to fewer decimals."""
    if typed.unit != number.unit:
        return False
    if typed.value == number.value:
        return True
    is_rounded = len(typed.value.as_tuple().digits) >= _MIN_DIGITS and typed.digits < number.digits
    return is_rounded and typed.value == _round(number.value, typed.digits)


def _write_fact(name: str) -> str:
    return f"{{{{ fact.{name} }}}}"


def _find_sentences(
    slide: str, text: str, scalar: Scalar, tag: str, numbers: Mapping[str, _FactNumber]
) -> Iterator[tuple[tuple[str, str], _Sentence]]:
    """Yields the sentences with one number, and what they are compared by: wording without the number, and unit."""
    for sentence in _SENTENCE.split(text):
        typed = list(find_typed_numbers(sentence, tag))
        facts = [match for match in _FACT.finditer(sentence) if match[1] in numbers]
        if len(typed) + len(facts) != 1:
            continue
        start, end = (typed[0].start, typed[0].end) if typed else facts[0].span()
        wording = re.sub(r"[^\w#{}.]+", " ", f"{sentence[:start]} # {sentence[end:]}").strip(" .").casefold()
        if len(re.findall(r"[^\W\d_]{2,}", wording)) < _MIN_WORDS:
            continue
        if typed:
            yield (wording, typed[0].unit), _Sentence(slide, typed[0].value, typed[0], "", scalar)
        else:
            fact = facts[0][1]
            yield (wording, numbers[fact].unit), _Sentence(slide, numbers[fact].value, None, fact, scalar)


def _compare(sentences: list[_Sentence], report: Report) -> None:
    """Reports typed numbers that differ from another slide's: from the fact there, else from the first number."""
    first = next((sentence for sentence in sentences if sentence.typed is None), sentences[0])
    for sentence in sentences:
        typed = sentence.typed
        if typed is None or sentence.value == first.value or sentence.slide == first.slide:
            continue
        place = first.scalar.span
        other = first.typed.written if first.typed else _write_fact(first.fact)
        report.warning(
            "differing-values",
            f"this sentence gives {typed.written}, and '{first.slide}' gives {other} in the same words",
            _find_place(sentence.scalar, typed.written),
            help=f"write {other}" if first.typed is None else "make it a fact, and use that in both places",
            notes=[f"the other sentence is at {place.file}:{place.line}:{place.column}"],
        )


def _find_place(scalar: Scalar, written: str) -> Span:
    """Returns the place of `written` if it is on the first line of `scalar`, else that of `scalar`."""
    span, raw = scalar.span, scalar.raw
    first = raw.partition("\n")[0]
    at = first.find(written)
    if at < 0:
        return span
    at += span.length > len(first)  # a quotation mark comes first
    return Span(span.file, span.line, span.column + at, len(written)) if at + len(written) <= span.length else span


def compare_labelled_numbers(survey: Survey, tag: str, report: Report) -> None:
    """Warns of labels with other numbers than in the data, in texts and in fields `label` and `value`.

    Reports `differing-values`. A text counts if it is just a label and a number.
    """
    by_table = {name: _index_rows(source) for name, source in survey.sources.items()}
    for slide in survey.slides:
        by_label: dict[str, _Row] = {}
        for label, (numbers, place) in (item for name in slide.sources for item in by_table.get(name, {}).items()):
            by_label[label] = ((*by_label[label][0], *numbers) if label in by_label else numbers, place)
        for label, number, text in _find_labelled(slide.fields, by_label) if by_label else ():
            numbers, place = by_label[label]
            typed = next(iter(find_typed_numbers(number, tag)), None)
            if typed is None or typed.written != number.strip() or _is_among(typed, numbers):
                continue
            others = ", ".join(other.written for other in numbers if other.unit == typed.unit)
            report.warning(
                "differing-values",
                f"'{label}' is {typed.written} here, and {others} in the data of this slide",
                text.span,
                help="write it as a fact, so that it follows the data",
                notes=[f"the row is at {place.file}:{place.line}"],
            )


_Row = tuple[tuple[TypedNumber, ...], Span]
"""The numbers of a row as the deck shows them, and its place in the data file."""


def _index_rows(source: Source) -> Mapping[str, _Row]:
    """Returns label → row. The labels are the first column of texts; a label of two rows is left out."""
    table = source.table
    label_column = next((at for at, kind in enumerate(table.kinds) if kind == "text"), None)
    columns = [at for at, kind in enumerate(table.kinds) if kind in ("number", "percent")]
    if label_column is None:
        return {}
    rows: dict[str, _Row] = {}
    repeated: set[str] = set()
    for row, cells in enumerate(table.rows):
        label = strip_marks(source.get_text(row, label_column))
        repeated |= {label} & rows.keys()
        numbers = (
            TypedNumber(source.get_text(row, at), *amount, 0, 0, 0)
            for at in columns
            if (amount := _read_amount(cells[at], source.get_format(at)[0]))
        )
        rows[label] = (tuple(numbers), table.spans[row][label_column])
    return {label: row for label, row in rows.items() if label and label not in repeated}


def _is_among(typed: TypedNumber, numbers: tuple[TypedNumber, ...]) -> bool:
    """Returns True if the row has this number, perhaps rounded, or has no number of the same unit."""
    comparable = [number for number in numbers if number.unit == typed.unit]
    tolerance = Decimal(1).scaleb(-typed.digits)
    return not comparable or any(abs(number.value - typed.value) * 2 <= tolerance for number in comparable)


def _find_labelled(value: object, labels: Mapping[str, _Row]) -> Iterator[tuple[str, str, Text]]:
    """Yields label, number, and the text with the number, from all levels of the fields of a slide."""
    if isinstance(value, Chart | Table | Picture):
        return
    if isinstance(value, Bullet):
        value = value.text
    if isinstance(value, Text):
        for label in labels:
            if value.startswith(label):
                separator = _SEPARATOR.match(value, len(label))
                assert separator is not None
                if separator.end() > len(label):
                    yield label, value[separator.end() :], value
        return
    if isinstance(value, Mapping):
        label_field, number = value.get("label"), value.get("value")
        if isinstance(label_field, Text) and isinstance(number, Text) and strip_marks(label_field) in labels:
            yield strip_marks(label_field), number, number
        value = tuple(value.values())
    for part in value if isinstance(value, tuple) else ():
        yield from _find_labelled(part, labels)
