"""Evaluate: what a deck says, and what its author is told when it cannot be."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckwright.assets.data.read import read_data
from deckwright.evaluate.deck import evaluate
from deckwright.kinds.slide_templates import read_templates
from deckwright.languages.formats import Formats
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.tree import localise
from deckwright.model import node
from deckwright.model.deck import Bullet, Chart, Column, Deck, Picture, Record, Series, Slide, Table
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text

NBSP = "\N{NO-BREAK SPACE}"
KINDS = {
    "text": "  title: text\n  lead: optional text\n  bullets: optional bullets\n"
    "  strong: optional yes/no\n  size: optional number\n",
    "chart": "  title: optional text\n  chart: chart\n",
    "table": "  title: optional text\n  table: table\n",
    "picture": "  title: optional text\n  picture: picture\n",
    "recap": "  title: optional text\n  slides: list of slide\n",
}
HEAD = """\
title: Et foredrag
language: da
brand: plain
date: 2019-10-07
speaker: {name: Claus Bossen, role: lektor}
texts:
  heading: Udvikling
  doctors: Læger
data:
  growth:
    file: growth.csv
    columns: {group: Faggruppe, growth: Stigning, staff: Ansatte}
    labels:
      group: {all: Alle, doctors: "{{ text.doctors }}", nurses: Sygeplejersker}
facts:
  all: {data: growth, where: {group: all}, field: growth}
  staff: {data: growth, where: {group: doctors, growth: 57%}, field: staff}
"""
GROWTH = "group,growth,staff,since\nall,18%,1700,2001\ndoctors,57%,300,2003\nnurses,20%,,2004\n"
TITLE = "- {slide: text, id: a, title: Start}\n"


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Talk:
    """A talk in a folder, evaluated."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.assets = folder / "assets"
        self.assets.mkdir()
        (self.assets / "growth.csv").write_text(GROWTH)
        (self.assets / "p.png").write_bytes(png(40, 30))
        (folder / "slides").mkdir()
        for name, fields in KINDS.items():
            (folder / "slides" / f"{name}.xml").write_text(f"---\nsummary: One.\nfields:\n{fields}---\n")

    def run(
        self, slides: str, head: str = HEAD, locale: str = "da", catalog: Catalog | None = None
    ) -> tuple[Deck | None, Report]:
        report = Report()
        tree = parse_text(f"{head}slides:\n{slides}", "deck.yaml", report)
        assert isinstance(tree, node.Mapping)
        templates = read_templates([(self.folder / "slides", "slides")], report)
        tables = read_data(tree, self.assets, "assets", report)
        tree = localise(tree, [catalog] if catalog else [], templates, "da", report)
        return evaluate(tree, templates, tables, Formats(locale), report, assets=self.assets), report

    def deck(self, slides: str, head: str = HEAD, locale: str = "da") -> Deck:
        deck, report = self.run(slides, head, locale)
        assert report.diagnostics == ()
        assert deck is not None
        return deck

    def slide(self, slides: str, locale: str = "da") -> Slide:
        return self.deck(slides, locale=locale).slides[0]

    def faults(self, slides: str, head: str = HEAD) -> tuple[Diagnostic, ...]:
        deck, report = self.run(slides, head)
        assert deck is None
        return report.diagnostics

    def fault(self, slides: str, head: str = HEAD) -> Diagnostic:
        (diagnostic,) = self.faults(slides, head)
        return diagnostic


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


def underlined(diagnostic: Diagnostic, slides: str, head: str = HEAD) -> str:
    """What the caret of a diagnostic in deck.yaml stands under."""
    span = diagnostic.span
    assert span is not None
    assert span.file == "deck.yaml"
    line = f"{head}slides:\n{slides}".split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.length]


