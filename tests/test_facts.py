"""Facts: worked out of others, shown alike in texts and charts, and known to the slides that use them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from evaluate_cases import GROWTH, HEAD, Talk, underlined
from test_evaluate import NBSP

from deckwright.assets.data.cells import read_cell
from deckwright.languages.formats import Formats
from deckwright.languages.language import list_languages
from deckwright.localise.checks import find_numbers
from deckwright.model.deck import Chart
from deckwright.model.source import Span

DERIVED = (
    HEAD
    + """\
  doctors: {data: growth, where: {group: doctors}, field: growth}
"""
)


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def shown(talk: Talk, fact: str, text: str = "{{ fact.new }}", locale: str = "da") -> str:
    """How `text` reads when there is one more fact, `new`, of these fields."""
    head = f"{DERIVED}  new: {fact}\n"
    slide = talk.deck(f'- {{slide: text, id: a, title: "{text}"}}\n', head, locale).slides[0]
    return str(slide.fields["title"])


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ('{value: "{{ fact.doctors.value - fact.all.value }}", format: percent}', f"39{NBSP}%"),
        ('{value: "{{ fact.doctors - fact.all }}", format: percent, digits: 1}', f"39,0{NBSP}%"),
        ('{value: "{{ fact.doctors }}"}', f"57{NBSP}%"),
        ('{value: "{{ fact.doctors }}", digits: 1}', f"57,0{NBSP}%"),
        ('{value: "{{ fact.doctors }}", format: decimal}', "0,6"),
        ('{value: "{{ data.growth[0].staff * 2 }}"}', "3.400"),
        ('{value: "{{ data.growth[0].growth }}", digits: 2}', f"18,00{NBSP}%"),
        ('{value: "{{ 1 / 3 }}"}', "0,333"),
        ("{value: 1234.5, format: DKK}", f"1.234,50{NBSP}kr."),
        ("{value: \"{{ data.growth | sum('staff') }}\"}", "2.000"),
        ("{value: \"{{ data.growth | average('growth') }}\", format: percent}", f"31,7{NBSP}%"),
        ("{value: \"{{ data.growth | max('growth') }}\", format: percent}", f"57{NBSP}%"),
        ("{value: \"{{ data.growth | min('staff') }}\"}", "300"),
        ('{value: "{{ data.growth | count }}"}', "3"),
        ("{value: \"{{ data.growth | where(group='doctors') | sum('staff') }}\"}", "300"),
        ("{value: \"{{ (data.growth | max(attribute='growth')).group }}\"}", "Læger"),
        ('{value: "{{ deck.date }}"}', "7. oktober 2019"),
    ],
)
def test_a_fact_is_worked_out_of_others(talk: Talk, fact: str, text: str) -> None:
    assert shown(talk, fact) == text


def test_its_value_is_the_bare_number(talk: Talk) -> None:
    fact = '{value: "{{ fact.doctors - fact.all }}", format: percent}'
    assert shown(talk, fact, "{{ fact.new.value * 100 }}") == "39"
    assert shown(talk, fact, "{{ fact.new }}", "en") == "39%"


@pytest.mark.parametrize(
    ("fact", "code", "message", "at"),
    [
        ('{value: "{{ fact.dokters }}"}', "undefined-name", "'fact' has no 'dokters'", "dokters"),
        ('{value: "{{ data.growth }}"}', "wrong-type", "must be one value, but", '"{{ data.growth }}"'),
        ('{value: "{{ 1 / 0 }}"}', "expression-failed", "this divides by zero", '"{{ 1 / 0 }}"'),
        ('{value: "{{ fact.new }}"}', "circular-text", "'new' depends on itself: new → new", "new"),
        ('{value: "{{ data.growth[2].staff }}"}', "empty-cell", "is an empty cell", '"{{ data.growth[2].staff }}"'),
        ('{value: "{{ fact.all }}", format: date}', "unfit-format", "cannot show numbers", "date"),
        ('{value: "{{ fact.all }}", field: growth}', "unknown-field", "'new' has no field 'field'", "field"),
        ("{value: }", "empty-value", "'value' is empty", ""),
        ("{value: \"{{ data.growth | sum('stuff') }}\"}", "undefined-name", "'the row' has no 'stuff'", "stuff"),
        ("{value: \"{{ data.growth | where(group='x') | average('staff') }}\"}", "expression-failed", "average of", ""),
        ("{value: \"{{ data.growth | where(group='x') | max('staff') }}\"}", "expression-failed", "choose from", ""),
    ],
)
def test_faults_of_facts_that_are_worked_out(talk: Talk, fact: str, code: str, message: str, at: str) -> None:
    head, slides = f"{DERIVED}  new: {fact}\n", "- {slide: text, id: a, title: A}\n"
    found = [one for one in talk.faults(slides, head) if one.code == code]
    assert found
    assert message in found[0].message
    if at:
        assert underlined(found[0], slides, head) == at


def test_facts_in_a_circle_are_told_once(talk: Talk) -> None:
    head = DERIVED + '  one: {value: "{{ fact.two }}"}\n  two: {value: "{{ fact.one + 1 }}"}\n'
    fault = talk.fault('- {slide: text, id: a, title: "{{ fact.one }}"}\n', head)
    assert (fault.code, fault.message) == ("circular-text", "'one' depends on itself: one → two → one")


NUMBERS = ("0.125", "600.25", "12.5%", "0.5%", "12.45%", "2.5", "1700.005", "-0.125", "999999.5", "0.0005")


@pytest.mark.parametrize("locale", [tag for tag in list_languages() if not tag.startswith("qps")])
def test_text_and_chart_round_alike_and_half_up(locale: str) -> None:
    """A text, and a chart's label: from a cell where it has one, else by the number format, as Office rounds it."""
    formats = Formats(locale)
    for digits in (0, 1, 2):
        for written in NUMBERS:
            name = "percent" if written.endswith("%") else "number"
            value = read_cell(written, Span("", 1, 1)).value
            assert isinstance(value, int | Decimal)
            text = formats.format_value(value, name, digits)
            wanted = Decimal(value).scaleb(2 if name == "percent" else 0)
            wanted = wanted.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
            (number,) = find_numbers(text, locale)
            assert number.value == abs(wanted), (text, written)
            code = formats.build_number_code(name, digits)
            decimals = code.partition(".")[2]
            assert len(decimals) - len(decimals.lstrip("0")) == digits, code


