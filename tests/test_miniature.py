"""Miniatures: another slide's own shapes in small, framed and linked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from by_hand import BULLETS, CHART, CM, PICTURE, TABLE, a_deck, brand, every, pages_of, said, slide, text_of
from msgspec.structs import replace

from deckwright.model.colours import Colour
from deckwright.model.deck import Deck
from deckwright.model.diagnostics import Diagnostic
from deckwright.model.page import (
    Box,
    ChartFrame,
    Connector,
    Group,
    Link,
    Page,
    Pages,
    Paragraph,
    PictureFrame,
    Shape,
    TableFrame,
)

SMALL = (
    '<slide><title>{{ title }}</title><body><layer grow="1">'
    '<miniature of="{{ a }}" width="8cm" height="6cm"/></layer></body></slide>'
)
FACTOR = 8 * CM / brand().width


def shown(markup: str, /, **fields: Any) -> tuple[Page, Group, Page]:
    """A page with the miniature of a slide of this markup, the miniature, and that slide's own page."""
    deck = a_deck(slide("small", "recap", title=said("Recap"), a=said("shown")), slide("shown", "shown", **fields))
    pages, diagnostics = pages_of({"small": SMALL, "shown": markup}, replace(deck, footer=said("Foot")))
    assert diagnostics == ()
    recap, own = pages.pages
    (group,) = (one for one in recap.shapes if isinstance(one, Group))
    return recap, group, own


def scaled(box: Box, into: Box) -> Any:
    lengths = (into.x + box.x * FACTOR, into.y + box.y * FACTOR, box.width * FACTOR, box.height * FACTOR)
    return pytest.approx(lengths, abs=2)


def as_tuple(box: Box | None) -> tuple[int, ...]:
    assert box
    return (box.x, box.y, box.width, box.height)


def paragraphs(shape: Shape) -> tuple[Paragraph, ...]:
    assert shape.frame
    return shape.frame.paragraphs


def test_it_has_the_slides_proportions_in_the_middle_of_its_box() -> None:
    recap, group, _ = shown("<slide><title>Shown</title></slide>")
    assert (group.box.width, group.box.height) == (8 * CM, round(8 * CM * brand().height / brand().width))
    area = next(one.box for one in brand().layouts["content"].placeholders if one.type == "obj")
    assert group.box.y + group.box.height / 2 == pytest.approx(area.y + 3 * CM, abs=2)
    assert recap.title == "Recap"


def test_its_paper_is_framed_in_the_layouts_background() -> None:
    _, group, _ = shown('<slide layout="section"><title>Shown</title></slide>')
    paper = group.shapes[0]
    assert isinstance(paper, Shape)
    assert (paper.box, paper.fill, paper.decorative) == (group.box, brand().layouts["section"].background, True)
    assert paper.line


def test_a_title_is_read_without_the_band_that_the_template_has_behind_it() -> None:
    look = brand()
    layout = look.layouts["content"]
    white = tuple(
        replace(
            one, levels=tuple(replace(level, colour=Colour("background1")) for level in one.levels), background="1F3864"
        )
        if one.use == "title"
        else one
        for one in layout.placeholders
    )
    look = replace(look, layouts={**look.layouts, "content": replace(layout, placeholders=white)})
    deck = a_deck(slide("small", "recap", title=said("Recap"), a=said("shown")), slide("shown", "shown"))
    pages, _ = pages_of({"small": SMALL, "shown": "<slide><title>Shown</title></slide>"}, deck, look=look)
    (group,) = (one for one in pages.pages[0].shapes if isinstance(one, Group))
    (title,) = (one for one in group.shapes if isinstance(one, Shape) and one.frame)
    assert paragraphs(title)[0].runs[0].colour == Colour("text1")


def test_all_of_it_leads_to_the_slide() -> None:
    recap, group, _ = shown("<slide><title>Shown</title></slide>")
    cover = recap.shapes[recap.shapes.index(group) + 1]
    assert isinstance(cover, Shape)
    assert (cover.box, cover.link, cover.alt) == (group.box, Link(slide="shown"), "Shown")
    assert cover.fill == Colour("background1", opacity=0)  # a shape without a fill takes no clicks
    assert group.alt == "Shown"


