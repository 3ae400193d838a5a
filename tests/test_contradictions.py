"""Contradictions: typed numbers that a fact gives, numbers that two places give differently, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.freshness.typed_numbers import find_typed_numbers
from deckwright.model.project import Project

NBSP = "\N{NO-BREAK SPACE}"
Said = pytest.CaptureFixture[str]

HEAD = """\
title: Et foredrag
language: {language}
brand: plain
data:
  growth:
    file: growth.csv
    labels: {{group: {{doctors: Læger, nurses: Sygeplejersker}}}}
facts:
  doctors: {{data: growth, where: {{group: doctors}}, field: growth}}
  staff: {{data: growth, where: {{group: doctors}}, field: staff}}
  nurses: {{data: growth, where: {{group: nurses}}, field: staff}}
  half: {{value: 12.5}}
  few: {{value: 7}}
  year: {{value: 2018}}
slides:
"""


def check(folder: Path, slides: str, capsys: Said, language: str = "da", *arguments: str) -> list[str]:
    """The warnings of `check`, each `line: message`, without those that are not of this kind."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets/growth.csv").write_text("group,growth,staff\ndoctors,57.3%,1700\nnurses,20%,300\n")
    head = HEAD.format(language=language)
    (folder / "deck.yaml").write_text(head + slides)
    main(["check", *arguments], Project(folder))
    first = head.count("\n")
    lines = capsys.readouterr().err.splitlines()
    found = [line.split(":", 3) for line in lines if "[typed-fact]" in line or "[differing-values]" in line]
    return [f"{int(parts[1]) - first}: {parts[3].partition(']: ')[2]}".replace(NBSP, " ") for parts in found]


def statement(text: str, name: str = "a") -> str:
    return f"  - {{slide: statement, id: {name}, title: A, statements: ['{text}']}}\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Det er 57 % af dem", "da"),
        ("Det er 57,3 % af dem", "da"),
        ("Det er 57,3\N{NO-BREAK SPACE}% af dem", "da"),
        ("Det er 57,3 procent", "da"),
        ("It is 57.3% of them", "en"),
        ("It is 57.3 per cent.", "en"),
        ("Vi er 1.700 ansatte", "da"),
        ("Vi er 1700 ansatte", "da"),
        ("We are 1,700 people", "en"),
        ("Nous sommes 1\N{NARROW NO-BREAK SPACE}700", "fr"),
        ("Der var 300. Så kom der flere", "da"),
        ("Omkring 12,5 af dem", "da"),
        ("(300)", "da"),
    ],
)
def test_a_typed_fact_is_found(text: str, language: str, tmp_path: Path, capsys: Said) -> None:
    (found,) = check(tmp_path, statement(text), capsys, language)
    assert "is also fact" in found


@pytest.mark.parametrize(
    "text",
    [
        "I 2018 var det så",
        "Der er 7 af dem",
        "7. De ansatte",
        "Den 300. dag",
        "På Hospital 300",
        "se s. 300, nr. 300 og § 300",
        "A300 og 300-serien, 100-300 og x/300",
        "kl. 12:30 eller 300:1",
        "Det er 1.700 % af dem",
        "Det er 57 af dem",
        "Det er 58 % af dem",
        "Det er 57,2 % af dem",
        "20 procentpoint og 20 %-point",
        "https://example.org/300 og a300@example.org",
        "{{ fact.staff }} og {{ fact.staff.value + 300 }}",
        "7.10.2019 og 300,5",
        "Det er 1700 %",
        "57%-reglen er 6 %",
    ],
)
def test_what_is_no_fact_is_left_alone(text: str, tmp_path: Path, capsys: Said) -> None:
    assert check(tmp_path, statement(text), capsys) == []


def test_notes_titles_and_alternative_texts_are_looked_at(tmp_path: Path, capsys: Said) -> None:
    slides = (
        "  - slide: chart\n    id: a\n    title: Læger, 57 %\n    notes: Sig 300\n    chart:\n"
        "      {kind: bar, data: growth, categories: group, values: growth, alt: Op med 57 %}\n"
    )
    assert [found.partition(":")[0] for found in check(tmp_path, slides, capsys)] == ["3", "4", "6"]


def test_the_fact_is_proposed_and_strict_makes_it_an_error(tmp_path: Path, capsys: Said) -> None:
    check(tmp_path, statement("Vi er 300 her"), capsys)
    assert main(["check"], Project(tmp_path)) == DONE
    assert "help: write {{ fact.nurses }}, so that it follows the data" in capsys.readouterr().err
    assert main(["check", "--strict"], Project(tmp_path)) == PROBLEMS
    assert main(["build", "--strict"], Project(tmp_path)) == DONE  # only check looks for them


WORDS = "Antallet af ansatte er vokset med"


