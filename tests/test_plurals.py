"""Texts that count: the form that a number has, in the deck's language and in every other, checked and exchanged."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.languages.plurals import CATEGORIES, get_plural_category, get_plural_forms, list_plural_categories
from deckwright.model.project import Project

DECK = """\
title: Klinikker
language: da
languages: [da, {tag}]
brand: plain
data:
  clinics: {{file: data/clinics.csv}}
facts:
  opened: {{data: clinics, where: {{year: "2025"}}, field: opened}}
texts:
  opened:
    count: "{{{{ fact.opened }}}}"
    one: Én klinik åbnede
    other: "{{{{ fact.opened }}}} klinikker åbnede"
slides:
  - slide: bullets
    id: status
    title: "{{{{ text.opened }}}}"
    bullets:
      - count: "{{{{ fact.opened }}}}"
        one: Den har **åbent**
        other: De har **åbent**
"""
POLISH = {
    "one": "otwarto jedną",
    "few": "otwarto {{ fact.opened }} kliniki",
    "many": "otwarto {{ fact.opened }} klinik",
}
Said = pytest.CaptureFixture[str]


def talk(folder: Path, tag: str, opened: str) -> Project:
    (folder / "assets/data").mkdir(parents=True, exist_ok=True)
    (folder / "assets/data/clinics.csv").write_text(f"year,opened\n2025,{opened}\n")
    (folder / "deck.yaml").write_text(DECK.format(tag=tag), "utf-8")
    return Project(folder)


def run(project: Project, *arguments: str) -> int:
    return main(arguments, project)


def catalog(project: Project, tag: str) -> polib.POFile:
    return polib.pofile(str(project.path(f"locales/{tag}.po")))


def translate(project: Project, tag: str, forms: dict[str, str], bold: str) -> None:
    """A catalog for `tag` whose texts that count have these forms, and `bold` in the bullets'."""
    assert run(project, "translate", tag) == DONE
    made = catalog(project, tag)
    names = get_plural_forms(tag, made.metadata["Plural-Forms"])
    for entry in made:
        if not entry.msgid_plural:
            entry.msgstr = entry.msgid
        for n in entry.msgstr_plural:
            entry.msgstr_plural[n] = forms[names.categories[n]] if entry.msgctxt == "texts.opened" else f"**{bold}**"
    made.save()


def said_in(project: Project, tag: str) -> list[str]:
    """The texts of the one slide in `tag`."""
    assert run(project, "build", "--locale", tag, "--force") == DONE
    slide = Presentation(str(project.path(f"build/klinikker.{tag}.pptx"))).slides[0]
    return [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]


@pytest.mark.parametrize(
    ("opened", "danish", "polish"),
    [
        ("1", ["Én klinik åbnede", "Den har åbent"], "otwarto jedną"),
        ("3", ["3 klinikker åbnede", "De har åbent"], "otwarto 3 kliniki"),
        ("5", ["5 klinikker åbnede", "De har åbent"], "otwarto 5 klinik"),
        ("22", ["22 klinikker åbnede", "De har åbent"], "otwarto 22 kliniki"),
    ],
)
def test_the_number_chooses_the_form(tmp_path: Path, opened: str, danish: list[str], polish: str) -> None:
    project = talk(tmp_path, "pl", opened)
    assert said_in(project, "da")[:2] == danish
    translate(project, "pl", POLISH, "otwarte")
    assert said_in(project, "pl")[:2] == [polish, "otwarte"]


def test_a_catalog_by_another_header_is_read_by_it(tmp_path: Path) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", POLISH, "otwarte")
    path = project.path("locales/pl.po")
    turned = "nplurals=3; plural=(n==1 ? 2 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 0);"
    text = path.read_text("utf-8")
    text = re.sub(r'"Plural-Forms: .*\n(".*;\\n"\n)?', f'"Plural-Forms: {turned}\\\\n"\n', text)
    text = text.replace("msgstr[0]", "msgstr[x]").replace("msgstr[2]", "msgstr[0]").replace("msgstr[x]", "msgstr[2]")
    path.write_text(text, "utf-8")
    assert said_in(project, "pl")[0] == "otwarto 3 kliniki"
    assert run(project, "translate", "pl") == DONE
    assert catalog(project, "pl").metadata["Plural-Forms"] == turned, "the translator's own header stays"


