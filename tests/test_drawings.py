"""SVG drawings: what is taken out, what is refused, and what they become."""

from __future__ import annotations

import base64

import pytest
from picture_cases import BOMB, FLAG, GREEN, RED, colours, drawing, flag, near, opened, saved

from deckwright.assets.pictures import PictureError, read_picture
from deckwright.assets.pictures.svg_raster import rasterise_svg

PIXELS = base64.b64encode(saved(flag(), "PNG")).decode()


def test_a_drawing_stays_one_and_becomes_pixels_of_any_size() -> None:
    read = read_picture(drawing(FLAG))
    assert (read.media_type, read.width, read.height, read.families) == ("image/svg+xml", 60, 40, ())
    pixels = rasterise_svg(read.data, 600, 400)
    assert opened(pixels).size == (600, 400)
    left, right = colours(pixels)
    assert near(left, RED, 1)
    assert near(right, GREEN, 1)


def test_a_drawing_never_becomes_more_than_4096_pixels() -> None:
    assert opened(rasterise_svg(read_picture(drawing(FLAG)).data, 9_000, 6_000)).size == (4_095, 2_730)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="60" height="40"', (60, 40)),
        ('viewBox="0 0 30 20"', (30, 20)),
        ('width="2in" height="1in" viewBox="0 0 30 20"', (192, 96)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('width="60" viewBox="0 0 30 20"', (60, 40)),
        ('height="4cm" viewBox="0 0 30 20"', (227, 151)),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int]) -> None:
    read = read_picture(drawing(FLAG, attributes))
    assert (read.width, read.height) == size


def nested(element: str, attribute: str) -> str:
    """Twelve levels, each of which shows the next one ten times."""
    part = "".join(f'<rect width="1" height="1" {attribute}="url(#n%d)"/>' for _ in range(10))
    return "".join(f'<{element} id="n{n}">{part % ((n + 1,) * 10)}</{element}>' for n in range(12))


CHAIN = "".join(f'<g id="n{n}"><use href="#n{n + 1}"/></g>' for n in range(5_000))
USES = "".join(f'<g id="n{n}">' + f'<use href="#n{n + 1}"/>' * 10 + "</g>" for n in range(12))
TAKEN_OUT: list[tuple[str, str, str]] = [
    ("a script", "<script>alert(1)</script>", "alert"),
    ("a handler", '<path onload="alert(1)" d="M0 0"/>', "alert"),
    ("a handler of the drawing", '<g ONCLICK="alert(1)"/>', "alert"),
    ("an animation", '<a><set attributeName="href" to="javascript:x()"/></a>', "javascript"),
    ("a link", '<a xlink:href="javascript:x()"><path d="M0 0"/></a>', "javascript"),
    ("what an editor keeps", '<x:data xmlns:x="urn:x" x:a="secret">secret</x:data>', "secret"),
    ("an attribute of an editor", '<g xmlns:x="urn:x" x:a="secret"/>', "secret"),
    ("metadata", "<metadata>secret</metadata>", "secret"),
    ("a film", '<video src="film.mp4"/><audio src="film.mp4"/>', "film"),
    ("a comment", "<!-- secret -->", "secret"),
    ("a stylesheet from elsewhere", "<?xml-stylesheet href='https://x.org/a.css'?>", "x.org"),
    ("a font from elsewhere", "<style>@import 'https://x.org/f.css'; path {stroke: none}</style>", "x.org"),
    ("a font face", "<style>@font-face {font-family: F; src: url(https://x.org/f)}</style>", "x.org"),
    (
        "HTML with a way out",
        "<switch><foreignObject><b href='x'>secret</b></foreignObject><text>T</text></switch>",
        "secret",
    ),
    ("a base", '<g xml:base="https://x.org/"/>', "x.org"),
]
REFUSED: list[tuple[str, str, str]] = [
    ("a picture from the web", '<image href="https://x.org/a.png"/>', "shows '"),
    ("a picture on the disk", '<image xlink:href="file:///etc/passwd"/>', "shows '"),
    ("a picture beside it", '<image href="a.png"/>', "shows '"),
    ("a part of another drawing", '<use href="other.svg#a"/>', "shows '"),
    ("a drawing in it", '<image href="data:image/svg+xml,&lt;svg/&gt;"/>', "shows '"),
    ("a filter's picture", '<filter><feImage href="https://x.org/a.png"/></filter>', "shows '"),
    (
        "a bomb in it",
        f'<image href="data:image/png;base64,{base64.b64encode(BOMB).decode()}"/>',
        "contains a picture that has more pixels",
    ),
    ("nonsense in it", '<image href="data:image/png;base64,????"/>', "contains a picture that is damaged"),
    ("a fill from elsewhere", '<path fill="url(https://x.org/a#b)" d="M0 0"/>', "has a style that loads"),
    ("a style from elsewhere", "<path style=\"fill: url('a.svg#b')\" d='M0 0'/>", "has a style that loads"),
    ("a hidden address", r'<path style="fill: u\72l(https://x.org)" d="M0 0"/>', "has a style that loads"),
    ("a style sheet that fetches", "<style>path {fill: url( 'https://x.org/a' )}</style>", "has a style that loads"),
    ("HTML", "<foreignObject><b xmlns='urn:h'>x</b></foreignObject>", "contains text as HTML"),
    ("an end that is missing", "<path>", "is not well-formed"),
    ("a circle of uses", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "uses itself without end"),
    ("uses of uses", USES, "has more parts"),
    ("a long chain of uses", CHAIN, "has more parts"),
    ("masks of masks", nested("mask", "mask"), "has more parts"),
    (
        "clips of clips by a style",
        f"<style>rect {{clip-path: url(#n0)}}</style>{nested('clipPath', 'clip-path')}",
        "uses itself",
    ),
    ("patterns of patterns", nested("pattern", "fill"), "has more parts"),
    ("markers of markers", nested("marker", "marker-mid"), "has more parts"),
    (
        "noise without end",
        '<filter><feTurbulence numOctaves="1000000000"/></filter>',
        "has a filter that takes too long",
    ),
    ("thick outlines", '<filter><feMorphology radius="1e6"/></filter>', "has a filter that takes too long"),
    ("a large convolution", '<filter><feConvolveMatrix order="500"/></filter>', "has a filter that takes too long"),
    ("depth without end", "<g>" * 3_000 + "</g>" * 3_000, "is not well-formed"),
]


