"""Catalogs: what a translation changes, what is said when it does not fit, and how a catalog is kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.kinds.slide_templates import SlideTemplate, read_templates
from deckwright.localise.catalogs import Catalog, Translation, read_catalog
from deckwright.localise.translatable import extract_texts, match_translations, needs_translation
from deckwright.localise.tree import localise
from deckwright.localise.update import update_catalog
from deckwright.model import node
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text
from deckwright.texts.slide_ids import assign_slide_ids, choose_file_name, make_slug

QUOTES = """---
summary: Voices.
fields:
  title: text
  quotes:
    list of:
      text: text
      by: optional text
  bullets: optional bullets
  chart: optional chart
---
"""
DECK = """\
title: Et foredrag
language: da
brand: plain
speaker: {name: Claus Bossen, role: lektor}
footer: "{{ speaker.name }}, {{ speaker.role }}"
texts:
  alle: Alle
slides:
  - slide: quotes
    id: kontakt
    title: Hvad siger de?
    quotes:
      - text: Første citat
        by: En læge
      - text: Andet citat, {{ fact.x }}
    bullets:
      - ét
      - text: to
        bullets: [under]
    notes: En note.
"""
ENGLISH = [
    ("title", "Et foredrag", "A talk"),
    ("speaker.role", "lektor", "Associate Professor"),
    ("texts.alle", "Alle", "All"),
    ("kontakt.title", "Hvad siger de?", "What do they say?"),
    ("kontakt.quotes.1.text", "Første citat", "First quote"),
    ("kontakt.quotes.1.by", "En læge", "A doctor"),
    ("kontakt.quotes.2.text", "Andet citat, {{ fact.x }}", "Second quote, {{fact.x}}"),
    ("kontakt.bullets.1", "ét", "one"),
    ("kontakt.bullets.2.text", "to", "two"),
    ("kontakt.bullets.2.bullets.1", "under", "below"),
    ("kontakt.notes", "En note.", "A note."),
]
Entries = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SlideTemplate]:
    folder = tmp_path_factory.mktemp("slides")
    (folder / "quotes.xml").write_text(QUOTES)
    report = Report()
    found = read_templates([(folder, "slides")], report)
    assert not report.diagnostics
    return found


def tree_of(text: str) -> node.Mapping:
    tree = parse_text(text, "deck.yaml", Report())
    assert isinstance(tree, node.Mapping)
    return tree


def po(entries: Entries, fuzzy: str = "") -> str:
    blocks = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for key, source, text in entries:
        flag = "#, fuzzy\n" if key == fuzzy else ""
        blocks.append(f'{flag}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"\n')
    return "\n".join(blocks)


def catalog(tmp_path: Path, entries: Entries, tag: str = "en", fuzzy: str = "") -> Catalog:
    path = tmp_path / f"{tag}.po"
    path.write_text(po(entries, fuzzy))
    report = Report()
    found = read_catalog(path, f"locales/{tag}.po", tag, report)
    assert found is not None
    assert not report.diagnostics
    return found


def at(tree: Node | None, path: str) -> Text:
    for part in path.split("."):
        if isinstance(tree, node.Sequence):
            tree = tree.items[int(part) - 1]
        else:
            assert isinstance(tree, node.Mapping)
            tree = tree.get(part)
    assert isinstance(tree, Scalar)
    assert isinstance(tree.value, Text)
    return tree.value


def changed(entries: Entries, key: str, source: str | None = None, text: str | None = None) -> Entries:
    return [
        (k, s if k != key or source is None else source, t if k != key or text is None else text) for k, s, t in entries
    ]


def only(report: Report) -> Diagnostic:
    (diagnostic,) = report.diagnostics
    return diagnostic


def test_every_text_is_translated_and_knows_both_places(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    report = Report()
    tree = tree_of(DECK)
    new = localise(tree, [catalog(tmp_path, ENGLISH)], templates, "da", report)
    assert not report.diagnostics
    assert at(new, "title") == "A talk"
    assert at(new, "slides.1.bullets.2.bullets.1") == "below"
    quote = at(new, "slides.1.quotes.2.text")
    assert (quote, quote.lang) == ("Second quote, {{fact.x}}", "en")
    assert quote.span == Span("locales/en.po", 31, 8, 26)
    assert quote.origin == at(tree, "slides.1.quotes.2.text").span
    # What is the same in every language stays: names, ids, the file's name.
    assert (at(new, "speaker.name"), at(new, "slides.1.id"), at(new, "name")) == (
        "Claus Bossen",
        "kontakt",
        "et-foredrag",
    )
    assert at(new, "footer") == "{{ speaker.name }}, {{ speaker.role }}"


def test_a_missing_translation_falls_back_and_says_so(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    for text in ("", None):
        report = Report()
        entries = (
            [e for e in ENGLISH if e[0] != "kontakt.title"]
            if text is None
            else changed(ENGLISH, "kontakt.title", text="")
        )
        new = localise(tree_of(DECK), [catalog(tmp_path, entries)], templates, "da", report)
        title = at(new, "slides.1.title")
        assert (title, title.lang) == ("Hvad siger de?", "da")
        warning = only(report)
        assert (warning.severity, warning.code) == ("warning", "missing-translation")
        assert warning.message == "'locales/en.po' has no translation of 'kontakt.title'"
        # Where the translation belongs: at its empty place in the catalog, else at the text that has none.
        assert warning.span == (Span("locales/en.po", 19, 8, 2) if text == "" else Span("deck.yaml", 11, 12, 14))


def test_regions_fall_back_to_their_language(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    british = catalog(tmp_path, [("kontakt.title", "Hvad siger de?", "What do they say, then?")], "en-GB")
    chain = [british, catalog(tmp_path, ENGLISH)]
    report = Report()
    new = localise(tree_of(DECK), chain, templates, "da", report)
    assert not report.diagnostics
    title, talk = at(new, "slides.1.title"), at(new, "title")
    assert (title, title.lang, talk, talk.lang) == ("What do they say, then?", "en-GB", "A talk", "en")


def test_a_changed_source_is_reported_and_its_translation_used(
    tmp_path: Path, templates: Mapping[str, SlideTemplate]
) -> None:
    report = Report()
    entries = changed(ENGLISH, "kontakt.title", source="Hvad sagde de?")
    new = localise(tree_of(DECK), [catalog(tmp_path, entries)], templates, "da", report)
    assert at(new, "slides.1.title") == "What do they say?"
    warning = only(report)
    assert (warning.severity, warning.code) == ("warning", "outdated-translation")
    assert warning.message == "the source of 'kontakt.title' has changed since it was translated"
    assert warning.notes == ("it was: Hvad sagde de?", "it is now: Hvad siger de?")
    assert warning.span == Span("locales/en.po", 19, 8, 19)


def test_a_fuzzy_translation_is_used_with_a_warning(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    report = Report()
    localise(tree_of(DECK), [catalog(tmp_path, ENGLISH, fuzzy="title")], templates, "da", report)
    warning = only(report)
    assert (warning.code, warning.message) == ("outdated-translation", "the translation of 'title' is marked as fuzzy")


def test_a_key_that_no_text_has_is_reported(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    report = Report()
    entries = [(k.replace("kontakt.title", "kontakt.titel"), s, t) for k, s, t in ENGLISH]
    localise(tree_of(DECK), [catalog(tmp_path, entries)], templates, "da", report)
    missing, unused = report.diagnostics
    assert missing.code == "missing-translation"
    assert (unused.code, unused.help) == ("unused-translation", "did you mean 'kontakt.title'?")
    assert unused.message == "deck.yaml has no text 'kontakt.titel' to translate"
    assert unused.span == Span("locales/en.po", 17, 9, 15)


def test_the_expressions_of_a_translation_are_those_of_its_source(
    tmp_path: Path, templates: Mapping[str, SlideTemplate]
) -> None:
    report = Report()
    entries = changed(ENGLISH, "kontakt.quotes.2.text", text="Second quote, {{ fact.y }}")
    new = localise(tree_of(DECK), [catalog(tmp_path, entries)], templates, "da", report)
    assert at(new, "slides.1.quotes.2.text").lang == "da"
    error = only(report)
    assert (error.severity, error.code) == ("error", "expression-mismatch")
    assert error.message == "the translation of 'kontakt.quotes.2.text' must have the same expressions as its source"
    assert error.notes == (
        "only the source has {{ fact.x }}",
        "only the translation has {{ fact.y }}",
    )


def test_an_entry_put_between_moves_no_translation(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    report = Report()
    deck = DECK.replace("      - ét\n", "      - nul\n      - ét\n").replace(
        "      - text: Første", "      - text: Nyt\n      - text: Første"
    )
    new = localise(tree_of(deck), [catalog(tmp_path, ENGLISH)], templates, "da", report)
    assert [at(new, f"slides.1.bullets.{n}") for n in (1, 2)] == ["nul", "one"]
    assert at(new, "slides.1.bullets.3.bullets.1") == "below"
    assert [at(new, f"slides.1.quotes.{n}.text") for n in (1, 2, 3)] == [
        "Nyt",
        "First quote",
        "Second quote, {{fact.x}}",
    ]
    assert [d.code for d in report.diagnostics] == ["missing-translation"] * 2


def test_a_chart_picks_out_the_translated_category(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    deck = DECK + (
        "    chart: {kind: bar, categories: [Alle, Læger], series: [{name: Antal, values: [1, 2]}], highlight: Læger}\n"
    )
    more = [("kontakt.chart.categories.1", "Alle", "All"), ("kontakt.chart.categories.2", "Læger", "Doctors")]
    new = localise(tree_of(deck), [catalog(tmp_path, ENGLISH + more)], templates, "da", Report())
    assert at(new, "slides.1.chart.highlight") == "Doctors"


def test_a_slide_without_id_keeps_its_name_in_every_language(
    tmp_path: Path, templates: Mapping[str, SlideTemplate]
) -> None:
    tree = tree_of(DECK.replace("    id: kontakt\n", ""))
    assert assign_slide_ids(tree) == ("hvad-siger-de",)
    entries = [(k.replace("kontakt.", "hvad-siger-de."), s, t) for k, s, t in ENGLISH]
    new = localise(tree, [catalog(tmp_path, entries)], templates, "da", Report())
    assert (at(new, "slides.1.id"), at(new, "slides.1.title")) == ("hvad-siger-de", "What do they say?")
    assert assign_slide_ids(new) == ("hvad-siger-de",)
    assert choose_file_name(new) == "et-foredrag"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Den digitaliserede lægesekretær", "den-digitaliserede-laegesekretaer"),
        ("Øl på Å, 100 %!", "oel-paa-aa-100"),
        ("Čeština & naïve Größe", "cestina-naive-grosse"),
        ("日本", ""),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert make_slug(text) == expected


def test_ids_made_of_titles_are_unique() -> None:
    deck = (
        "slides:\n" + "- {slide: a, title: To}\n" * 2 + "- {slide: a, id: to-2}\n- {slide: b, title: '{{ text.x }}'}\n"
    )
    assert assign_slide_ids(tree_of(deck)) == ("to", "to-3", "to-2", "b")


@pytest.mark.parametrize(
    ("key", "text", "needed"),
    [
        ("title", "Et foredrag", True),
        ("footer", "{{ speaker.name }}, {{ speaker.role }} · {{ x }}", False),
        ("speaker.name", "Claus Bossen", False),
        ("speaker.mail", "cb@au.dk", False),
        ("a.events.1.date", "2001", False),
        ("a.title", "1.700 {{ x }}", True),
    ],
)
def test_what_needs_no_translation(key: str, text: str, needed: bool) -> None:
    assert needs_translation(key, text) is needed


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ('msgctxt "a"\nmsgid "x"\nnonsense\n', "translation-file-syntax", 3),
        ('msgctxt "a"\nmsgid "x"\nmsgstr "say "hi" now"\n', "translation-file-syntax", 3),
        (po([("a", "x", "y"), ("a", "x", "z")]), "duplicate-translation", 9),
        ('msgctxt "a"\nmsgid "x"\nmsgstr "\ufdd0"\n', "refused-character", 3),
    ],
)
def test_catalogs_that_cannot_be_read(tmp_path: Path, content: str, code: str, line: int) -> None:
    path = tmp_path / "en.po"
    path.write_text(content)
    report = Report()
    read_catalog(path, "locales/en.po", "en", report)
    error = only(report)
    assert error.span is not None
    assert (error.code, error.span.file, error.span.line) == (code, "locales/en.po", line)


def test_a_catalog_is_made_and_brought_up_to_date(tmp_path: Path, templates: Mapping[str, SlideTemplate]) -> None:
    path = tmp_path / "en.po"
    tree = tree_of(DECK)
    text = str(update_catalog(tree, templates, "", "en"))
    keys = [key for key, _, _ in ENGLISH]
    assert [line[9:-1] for line in text.split("\n") if line.startswith("msgctxt")] == keys
    said = "#. slide 1 ('quotes'), quotes.text\n#. said by: En læge\n#. up to about 24 characters\n"
    assert f'{said}msgctxt "kontakt.quotes.1.text"' in text
    for _, source, translation in ENGLISH:
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"')
    path.write_text(text)
    assert str(update_catalog(tree, templates, text, "en")) == text
    report = Report()
    made = read_catalog(path, "locales/en.po", "en", report)
    assert made is not None
    localise(tree, [made], templates, "da", report)
    assert not report.diagnostics

    changed_deck = tree_of(DECK.replace("Hvad siger de?", "Hvad sagde de?").replace("    notes: En note.\n", ""))
    text = str(update_catalog(changed_deck, templates, text, "en"))
    kept = '#, fuzzy\n#| msgid "Hvad siger de?"\nmsgctxt "kontakt.title"\nmsgid "Hvad sagde de?"\n'
    assert f'{kept}msgstr "What do they say?"' in text
    assert '#~ msgctxt "kontakt.notes"' in text


def test_keys_and_comments(templates: Mapping[str, SlideTemplate]) -> None:
    found = {key: comment for key, _, comment in extract_texts(tree_of(DECK), templates)}
    assert found["speaker.role"] == "deck.yaml, speaker.role"
    assert found["kontakt.quotes.2.text"] == "slide 1 ('quotes'), quotes.text"
    assert "language" not in found
    assert "kontakt.id" not in found


WORDS = st.lists(st.sampled_from(["ja", "nej", "måske", "altid", "aldrig"]), max_size=6)


@given(WORDS, WORDS)
def test_a_text_never_gets_the_translation_of_another_that_is_still_there(before: list[str], now: list[str]) -> None:
    nowhere = Span("en.po", 1, 1)
    old = [
        Translation(f"s.bullets.{n}", word, word.upper(), False, nowhere, nowhere) for n, word in enumerate(before, 1)
    ]
    found = match_translations({f"s.bullets.{n}": word for n, word in enumerate(now, 1)}, old)
    assert len({translation.key for translation in found.values()}) == len(found)
    for n, word in enumerate(now, 1):
        translation = found.get(f"s.bullets.{n}")
        if translation is not None and translation.source != word:
            assert before.count(translation.source) > now.count(translation.source)
        if before.count(word) >= now.count(word):
            assert translation is not None
            assert translation.source == word