def test_a_missing_form_is_named_at_its_line(tmp_path: Path, capsys: Said) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", {**POLISH, "few": ""}, "otwarte")
    capsys.readouterr()
    assert run(project, "build") == PROBLEMS
    told = capsys.readouterr().err
    line = project.path("locales/pl.po").read_text("utf-8").split("\n").index('msgstr[1] ""') + 1
    assert f"locales/pl.po:{line}:11: error[missing-plural]" in told
    assert "'texts.opened' lacks the form 'few' (msgstr[1])" in told
    assert "2, 3, 4" in told
    assert not project.path("build").exists()
    assert run(project, "translate", "--status") == PROBLEMS
    assert "1 missing" in capsys.readouterr().out


def test_each_form_is_checked(tmp_path: Path, capsys: Said) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", {**POLISH, "many": "otwarto {{ fact.opend }} klinik"}, "otwarte")
    capsys.readouterr()
    assert run(project, "check", "--locale", "pl") == PROBLEMS
    assert "error[expression-mismatch]: the translation of 'texts.opened[many]'" in capsys.readouterr().err


def test_what_is_not_translated_counts_as_its_own_language_does(tmp_path: Path) -> None:
    project = talk(tmp_path, "ja", "1")
    assert run(project, "translate", "ja") == DONE
    assert said_in(project, "ja")[0] == "Én klinik åbnede"


def test_a_source_form_that_is_missing(tmp_path: Path, capsys: Said) -> None:
    project = talk(tmp_path, "en", "3")
    deck = project.path("deck.yaml")
    deck.write_text(deck.read_text("utf-8").replace("        one: Den har **åbent**\n", ""), "utf-8")
    assert run(project, "check", "--locale", "da") == PROBLEMS
    assert "deck.yaml:19:9: error[missing-plural]: bullet 1 of 'bullets' has no form 'one'" in capsys.readouterr().err


def test_a_count_that_is_no_number(tmp_path: Path, capsys: Said) -> None:
    project = talk(tmp_path, "en", "3")
    deck = project.path("deck.yaml")
    deck.write_text(deck.read_text("utf-8").replace('- count: "{{ fact.opened }}"', "- count: mange"), "utf-8")
    assert run(project, "check", "--locale", "da") == PROBLEMS
    assert "error[wrong-type]: 'count' must be a number, not a text" in capsys.readouterr().err


def test_pseudo_locales_count_too(tmp_path: Path) -> None:
    project = talk(tmp_path, "en", "1")
    assert said_in(project, "qps-ploc")[0].startswith("⟦Éñ ķļîñîķ")


def test_sync_keeps_the_forms_and_marks_a_changed_source(tmp_path: Path) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", POLISH, "otwarte")
    path = project.path("locales/pl.po")
    assert run(project, "translate", "pl") == DONE
    before = path.read_bytes()
    assert run(project, "translate", "pl") == DONE
    assert path.read_bytes() == before
    deck = project.path("deck.yaml")
    deck.write_text(deck.read_text("utf-8").replace("klinikker åbnede", "klinikker er åbnet"), "utf-8")
    assert run(project, "translate", "pl") == DONE
    entry = next(one for one in catalog(project, "pl") if one.msgctxt == "texts.opened")
    assert entry.fuzzy
    assert entry.previous_msgid_plural == "{{ fact.opened }} klinikker åbnede"
    assert list(entry.msgstr_plural.values()) == list(POLISH.values())


def test_a_text_that_begins_to_count_keeps_its_translation_for_every_form(tmp_path: Path) -> None:
    project = talk(tmp_path, "pl", "3")
    deck = project.path("deck.yaml")
    whole = deck.read_text("utf-8")
    deck.write_text(re.sub(r"  opened:\n    count.*\n    one.*\n    other: ", "  opened: ", whole, count=1), "utf-8")
    assert run(project, "translate", "pl") == DONE
    made = catalog(project, "pl")
    next(one for one in made if one.msgctxt == "texts.opened").msgstr = "otwarto {{ fact.opened }}"
    made.save()
    deck.write_text(whole, "utf-8")
    assert run(project, "translate", "pl") == DONE
    entry = next(one for one in catalog(project, "pl") if one.msgctxt == "texts.opened")
    assert entry.fuzzy
    assert set(entry.msgstr_plural.values()) == {"otwarto {{ fact.opened }}"}
    assert len(entry.msgstr_plural) == 3


