"""The slide markup: texts, white space and values in it, and the documentation that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import (
    FIRST_LINE,
    HERE,
    ROOT,
    arranged,
    composed,
    faults,
    said,
    template,
)
from hypothesis import given
from hypothesis import strategies as st
from markup_cases import VALUES, fault, find, marked, one

from deckwright.arrange.elements import ELEMENTS
from deckwright.arrange.elements.readers import WholeValue
from deckwright.arrange.elements.texts import TextElement, trim_content
from deckwright.model.deck import Record
from deckwright.model.source import Span, Text, span_of
from generators.markup import write_markup_reference


@pytest.mark.parametrize("holder", ["column", "row", "grid", "layer", "list", "chart", "line"])
def test_misplaced_text(holder: str) -> None:
    of = ' of="{{ chart }}"' if holder == "chart" else ""
    found = fault(f"<{holder}{of}>words</{holder}>")
    assert (found.code, found.span) == (
        "misplaced-text",
        Span("templates/slides/test.xml", FIRST_LINE + 1, 1, len(holder) + 1),
    )


@pytest.mark.parametrize("value", ["chart", "table", "picture", "bullets", "texts", "record"])
def test_what_is_no_text_cannot_stand_in_one(value: str) -> None:
    record = Record({"text": said("x")}, Span("deck.yaml", 9, 9))
    assert fault(f"<text>{{{{ {value} }}}}</text>", record=record).code == "misplaced-value"


@pytest.mark.parametrize(("owner", "value"), [("chart", "table"), ("table", "chart"), ("list", "chart"), ("list", "a")])
def test_a_value_of_another_kind_is_refused(owner: str, value: str) -> None:
    found = fault(f'<{owner} of="{{{{ {value} }}}}"/>', a=said("words"))
    assert found.code == "bad-attribute"
    assert found.help
    assert "whole" in found.help


def test_a_chart_cannot_be_the_value_of_another_attribute() -> None:
    assert fault('<text style="{{ chart }}">x</text>').code == "bad-attribute"


def test_a_list_of_texts_is_a_list() -> None:
    entries = one('<slide><body><list of="{{ texts }}"/></body></slide>', "list").list_entries()
    assert [(content, level) for content, level, _ in entries] == [(("One",), 0)]


def test_numbers_and_switches_can_be_attributes() -> None:
    line = one(
        '<slide><body><line arrow="{{ flag }}" grow="{{ number }}"/></body></slide>', "line", flag=True, number=2
    )
    assert (line.arrow, line.grow) == (True, 2.0)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<text>\n  By {{ a }},\n  {{ b }}\n</text>", "By Ann, Bo"),
        ("<text>{{ a }}{{ b }}</text>", "AnnBo"),
        ("<text> {{ a }} {{ c }} {{ b }} </text>", "Ann Bo"),
        ("<text>a\u00a0b <!-- not this --> c</text>", "a\u00a0b c"),
        ("<text>a &amp; &lt;b&gt;</text>", "a & <b>"),
    ],
)
def test_white_space_of_the_slide_template_is_one_space(written: str, shown: str) -> None:
    text = one(f"<slide><body>{written}</body></slide>", "text", a=said("Ann"), b=said("Bo"))
    assert ["".join(words) for words in trim_content(text.content)] == [shown]


def test_a_text_beside_paragraphs_is_its_own() -> None:
    text = one(
        "<slide><body><text>{{ a }} <paragraph>{{ b }}</paragraph></text></body></slide>",
        "text",
        a=said("A"),
        b=said("B"),
    )
    assert "".join(text.content).strip() == "A"
    assert [child.content for child in text.children] == [("B",)]


def test_spans_reach_texts_and_attributes() -> None:
    markup = '<slide><title>So: {{ a }}</title><body><list lead="{{ b }}"/><text link="{{ c }}">x</text></body></slide>'
    root, _ = composed(markup, a=said("A", 4), b=said("B", 5), c=said("c", 6))
    assert root is not None
    title: Any
    content: Any
    title, content = root.children
    assert [span.line if (span := span_of(text)) else None for text in title.content] == [None, 4]
    assert span_of(content.children[0].lead) == Span("deck.yaml", 5, 5, 1)
    assert span_of(content.children[1].link) == Span("deck.yaml", 6, 5, 1)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(
    ANY_TEXT
    | st.sampled_from(["<b>", "&amp;", "]]>", "{{ x }}", "{% x %}", "<!--", "\"'", "\ufdd00;x\ufdd1", "\r\n\t"])
)
def test_any_text_survives_or_is_refused_with_a_message(text: str) -> None:
    written = said(text)
    markup = '<slide><title>{{ a }}</title><body><list lead="{{ a }}"><item>{{ a }}</item></list></body></slide>'
    root, diagnostics = composed(markup, a=written)
    if diagnostics:
        (found,) = diagnostics
        assert (found.code, found.span) == ("refused-character", written.span)
        assert not text.isprintable()
        return
    assert root is not None
    title, content = root.children
    assert title.content == (text,)
    assert all(isinstance(part, Text) and part.span == written.span for part in title.content)
    bullets: Any = content.children[0]
    assert bullets.lead == (text if text.strip() else "")
    assert bullets.children[0].content == (text,)


@given(ANY_TEXT)
def test_a_text_that_is_shown_is_whole(text: str) -> None:
    root, diagnostics = composed("<slide><body><text>{{ a }}</text></body></slide>", a=said(text))
    if not diagnostics and text.strip():
        assert root is not None
        element = find(root, TextElement)
        assert element is not None
        assert ["".join(words) for words in trim_content(element.content)] == [text]


def test_what_every_attribute_takes_is_documented() -> None:
    for kind in ELEMENTS.values():
        assert kind.__doc__
        for f in kind.list_attributes().values():
            assert f.reader.description
            assert isinstance(f.reader, WholeValue) or f.default_text is not None or f.default is None


def test_a_wrong_attribute_in_a_jinja_tag_is_found() -> None:
    markup = '<slide><body><text style="{{ "quot" if a else "body" }}" colour="accent1">x</text></body></slide>'
    (found,) = faults(markup, a=said("x"))
    assert marked(found, markup) == '{{ "quot" if a else "body" }}'


def test_an_element_out_of_a_jinja_string_stands_at_what_is_around_it() -> None:
    (found,) = faults("<slide>\n<body>{{ '<colum/>' | safe }}</body></slide>")
    assert (found.code, found.span) == ("unknown-element", Span("templates/slides/test.xml", FIRST_LINE + 1, 1, 6))


def test_an_example_of_everything_arranges() -> None:
    markup = (
        "<slide><title>T</title><subtitle>S</subtitle><body><row>"
        '<column width="30%" fill="accent1" padding="0.5cm">'
        '<text name="a">A<paragraph style="source">B</paragraph></text>'
        '<line/><shape name="b" geometry="ellipse" height="1cm">C</shape><list of="{{ bullets }}"/></column>'
        '<grid columns="2" grow="1"><chart of="{{ chart }}"/><table of="{{ table }}"/>'
        '<picture of="{{ picture }}"/></grid>'
        '<connector from="a" to="b"/></row></body></slide>'
    )
    assert len(arranged(markup, **VALUES).shapes) > 8


def test_the_slide_kind_of_the_documentation_works() -> None:
    page = (ROOT / "docs/markup.md").read_text(encoding="utf-8")
    source = page.split("```xml\n", 1)[1].split("```", 1)[0]
    kind = template("voices", source)
    assert [field.name for field in kind.contract.fields] == ["title", "subtitle", "voices", "both"]
    voices = tuple(Record({"text": said(text), "by": said("Somebody")}, HERE) for text in ("One.", "Two."))
    fields: dict[str, Any] = {"title": said("T"), "voices": voices, "both": said("Both.")}
    root, diagnostics = composed("{% include 'voices.xml' %}", others={"voices": source}, **fields, subtitle=None)
    assert diagnostics == ()
    assert root is not None


def test_the_documentation_names_every_element_and_attribute() -> None:
    reference = write_markup_reference()
    for name, kind in ELEMENTS.items():
        assert f"### {name}\n" in reference
        for attribute in kind.list_attributes():
            assert f"| `{attribute}` |" in reference