def test_the_same_words_with_two_numbers(tmp_path: Path, capsys: Said) -> None:
    two = statement(f"{WORDS} 18 %.", "a") + statement(f"Ja! {WORDS} 19 %. Det er så", "b")
    assert check(tmp_path, two, capsys) == ["2: this sentence gives 19 %, and 'a' gives 18 % in the same words"]
    bound = statement(f"{WORDS} 19 %", "a") + statement(WORDS + " {{ fact.doctors }}", "b")
    assert check(tmp_path, bound, capsys) == [
        "1: this sentence gives 19 %, and 'b' gives {{ fact.doctors }} in the same words"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{WORDS} 18 %", f"{WORDS} 18 procent"),
        (f"{WORDS} 18 %", "Antallet af læger er vokset med 19 %"),
        (f"{WORDS} 18 %", f"{WORDS} 1.900"),
        ("Vokset med 18 %", "Vokset med 19 %"),
        ("I 2010 er antallet vokset med 18 %", "I 2011 er antallet vokset med 19 %"),
        (WORDS + " {{ fact.staff }}", WORDS + " {{ fact.nurses }}"),
        (f"{WORDS} 18 %. {WORDS} 19 %", "Intet"),
    ],
)
def test_other_words_may_have_another_number(one: str, other: str, tmp_path: Path, capsys: Said) -> None:
    assert check(tmp_path, statement(one, "a") + statement(other, "b"), capsys) == []


CHART = """\
  - slide: chart-key-figures
    id: a
    title: A
    chart: {{kind: bar, data: growth, categories: group, values: growth}}
    key_figures:
      - {{value: "{value}", label: {label}}}
"""


@pytest.mark.parametrize(
    ("value", "label", "found"),
    [
        ("58 %", "Læger", ["6: 'Læger' is 58 % here, and 57,3 % in the data of this slide"]),
        ("1.800", "Læger", ["6: 'Læger' is 1.800 here, and 1.700 in the data of this slide"]),
        ("20 %", "Læger", ["6: 'Læger' is 20 % here, and 57,3 % in the data of this slide"]),
        ("{{ fact.doctors }}", "Læger", []),
        ("58 %", "Andre", []),
        ("58 af 100", "Læger", []),
    ],
)
def test_a_label_with_another_number(value: str, label: str, found: list[str], tmp_path: Path, capsys: Said) -> None:
    assert check(tmp_path, CHART.format(value=value, label=label), capsys) == found


def test_a_label_and_a_number_in_one_text(tmp_path: Path, capsys: Said) -> None:
    beside = (
        "  - {slide: bullets, id: a, title: A, bullets: ['Læger: 58 %', '{{ fact.staff }} i alt', 'Læger 58 % mere']}\n"
    )
    assert check(tmp_path, beside, capsys) == ["1: 'Læger' is 58 % here, and 57,3 % in the data of this slide"]
    elsewhere = "  - {slide: bullets, id: a, title: A, bullets: ['Læger: 58 %', 'Ingen tal herfra']}\n"
    assert check(tmp_path, elsewhere, capsys) == []


def test_a_translation_cannot_type_what_its_source_has_from_the_data(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "locales").mkdir()
    key = 'msgctxt "a.statements.1"\nmsgid "Vi er {{ fact.staff }} her"\nmsgstr "'
    for text, code in (
        ("We are 1,700 here", "expression-mismatch"),
        ("We are {{ fact.staff }} (1,700) here", "number-mismatch"),
        ("We are {{ fact.staff }} here", ""),
    ):
        (tmp_path / "locales/en.po").write_text(f'msgid ""\nmsgstr ""\n\n{key}{text}"\n')
        (tmp_path / "deck.yaml").unlink(missing_ok=True)
        (tmp_path / "assets").mkdir(exist_ok=True)
        (tmp_path / "assets/growth.csv").write_text("group,growth,staff\ndoctors,57.3%,1700\nnurses,20%,300\n")
        deck = HEAD.format(language="da") + statement("Vi er {{ fact.staff }} her")
        (tmp_path / "deck.yaml").write_text(deck)
        main(["check", "--locale", "en"], Project(tmp_path))
        err = capsys.readouterr().err
        assert (f"[{code}]" in err) if code else "mismatch" not in err


def test_where_a_typed_number_stands() -> None:
    (typed,) = find_typed_numbers("Det er (ca.) 57,3 % af dem", "da")
    assert "Det er (ca.) 57,3 % af dem"[typed.start : typed.end] == typed.written == "57,3 %"
    assert [str(one.value) for one in find_typed_numbers("%25 arttı", "tr")] == ["25"]


def test_the_summary_counts_what_is_typed(tmp_path: Path, capsys: Said) -> None:
    check(tmp_path, statement("Lægerne voksede 57 %"), capsys)
    main(["check"], Project(tmp_path))
    assert capsys.readouterr().out == "da: 1 other warning\n"