@pytest.mark.parametrize("name", ["pl.xlsx", "pl.csv", "pl.xlf"])
def test_forms_go_to_translators_and_back(tmp_path: Path, name: str) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", POLISH, "otwarte")
    assert run(project, "translate", "pl") == DONE
    whole = project.path("locales/pl.po").read_bytes()
    file = str(tmp_path / name)
    assert run(project, "translate", "pl", "--export", file) == DONE
    made = catalog(project, "pl")
    for entry in made:
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entry.msgstr = ""
    made.save()
    assert run(project, "translate", "pl", "--import", file) == DONE
    assert project.path("locales/pl.po").read_bytes() == whole


def test_a_text_that_counts_is_stale_as_long_as_one_of_its_forms_is(tmp_path: Path) -> None:
    project = talk(tmp_path, "pl", "3")
    translate(project, "pl", POLISH, "otwarte")
    made = catalog(project, "pl")
    next(one for one in made if one.msgctxt == "texts.opened").flags = ["fuzzy"]
    made.save()
    file = tmp_path / "pl.csv"
    assert run(project, "translate", "pl", "--export", str(file)) == DONE
    lines = file.read_text("utf-8-sig").replace("otwarto jedną", "otwarta jedna klinika")
    file.write_text(lines, "utf-8-sig")
    assert run(project, "translate", "pl", "--import", str(file)) == DONE
    entry = next(one for one in catalog(project, "pl") if one.msgctxt == "texts.opened")
    assert entry.msgstr_plural[0] == "otwarta jedna klinika"
    assert entry.fuzzy
    file.write_text(lines.replace("outdated", "translated"), "utf-8-sig")
    assert run(project, "translate", "pl", "--import", str(file)) == DONE
    assert not next(one for one in catalog(project, "pl") if one.msgctxt == "texts.opened").fuzzy


# The languages


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("da", ["one", "other"]),
        ("ja", ["other"]),
        ("pl", ["one", "few", "many", "other"]),
        ("ar", list(CATEGORIES)),
        ("he", ["one", "two", "other"]),
        ("fr", ["one", "other"]),
    ],
)
def test_the_forms_of_a_language(tag: str, forms: list[str]) -> None:
    assert list(list_plural_categories(tag)) == forms


@pytest.mark.parametrize(
    ("tag", "header", "indices"),
    [
        ("da", "nplurals=2; plural=(n != 1);", {0: 1, 1: 0, 2: 1}),
        ("pl", "", {1: 0, 2: 1, 5: 2, 12: 2, 22: 1}),
        # Babel's own header for Arabic has 3 to 10 as form 3, 100 as form 4 and 11 to 99 as form 5.
        ("ar", "", {0: 0, 1: 1, 2: 2, 7: 3, 100: 4, 11: 5}),
        ("fr", "nplurals=2; plural=(n > 1);", {0: 0, 1: 0, 2: 1, 1_000_000: 1}),
        # This header has a form for 0 alone, CLDR one for 0, 10 to 20, 30 …, most of which have form 1 here.
        ("lv", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);", {1: 0, 21: 0, 2: 1, 0: 1}),
        ("lv", "", {1: 1, 21: 1, 2: 2, 0: 0, 10: 0}),
        ("ja", "", {0: 0, 1: 0, 7: 0}),
    ],
)
def test_which_msgstr_a_number_has(tag: str, header: str, indices: dict[int, int]) -> None:
    plurals = get_plural_forms(tag, header)
    assert {number: plurals.index[get_plural_category(tag, number)] for number in indices} == indices


@given(st.sampled_from(["da", "ja", "pl", "ar", "he", "lv", "cs", "sl", "cy", "ga", "ru"]))
def test_the_usual_header_has_room_for_every_form(tag: str) -> None:
    plurals = get_plural_forms(tag)
    needed = {plurals.index[get_plural_category(tag, number)] for number in range(1000)}
    assert needed == set(range(len(plurals.categories)))
    assert {plurals.categories[n] for n in needed} <= set(list_plural_categories(tag))


def test_fractions_count_too() -> None:
    assert get_plural_category("en", Decimal("1.5")) == "other"
    assert get_plural_category("fr", Decimal("1.5")) == "one"


def test_a_header_that_is_none_is_not_used() -> None:
    for broken in ("nplurals=9; plural=n;", "nplurals=2; plural=__import__('os');", "nonsense", ""):
        assert get_plural_forms("da", broken) == get_plural_forms("da")
