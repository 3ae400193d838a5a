"""What is said of translations that differ from their source in more than their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckwright.localise.catalogs import Translation
from deckwright.localise.checks import check_translation
from deckwright.localise.locale_files import Glossary, read_glossary
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

PLACE = Span("locales/en.po", 7, 8)


def said(
    source: str, text: str, tags: str = "da en", glossary: Glossary | None = None, of: str | None = None
) -> list[str]:
    """The codes reported, all at the catalog's line."""
    report = Report()
    source_tag, tag = tags.split()
    translation = Translation("key", source if of is None else of, text, False, PLACE, PLACE)
    usable = check_translation(translation, Text(source), tag, source_tag, glossary or Glossary(), report)
    assert usable is not report.failed
    assert {one.span for one in report.diagnostics} <= {PLACE}
    return [one.code for one in report.diagnostics]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**meget** vigtigt", "**very** important"),
        ("vigtigt: **meget**", "**very** important"),
        ("**meget *så* vigtigt**", "**very *so* important**"),
        ("H~2~O og `x*y*z`", "H~2~O and `x*y*z`"),
        ("[her](https://a.dk/1) og [dér](#slut)", "[there](#slut) and [here](https://a.dk/1)"),
        ("snake_case og 2*3*4 {{ a ** b ** c }}", "snake_case and 2*3*4 {{ a ** b ** c }}"),
        ("**{{ fact.x }}**", "**{{ fact.x }}**"),
    ],
)
def test_the_same_marks_in_another_order(source: str, text: str) -> None:
    assert said(source, text) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**meget** vigtigt", "very important"),
        ("**meget** vigtigt", "*very* important"),
        ("**meget** vigtigt", "**very** **important**"),
        ("H~2~O", "H^2^O"),
        ("[her](https://a.dk/a)", "[here](https://a.dk/b)"),
        ("[her](#en)", "[here](#to)"),
        ("[her](#en)", "here"),
    ],
)
def test_marks_that_are_lost_or_new(source: str, text: str) -> None:
    assert said(source, text) == ["mark-mismatch"]


@pytest.mark.parametrize(
    ("tags", "source", "text"),
    [
        ("da en", "1.700 stillinger", "1,700 posts"),
        ("da en", "1.700,5 mio.", "1,700.5 million"),
        ("da fr", "1.700.000", "1\u202f700\u202f000"),
        ("da fr", "1.700", "1\u00a0700"),
        ("da de-CH", "1.700", "1’700"),
        ("da en", "kl. 14.30", "at 14:30"),
        ("da en", "kl. 14.30", "at 14.30"),
        ("da en", "7.10.2019", "7 October 2019"),
        ("da ja", "7. oktober 2019", "2019年10月7日"),
        ("da en", "2001–2018", "2001–2018"),
        ("da en", "1. Synlighed", "First: visibility"),
        ("da en", "3 citater", "three quotes"),
        ("da en", "1990'erne", "the 1990s"),
        ("da ar", "140 dyr", "١٤٠"),
        ("en hi", "1,234,567", "12,34,567"),
        ("da ja", "20.000", "2万"),
        ("da en", "se https://a.dk/2019", "see https://a.dk/2020"),
        ("da en", "{{ fact.a1 }} af 20", "20, {{ fact.a1 }}"),
        ("da en", "[rapport](https://a.dk/5) 50", "50: [report](https://a.dk/5)"),
    ],
)
def test_numbers_that_agree(tags: str, source: str, text: str) -> None:
    assert said(source, text, tags) == []


@pytest.mark.parametrize(
    ("tags", "source", "text"),
    [
        ("da en", "1.700 stillinger", "1.700 posts"),
        ("da en", "1,5 år", "1,5 years"),
        ("da en", "18 år", "19 years"),
        ("da en", "4 hospitaler", "5 hospitals"),
        ("da en", "18 år", "years"),
        ("da en", "år", "18 years"),
        ("da en", "18 og 18", "18"),
        ("en da", "1,700", "1,700"),
    ],
)
def test_numbers_that_do_not(tags: str, source: str, text: str) -> None:
    assert said(source, text, tags) == ["number-mismatch"]


def test_a_translation_of_an_earlier_text_is_not_compared_twice() -> None:
    assert said("**nu** 20", "then 18", of="da 18") == []


def glossary(folder: Path, text: str) -> tuple[Glossary, Report]:
    (folder / "glossary.yaml").write_text(text, "utf-8")
    report = Report()
    return read_glossary(folder / "glossary.yaml", "glossary.yaml", report), report


TERMS = """\
lægesekretær:
  forms: [lægesekretærer, lægesekretærerne]
  en: [medical secretary, medical secretaries]
  de: Arztsekretärin
"""


@pytest.mark.parametrize(
    ("source", "text", "tag", "codes"),
    [
        ("En lægesekretær", "A Medical Secretary", "en", []),
        ("Lægesekretærerne", "The medical\nsecretaries", "en-GB", []),
        ("En lægesekretær", "A doctor's secretary", "en", ["glossary-term"]),
        ("Lægesekretærerne", "The secretaries", "en-GB", ["glossary-term"]),
        ("Lægesekretærkursus", "A course", "en", []),
        ("{{ text.lægesekretær }}", "{{ text.lægesekretær }}", "en", []),
        ("En lægesekretær", "Une secrétaire", "fr", []),
    ],
)
def test_terms_of_the_glossary(source: str, text: str, tag: str, codes: list[str], tmp_path: Path) -> None:
    terms, report = glossary(tmp_path, TERMS)
    assert not report.diagnostics
    assert said(source, text, f"da {tag}", terms) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("- coral\n", ["wrong-type"]),
        ("coral: koral\n", ["wrong-type"]),
        ("coral: {da: 5}\n", ["wrong-type"]),
        ("coral: {dansk: koral}\n", ["unknown-locale"]),
        ("", []),
    ],
)
def test_a_glossary_that_is_none(text: str, codes: list[str], tmp_path: Path) -> None:
    terms, report = glossary(tmp_path, text)
    assert [one.code for one in report.diagnostics if one.code != "empty-file"] == codes
    assert list(terms.find_terms("coral", "da")) == []


def test_no_glossary_is_an_empty_one(tmp_path: Path) -> None:
    assert read_glossary(tmp_path / "glossary.yaml", "glossary.yaml", Report()) == Glossary()