def test_a_deck(talk: Talk) -> None:
    deck = talk.deck(
        "- slide: text\n  id: a\n  section: '{{ text.heading }}'\n  title: '{{ deck.title }}'\n"
        "  lead: Vokset {{ fact.all }}, {{ fact.staff }} ansatte\n"
        "  bullets: [ét, {text: to, bullets: ['{{ speaker.role }}']}]\n  strong: yes\n  size: '{{ fact.staff }}'\n"
        "  notes: '{{ deck.date_text }}'\n",
        HEAD + "subtitle: Om tal\nfooter: '{{ speaker.name }}, {{ deck.date_text }}'\n",
    )
    assert (deck.name, deck.title, deck.language, deck.subtitle) == ("et-foredrag", "Et foredrag", "da", "Om tal")
    assert (deck.date, deck.date_text) == (date(2019, 10, 7), "7. oktober 2019")
    assert deck.footer == "Claus Bossen, 7. oktober 2019"
    (slide,) = deck.slides
    assert (slide.kind, slide.id, slide.section, slide.notes) == ("text", "a", "Udvikling", "7. oktober 2019")
    assert slide.fields["title"] == "Et foredrag"
    assert slide.fields["lead"] == f"Vokset 18{NBSP}%, 300 ansatte"
    bullets = slide.fields["bullets"]
    assert isinstance(bullets, tuple)
    assert [(bullet.text, bullet.level) for bullet in bullets if isinstance(bullet, Bullet)] == [
        ("ét", 0),
        ("to", 0),
        ("lektor", 1),
    ]
    assert (slide.fields["strong"], slide.fields["size"]) == (True, 300)


def test_texts_know_language_and_place(talk: Talk) -> None:
    slide = talk.slide("- slide: text\n  title: '{{ text.heading }}'\n  lead: '{{ fact.all }} mere'\n")
    title, lead = slide.fields["title"], slide.fields["lead"]
    assert isinstance(title, Text)
    assert isinstance(lead, Text)
    assert (title.span, title.lang) == (Span("deck.yaml", 7, 12, 9), "da")
    assert (lead.span, lead.lang) == (Span("deck.yaml", 21, 9, 21), "da")


def test_numbers_change_with_the_language_and_texts_say_theirs(talk: Talk) -> None:
    nowhere = Span("locales/en.po", 1, 1)
    words = {"a.lead": ("Vokset {{ fact.all }}", "Grown by {{ fact.all }}")}
    catalog = Catalog(
        "en", "locales/en.po", {k: Translation(k, s, t, False, nowhere, nowhere) for k, (s, t) in words.items()}
    )
    slides = "- slide: text\n  id: a\n  title: Start\n  lead: Vokset {{ fact.all }}\n  notes: '{{ deck.date }}'\n"
    deck, report = talk.run(slides, locale="en", catalog=catalog)
    assert deck is not None
    assert not report.failed
    fields = deck.slides[0].fields
    lead, title = fields["lead"], fields["title"]
    assert isinstance(lead, Text)
    assert isinstance(title, Text)
    assert (lead, lead.lang) == ("Grown by 18%", "en")
    assert (title, title.lang) == ("Start", "da")
    assert deck.slides[0].notes == "7 October 2019"


def test_braces_in_data_stay_text(talk: Talk) -> None:
    (talk.assets / "growth.csv").write_text(GROWTH.replace("nurses", "{{ fact.all }}"))
    head = HEAD.replace("nurses: Sygeplejersker", '"{{ fact.all }}": Med klammer')
    slide = talk.deck("- {slide: text, id: a, title: '{{ data.growth[2].group.value }}'}\n", head).slides[0]
    assert slide.fields["title"] == "{{ fact.all }}"


def test_repeat_and_when(talk: Talk) -> None:
    deck = talk.deck(
        "- slide: text\n  repeat: row in data.growth\n  when: row.growth > 0.19\n  id: vaekst-{{ row.group }}\n"
        "  title: '{{ row.group }}: {{ row.growth }}'\n"
        "- {slide: text, id: skjult, when: no, title: Skjult}\n"
    )
    assert [(slide.id, slide.fields["title"]) for slide in deck.slides] == [
        ("vaekst-doctors", f"Læger: 57{NBSP}%"),
        ("vaekst-nurses", f"Sygeplejersker: 20{NBSP}%"),
    ]


