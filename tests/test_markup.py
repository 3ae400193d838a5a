"""The slide markup: every element and attribute, and what is said of each mistake, at its place."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import (
    BULLETS,
    CHART,
    FIRST_LINE,
    FRONT,
    HERE,
    PICTURE,
    ROOT,
    TABLE,
    arranged,
    composed,
    faults,
    said,
    template,
)
from hypothesis import given
from hypothesis import strategies as st

from deckwright.arrange.elements import ELEMENTS
from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.readers import Whole
from deckwright.arrange.elements.texts import TextElement, paragraphs
from deckwright.model.colours import Colour
from deckwright.model.deck import Record
from deckwright.model.diagnostics import Diagnostic
from deckwright.model.lengths import Length, Sides
from deckwright.model.source import Span, Text, span_of
from generators.markup import markup_reference

SAMPLES = {
    "slide": '<slide layout="title"/>',
    "title": "<slide><title>Words</title></slide>",
    "subtitle": "<slide><subtitle>Words</subtitle></slide>",
    "body": "<slide><body/></slide>",
    "placeholder": '<slide><placeholder name="Body"/></slide>',
    "paragraph": "<slide><body><text><paragraph>Words</paragraph></text></body></slide>",
    "item": "<slide><body><list><item>Words</item></list></body></slide>",
    "chart": '<slide><body><chart of="{{ chart }}"/></body></slide>',
    "table": '<slide><body><table of="{{ table }}"/></body></slide>',
    "picture": '<slide><body><picture of="{{ picture }}"/></body></slide>',
    "connector": '<slide><body><connector from="a" to="b"/></body></slide>',
    "miniature": '<slide><body><miniature of="one"/></body></slide>',
}
"""Element → a slide that has one, where it is not one that stands in a body by itself."""
VALUES: dict[str, Any] = {
    "chart": CHART,
    "table": TABLE,
    "picture": PICTURE,
    "bullets": BULLETS,
    "texts": (said("One"),),
}


def sample(name: str) -> str:
    return SAMPLES.get(name, f"<slide><body><{name}/></body></slide>")


def find(root: Element | None, kind: type[Element]) -> Element | None:
    if root is None or type(root) is kind:
        return root
    return next((found for child in root.children if (found := find(child, kind))), None)


def one(markup: str, kind: str, /, **fields: Any) -> Any:
    """The first element of a kind that this markup makes, without complaint."""
    root, diagnostics = composed(markup, **VALUES | fields)
    assert diagnostics == ()
    found = find(root, ELEMENTS[kind])
    assert found is not None
    return found


def fault(inside: str, /, **fields: Any) -> Diagnostic:
    """The only thing that is said of a body with this in it."""
    (found,) = faults(f"<slide><body>\n{inside}\n</body></slide>", **VALUES | fields)
    return found


def marked(diagnostic: Diagnostic, source: str) -> str:
    """What the carets would stand under, in a slide template with this markup."""
    span = diagnostic.span
    assert span is not None
    assert span.file == "templates/slides/test.xml"
    return (FRONT + source).split("\n")[span.line - 1][span.column - 1 :][: span.length]


@pytest.mark.parametrize("name", ELEMENTS)
def test_every_element_can_be_written(name: str) -> None:
    element = one(sample(name), name)
    assert type(element) is ELEMENTS[name]
    assert element.span.file == "templates/slides/test.xml"
    assert element.span.line == FIRST_LINE
    assert element.span.length == len(name) + 1


def test_attributes_are_typed() -> None:
    row = one(
        '<slide><body><row gap="0.5cm" padding="1cm 2pt" width="50%" height="2in" grow="0.5" align="center" '
        'justify="space-between" fill="accent1 lighter 80%" geometry="roundRect"/></body></slide>',
        "row",
    )
    assert row == type(row)(
        span=row.span,
        gap=180_000,
        padding=Sides(360_000, 25_400, 360_000, 25_400),
        width=Length(percent=50),
        height=Length(1_828_800),
        grow=0.5,
        align="center",
        justify="space-between",
        fill=Colour("accent1", lighter=80),
        geometry="roundRect",
    )


def test_an_empty_attribute_is_none() -> None:
    text = one(
        '<slide><body><text colour="{{ a }}" width="{{ b }}" link="">x</text></body></slide>', "text", b=said("")
    )
    assert text.given == frozenset()


@pytest.mark.parametrize(
    ("padding", "sides"),
    [
        ("1pt", (1, 1, 1, 1)),
        ("1pt 2pt", (1, 2, 1, 2)),
        ("1pt 2pt 3pt", (1, 2, 3, 2)),
        ("1pt 2pt 3pt 4pt", (1, 2, 3, 4)),
    ],
)
def test_padding_is_as_in_css(padding: str, sides: tuple[int, ...]) -> None:
    column = one(f'<slide><body><column padding="{padding}"/></body></slide>', "column")
    assert column.padding == Sides(*(12_700 * side for side in sides))


BAD = {
    "width": ["1", "wide", "-1cm", "1 cm", "1em", "٣cm", "nan%"],
    "gap": ["0.6", "10%", "-1mm"],
    "padding": ["1cm 1cm 1cm 1cm 1cm", "10%", "cm"],
    "grow": ["much", "-1", "nan", "inf"],
    "x": ["left", "1"],
    "align": ["middle", "Stretch"],
    "justify": ["stretch"],
    "fill": ["#ff0000", "red", "accent9", "accent1 lighter", "accent1 lighter 120%", "accent1 paler 20%"],
    "geometry": ["star", "Rect"],
    "columns": ["0", "two", "1.5", "99"],
    "level": ["9", "-1", "first"],
    "rotation": ["90deg"],
    "adjust": ["half"],
    "arrow": ["true", "Yes"],
    "bold": ["no!"],
    "anchor": ["center"],
    "dash": ["dashed"],
    "direction": ["down"],
    "fit": ["fill"],
    "style": ["quot", "Quote"],
    "of": ["words"],
    "thickness": ["thin", "5%"],
    "line-width": ["1"],
    "colour": ["blue"],
    "line": ["blue"],
    "height": ["high"],
    "y": ["top"],
}
OWNER = {
    "columns": "grid",
    "rotation": "shape",
    "adjust": "shape",
    "arrow": "line",
    "dash": "line",
    "direction": "line",
}
OWNER |= {"geometry": "shape", "thickness": "line", "line-width": "shape", "fit": "picture", "of": "list", "x": "shape"}
OWNER |= dict.fromkeys(["gap", "padding", "align", "justify", "fill", "line"], "row")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_value_is_refused_at_the_value(name: str, value: str) -> None:
    owner = OWNER.get(name, "text")
    required = ' of="{{ picture }}"' if owner == "picture" else ""
    markup = f'<slide><body>\n  <{owner}{required} {name}="{value}"/>\n</body></slide>'
    (said_,) = faults(markup, **VALUES)
    assert said_.code == "bad-attribute"
    assert said_.message == f'<{owner}> cannot have {name}="{value}"'
    assert marked(said_, markup) == value
    assert said_.help
    assert "literal" not in said_.help  # Python's own words


def test_every_attribute_is_tried_with_a_bad_value() -> None:
    words = {"name", "from", "to", "link", "layout", "lead", "alt", "caption"}
    assert {name for kind in ELEMENTS.values() for name in kind.attributes()} == set(BAD) | words


@pytest.mark.parametrize(
    ("attribute", "meant"),
    [
        ('style="quot"', "quote"),
        ('colour="acent1"', "accent1"),
        ('colour="acent1 lighter 20%"', "accent1"),
        ('align="centre"', "center"),
        ('link="one" anchor="buttom"', "bottom"),
    ],
)
def test_a_misspelt_value_is_asked_about(attribute: str, meant: str) -> None:
    assert fault(f"<text {attribute}/>").help == f"did you mean '{meant}'?"


def test_a_misspelt_shape_is_asked_about() -> None:
    assert fault('<shape geometry="rightArow"/>').help == "did you mean 'rightArrow'?"


def test_a_bad_value_of_the_authors_is_told_at_their_line() -> None:
    found = fault('<text style="{{ a }}">x</text>', a=said("quot", 12))
    assert (found.code, found.help) == ("bad-attribute", "did you mean 'quote'?")
    assert found.span == Span("deck.yaml", 12, 5, 4)


def test_unknown_element() -> None:
    found = fault("  <colum/>")
    assert (found.code, found.message, found.help) == (
        "unknown-element",
        "there is no element <colum>",
        "did you mean 'column'?",
    )
    assert found.span == Span("templates/slides/test.xml", FIRST_LINE + 1, 3, 6)


def test_unknown_attribute() -> None:
    markup = '<slide><body>\n<row\n   gap="1cm" algin="center"/></body></slide>'
    (found,) = faults(markup)
    assert (found.code, found.message) == ("unknown-attribute", "<row> has no attribute 'algin'")
    assert found.help == "did you mean 'align'?"
    assert marked(found, markup) == "algin"
    assert "justify" in found.notes[0]


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ('<text><paragraph width="1cm">x</paragraph></text>', "width"),
        ('<list><item name="x">x</item></list>', "name"),
        ('<list link="one"/>', "link"),
        ('<layer justify="end"/>', "justify"),
        ('<connector from="a" to="b" width="1cm"/>', "width"),
    ],
)
def test_an_attribute_without_effect_is_unknown(inside: str, name: str) -> None:
    found = fault(inside)
    assert found.code == "unknown-attribute"
    assert f"'{name}'" in found.message


@pytest.mark.parametrize("name", ["chart", "table", "picture", "miniature"])
def test_missing_attribute(name: str) -> None:
    found = fault(f"<{name}/>")
    assert (found.code, found.message) == ("missing-attribute", f"<{name}> needs the attribute 'of'")
    assert found.span == Span("templates/slides/test.xml", FIRST_LINE + 1, 1, len(name) + 1)


def test_all_faults_of_a_slide_are_told() -> None:
    markup = '<slide><body><row gap="x"><colum/><text style="y" zip="1">a</text>words</row><chart/></body></slide>'
    assert sorted(found.code for found in faults(markup)) == [
        "bad-attribute",
        "bad-attribute",
        "misplaced-text",
        "missing-attribute",
        "unknown-attribute",
        "unknown-element",
    ]


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<slide><text>x</text></slide>", "<slide> cannot hold <text>"),
        ("<slide><body><title>x</title></body></slide>", "<body> cannot hold <title>"),
        ("<slide><body><row><body/></row></body></slide>", "<row> cannot hold <body>"),
        ("<slide><body><item>x</item></body></slide>", "<body> cannot hold <item>"),
        ("<slide><body><paragraph>x</paragraph></body></slide>", "<body> cannot hold <paragraph>"),
        ("<slide><body><text>x<row/></text></body></slide>", "<text> cannot hold <row>"),
        ("<slide><body><list><text>x</text></list></body></slide>", "<list> cannot hold <text>"),
        ("<slide><body><shape><text>x</text></shape></body></slide>", "<shape> cannot hold <text>"),
        ("<slide><title><text>x</text></title></slide>", "<title> cannot hold <text>"),
        ("<slide><slide/></slide>", "<slide> cannot hold <slide>"),
        ("<body/>", "a slide template makes one <slide>, not <body>"),
    ],
)
def test_misplaced_element(markup: str, message: str) -> None:
    (found,) = faults(markup)
    assert (found.code, found.message) == ("misplaced-element", message)


def test_a_misplaced_element_is_told_where_it_belongs() -> None:
    assert fault("<item>x</item>").help == "put it into a <list>"


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
    entries = one('<slide><body><list of="{{ texts }}"/></body></slide>', "list").entries()
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
    assert ["".join(words) for words in paragraphs(text.content)] == [shown]


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
        assert ["".join(words) for words in paragraphs(element.content)] == [text]


def test_what_every_attribute_takes_is_documented() -> None:
    for kind in ELEMENTS.values():
        assert kind.__doc__
        for f in kind.attributes().values():
            assert f.read.wanted
            assert isinstance(f.read, Whole) or f.written is not None or f.default is None


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
    reference = markup_reference()
    for name, kind in ELEMENTS.items():
        assert f"### {name}\n" in reference
        for attribute in kind.attributes():
            assert f"| `{attribute}` |" in reference
