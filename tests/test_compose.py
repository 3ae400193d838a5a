"""Compose: slide templates rendered, and each of their faults told at its file and line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from by_hand import FIRST_LINE, FRONT, HERE, a_deck, brand, built_in, composed, faults, said, slide, template
from hypothesis import given
from hypothesis import strategies as st

from deckwright.arrange.elements.slide import SlideElement
from deckwright.compose.slides import compose
from deckwright.languages.formats import Formats
from deckwright.model.deck import Record
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.source import Span, span_of
from deckwright.system.work import Share

BODY = "{% extends 'content.xml' %}\n{% block body %}\n<body>\n%s\n</body>\n{% endblock %}"
"""A slide template that extends another; what stands in its body is on the fourth line of its markup."""


def extending(inside: str) -> str:
    return BODY.replace("%s", inside)


def fault(markup: str, /, **options: Any) -> Diagnostic:
    (found,) = faults(markup, **options)
    return found


def place(found: Diagnostic) -> tuple[str, int]:
    assert found.span is not None
    return found.span.file, found.span.line - FIRST_LINE + 1


def made(markup: str, /, **options: Any) -> SlideElement:
    root, diagnostics = composed(markup, **options)
    assert diagnostics == ()
    assert root is not None
    return root


def find_title(markup: str, /, **fields: Any) -> Any:
    """What a title of this Jinja says."""
    (found,) = made(f"<slide><title>{markup}</title></slide>", **fields).children
    return found.content


def test_a_slide_template_extends_another() -> None:
    root = made(extending("<text>{{ a }}</text>"), title=said("A title"), a=said("x"))
    assert [type(child).__name__ for child in root.children] == ["TitleElement", "BodyElement"]
    assert root.layout == "content"
    assert root.span.file == "deckwright/slides/content.xml"
    assert root.children[1].children[0].span == Span("templates/slides/test.xml", FIRST_LINE + 3, 1, 5)


def test_optional_fields_that_are_not_given_are_none() -> None:
    assert len(made(extending("{% if a %}<text>{{ a }}</text>{% endif %}")).children[1].children) == 0


def test_macros_keep_places() -> None:
    macros = "---\nabstract: yes\n---\n{% macro one(quote) %}\n<text>{{ quote.text | quoted }}</text>\n{% endmacro %}"
    record = Record({"text": said("Yes", 9)}, HERE)
    root = made(
        "{% from 'own.xml' import one %}<slide><body>{{ one(record) }}</body></slide>",
        others={"own": macros},
        record=record,
    )
    text = root.children[0].children[0]
    assert text.span == Span("templates/slides/own.xml", 5, 1, 5)
    (words,) = text.content
    assert words == "‘Yes’"
    assert span_of(words) == Span("deck.yaml", 9, 5, 3)


@pytest.mark.parametrize(
    ("jinja", "shown"),
    [
        ("{{ a | upper }}", "AB **C**"),
        ("{{ a | lower }}", "ab **c**"),
        ("{{ a | replace('b', 'x') }}", "Ax **c**"),
        ("{{ a | trim }}", "Ab **c**"),
        ("{{ a | default('x') }}", "Ab **c**"),
        ("{{ [a, a] | join(', ') }}", "Ab **c**, Ab **c**"),
    ],
)
def test_texts_keep_their_place_through_filters(jinja: str, shown: str) -> None:
    (words,) = find_title(jinja, a=said("Ab **c**", 4))
    assert words == shown
    assert span_of(words) == said("Ab **c**", 4).span
    assert words.lang == "en"


@pytest.mark.parametrize(
    ("jinja", "shown"),
    [
        ("{{ number }}", "1234.5"),
        ("{{ number | number }}", "1,234.5"),
        ("{{ flag }}", "yes"),
        ("{{ 2 + 3 }}", "5"),
        ("{{ date }}", "2026-05-04"),
        ("{{ date | date }}", "4 May 2026"),
        ("{{ deck.title }} {{ slide.id }}", "A talk one"),
        ("{{ a if flag is false }}", ""),
    ],
)
def test_values_in_texts(jinja: str, shown: str) -> None:
    assert "".join(find_title(jinja, number=Decimal("1234.5"), flag=True, date=date(2026, 5, 4))) == shown


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1))
def test_content_is_never_markup(text: str) -> None:
    markup = '<slide layout="{{ a }}"><title>{{ a }}{{ a | upper }}{{ a ~ a }}</title></slide>'
    root, diagnostics = composed(markup, a=said(text))
    assert root is not None or {found.code for found in diagnostics} == {"refused-character"}
    if root is not None:
        assert "".join(root.children[0].content) == text + text.upper() + text + text


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\ufdd0", "\ufdd1", "\ufffe", "\x7f\x08"])
@pytest.mark.parametrize("jinja", ["{{ a }}", "{{ a | quoted }}", "{{ 'So: ' ~ a }}"])
def test_a_character_that_no_file_can_hold_is_refused(bad: str, jinja: str) -> None:
    found = fault(f"<slide><title>{jinja}</title></slide>", a=said(f"bad {bad}", 4))
    assert found.code == "refused-character"
    assert found.span in (said(f"bad {bad}", 4).span, Span("deck.yaml", 3, 3))


@pytest.mark.parametrize(
    ("inside", "message", "help_"),
    [
        ("<text>{{ tittle }}</text>", "'tittle' is undefined", "did you mean 'title'?"),
        ("<text>{{ title | quotd }}</text>", "no filter named 'quotd'", "did you mean 'quoted'?"),
        ("<text>{{ title is zzz }}</text>", "no test named 'zzz'", None),
        ("{% include 'bulets.xml' %}", "slide template 'bulets.xml' does not exist", "did you mean 'bullets.xml'?"),
        ("<text>{{ 1 / 0 }}</text>", "this fails with these values (division by zero)", None),
        (
            "<text>{{ record.txt }}</text>",
            "this value has no 'txt', only text, by",
            "did you mean 'text'?",
        ),
        ("<text>{{ a.text }}</text>", "an empty field has no 'text'", None),
        ("<text>{{ b.text }}</text>", "this value has no 'text'", None),
        ("<text>{{ texts[3] }}</text>", "a list has no '3'", None),
        ("{% include 'test.xml' %}", "the slide template uses itself in an endless circle", None),
    ],
)
def test_faults_of_expressions(inside: str, message: str, help_: str | None) -> None:
    record = Record({"text": said("x"), "by": None}, HERE)
    found = fault(extending(inside), title=said("T"), record=record, b=said("B"), texts=(said("One"),))
    assert (found.code, found.message, found.help) == ("template-fault", message, help_)
    assert place(found) == ("templates/slides/test.xml", 4)


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("{% if a %}", 6),
        ("{% fro a in b %}", 4),
        ("<text>{{ a </text>", 4),
        ("<text>{{ a + }}</text>", 4),
    ],
)
def test_faults_of_syntax(inside: str, line: int) -> None:
    found = fault(extending(inside))
    assert found.code == "template-fault"
    assert place(found) == ("templates/slides/test.xml", line)


@pytest.mark.parametrize(
    ("inside", "line", "message"),
    [
        ("<row>\n<column>\n</row>", 5, "<column> is not closed: </row> comes first"),
        ("<row>\n<text>x</txt>\n</row>", 5, "<text> is not closed: </txt> comes first"),
        ("<row/>\n<text style=quote/>", 5, None),
        ("<row/>\n\n<text>a & b</text>", 6, None),
        ("<row/>\n<text>a < b</text>", 5, None),
        ('<row/>\n<text style="a" style="b"/>', 5, None),
        ("<row/>\n<text>&nbsp;</text>", 5, None),
    ],
)
def test_markup_that_is_not_well_formed(inside: str, line: int, message: str | None) -> None:
    found = fault(extending(inside), title=said("T"))
    assert found.code == "template-fault"
    assert found.message.startswith("the markup of this slide template is not well-formed: ")
    assert found.message.endswith(message or "")
    assert "line" not in found.message
    assert place(found) == ("templates/slides/test.xml", line)


def test_markup_with_a_document_type_is_refused() -> None:
    """Its entities could make a text of any length."""
    found = fault('<!DOCTYPE slide [<!ENTITY a "Many">]>\n<slide><title>&a;</title></slide>')
    assert found.code == "template-fault"
    assert "document type definition" in found.message


@pytest.mark.parametrize(("deep", "sound"), [(254, True), (255, False)])
def test_markup_may_be_so_deep(deep: int, sound: bool) -> None:
    """<slide> and <body> are the outermost two."""
    columns = "<column>" * deep + "</column>" * deep
    _, found = composed(f"<slide><body>{columns}</body></slide>")
    assert [one.code for one in found] == ([] if sound else ["template-fault"])
    assert sound or "more than 256 levels deep" in found[0].message


def test_a_fault_in_a_macro_is_told_in_its_file() -> None:
    macros = "---\nabstract: yes\n---\n\n{% macro one(a) %}\n<text>{{ a.b.c }}</text>\n{% endmacro %}"
    found = fault("{% from 'own.xml' import one %}<slide>{{ one(a) }}</slide>", others={"own": macros}, a=said("x"))
    assert found.span == Span("templates/slides/own.xml", 6, 1)


def test_a_fault_in_the_markup_of_a_macro_is_told_in_its_file() -> None:
    macros = "---\nabstract: yes\n---\n\n{% macro one(a) %}\n<text>\n{% endmacro %}"
    found = fault("{% from 'own.xml' import one %}<slide>{{ one(a) }}</slide>", others={"own": macros}, a=said("x"))
    assert found.span == Span("templates/slides/own.xml", 6, 1)


def test_a_fault_in_a_parent_is_told_in_its_file() -> None:
    parent = "---\nabstract: yes\n---\n<slide>\n<titel/>\n{% block body %}{% endblock %}</slide>"
    found = fault("{% extends 'own.xml' %}", others={"own": parent})
    assert (found.code, found.span) == ("unknown-element", Span("templates/slides/own.xml", 5, 1, 6))


def test_a_template_without_front_matter_counts_from_its_first_line() -> None:
    found = fault("{% extends 'own.xml' %}", others={"own": "<slide>\n  <titel/></slide>"})
    assert found.span == Span("templates/slides/own.xml", 2, 3, 6)


def test_an_empty_slide_template_is_a_fault() -> None:
    assert fault("").code == "template-fault"


def test_one_bad_slide_does_not_hide_another() -> None:
    kinds = dict(built_in()) | {
        "one": template("one", FRONT + "<slide><colum/></slide>"),
        "two": template("two", FRONT + "<slide>{{ nothing }}</slide>"),
        "three": template("three", FRONT + "<slide><title>{{ a }}</title></slide>"),
    }
    report = Report()
    deck = a_deck(slide("one", "first"), slide("two", "second"), slide("three", "third", a=said("x")))
    slides = compose(deck, kinds, Formats("en"), brand(), report)
    assert slides.slides[-1].slide.id == "third"
    assert [found.code for found in report.diagnostics] == ["unknown-element", "template-fault"]


def test_one_slide_is_composed_with_those_it_shows_in_small_and_no_other() -> None:
    small = "<slide><body><row><miniature of='{{ a }}'/></row></body></slide>"
    kinds = dict(built_in()) | {
        "small": template("small", FRONT + small),
        "plain": template("plain", FRONT + "<slide><title>{{ a }}</title></slide>"),
        "wrong": template("wrong", FRONT + "<slide>{{ nothing }}</slide>"),
    }
    chain = (slide("small", "one", a=said("two")), slide("small", "two", a=said("three")))
    deck = a_deck(slide("wrong", "zero"), *chain, slide("plain", "three", a=said("x")), slide("wrong", "four"))
    report = Report()
    slides = compose(deck, kinds, Formats("en"), brand(), report, Share(only=frozenset({"one"})))
    assert [composed.slide.id for composed in slides.slides] == ["one"]
    assert [composed.slide.id for composed in slides.thumbnails] == ["two", "three"]
    assert report.diagnostics == ()


def test_a_slide_template_cannot_reach_python() -> None:
    found = fault("<slide><title>{{ title.__class__.__mro__ }}</title></slide>", title=said("x"))
    assert found.code == "template-fault"


def test_quotation_marks_are_the_languages() -> None:
    kinds = dict(built_in()) | {"test": template("test", FRONT + "<slide><title>{{ a | quoted }}</title></slide>")}
    deck = a_deck(slide("test", "one", a=said("Ja")), language="da")
    (one,) = compose(deck, kinds, Formats("da"), brand(), Report()).slides
    assert one.root.children[0].content == ("”Ja”",)