def test_a_chart_from_data(talk: Talk) -> None:
    chart = talk.slide(
        "- slide: chart\n  id: a\n  chart: {kind: bar, data: growth, categories: group, values: growth,"
        " highlight: nurses, sort: descending, title: Stigning i alt, gap: 60, legend: no}\n"
    ).fields["chart"]
    assert isinstance(chart, Chart)
    assert chart.categories == ("Læger", "Sygeplejersker", "Alle")
    assert chart.series == (Series(Text("Stigning"), (Decimal("0.57"), Decimal("0.20"), Decimal("0.18"))),)
    assert (chart.highlight, chart.number_format) == ((1,), f"0\\{NBSP}%")
    assert chart.options == {"gap": 60, "legend": "no", "labels": ("value",)}
    assert chart.alt == (
        f"Liggende søjlediagram: Stigning i alt. Stigning: Læger 57{NBSP}%, Sygeplejersker 20{NBSP}%,"
        f" Alle 18{NBSP}%. Fremhævet: Sygeplejersker."
    )


def test_years_are_categories_and_missing_values_stay_missing(talk: Talk) -> None:
    chart = talk.slide(
        "- {slide: chart, id: a, chart: {kind: line, data: growth, categories: since, values: [staff]}}\n"
    ).fields["chart"]
    assert isinstance(chart, Chart)
    assert chart.categories == ("2001", "2003", "2004")
    assert chart.series[0].values == (Decimal(1700), Decimal(300), None)
    assert chart.alt == "Kurvediagram: Ansatte. 2001 1.700, 2003 300, 2004 intet tal."
    assert chart.number_format == "#,##0"
    assert chart.series[0].labels == ("1.700", "300", "")  # Office would write the viewer's own mark of thousands


def test_labels_are_the_number_formats_where_it_says_what_the_language_does(talk: Talk) -> None:
    slide = "- {slide: chart, id: a, chart: {kind: line, data: growth, categories: since, values: [staff]}}\n"
    chart = talk.slide(slide, locale="en").fields["chart"]
    assert isinstance(chart, Chart)
    assert chart.series[0].labels == ()


def test_a_chart_with_its_own_values(talk: Talk) -> None:
    chart = talk.slide(
        "- slide: chart\n  id: a\n  chart:\n    kind: column\n    categories: [Før, Nu]\n    highlight: Nu\n"
        "    series:\n      - {name: Læger, values: [1, 2.5]}\n      - {name: Andre, values: ['{{ fact.staff }}', 4]}\n"
        "    alt: Lægerne er blevet flere.\n",
        "en",
    ).fields["chart"]
    assert isinstance(chart, Chart)
    assert chart.series == (
        Series(Text("Læger"), (Decimal(1), Decimal("2.5"))),
        Series(Text("Andre"), (Decimal(300), Decimal(4))),
    )
    assert (chart.highlight, chart.alt, chart.number_format) == ((1,), "Lægerne er blevet flere.", "#,##0.0")


def test_a_long_chart_is_summed_up(talk: Talk) -> None:
    rows = "".join(f"{year},{abs(year - 1970)}\n" for year in range(1950, 2000))
    (talk.assets / "growth.csv").write_text(f"year,n\n{rows}")
    head = HEAD[: HEAD.index("data:")] + "data: {t: {file: growth.csv}}\n"
    slides = "- {slide: chart, id: a, chart: {kind: line, data: t, categories: year, values: n}}\n"
    chart = talk.deck(slides, head).slides[0].fields["chart"]
    assert isinstance(chart, Chart)
    assert chart.alt == "Kurvediagram: n. 1950 20 … 1999 29, lavest 0 (1970), højest 29 (1999)."


def test_a_table_from_data(talk: Talk) -> None:
    table = talk.slide(
        "- {slide: table, id: a, table: {data: growth, columns: [group, staff, growth], highlight: doctors}}\n"
    ).fields["table"]
    assert isinstance(table, Table)
    assert table.columns == (
        Column(Text("Faggruppe"), "left"),
        Column(Text("Ansatte"), "right", is_numeric=True),
        Column(Text("Stigning"), "right", is_numeric=True),
    )
    assert table.rows == (
        ("Alle", "1.700", f"18{NBSP}%"),
        ("Læger", "300", f"57{NBSP}%"),
        ("Sygeplejersker", "–", f"20{NBSP}%"),
    )
    assert table.rows[0][1].span == Span("assets/growth.csv", 2, 9, 4)
    assert table.alt == "Tabel. Kolonner: Faggruppe, Ansatte og Stigning. Rækker: 3. –: intet tal."
    assert table.highlight == (1,)


