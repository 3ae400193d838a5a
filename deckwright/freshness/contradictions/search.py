"""The look for contradictions: typed numbers that a fact gives, and numbers that are not the same in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from deckwright.evaluate.survey import Survey
from deckwright.freshness.contradictions.labelled import look_beside_labels
from deckwright.freshness.contradictions.typed import PERCENT, Typed, typed_in
from deckwright.kinds.contracts.plurals import forms_of
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.format_table import EXACT, find_format
from deckwright.localise.translatable import extract
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.source import Span
from deckwright.texts.facts import Fact

_BOUND = re.compile(r"\{\{\s*fact\.([A-Za-z_]\w*)\s*\}\}")
_SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_FEWEST_WORDS = 4
"""Words that two sentences must share before they are taken to say the same."""
_FEWEST_DIGITS = 2
"""Digits from which on a rounded number is recognised."""
_MOST_NAMED = 3


class _FactNumber(Struct, frozen=True):
    """A fact as a reader would type it."""

    value: Decimal
    """18 of 18 %."""
    unit: str
    digits: int


class _Said(Struct, frozen=True):
    """A sentence with one number."""

    slide: str
    value: Decimal
    typed: Typed | None
    """None where it is a fact."""
    fact: str
    scalar: Scalar


def look_for_contradictions(
    tree: node.Mapping, templates: Mapping[str, SlideTemplate], survey: Survey, report: Report
) -> None:
    """Warns of typed numbers in deck.yaml, `tree`: `typed-fact`, `differing-values`.

    Translations are compared with deck.yaml, so they are not searched.
    """
    tag = survey.formats.locale
    numbers = {name: number for name, known in survey.facts.items() if (number := _read_number(known.fact))}
    texts = [
        (key, scalar)
        for key, wording, _ in extract(tree, templates)
        if not key.startswith("data.")
        for scalar in ([wording] if isinstance(wording, Scalar) else forms_of(wording).values())
    ]
    said: dict[tuple[str, str], list[_Said]] = {}
    for key, scalar in texts:
        text = str(scalar.value)
        for typed in typed_in(text, tag):
            if names := [name for name, number in numbers.items() if _same(typed, number)]:
                _report_typed(typed, names, scalar, report)
        for wording, sentence in _sentences(key.partition(".")[0], text, scalar, tag, numbers):
            said.setdefault(wording, []).append(sentence)
    for sentences in said.values():
        _compare(sentences, report)
    look_beside_labels(survey, tag, report)


def _read_number(fact: Fact) -> _FactNumber | None:
    """None for a fact that is no number, or an amount of money, which is written in too many ways."""
    if not isinstance(fact.value, int | Decimal):
        return None
    how = find_format(fact.format)
    percent = how is not None and how.kind == "percent"
    if how is not None and how.kind not in ("number", "percent"):
        return None
    value = Decimal(fact.value).scaleb(2) if percent else Decimal(fact.value)
    digits = fact.digits if fact.digits is not None else 3
    return _FactNumber(_rounded(value, digits), PERCENT if percent else "", digits)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _same(typed: Typed, number: _FactNumber) -> bool:
    """As the talk shows it, or rounded further and yet long enough to be known again."""
    if typed.unit != number.unit:
        return False
    if typed.value == number.value:
        return True
    known = len(typed.value.as_tuple().digits) >= _FEWEST_DIGITS and typed.digits < number.digits
    return known and typed.value == _rounded(number.value, typed.digits)


def _report_typed(typed: Typed, names: list[str], scalar: Scalar, report: Report) -> None:
    written = " or ".join(f"{{{{ fact.{name} }}}}" for name in names[:_MOST_NAMED])
    report.warning(
        "typed-fact",
        f"'{typed.written}' is also fact {' or '.join(repr(name) for name in map(str, names[:_MOST_NAMED]))}",
        _place(scalar, typed.written),
        help=f"write {written}, so that it follows the data",
    )


def _sentences(
    slide: str, text: str, scalar: Scalar, tag: str, numbers: Mapping[str, _FactNumber]
) -> Iterator[tuple[tuple[str, str], _Said]]:
    """The sentences that hold one number, typed or a fact, each under its wording and its unit."""
    for sentence in _SENTENCE.split(text):
        typed = list(typed_in(sentence, tag))
        bound = [match for match in _BOUND.finditer(sentence) if match[1] in numbers]
        if len(typed) + len(bound) != 1:
            continue
        start, end = (typed[0].start, typed[0].end) if typed else bound[0].span()
        wording = re.sub(r"[^\w#{}.]+", " ", f"{sentence[:start]} # {sentence[end:]}").strip(" .").casefold()
        if len(re.findall(r"[^\W\d_]{2,}", wording)) < _FEWEST_WORDS:
            continue
        if typed:
            yield (wording, typed[0].unit), _Said(slide, typed[0].value, typed[0], "", scalar)
        else:
            number = numbers[bound[0][1]]
            yield (wording, number.unit), _Said(slide, number.value, None, bound[0][1], scalar)


def _compare(sentences: list[_Said], report: Report) -> None:
    """Report each typed number that another slide has otherwise in the same words. A fact is right; else the first."""
    first = next((one for one in sentences if one.typed is None), sentences[0])
    for one in sentences:
        if one.typed is None or one.value == first.value or one.slide == first.slide:
            continue
        place = first.scalar.span
        other = first.typed.written if first.typed else f"{{{{ fact.{first.fact} }}}}"
        report.warning(
            "differing-values",
            f"this sentence gives {one.typed.written}, and '{first.slide}' gives {other} in the same words",
            _place(one.scalar, one.typed.written),
            help=f"write {other}" if first.typed is None else "make it a fact, and use that in both places",
            notes=[f"elsewhere is {place.file}:{place.line}:{place.column}"],
        )


def _place(scalar: Scalar, written: str) -> Span:
    """Where `written` stands, as far as it is on the first line of `scalar`."""
    span, raw = scalar.span, scalar.raw
    first = raw.partition("\n")[0]
    at = first.find(written)
    if at < 0:
        return span
    at += span.length > len(first)  # a quotation mark stands before
    return Span(span.file, span.line, span.column + at, len(written)) if at + len(written) <= span.length else span
