"""Arrange: what fills which placeholder, links, notes, and slides by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from boxes import AREA, VALUES, shape
from by_hand import (
    TABLE,
    a_deck,
    arranged,
    body,
    boxes,
    brand,
    drawn,
    every,
    of_type,
    pages_of,
    placeholder,
    said,
    slide,
    text_of,
    told,
)
from msgspec.structs import replace

from deckwright.arrange.pages import keep_slide
from deckwright.arrange.placeholders import find_layout
from deckwright.model.brand import Brand, Layout
from deckwright.model.page import (
    ChartFrame,
    Connector,
    Link,
    Page,
    Pages,
    PictureFrame,
    Shape,
    Slot,
    TableFrame,
)
from deckwright.model.source import Span


class TestPlaceholders:
    def test_title_and_subtitle(self) -> None:
        made = arranged(
            "<slide><title>{{ a }}</title><subtitle>{{ b }}</subtitle></slide>", a=said("A", 4), b=said("B", 5)
        )
        title, below = (one for one in made.shapes[:2] if isinstance(one, Shape))
        assert (text_of(title), text_of(below)) == ("A", "B")
        assert title.slot == Slot("title", 0)
        assert title.box is None
        assert title.span == Span("deck.yaml", 4, 5, 1)
        assert made.title == "A"

    def test_a_look_that_is_the_layouts_is_not_written(self) -> None:
        frame = placeholder(arranged("<slide><title>A *b*</title></slide>"), "title").frame
        assert frame
        (run,) = frame.paragraphs[0].runs
        assert (run.size, run.bold, run.italic, run.colour, run.font) == (None,) * 5
        assert frame.font_scale is None

    def test_inline_marks_are_an_authors(self) -> None:
        frame = placeholder(arranged("<slide><title>{{ a }}</title></slide>", a=said("A **b**")), "title").frame
        assert frame
        assert [(run.text, run.bold) for run in frame.paragraphs[0].runs] == [("A ", None), ("b", True)]

    @pytest.mark.parametrize("inside", ["<text>A</text><text>B</text>", "<text>A<paragraph>B</paragraph></text>"])
    def test_texts_are_the_body(self, inside: str) -> None:
        made = arranged(f"<slide><title>T</title><body>{inside}</body></slide>")
        assert text_of(placeholder(made, "obj")) == "A\nB"
        assert drawn(made) == []

    def test_a_style_is_kept_in_the_body(self) -> None:
        markup = (
            '<slide><body><text level="1">A<paragraph style="source" align="right">B</paragraph></text></body></slide>'
        )
        frame = placeholder(arranged(markup), "obj").frame
        assert frame
        first, second = frame.paragraphs
        assert (first.level, first.runs[0].size, first.align) == (1, None, None)
        assert (second.level, second.runs[0].size, second.align) == (1, brand().styles["source"].size, "right")

    def test_a_list_is_the_body(self) -> None:
        made = arranged(
            '<slide><body><list of="{{ bullets }}" lead="{{ a }}"/></body></slide>', a=said("Lead"), **VALUES
        )
        frame = placeholder(made, "obj").frame
        assert frame
        assert [(text_of(one), one.level) for one in frame.paragraphs] == [("Lead", 0), ("One", 0), ("Two", 1)]
        assert frame.paragraphs[0].bullet == ""
        assert frame.paragraphs[1].bullet is None

    def test_items_of_a_list_link(self) -> None:
        made = arranged('<slide><body><list><item link="one">Here</item><item level="1">x</item></list></body></slide>')
        frame = placeholder(made, "obj").frame
        assert frame
        assert [one.runs[0].link for one in frame.paragraphs] == [Link(slide="one"), None]
        assert [one.level for one in frame.paragraphs] == [0, 1]

    @pytest.mark.parametrize(
        ("name", "kind"), [("chart", ChartFrame), ("table", TableFrame), ("picture", PictureFrame)]
    )
    def test_a_chart_table_or_picture_is_the_body(
        self, name: str, kind: type[ChartFrame | TableFrame | PictureFrame]
    ) -> None:
        made = arranged(f'<slide><body><{name} of="{{{{ {name} }}}}"/></body></slide>', **VALUES)
        (one,) = of_type(made, kind)
        assert one.slot
        assert one.slot.type == "obj"

    @pytest.mark.parametrize(
        ("attributes", "inside"),
        [
            ("", "<text>A</text><line/>"),
            ("", "<text>A</text><list><item>B</item></list>"),
            ('justify="center"', "<text>A</text>"),
            ('fill="accent1"', "<text>A</text>"),
            ("", '<text anchor="bottom" grow="1">A</text>'),
            ("", '<list width="50%"><item>A</item></list>'),
            ("", '<chart of="{{ chart }}"/><text>A</text>'),
        ],
    )
    def test_anything_else_is_laid_out_in_the_bodys_box(self, attributes: str, inside: str) -> None:
        made = arranged(f"<slide><title>T</title><body {attributes}>{inside}</body></slide>", **VALUES)
        assert [one.slot.type for one in of_type(made, Shape) if one.slot and one.slot.type in ("obj", "body")] == []
        assert all(
            AREA.x <= one.box.x and one.box.x + one.box.width <= AREA.x + AREA.width and one.box.y >= AREA.y
            for one in made.shapes
            if one.box
        )

    def test_an_empty_body_is_nothing(self) -> None:
        assert len(
            arranged("<slide><title>T</title><body>{% if a %}<text>x</text>{% endif %}</body></slide>").shapes
        ) == len(arranged("<slide><title>T</title></slide>").shapes)

    def test_a_text_placeholder_takes_no_chart(self) -> None:
        look = changed(brand(), "content", lambda one: replace(one, type="body") if one.type == "obj" else one)
        made = arranged('<slide><body><chart of="{{ chart }}"/></body></slide>', look=look, **VALUES)
        (one,) = of_type(made, ChartFrame)
        assert one.slot is None

    def test_a_placeholder_by_name(self) -> None:
        (left, _) = (one for one in brand().layouts["two-content"].placeholders if one.type == "obj")
        markup = f'<slide layout="two-content"><placeholder name="{left.name}"><text>A</text></placeholder></slide>'
        assert text_of(placeholder(arranged(markup), "obj")) == "A"

    def test_a_placeholder_that_is_not_there(self) -> None:
        _, (found,) = told('<slide><placeholder name="Bodi"><text>A</text></placeholder></slide>')
        assert (found.code, found.help) == ("unknown-placeholder", "did you mean 'Body'?")

    def test_a_second_line_stands_above_the_body_where_the_layout_has_none_for_it(self) -> None:
        look = changed(brand(), "content", lambda one: None if one.name == "Subtitle" else one)
        markup = "<slide><title>{{ a }}</title><subtitle>{{ b }}</subtitle><body><text>{{ c }}</text></body></slide>"
        made = arranged(markup, look=look, a=said("A"), b=said("B"), c=said("C"))
        line = next(one for one in of_type(made, Shape) if one.name == "Subtitle")
        body, place = placeholder(made, "obj"), next(p for p in look.layouts["content"].placeholders if p.use == "body")
        assert (text_of(placeholder(made, "title")), text_of(line), text_of(body)) == ("A", "B", "C")
        assert line.box is not None
        assert body.box is not None
        assert (line.box.x, line.box.y) == (place.box.x, place.box.y)
        assert line.box.y + line.box.height < body.box.y
        assert body.box.y + body.box.height == place.box.y + place.box.height

    def test_who_speaks_stands_below_the_second_line_of_a_cover_without_a_place_for_it(self) -> None:
        look = changed(brand(), "title", lambda one: None if one.use == "body" else one)
        look = changed(look, "title", lambda one: replace(one, box=replace(one.box, height=3_000_000)))
        markup = (
            '<slide layout="title"><title>T</title><subtitle>{{ b }}</subtitle>'
            "<body><text>{{ c }}</text><text>{{ d }}</text></body></slide>"
        )
        made = arranged(markup, look=look, b=said("B"), c=said("C"), d=said("D"))
        frame = placeholder(made, "subTitle").frame
        assert frame is not None
        assert ["".join(run.text for run in one.runs) for one in frame.paragraphs] == ["B", "C", "D"]
        sizes = [one.runs[0].size for one in frame.paragraphs]
        assert sizes[0] is None
        assert sizes[1] is not None

    def test_a_statement_is_large_on_a_layout_made_for_lists(self) -> None:
        look = brand()
        poorer = replace(look, layouts={**look.layouts, "statement": look.layouts["content"]})
        markup = '<slide layout="statement"><title>T</title><body><text>{{ a }}</text></body></slide>'
        frame = placeholder(arranged(markup, look=poorer, a=said("A")), "obj").frame
        assert frame is not None
        assert frame.paragraphs[0].runs[0].size == look.styles["statement"].size

    def test_a_title_without_a_placeholder_is_not_lost(self) -> None:
        look = changed(brand(), "content", lambda one: None if one.type == "title" else one)
        _, (found,) = told("<slide><title>A</title></slide>", look=look)
        assert found.code == "unknown-placeholder"

    def test_an_unknown_role(self) -> None:
        markup = '<slide layout="contnt"><title>A</title></slide>'
        pages, (found,) = pages_of({"test": markup}, a_deck(slide("test", "one")))
        assert pages.pages == ()
        assert (found.code, found.help) == ("unknown-role", "did you mean 'content'?")

    @pytest.mark.parametrize(("said", "role"), [("Title Only", "title-only"), ("secHead", "section")])
    def test_a_layout_is_found_by_its_name_or_type_too(self, said: str, role: str) -> None:
        assert find_layout(brand(), said) == brand().layouts[role]

    def test_no_role_at_all(self) -> None:
        assert find_layout(replace(brand(), layouts={}, all_layouts={}), "blank") is None

    def test_footers_date_and_number(self) -> None:
        deck = a_deck(slide("test", "one"), slide("test", "two"), footer=said("Foot", 2), date_text=said("Today"))
        pages, _ = pages_of({"test": "<slide><title>T</title></slide>"}, replace(deck, date=date(2026, 5, 4)))
        second = pages.pages[1]
        assert (text_of(placeholder(second, "ftr")), text_of(placeholder(second, "dt"))) == ("Foot", "Today")
        number = placeholder(second, "sldNum")
        assert (text_of(number), number.field) == ("2", "slidenum")
        assert pages.date == date(2026, 5, 4)

    def test_what_is_drawn_ends_above_footers_that_reach_into_the_body(self) -> None:
        look = brand()
        layout = look.layouts["content"]
        (area,) = (one.box for one in layout.placeholders if one.use == "body")
        top = area.y + area.height * 9 // 10
        moved = changed(
            look, "content", lambda one: replace(one, box=replace(one.box, y=top)) if one.type == "sldNum" else one
        )
        (found,) = boxes(arranged(body('<shape grow="1"/>'), look=moved))
        assert found.y + found.height == top

    def test_lines_are_thinner_on_small_slides(self) -> None:
        for scale, width in ((1.0, 19_050), (0.5, 9_525), (0.1, 6_350)):
            look = replace(brand(), scale=scale)
            (line,) = of_type(arranged(body('<line thickness="1.5pt"/>'), look=look), Connector)
            assert line.line.width == width

    def test_no_footer_where_there_is_none(self) -> None:
        made = arranged("<slide><title>T</title></slide>")
        assert {one.slot.type for one in of_type(made, Shape) if one.slot} == {"title", "sldNum"}

    def test_reading_order(self) -> None:
        made = arranged(f"<slide><body>{shape()}<text>B</text></body><subtitle>S</subtitle><title>T</title></slide>")
        assert [one.name for one in made.shapes] == ["Title", "Subtitle", "Shape 1", "Body 1", "Slide Number"]


def changed(look: Brand, role: str, change: Any) -> Brand:
    """`look` with each placeholder of a layout changed, or taken away."""
    layout = look.layouts[role]
    kept = tuple(new for one in layout.placeholders if (new := change(one)) is not None)
    return replace(look, layouts={**look.layouts, role: replace(layout, placeholders=kept)})


class TestLinksAndNotes:
    def test_links_of_texts_and_shapes(self) -> None:
        text, one = drawn(arranged(body('<text link="one">a</text><shape link="one"/>')))
        assert text.frame
        assert text.frame.paragraphs[0].runs[0].link == Link(slide="one")
        assert one.link == Link(slide="one")

    @pytest.mark.parametrize(
        "inside",
        ['<text link="{{ a }}">x</text>', '<shape link="{{ a }}"/>', '<list><item link="{{ a }}">x</item></list>'],
    )
    def test_a_link_to_no_slide(self, inside: str) -> None:
        _, (found,) = told(body(inside), a=said("ones", 8))
        assert (found.code, found.help) == ("unknown-slide", "did you mean 'one'?")
        assert found.span == Span("deck.yaml", 8, 5, 4)

    def test_an_inline_link_to_no_slide(self) -> None:
        made, (found,) = told(body("<text>{{ a }}</text>"), a=said("[see](#ones)", 8))
        assert (found.code, found.span) == ("unknown-slide", Span("deck.yaml", 8, 5, 12))
        (text,) = drawn(made)
        assert text.frame
        assert text.frame.paragraphs[0].runs[0].link is None

    def test_notes(self) -> None:
        deck = a_deck(slide("test", "one", said("First *one*.\n\nSecond.", 9)))
        pages, _ = pages_of({"test": "<slide><title>T</title></slide>"}, deck)
        assert [text_of(one) for one in pages.pages[0].notes] == ["First one.", "Second."]
        assert [run.italic for run in pages.pages[0].notes[0].runs] == [None, True, None]

    def test_every_run_has_its_language(self) -> None:
        made = arranged(body("<text>{{ a }} here</text>"), a=said("Ja", lang="da"), language="en-GB")
        (text,) = drawn(made)
        assert text.frame
        assert [(run.text, run.lang) for run in text.frame.paragraphs[0].runs] == [("Ja", "da-DK"), (" here", "en-GB")]


class TestAlone:
    """One page of a deck by itself."""

    MARKUP = (
        '<slide><title>T</title><body><row alt="Both"><shape link="two"/><shape link="one"/></row>'
        '<text>{{ a }}</text><table of="{{ table }}"/></body></slide>'
    )

    def pages(self) -> Pages:
        table = replace(TABLE, rows=((said("[b](#two)"), said("1")),))
        fields = {"a": said("[a](#two) [b](https://example.org)"), "table": table}
        return pages_of({"test": self.MARKUP}, a_deck(slide("test", "one", **fields), slide("test", "two", **fields)))[
            0
        ]

    def test_links_to_other_slides_are_gone(self) -> None:
        only = keep_slide(self.pages(), "one")
        (made,) = only.pages
        assert links(made) == [Link(slide="one"), Link(url="https://example.org")]
        assert only.sections == ()

    def test_the_other_page(self) -> None:
        only = keep_slide(self.pages(), "two")
        assert links(only.pages[0]) == [
            Link(slide="two"),
            Link(slide="two"),
            Link(url="https://example.org"),
            Link(slide="two"),
        ]


def links(made: Page) -> list[Link]:
    found = []
    for one in every(made.shapes):
        frames = [one.frame] if isinstance(one, Shape) and one.frame else []
        if isinstance(one, TableFrame):
            frames = [cell.frame for row in one.rows for cell in row]
        if isinstance(one, Shape):
            found.append(one.link)
        found += [run.link for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
    return [link for link in found if link]


def test_layouts_of_a_brand_are_used_by_role() -> None:
    for role, layout in brand().layouts.items():
        assert isinstance(layout, Layout)
        made = told(f'<slide layout="{role}"></slide>')[0]
        assert made.layout == layout.part
