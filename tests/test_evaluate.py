"""Evaluate: what a deck says, and what its author is told when it cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from evaluate_cases import GROWTH, HEAD, Talk

from deckwright.localise.catalogs import Catalog, Translation
from deckwright.model.deck import Bullet, Chart, ColumnHeading, Picture, Series, Table
from deckwright.model.source import Span, Text

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path)


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
        ColumnHeading(Text("Faggruppe"), "left"),
        ColumnHeading(Text("Ansatte"), "right", is_numeric=True),
        ColumnHeading(Text("Stigning"), "right", is_numeric=True),
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