def test_a_table_with_its_own_cells(talk: Talk) -> None:
    table = talk.slide(
        "- slide: table\n  id: a\n  table:\n    columns: [Navn, Antal, År]\n    highlight: b\n"
        "    rows:\n      - [a, 1.5, '2001']\n      - [b, '{{ fact.staff }}', '']\n"
        "      - ['{{ text.heading }}', ~, x]\n"
    ).fields["table"]
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == ["left", "right", "left"]
    assert table.rows == (("a", "1,5", "2001"), ("b", "300", ""), ("Udvikling", "–", "x"))
    assert table.highlight == (1,)


def test_a_picture(talk: Talk) -> None:
    slides = "- {slide: picture, id: a, picture: {file: p.png, alt: Et felt, credit: Os}}\n"
    picture = talk.slide(slides).fields["picture"]
    assert isinstance(picture, Picture)
    assert (picture.path, picture.media_type, picture.width, picture.height) == ("assets/p.png", "image/png", 40, 30)
    assert (picture.alt, picture.credit, picture.fit) == ("Et felt", "Os", "contain")


def test_slides_named_by_others(talk: Talk) -> None:
    deck = talk.deck("- {slide: recap, slides: [slutning]}\n- {slide: text, title: Slutning}\n")
    assert [slide.id for slide in deck.slides] == ["recap", "slutning"]
    assert deck.slides[0].fields["slides"] == ("slutning",)


CHART = "- {slide: chart, id: a, chart: {kind: bar, data: growth, categories: group, values: growth}}\n"
FACT = "  all: {data: growth, where: {group: all}, field: growth}"


@pytest.mark.parametrize(
    ("slides", "code", "message", "at", "help_"),
    [
        (
            "- {slide: txt, id: a, title: x}\n",
            "unknown-slide-kind",
            "there is no slide kind 'txt'",
            "txt",
            "did you mean 'text'?",
        ),
        (
            "- {slid: text, id: a, title: x}\n",
            "missing-field",
            "this slide does not say of which kind it is",
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
            "the id 'Øen' has other characters than a-z, 0-9 and '-'",
            "Øen",
            "write 'oeen'",
        ),
        (
            "- {slide: text, id: a, repeat: row in data.growth, title: x}\n",
            "duplicate-id",
            "the slides that this entry is repeated to all have the id 'a'",
            "a",
            "put a column into it: id: name-{{ row.column }}",
        ),
        (
            "- {slide: text, id: a, repeat: data.growth, title: x}\n",
            "bad-repeat",
            "'repeat' must be a name and a table",
            "data.growth",
            "write it so: row in data.growth",
        ),
        (
            "- {slide: text, id: a, repeat: text in data.growth, title: x}\n",
            "bad-repeat",
            "'text' is a name of the deck already",
            "text in data.growth",
            "take another one: row in …",
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
            "'size' must be a number, and '{{ fact.all | number }}' gives a text",
            "'{{ fact.all | number }}'",
            None,
        ),
        (
            "- {slide: text, id: a, title: x, size: '{{ data.growth[2].staff }}'}\n",
            "empty-cell",
            "'{{ data.growth[2].staff }}' gives nothing, for the data is empty there",
            "'{{ data.growth[2].staff }}'",
            None,
        ),
        (
            "- {slide: recap, id: a, slides: [b]}\n- {slide: text, id: b-b, title: x}\n",
            "unknown-slide",
            "there is no slide with the id 'b'",
            "b",
            None,
        ),
        (
            CHART.replace("kind: bar", "kind: bart"),
            "unknown-chart-kind",
            "there is no chart kind 'bart'",
            "bart",
            "did you mean 'bar'?",
        ),
        (
            CHART.replace("data: growth", "data: groth"),
            "unknown-data",
            "there is no table 'groth' under 'data:'",
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
            "a pie chart shows one series, and 2 are given",
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
            "there is no format 'procent'",
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
            "'gap' goes from 0 to 500 percent",
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
            "there is no table 'grow' under 'data:'",
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
        (FACT, FACT[:-1] + ", digits: 99}", "out-of-range", "'digits' is a whole number from 0 to 20", "99"),
        ("language: da", "language: dansk", "unknown-locale", "there is no language 'dansk'", "dansk"),
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
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
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
