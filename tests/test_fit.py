"""Texts that fit: shrunk in steps to the brand's floor, and told at the author's line where that is not enough."""

from __future__ import annotations

import re

import pytest
from by_hand import (
    CM,
    HERE,
    arranged,
    body,
    body_area,
    boxes,
    brand,
    drawn,
    of_type,
    placeholder,
    said,
    slide,
    text_of,
    told,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deckwright.model.deck import ColumnHeading, Table
from deckwright.model.diagnostics import Diagnostic
from deckwright.model.page import EMU_PER_POINT, Box, Page, Shape, TableFrame, TextFrame
from deckwright.model.source import Span, Text

AREA = body_area()
SENTENCE = "The reef grows slower than it breaks, and nobody has counted it for years. "
IN_PLACEHOLDER = "<slide><title>T</title><body><text>{{ a }}</text></body></slide>"
COMPOSED = body('<column><text style="quote">{{ a }}</text><text style="source">{{ b }}</text></column>')


def words(times: int, line: int = 7) -> Text:
    return said(SENTENCE * times, line)


def frame_of(made: Page) -> TextFrame:
    frame = placeholder(made, "obj").frame
    assert frame
    return frame


def sizes(made: Page) -> list[float]:
    """Of the type that is laid out, in points."""
    frames = [one.frame for one in drawn(made) if one.frame]
    return [run.size for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs if run.size]


def overflow(found: tuple[Diagnostic, ...]) -> Diagnostic:
    (one,) = found
    assert one.code == "text-overflow"
    return one


class TestPlaceholders:
    def test_what_fits_is_not_scaled(self) -> None:
        frame = frame_of(arranged(IN_PLACEHOLDER, a=words(2)))
        assert (frame.font_scale, frame.line_reduction) == (None, 0)

    def test_the_scale_is_in_the_page(self) -> None:
        frame = frame_of(arranged(IN_PLACEHOLDER, a=words(14)))
        assert frame.font_scale
        assert frame.font_scale < 100
        assert frame.font_scale % 5 == 0

    def test_more_text_is_never_larger(self) -> None:
        scales = [frame_of(arranged(IN_PLACEHOLDER, a=words(times))).font_scale or 100 for times in range(4, 36, 4)]
        assert scales == sorted(scales, reverse=True)
        assert len(set(scales)) > 4

    def test_lines_move_together_with_the_type(self) -> None:
        made = [frame_of(arranged(IN_PLACEHOLDER, a=words(times))) for times in range(4, 36, 2)]
        reductions = {frame.font_scale or 100: frame.line_reduction for frame in made}
        assert reductions[100] == 0
        assert {reduction for scale, reduction in reductions.items() if scale < 80} == {20}

    @pytest.mark.parametrize("smallest", [12.0, 18.0])
    def test_the_floor_holds(self, smallest: float) -> None:
        look = replace(brand(), smallest=smallest)
        size = next(one.levels[0].size for one in look.layouts["content"].placeholders if one.type == "obj")
        made, found = told(IN_PLACEHOLDER, look=look, a=words(90))
        assert overflow(found).notes == (f"type is already at {smallest:g} pt, the smallest of brand 'Plain'",)
        scale = frame_of(made).font_scale
        assert scale
        assert smallest <= size * scale / 100 < smallest * 1.1

    def test_a_title_shrinks_by_itself(self) -> None:
        made = arranged("<slide><title>{{ a }}</title><body><text>Short</text></body></slide>", a=words(2))
        title = placeholder(made, "title").frame
        assert title
        assert title.font_scale
        assert frame_of(made).font_scale is None


class TestComposedBodies:
    def test_what_fits_keeps_the_brands_sizes(self) -> None:
        made = arranged(COMPOSED, a=words(3), b=said("Maria"))
        assert sizes(made) == [brand().styles["quote"].size, brand().styles["source"].size]

    def test_a_body_shrinks_as_one(self) -> None:
        made = arranged(COMPOSED, a=words(16), b=said("Maria"))
        quote, source = sizes(made)
        assert brand().smallest <= quote < brand().styles["quote"].size
        assert source < brand().styles["source"].size
        assert quote > source

    def test_texts_of_one_style_stay_of_one_size(self) -> None:
        made = arranged(
            body('<grid columns="2" gap="1cm"><text>{{ a }}</text><text>{{ b }}</text></grid>'), a=words(14), b=words(1)
        )
        assert len(set(sizes(made))) == 1
        assert sizes(made)[0] < brand().styles["body"].size

    def test_space_gives_way_too(self) -> None:
        inside = '<column gap="1cm"><text>{{ a }}</text><text>{{ b }}</text></column>'
        wide, tight = (boxes(arranged(body(inside), a=words(times), b=said("B"))) for times in (2, 14))
        gap = [second.y - first.y - first.height for first, second in (wide, tight)]
        assert gap[0] == CM
        assert CM / 2 <= gap[1] < CM

    def test_nothing_is_smaller_than_the_floor(self) -> None:
        made, found = told(COMPOSED, a=words(90), b=said("Maria"))
        assert overflow(found)
        assert sizes(made) == [brand().smallest] * 2

    def test_large_type_shrinks_to_the_floor_too(self) -> None:
        made, found = told(body('<text style="key-figure">{{ a }}</text>'), a=words(70))
        assert overflow(found)
        assert sizes(made) == [brand().smallest]

    def test_charts_and_pictures_give_their_space_first(self) -> None:
        markup = body('<column><shape height="3cm" fill="accent1"/><text>{{ a }}</text></column>')
        made = arranged(markup, a=words(10))
        first, text = boxes(made)
        assert first.height == 3 * CM
        assert text.y + text.height <= AREA.y + AREA.height

    def test_a_text_in_a_box_of_its_own_height(self) -> None:
        made = arranged(body('<shape fill="accent1" height="2cm" width="6cm">{{ a }}</shape>'), a=words(1))
        assert sizes(made)[0] < brand().styles["label"].size
        _, found = told(body('<shape fill="accent1" height="1cm" width="6cm">{{ a }}</shape>'), a=words(2))
        assert overflow(found).span == words(2).span

    def test_a_column_that_is_too_low_for_its_texts(self) -> None:
        markup = body('<column height="2cm"><text>{{ a }}</text><text>{{ b }}</text></column>')
        _, found = told(markup, a=words(3, 4), b=words(9, 5))
        assert overflow(found).span == words(9, 5).span

    def test_one_fault_for_a_body(self) -> None:
        _, found = told(COMPOSED, a=words(90, 4), b=words(80, 5))
        assert overflow(found).span == words(90, 4).span


class TestFaults:
    def test_a_fault_names_locale_slide_line_and_excess(self) -> None:
        _, found = told(IN_PLACEHOLDER, language="en-GB", a=words(60, 12))
        one = overflow(found)
        assert one.span == words(60, 12).span
        assert one.message.startswith("the text does not fit on slide 'one' (en-GB): ")
        assert " cm too high, about " in one.message
        assert one.message.endswith(" characters too many")
        assert one.help == "shorten the text, or divide it between two slides"

    def test_the_excess_is_about_right(self) -> None:
        text = words(60)
        message = overflow(told(IN_PLACEHOLDER, a=text)[1]).message
        too_many = int(message.split(" characters")[0].rsplit(" ", 1)[1])
        assert told(IN_PLACEHOLDER, a=said(text[: len(text) - round(too_many * 1.1)]))[1] == ()
        assert told(IN_PLACEHOLDER, a=said(text[: len(text) - round(too_many * 0.9)]))[1] != ()

    def test_a_translation_is_blamed_in_its_catalog(self) -> None:
        place = Span("locales/da.po", 31, 8, 20)
        text = Text(SENTENCE * 60, place, "da", HERE)
        assert overflow(told(IN_PLACEHOLDER, language="da", a=text)[1]).span == place
        assert "(da)" in overflow(told(COMPOSED, language="da", a=text, b=said("x"))[1]).message

    def test_words_of_the_slide_template_are_blamed_at_the_slide(self) -> None:
        markup = f"<slide><body><text>{SENTENCE * 60}</text></body></slide>"
        assert overflow(told(markup)[1]).span == slide("test", "one").span

    @pytest.mark.parametrize("markup", [IN_PLACEHOLDER, body('<shape width="6cm" fill="accent1">{{ a }}</shape>')])
    def test_a_word_wider_than_its_line(self, markup: str) -> None:
        word = "Speciallægesekretæruddannelsesudvalg" * 8
        one = overflow(told(markup, a=said(f"A {word}"))[1])
        assert f"the word '{word[:39]}…' is wider than its line of " in one.message
        assert one.help == "use a shorter word, or put a soft hyphen (U+00AD) into it"

    def test_a_word_is_made_smaller_before_it_is_cut(self) -> None:
        made = arranged(body('<text width="6cm">{{ a }}</text>'), a=said("Uncopyrightableness"))
        assert brand().smallest <= sizes(made)[0] < brand().styles["body"].size
        assert [text_of(one) for one in drawn(made)] == ["Uncopyrightableness"]

    def test_a_soft_hyphen_helps(self) -> None:
        word = "Speciallægesekretær\u00aduddannelsesudvalg"
        markup = body('<text width="5.6cm">{{ a }}</text>')
        assert overflow(told(markup, a=said(word.replace("\u00ad", "")))[1])
        assert told(markup, a=said(word))[1] == ()

    def test_a_row_of_words_too_long_for_it(self) -> None:
        word = "Speciallægesekretæruddannelsesudvalg"
        markup = body("<row>" + "<text>{{ a }}</text>" * 6 + "</row>")
        made, found = told(markup, a=said(word))
        assert "wider than its line" in overflow(found).message
        assert all(box.x + box.width <= AREA.x + AREA.width for box in boxes(made))


class TestTables:
    MARKUP = body('<table of="{{ a }}"/>')

    def table(self, rows: int, text: str = "Corals", columns: int = 2) -> Table:
        heads = tuple(ColumnHeading(said(f"Column {n}"), "left") for n in range(columns))
        return Table(heads, tuple((said(text, 40 + n),) * columns for n in range(rows)), Span("deck.yaml", 39, 5))

    def test_a_table_shrinks(self) -> None:
        few, many = (
            of_type(arranged(self.MARKUP, a=self.table(rows)), TableFrame)[0]
            .rows[1][0]
            .frame.paragraphs[0]
            .runs[0]
            .size
            for rows in (4, 14)
        )
        assert few == brand().styles["table-cell"].size
        assert many
        assert brand().smallest <= many < few

    def test_a_table_of_too_many_rows(self) -> None:
        assert overflow(told(self.MARKUP, a=self.table(40))[1]).span == Span("deck.yaml", 39, 5)

    def test_a_cell_whose_word_is_too_long(self) -> None:
        made, found = told(self.MARKUP, a=self.table(2, "Speciallægesekretæruddannelsesudvalg", 6))
        assert overflow(found).span == said("Speciallægesekretæruddannelsesudvalg", 40).span
        (table,) = of_type(made, TableFrame)
        assert sum(table.column_widths) <= AREA.width


TEXTS = st.text(st.sampled_from("abc def ÆØÅ, .-()%€\n"), max_size=500).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["row", "column", 'grid columns="2"']))
@example([SENTENCE * 7] * 4, "row")
def test_every_text_is_in_its_box_or_told(texts: list[str], container: str) -> None:
    inside = "".join(f'<text style="quote">{{{{ texts[{n}] }}}}</text>' for n in range(len(texts)))
    markup = body(f'<{container} gap="0.5cm">{inside}</{container.split()[0]}>')
    made, found = told(markup, texts=tuple(said(text) for text in texts))
    if found:
        assert {one.code for one in found} == {"text-overflow"}
        return
    for one in drawn(made):
        assert one.box
        assert within(one.box, AREA)
        assert one.box.height + 1 >= measure_least_height(one)


def within(inner: Box, outer: Box) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def measure_least_height(one: Shape) -> float:
    """EMU of as many lines as the text's forced breaks make."""
    assert one.frame
    lines = [(text_of(paragraph).count("\v") + 1, paragraph.runs[0].size or 0) for paragraph in one.frame.paragraphs]
    return sum(count * size * 1.2 * EMU_PER_POINT for count, size in lines)


def test_too_many_characters_are_counted_in_the_lines_that_the_text_has() -> None:
    """A narrow column beside a wide picture: as many as it takes, not as many as the whole row would hold."""
    side = (
        '<column width="25%" fill="background2"><text style="body">{{ a }}</text><text style="body">Two</text></column>'
    )
    text = words(14)
    _, (fault,) = told(
        body(f'<row grow="1">{side}<column grow="1"><text style="body">Wide</text></column></row>'), a=text
    )
    found = re.search(r"about (\d+) characters too many", fault.message)
    assert found
    assert 1 <= int(found[1]) < len(text)