def test_it_has_no_placeholders_and_no_footers() -> None:
    markup = "<slide><title>Shown</title><subtitle>Two</subtitle><body><list of='{{ bullets }}'/></body></slide>"
    recap, group, own = shown(markup, bullets=BULLETS)
    texts = [one for one in group.shapes if isinstance(one, Shape) and one.frame]
    assert [text_of(one) for one in texts] == ["Shown", "Two", "One\nTwo"]
    assert all(one.slot is None and one.text_box and one.box for one in texts)
    assert {one.slot.type for one in every(own.shapes) if isinstance(one, Shape) and one.slot} >= {"ftr", "sldNum"}
    titles = [one for one in every(recap.shapes) if isinstance(one, Shape) and one.slot and one.slot.type == "title"]
    assert [text_of(one) for one in titles] == ["Recap"]


def test_what_a_placeholder_gives_is_written_in_small() -> None:
    _, group, _ = shown("<slide><title>Shown</title><body><list of='{{ bullets }}'/></body></slide>", bullets=BULLETS)
    _, title, content = group.shapes
    assert isinstance(title, Shape)
    assert isinstance(content, Shape)
    layout = brand().layouts["content"].placeholders
    look = next(one for one in layout if one.type == "title")
    (run,) = paragraphs(title)[0].runs
    style = look.levels[0]
    assert run.size == round(style.size * FACTOR, 1)
    assert (run.font, run.bold, run.caps, run.colour) == (style.font, style.bold, style.caps, style.colour)
    assert title.frame
    assert title.frame.anchor == look.anchor
    assert as_tuple(title.box) == scaled(look.box, group.box)
    bullets = next(one for one in layout if one.type == "obj").levels
    for paragraph, level in zip(paragraphs(content), bullets, strict=False):
        assert (paragraph.level, paragraph.bullet) == (0, level.bullet)
        assert paragraph.margin_left == round(level.margin_left * FACTOR)
        assert paragraph.bullet_colour == brand().bullet_colour


def test_shrunk_type_is_shrunk_before_it_is_small() -> None:
    long = said("The reef grows slower than it breaks, and nobody has counted it for years. " * 14)
    markup = "<slide><body><list><item>{{ a }}</item></list></body></slide>"
    _, group, own = shown(markup, a=long)
    (big,) = (one for one in own.shapes if isinstance(one, Shape) and one.slot and one.slot.type == "obj")
    small = group.shapes[1]
    assert isinstance(small, Shape)
    assert big.frame
    assert small.frame
    assert big.frame.font_scale
    level = next(one for one in brand().layouts["content"].placeholders if one.type == "obj").levels[0]
    assert paragraphs(small)[0].runs[0].size == round(level.size * FACTOR * big.frame.font_scale / 100, 1)
    assert paragraphs(small)[0].line_spacing == level.line_spacing - big.frame.line_reduction
    assert paragraphs(small)[0].margin_left == round(level.margin_left * FACTOR)
    assert (small.frame.font_scale, small.frame.line_reduction) == (None, 0)


def test_charts_and_pictures_are_scaled() -> None:
    markup = (
        '<slide><title>T</title><body><row grow="1"><chart of="{{ chart }}"/><picture of="{{ picture }}" width="5cm"/>'
        '<shape name="a" line="accent1" line-width="6pt" width="3cm" height="1cm" link="recap"/>'
        '<shape name="b" width="1cm" height="1cm"/><connector from="a" to="b"/></row></body></slide>'
    )
    _, group, own = shown(markup, chart=CHART, picture=PICTURE)
    for kind in (ChartFrame, PictureFrame, Connector):
        (small,) = (one for one in every(group.shapes) if isinstance(one, kind))
        (big,) = (one for one in every(own.shapes) if isinstance(one, kind))
        assert as_tuple(small.box) == scaled(big.box, group.box)
    (chart,) = (one.chart for one in every(group.shapes) if isinstance(one, ChartFrame))
    assert chart.text_size == round(brand().chart.text_size * FACTOR, 1)
    assert chart.series[0].values == (Decimal(1), Decimal(2))
    (glued,) = (one for one in every(group.shapes) if isinstance(one, Connector))
    assert (glued.begin, glued.end) == (None, None)
    (outlined,) = (one for one in every(group.shapes) if isinstance(one, Shape) and one.name == "a")
    assert outlined.line
    assert outlined.line.width == round(6 * 12_700 * FACTOR)
    assert outlined.link is None