@pytest.mark.parametrize(("inside", "gone"), [row[1:] for row in TAKEN_OUT], ids=[row[0] for row in TAKEN_OUT])
def test_what_draws_nothing_is_taken_out(inside: str, gone: str) -> None:
    read = read_picture(drawing(inside + FLAG))
    assert gone in inside
    assert gone.encode() not in read.data
    assert near(colours(rasterise_svg(read.data, 60, 40))[0], RED, 1)


@pytest.mark.parametrize(("inside", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_would_be_missed_is_refused(inside: str, why: str) -> None:
    with pytest.raises(PictureError) as fault:
        read_picture(drawing(inside))
    assert fault.value.reason.startswith(why)
    assert fault.value.help


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "declares entities"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "declares entities"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://x.org/a.dtd"> %a;]>', "declares entities"),
    ],
)
def test_entities_are_refused(head: str, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        read_picture(head.encode() + drawing(FLAG))


def test_the_usual_doctype_is_taken_out_and_never_fetched() -> None:
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert b"DOCTYPE" not in read_picture(doctype + drawing(FLAG)).data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg><path/></svg>", "is not an SVG drawing"),
        (drawing(FLAG, ""), "has neither a width and height nor a viewBox"),
        (drawing(FLAG, 'width="1e9" height="1e9"'), "is 1e\\+09 × 1e\\+09 pixels large"),
        (drawing(FLAG, 'width="0" height="40"'), "is 0 × 40 pixels large"),
    ],
)
def test_a_drawing_without_a_sound_size_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        read_picture(data)


def test_a_picture_in_the_drawing_stays() -> None:
    inside = f'<image href="data:image/png;base64,{PIXELS}" width="60" height="40"/>'
    assert near(colours(rasterise_svg(read_picture(drawing(inside)).data, 60, 40))[1], GREEN, 2)


def test_the_fonts_of_a_drawing_are_known_where_it_has_texts() -> None:
    texts = '<style>text {font-family: "Open Sans", serif}</style><text font-family="Lato">A</text>'
    texts += '<text style="font: bold 12px/1.2 Georgia">B</text><text font-family="sans-serif">C</text>'
    assert read_picture(drawing(texts)).families == ("Open Sans", "Lato", "Georgia")
    assert read_picture(drawing('<g font-family="Lato"><path d="M0 0"/></g>')).families == ()
