"""Evaluate: what an author is told of the head of a deck, of facts and texts, and of all faults at once."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from evaluate_cases import CHART, GROWTH, HEAD, TITLE, Talk, png, underlined
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.parse.tree import parse_text


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


FACT = "  all: {data: growth, where: {group: all}, field: growth}"


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "at"),
    [
        (
            FACT,
            FACT.replace("group: all", "group: al"),
            "fact-not-found",
            "'assets/growth.csv' has no row where group is 'al'",
            "al",
        ),
        (
            FACT,
            FACT.replace("group: all", "grup: all"),
            "unknown-column",
            "'assets/growth.csv' has no column 'grup'",
            "grup",
        ),
        (
            FACT,
            FACT.replace("field: growth", "field: grow"),
            "unknown-column",
            "'assets/growth.csv' has no column 'grow'",
            "grow",
        ),
        (
            FACT,
            FACT.replace("data: growth", "data: grow"),
            "unknown-data",
            "'data:' has no table 'grow'",
            "grow",
        ),
        (
            FACT,
            "  all: {data: growth, where: {group: nurses}, field: staff}",
            "empty-cell",
            "fact 'all' points to an empty cell",
            "staff",
        ),
        (
            FACT,
            FACT.replace("}", "}", 1)[:-1] + ", format: date}",
            "unfit-format",
            "the format 'date' cannot show percentages",
            "date",
        ),
        (FACT, FACT[:-1] + ", digits: 99}", "out-of-range", "'digits' must be a whole number from 0 to 20", "99"),
        ("language: da", "language: dansk", "unknown-locale", "unknown language 'dansk'", "dansk"),
        ("staff: Ansatte", "stff: Ansatte", "unknown-column", "'assets/growth.csv' has no column 'stff'", "stff"),
        ("brand: plain\n", "", "missing-field", "deck.yaml needs the field 'brand'", "t"),
        ("texts:", "text:", "unknown-field", "deck.yaml has no field 'text'", "text"),
    ],
)
def test_faults_of_the_head(talk: Talk, old: str, new: str, code: str, message: str, at: str) -> None:
    head = HEAD.replace(old, new)
    assert head != HEAD
    found = [d for d in talk.faults(TITLE, head) if d.code != "undefined-name"]
    assert [(d.code, d.message) for d in found] == [(code, message)]
    assert underlined(found[0], TITLE, head) == at


def test_an_ambiguous_fact_names_its_rows(talk: Talk) -> None:
    (talk.assets / "growth.csv").write_text(GROWTH + "all,19%,5,2005\n")
    diagnostic = talk.fault(TITLE)
    assert (diagnostic.code, diagnostic.message) == (
        "fact-ambiguous",
        "fact 'all' must be one value, but 2 rows have group is 'all'",
    )
    assert diagnostic.notes == ("lines 2, 5 of assets/growth.csv",)


def test_labels_and_data_must_agree(talk: Talk) -> None:
    (talk.assets / "growth.csv").write_text(GROWTH.replace("nurses", "nurse"))
    deck, report = talk.run(TITLE)
    assert deck is not None
    assert [(d.severity, d.code, d.message) for d in report.diagnostics] == [
        ("warning", "missing-label", "'nurse' has no label, so the code itself is shown"),
        ("warning", "unused-label", "'nurses' is not in the column 'group' of 'assets/growth.csv'"),
    ]


def test_texts_in_a_circle(talk: Talk) -> None:
    head = HEAD.replace("heading: Udvikling", "heading: '{{ text.doctors }}'").replace(
        "doctors: Læger", "doctors: '{{ text.heading }}'"
    )
    assert {d.code for d in talk.faults(TITLE, head)} == {"circular-text"}


def test_a_table_that_cannot_be_read_is_told_once(talk: Talk) -> None:
    (talk.assets / "growth.csv").write_text(GROWTH.replace("18%", "18"))
    slides = CHART + "- {slide: text, id: b, title: '{{ fact.all }}'}\n"
    diagnostic = talk.fault(slides)
    assert (diagnostic.code, diagnostic.span) == ("missing-percent-sign", Span("assets/growth.csv", 2, 5, 2))


def test_all_faults_at_once_in_the_order_of_the_file(talk: Talk) -> None:
    slides = (
        "- {slide: text, id: a, titel: x}\n- {slide: txt, id: b}\n- {slide: text, id: a, title: '{{ fact.al }}'}\n"
        + CHART.replace("id: a", "id: c").replace("values: growth", "values: g")
    )
    assert [d.code for d in talk.faults(slides)] == [
        "unknown-field",
        "unknown-slide-kind",
        "duplicate-id",
        "undefined-name",
        "unknown-column",
    ]


def test_damaged_and_huge_pictures(talk: Talk) -> None:
    (talk.assets / "p.png").write_bytes(png(40, 30)[:-30])
    slides = "- {slide: picture, id: a, picture: {file: p.png, alt: x}}\n"
    assert talk.fault(slides).code == "bad-picture"
    (talk.assets / "p.png").write_bytes(png(1, 1).replace(struct.pack(">II", 1, 1), struct.pack(">II", 60_000, 60_000)))
    assert talk.fault(slides).code == "bad-picture"


def test_records_are_read_by_name(talk: Talk) -> None:
    speaker = talk.deck(TITLE).speaker
    assert isinstance(speaker, Record)
    assert dict(speaker) == {"name": "Claus Bossen", "role": "lektor"}


WHOLE = (
    "- {slide: text, id: a, title: '{{ text.heading }}', lead: Vokset {{ fact.all }}, bullets: [x, {text: y}]}\n"
    "- {slide: chart, id: b, chart: {kind: bar, data: growth, categories: group, values: growth, highlight: all}}\n"
    "- {slide: chart, id: c, chart: {kind: pie, categories: [x, y], series: [{name: n, values: [1, 2]}],"
    " sort: ascending}}\n"
    "- {slide: chart, id: c1, chart: {kind: scatter, data: growth, x: staff, y: growth, names: group, trend: linear}}\n"
    "- {slide: chart, id: c2, chart: {kind: bubble, series: [{name: n, points: [{x: 1, y: 2, size: 3}]}]}}\n"
    "- {slide: chart, id: c3, chart: {kind: waterfall, categories: [x, y], series: [{name: n, values: [1, ~]}],"
    " totals: y}}\n"
    "- {slide: chart, id: c4, chart: {kind: histogram, data: growth, values: staff, bins: 3}}\n"
    "- {slide: chart, id: c5, chart: {kind: slope, categories: [x], from: {name: a, values: [1]},"
    " to: {name: b, values: [2]}, highlight: x}}\n"
    "- {slide: chart, id: c6, chart: {kind: combo, data: growth, categories: group, values: [staff, growth],"
    " secondary: yes, lines: growth, colours: {staff: accent2}}}\n"
    "- {slide: chart, id: c7, chart: {kind: column, data: growth, categories: group, values: staff,"
    " target: {name: t, value: 5}, errors: {percent: 5}, multiples: group}}\n"
    "- {slide: table, id: d, table: {data: growth, columns: [group, staff]}}\n"
    "- {slide: table, id: e, table: {columns: [x], rows: [[1], [y]], highlight: y}}\n"
    "- {slide: picture, id: f, picture: {file: p.png, alt: x}}\n"
    "- {slide: recap, id: g, slides: [a, b]}\n"
    "- {slide: text, id: 'h-{{ row.group }}', repeat: row in data.growth, when: row.growth > 0.1, title: x}\n"
)
ODD = (
    "", "~", "yes", "-3", "2.5", "2020-01-01", "growth", "all", "[]", "{}", "[a, ~, 3]", "{text: q, data: growth}",
    "'{{ fact.all }}'", "'{{ data.growth }}'", "'{{ text }}'", "'{{ nothing }} x'", "'{{ [] | first }}'", "'{{'",
    "'{% if %}'", "'{{ none }}'", "'{{ deck.date }}'", "'{{ 1 / 3 }}'", "'{{ true }}'",
)  # fmt: skip
"""Values to stand where others are wanted."""


@given(st.data())
@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_any_deck_is_built_or_refused_with_a_message(talk: Talk, data: st.DataObject) -> None:
    """Whatever stands where: no exception, never nothing at all, and no word of Python to an author."""
    values = re.compile(r"(?<=: )('[^'\n]*'|[^\s,\[\]{}']+)")
    text = HEAD + "slides:\n" + WHOLE
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(list(values.finditer(text))))
        text = text[: place.start()] + data.draw(st.sampled_from(ODD)) + text[place.end() :]
    head, _, slides = text.partition("slides:\n")
    report = Report()
    if not isinstance(parse_text(text, "deck.yaml", report), node.Mapping):
        assert report.failed
        return
    deck, report = talk.run(slides, head)
    assert deck is not None or report.failed
    for diagnostic in report.diagnostics:
        assert not re.search(r"Decimal|None|Mapping|<class|object at|Text\(|'str'|'int'", diagnostic.message)