@pytest.mark.parametrize(
    ("written", "how", "text"),
    [
        ("0.125", "number", "0,125"),
        ("0.125", "decimal", "0,1"),
        ("600.25", "decimal", "600,3"),
        ("1700.5", "integer", "1.701"),
        ("1700.5", "DKK", f"1.700,50{NBSP}kr."),
    ],
)
def test_a_fact_is_the_label_of_its_bar(written: str, how: str, text: str, talk: Talk) -> None:
    (talk.assets / "growth.csv").write_text(GROWTH.replace("57%,300", f"57%,{written}"))
    slides = (
        '- {slide: text, id: a, title: "{{ fact.staff }}", bullets: ["{{ data.growth[1].staff }}"]}\n'
        "- {slide: chart, id: b, chart: {kind: bar, data: growth, categories: group, values: staff}}\n"
    )
    head = HEAD.replace("    labels:\n", f"    format: {{staff: {how}}}\n    labels:\n")
    said, drawn = (slide.fields for slide in talk.deck(slides, head).slides)
    chart, bullets = drawn["chart"], said["bullets"]
    assert isinstance(chart, Chart)
    assert isinstance(bullets, tuple)
    assert said["title"] == bullets[0].text == chart.series[0].labels[1] == text
    assert f"Læger {text}" in str(chart.alt)


def test_a_slide_knows_its_tables_and_facts(talk: Talk) -> None:
    head = DERIVED + '  gap: {value: "{{ fact.doctors - fact.all }}", format: percent}\n'
    head = head.replace("  doctors: Læger\n", '  doctors: Læger\n  said: "{{ fact.gap }} flere"\n')
    head = head.replace("facts:\n", "  other:\n    file: growth.csv\nfacts:\n", 1)
    slides = (
        "- {slide: text, id: nothing, title: A}\n"
        '- {slide: text, id: named, title: "{{ text.said }}"}\n'
        '- {slide: text, id: again, title: "{{ text.said }}"}\n'
        '- {slide: text, id: notes, title: A, notes: "{{ fact.staff }}"}\n'
        "- {slide: table, id: table, table: {data: other}}\n"
        '- {slide: text, id: "row-{{ row.group }}", title: A, repeat: row in data.other, when: "row.staff"}\n'
        '- {slide: text, id: when, title: A, when: "fact.staff > 1"}\n'
        "- {slide: recap, id: recap, slides: [table, notes]}\n"
    )
    found = {slide.id: (slide.sources, slide.facts) for slide in talk.deck(slides, head).slides}
    gap = ("all", "doctors", "gap")
    assert found == {
        "nothing": ((), ()),
        "named": (("growth",), gap),
        "again": (("growth",), gap),
        "notes": (("growth",), ("staff",)),
        "table": (("other",), ()),
        "row-all": (("other",), ()),
        "row-doctors": (("other",), ()),
        "when": (("growth",), ("staff",)),
        "recap": (("growth", "other"), ("staff",)),
    }