def test_a_table_stands_beside_the_group() -> None:
    recap, group, own = shown("<slide><body><table of='{{ table }}'/></body></slide>", table=TABLE)
    assert not any(isinstance(one, TableFrame) for one in every(group.shapes))  # PowerPoint does not group tables
    (small,) = (one for one in recap.shapes if isinstance(one, TableFrame))
    (big,) = (one for one in own.shapes if isinstance(one, TableFrame))
    assert as_tuple(small.box) == scaled(big.box, group.box)
    assert small.column_widths == tuple(round(width * FACTOR) for width in big.column_widths)
    assert small.slot is None
    assert small.rows[0][0].frame.paragraphs[0].runs[0].size == round(brand().styles["table-header"].size * FACTOR, 1)


def test_a_miniature_of_a_miniature() -> None:
    deck = a_deck(
        slide("small", "outer", title=said("Outer"), a=said("inner")),
        slide("small", "inner", title=said("Inner"), a=said("shown")),
        slide("shown", "shown"),
    )
    pages, diagnostics = pages_of({"small": SMALL, "shown": "<slide><title>Shown</title></slide>"}, deck)
    assert diagnostics == ()
    runs = [
        (run.text, run.size)
        for one in every(pages.pages[0].shapes)
        if isinstance(one, Shape) and one.frame and one.slot is None
        for paragraph in one.frame.paragraphs
        for run in paragraph.runs
    ]
    assert [text for text, _ in runs] == ["Inner", "Shown"]
    assert all(size and size >= 1 for _, size in runs)


def complaints(**showing: str) -> tuple[Pages, tuple[Diagnostic, ...]]:
    """What is said of slides that show each other: id → the id it shows."""
    slides = [slide("small", id_, title=said(id_), a=said(other, 9)) for id_, other in showing.items()]
    deck: Deck = a_deck(*slides)
    return pages_of({"small": SMALL}, deck)


@pytest.mark.parametrize("showing", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}])
def test_a_slide_that_shows_itself(showing: dict[str, str]) -> None:
    pages, found = complaints(**showing)
    assert [(one.code, one.message) for one in found] == [
        ("miniature-cycle", "slide 'a' contains a thumbnail of itself")
    ]
    assert len(pages.pages) == len(showing)


def test_a_slide_that_is_not_there() -> None:
    _, (found,) = complaints(first="frist")
    assert (found.code, found.help) == ("unknown-slide", "did you mean 'first'?")
    assert found.span == said("frist", 9).span


@pytest.mark.parametrize(("language", "side"), [("en", 0), ("ar", 1)])
def test_it_stands_where_the_lines_of_its_caption_begin(language: str, side: int) -> None:
    low = SMALL.replace('height="6cm"', 'height="3cm"')
    deck = a_deck(slide("small", "recap", title=said("R"), a=said("shown")), slide("shown", "shown"), language=language)
    pages, _ = pages_of({"small": low, "shown": "<slide><title>Shown</title></slide>"}, deck)
    (group,) = (one for one in pages.pages[0].shapes if isinstance(one, Group))
    area = next(one.box for one in brand().layouts["content"].placeholders if one.type == "obj")
    edges = (group.box.x, group.box.x + group.box.width)
    assert group.box.height == pytest.approx(3 * CM, abs=2)
    assert edges[side] == pytest.approx((area.x, area.x + area.width)[side], abs=2)
