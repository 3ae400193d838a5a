"""The slide markup: every element and attribute, and what is said of each mistake, at its place."""

from __future__ import annotations

import pytest
from by_hand import (
    FIRST_LINE,
    faults,
    said,
)
from markup_cases import VALUES, fault, marked, one

from deckwright.arrange.elements import ELEMENTS
from deckwright.model.colours import Colour
from deckwright.model.lengths import Length, Sides
from deckwright.model.source import Span

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


def sample(name: str) -> str:
    return SAMPLES.get(name, f"<slide><body><{name}/></body></slide>")


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
    assert text.explicit_attributes == frozenset()


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
    assert {name for kind in ELEMENTS.values() for name in kind.list_attributes()} == set(BAD) | words


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
        "<colum> is not an element of the slide markup",
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
        ("<body/>", "the root of a slide template must be <slide>, not <body>"),
    ],
)
def test_misplaced_element(markup: str, message: str) -> None:
    (found,) = faults(markup)
    assert (found.code, found.message) == ("misplaced-element", message)


def test_a_misplaced_element_is_told_where_it_belongs() -> None:
    assert fault("<item>x</item>").help == "put it into a <list>"
