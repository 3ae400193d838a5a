"""Evaluate: what an author is told when a deck cannot be evaluated."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluate_cases import CHART, TITLE, Talk, underlined


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


@pytest.mark.parametrize(
    ("slides", "code", "message", "at", "help_"),
    [
        (
            "- {slide: txt, id: a, title: x}\n",
            "unknown-slide-kind",
            "unknown slide kind 'txt'",
            "txt",
            "did you mean 'text'?",
        ),
        (
            "- {slid: text, id: a, title: x}\n",
            "missing-field",
            "this slide has no 'slide:' with its kind",
            "slid",
            "did you mean 'slide' instead of 'slid'?",
        ),
        (
            "- {slide: text, id: a, titel: x}\n",
            "unknown-field",
            "slide 'text' has no field 'titel'",
            "titel",
            "did you mean 'title'?",
        ),
        (
            TITLE + TITLE.replace("Start", "Igen"),
            "duplicate-id",
            "two slides have the id 'a'",
            "a",
            "give one of them another id",
        ),
        (
            "- {slide: text, id: Øen, title: x}\n",
            "bad-id",
            "the id 'Øen' has characters other than a-z, 0-9 and '-'",
            "Øen",
            "write 'oeen'",
        ),
        (
            "- {slide: text, id: a, repeat: row in data.growth, title: x}\n",
            "duplicate-id",
            "all repetitions of this slide have the id 'a'",
            "a",
            "add a column to it: id: name-{{ row.column }}",
        ),
        (
            "- {slide: text, id: a, repeat: data.growth, title: x}\n",
            "bad-repeat",
            "'repeat' must be a name and a table",
            "data.growth",
            "for example: row in data.growth",
        ),
        (
            "- {slide: text, id: a, repeat: text in data.growth, title: x}\n",
            "bad-repeat",
            "'text' is already a name of the deck",
            "text in data.growth",
            "use another name: row in …",
        ),
        (
            "- {slide: text, id: a, repeat: row in data.grwth, title: x}\n",
            "undefined-name",
            "'data' has no 'grwth'",
            "grwth",
            "did you mean 'growth'?",
        ),
        (
            "- {slide: text, id: a, when: fact.al > 1, title: x}\n",
            "undefined-name",
            "'fact' has no 'al'",
            "al",
            "did you mean 'all'?",
        ),
        (
            "- {slide: text, id: a, title: x, size: '{{ fact.all | number }}'}\n",
            "wrong-type",
            "'size' must be a number, but '{{ fact.all | number }}' is a text",
            "'{{ fact.all | number }}'",
            None,
        ),
        (
            "- {slide: text, id: a, title: x, size: '{{ data.growth[2].staff }}'}\n",
            "empty-cell",
            "'{{ data.growth[2].staff }}' is an empty cell in the data",
            "'{{ data.growth[2].staff }}'",
            None,
        ),
        (
            "- {slide: recap, id: a, slides: [b]}\n- {slide: text, id: b-b, title: x}\n",
            "unknown-slide",
            "the deck has no slide with the id 'b'",
            "b",
            None,
        ),
        (
            CHART.replace("kind: bar", "kind: bart"),
            "unknown-chart-kind",
            "unknown chart kind 'bart'",
            "bart",
            "did you mean 'bar'?",
        ),
        (
            CHART.replace("data: growth", "data: groth"),
            "unknown-data",
            "'data:' has no table 'groth'",
            "groth",
            "did you mean 'growth'?",
        ),
        (
            CHART.replace("values: growth", "values: grwth"),
            "unknown-column",
            "'assets/growth.csv' has no column 'grwth'",
            "grwth",
            "did you mean 'growth'?",
        ),
        (
            CHART.replace("values: growth", "values: group"),
            "not-numbers",
            "the column 'group' holds texts, and a chart shows numbers",
            "group",
            None,
        ),
        (
            CHART.replace("values: growth", "values: [growth, staff]"),
            "mixed-values",
            "the chart mixes percentages and plain numbers on one axis",
            "growth",
            None,
        ),
        (
            CHART.replace("bar", "pie").replace("values: growth", "values: [staff, since]"),
            "too-many-series",
            "a pie chart shows one series; this one has 2",
            "[staff, since]",
            None,
        ),
        (
            CHART.replace("}}", ", highlight: nurse}}"),
            "unknown-category",
            "cannot highlight 'nurse': not in the data",
            "nurse",
            "did you mean 'nurses'?",
        ),
        (
            CHART.replace("}}", ", format: procent}}"),
            "unknown-format",
            "unknown format 'procent'",
            "procent",
            "did you mean 'percent'?",
        ),
        (
            CHART.replace("}}", ", minimum: 2, maximum: 1}}"),
            "out-of-range",
            "'minimum' must be below 'maximum'",
            "2",
            None,
        ),
        (
            CHART.replace("}}", ", gap: 900}}"),
            "out-of-range",
            "'gap' must be from 0 to 500 percent",
            "900",
            None,
        ),
        (
            CHART.replace("}}", ", colour: red}}"),
            "unknown-field",
            "the bar chart has no field 'colour'",
            "colour",
            "did you mean 'colours'?",
        ),
        (
            "- {slide: chart, id: a, chart: {kind: pie, categories: [a, b], series: [{name: n, values: [1, -2]}]}}\n",
            "negative-value",
            "a pie chart cannot show values below zero, such as -2",
            "[{name: n, values: [1, -2]}]",
            None,
        ),
        (
            "- {slide: chart, id: a, chart: {kind: bar, categories: [a, b], series: [{name: n, values: [1]}]}}\n",
            "uneven-series",
            "the series 'n' has 1 values for 2 categories",
            "{name: n, values: [1]}",
            None,
        ),
        (
            "- {slide: table, id: a, table: {columns: [a, b], rows: [[1, 2], [3]]}}\n",
            "ragged-row",
            "this row has 1 cells, but there are 2 columns",
            "[3]",
            None,
        ),
        (
            "- {slide: table, id: a, table: {columns: [a, b], rows: [[1, no]]}}\n",
            "yaml-trap",
            "'no' without quotation marks means false",
            "no",
            'write "no"',
        ),
        (
            "- {slide: picture, id: a, picture: {file: p.png}}\n",
            "missing-alt",
            "'p.png' has no alternative text",
            "p.png",
            "describe the picture in alt:, or set decorative: yes",
        ),
        (
            "- {slide: picture, id: a, picture: {file: pp.png, alt: x}}\n",
            "missing-file",
            "there is no file 'pp.png' in 'assets'",
            "pp.png",
            "did you mean 'p.png'?",
        ),
        (
            "- {slide: picture, id: a, picture: {file: growth.csv, alt: x}}\n",
            "bad-picture",
            "'growth.csv' is not a picture that can be read",
            "growth.csv",
            "save it as PNG or JPEG, or a drawing as SVG",
        ),
    ],
)
def test_faults_of_slides(talk: Talk, slides: str, code: str, message: str, at: str, help_: str | None) -> None:
    diagnostic = talk.fault(slides)
    assert (diagnostic.code, diagnostic.message) == (code, message)
    assert (underlined(diagnostic, slides), diagnostic.help) == (at, help_)
