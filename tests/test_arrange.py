"""Arrange: where everything on a page goes, and what fills which placeholder."""

from __future__ import annotations

from typing import Any

import pytest
from boxes import AREA, VALUES, shape
from by_hand import (
    CHART,
    CM,
    HERE,
    arranged,
    body,
    boxes,
    brand,
    drawn,
    every,
    of_type,
    placeholder,
    said,
    text_of,
    told,
)
from msgspec.structs import replace

from deckwright.model.brand import Brand, Style
from deckwright.model.colours import Colour
from deckwright.model.deck import Chart, Series
from deckwright.model.page import (
    Box,
    ChartFrame,
    Connector,
    Group,
    PictureFrame,
    Shape,
    TableFrame,
)


def placed(inside: str, **options: Any) -> list[Box]:
    """The boxes of what is drawn in a body with this in it, from the body's own corner."""
    return [
        Box(box.x - AREA.x, box.y - AREA.y, box.width, box.height) for box in boxes(arranged(body(inside), **options))
    ]


def across(found: list[Box]) -> list[tuple[float, float]]:
    """Begin and width, in centimetres."""
    return [(round(box.x / CM, 2), round(box.width / CM, 2)) for box in found]


def down(found: list[Box]) -> list[tuple[float, float]]:
    return [(round(box.y / CM, 2), round(box.height / CM, 2)) for box in found]


class TestContainers:
    def test_a_row_puts_its_children_beside_each_other(self) -> None:
        found = placed(f'<row gap="0.5cm">{shape()}{shape("3cm")}</row>')
        assert across(found) == [(0, 2), (2.5, 3)]
        assert down(found) == [(0, 1), (0, 1)]

    def test_a_column_puts_its_children_below_each_other(self) -> None:
        found = placed(f'<column gap="0.5cm">{shape()}{shape(height="2cm")}</column>')
        assert down(found) == [(0, 1), (1.5, 2)]

    def test_padding_is_inside(self) -> None:
        (found,) = placed('<column padding="1cm 2cm 3cm 4cm"><shape grow="1"/></column>')
        assert found == Box(4 * CM, CM, AREA.width - 6 * CM, AREA.height - 4 * CM)

    def test_what_grows_shares_what_is_left(self) -> None:
        found = placed('<row gap="1cm"><shape grow="1"/><shape grow="3"/><shape width="5cm"/></row>')
        left = (AREA.width - 7 * CM) / 4
        assert [box.width for box in found] == pytest.approx([left, 3 * left, 5 * CM], abs=1)
        assert found[-1].x + found[-1].width == AREA.width

    def test_percentages_are_of_the_box_around(self) -> None:
        found = placed('<row><shape width="25%"/><column width="50%"><shape width="50%" height="20%"/></column></row>')
        assert [box.width for box in found] == pytest.approx([AREA.width / 4] * 2, abs=1)
        assert found[1].x == pytest.approx(AREA.width / 4, abs=1)
        assert found[1].height == pytest.approx(AREA.height / 5, abs=1)

    def test_percentages_and_gaps_that_are_too_much_give_way(self) -> None:
        found = placed('<row gap="1cm"><shape width="50%"/><shape width="50%"/></row>')
        assert [box.width for box in found] == pytest.approx([AREA.width / 2 - CM / 2] * 2, abs=1)

    @pytest.mark.parametrize(
        ("align", "top", "height"), [("stretch", 0, None), ("start", 0, 1), ("center", 0.5, 1), ("end", 1, 1)]
    )
    def test_align_in_a_row(self, align: str, top: float, height: float | None) -> None:
        inside = f'<row height="2cm" align="{align}"><column width="2cm"><shape height="1cm" grow="1"/></column></row>'
        assert down(placed(inside)) == [(top, height or 2)]

    @pytest.mark.parametrize(("align", "left"), [("stretch", 0), ("start", 0), ("center", 4), ("end", 8)])
    def test_align_in_a_column(self, align: str, left: float) -> None:
        assert across(placed(f'<column width="10cm" align="{align}">{shape()}</column>')) == [(left, 2)]

    def test_a_child_with_a_height_of_its_own_is_not_stretched(self) -> None:
        assert down(placed(f'<row height="5cm">{shape()}</row>')) == [(0, 1)]
        assert down(placed('<grid height="5cm" columns="1">' + shape(more='grow="1"') + "</grid>")) == [(0, 1)]

    @pytest.mark.parametrize(
        ("justify", "lefts"),
        [
            ("start", [0, 3]),
            ("center", [2.5, 5.5]),
            ("end", [5, 8]),
            ("space-between", [0, 8]),
            ("space-around", [1.25, 6.75]),
        ],
    )
    def test_justify(self, justify: str, lefts: list[float]) -> None:
        inside = f'<row width="10cm" gap="1cm" justify="{justify}">{shape()}{shape()}</row>'
        assert [left for left, _ in across(placed(inside))] == lefts

    def test_a_grid_has_equal_columns(self) -> None:
        found = placed('<grid columns="3" gap="1cm" width="14cm">' + '<shape height="1cm"/>' * 4 + "</grid>")
        assert across(found) == [(0, 4), (5, 4), (10, 4), (0, 4)]
        assert down(found) == [(0, 1), (0, 1), (0, 1), (2, 1)]

    def test_rows_of_a_grid_are_as_high_as_their_highest(self) -> None:
        found = placed(f'<grid columns="2" width="10cm">{shape(height="1cm")}{shape(height="3cm")}{shape()}</grid>')
        assert [top for top, _ in down(found)] == [0, 0, 3]

    def test_rows_of_a_grid_grow_when_a_child_grows(self) -> None:
        found = placed(
            '<grid columns="1" height="8cm"><column grow="1"><shape grow="1"/></column><row><shape/></row></grid>'
        )
        assert down(found) == [(0, 4), (4, 4)]

    def test_a_layer_puts_its_children_where_they_say(self) -> None:
        inside = '<layer width="10cm" height="10cm"><shape/><shape x="10%" y="2cm"/>'
        inside += shape(more='x="-1cm"') + "</layer>"
        assert placed(inside) == [
            Box(0, 0, 10 * CM, 10 * CM),
            Box(CM, 2 * CM, 9 * CM, 8 * CM),
            Box(-CM, 0, 2 * CM, CM),
        ]

    def test_a_fill_is_drawn_behind(self) -> None:
        made = arranged(
            body('<column fill="accent1" line="accent2" geometry="roundRect" padding="1cm"><shape/></column>')
        )
        behind, inside = drawn(made)
        assert (behind.fill, behind.geometry, behind.decorative) == (Colour("accent1"), "roundRect", True)
        assert behind.line
        assert behind.box == AREA
        assert inside.box
        assert inside.box.x == AREA.x + CM

    def test_text_on_a_fill_is_legible(self) -> None:
        made = arranged(body('<column fill="accent1" padding="1cm"><text>On dark</text></column>'))
        (text,) = (one for one in drawn(made) if one.frame)
        assert text.frame
        assert text.frame.paragraphs[0].runs[0].colour == Colour("background1")

    @staticmethod
    def in_office_blue() -> Brand:
        colours = {**brand().colours, "text1": "000000", "accent1": "4F81BD"}
        layouts = {role: replace(layout, theme=None) for role, layout in brand().layouts.items()}
        return replace(brand(), colours=colours, layouts=layouts)

    @pytest.mark.parametrize(
        ("size", "bold", "ink"), [(20, False, "background1"), (14, True, "background1"), (14, False, "text1")]
    )
    def test_large_text_on_an_accent_is_light(self, size: float, bold: bool, ink: str) -> None:
        """On Office's blue black is read a little better than white, and looks like a mistake."""
        style = Style(size=size, bold=bold)
        look = replace(self.in_office_blue(), styles={**brand().styles, "body": style})
        made = arranged(body('<column fill="accent1"><text style="body">On blue</text></column>'), look=look)
        (text,) = (one for one in drawn(made) if one.frame)
        assert text.frame
        assert text.frame.paragraphs[0].runs[0].colour == Colour(ink)

    def test_type_is_large_by_what_it_is_on_the_wall(self) -> None:
        """A slide half as wide is shown twice as large."""
        look = replace(self.in_office_blue(), styles={**brand().styles, "body": Style(size=10)})
        inside = body('<column fill="accent1"><text style="body">On blue</text></column>')
        inks = []
        for one in (look, replace(look, width=look.width // 2, height=look.height // 2)):
            (text,) = (shape for shape in drawn(arranged(inside, look=one)) if shape.frame)
            assert text.frame
            inks.append(text.frame.paragraphs[0].runs[0].colour)
        assert inks == [Colour("text1"), Colour("background1")]

    def test_an_alternative_text_makes_a_group(self) -> None:
        made = arranged(body('<row alt="Two things">' + shape() * 2 + "</row>"))
        (group,) = of_type(made, Group)
        assert group.alt == "Two things"
        assert len(group.shapes) == 2

    def test_nothing_is_drawn_of_an_empty_text(self) -> None:
        assert drawn(arranged(body("<text>{{ a }}</text><shape/>"))) != []
        assert len(drawn(arranged(body("<text>{{ a }}</text>")))) == 0


class TestRightToLeft:
    """Arabic: what begins at the left begins at the right."""

    def mirrored(self, inside: str) -> None:
        plain, turned = placed(inside), placed(inside, language="ar")
        assert turned == [replace(box, x=AREA.width - box.x - box.width) for box in plain]

    @pytest.mark.parametrize(
        "inside",
        [
            f'<row gap="1cm">{shape()}{shape("3cm")}</row>',
            f'<row gap="1cm" justify="end" width="20cm">{shape()}</row>',
            '<grid columns="3" gap="1cm">' + '<shape height="1cm"/>' * 4 + "</grid>",
            f'<column align="start">{shape()}</column>',
            f'<column align="end">{shape()}</column>',
            "<layer>" + shape(more='x="3cm"') + "</layer>",
            '<column padding="1cm 2cm 3cm 4cm"><shape/></column>',
        ],
    )
    def test_places_are_mirrored(self, inside: str) -> None:
        self.mirrored(inside)

    def test_arrows_turn_round(self) -> None:
        inside = '<shape geometry="rightArrow"/><shape geometry="ellipse"/>'
        assert [one.flip_horizontal for one in drawn(arranged(body(inside), language="ar"))] == [True, False]

    def test_a_tilt_is_mirrored(self) -> None:
        inside = '<shape geometry="rightArrow" rotation="30"/>'
        (one,) = drawn(arranged(body(inside), language="ar"))
        assert (one.flip_horizontal, one.rotation) == (True, -30)

    def test_texts_run_from_the_right(self) -> None:
        made = arranged(body('<text>a</text><text align="right">b</text><text align="center">c</text>'), language="ar")
        paragraphs = [one.frame.paragraphs[0] for one in drawn(made) if one.frame]
        assert [(one.rtl, one.align) for one in paragraphs] == [(True, "right"), (True, "left"), (True, "center")]

    def test_a_title_runs_from_the_right(self) -> None:
        frame = placeholder(arranged("<slide><title>T</title></slide>", language="ar"), "title").frame
        assert frame
        assert (frame.paragraphs[0].rtl, frame.paragraphs[0].align) == (True, "right")

    def test_padding_of_a_shape_is_mirrored(self) -> None:
        (one,) = drawn(arranged(body('<shape padding="0 1cm 0 2cm">x</shape>'), language="ar"))
        assert one.frame
        assert one.frame.insets
        assert (one.frame.insets.left, one.frame.insets.right) == (CM, 2 * CM)


class TestDrawing:
    def test_a_shape(self) -> None:
        inside = '<shape name="It" geometry="round2SameRect" adjust="30000" rotation="90" '
        inside += 'fill="accent1" line="accent2" line-width="2pt"/>'
        (one,) = drawn(arranged(body(inside)))
        assert one == Shape(
            "It",
            AREA,
            geometry="round2SameRect",
            adjustments=(("adj1", 30_000),),
            fill=Colour("accent1"),
            line=one.line,
            rotation=90,
            decorative=True,
        )
        assert one.line
        assert one.line.width == 25_400

    def test_a_shape_with_an_alternative_text_is_no_decoration(self) -> None:
        (one,) = drawn(arranged(body('<shape alt="A **sun**"/>')))
        assert (one.alt, one.decorative) == ("A sun", False)

    def test_lines(self) -> None:
        flat, tall = of_type(arranged(body('<line arrow="yes" dash="dot"/><line direction="vertical"/>')), Connector)
        middle = AREA.y + AREA.height // 2
        assert flat.box == Box(AREA.x, middle, AREA.width, 0)
        assert (flat.line.end_arrow, flat.line.dash) == (True, "dot")
        assert tall.box == Box(AREA.x + AREA.width // 2, AREA.y, 0, AREA.height)

    @pytest.mark.parametrize(
        ("second", "sites", "flips"),
        [
            ('x="8cm"', (3, 1), (False, False)),
            ('y="5cm"', (2, 0), (False, False)),
            ('x="-8cm"', (1, 3), (True, False)),
            ('y="-5cm"', (0, 2), (False, True)),
        ],
    )
    def test_connectors_join_the_sides_that_face_each_other(
        self, second: str, sites: tuple[int, int], flips: tuple[bool, bool]
    ) -> None:
        two = shape(more='name="a"') + shape(more=f'name="b" {second}')
        (one,) = of_type(arranged(body(two + '<connector from="a" to="b"/>')), Connector)
        assert (one.begin, one.end) == (("a", sites[0]), ("b", sites[1]))
        assert (one.flip_horizontal, one.flip_vertical) == flips
        assert one.line.end_arrow

    @pytest.mark.parametrize(
        "end",
        [
            '<text name="b">x</text>',
            '<chart name="b" of="{{ chart }}"/>',
            '<table name="b" of="{{ table }}"/>',
            '<picture name="b" of="{{ picture }}"/>',
            '<row name="b" fill="accent1"><shape/></row>',
        ],
    )
    def test_connectors_reach_everything_with_a_name(self, end: str) -> None:
        made = arranged(body(f'<shape name="a"/>{end}<connector from="a" to="b"/>'), **VALUES)
        (one,) = of_type(made, Connector)
        assert one.end
        assert one.end[0] in [shape_.name for shape_ in every(made.shapes)]

    def test_a_connector_to_nothing(self) -> None:
        _, (found,) = told(body('<shape name="a"/><connector from="a" to="c"/>'))
        assert (found.code, found.message) == ("unknown-element", "no element before this connector is named 'c'")

    def test_a_connector_to_an_empty_text(self) -> None:
        _, (found,) = told(body('<shape name="a"/><text name="b">{{ a }}</text><connector from="a" to="b"/>'))
        assert found.code == "unknown-element"

    def test_a_picture_is_whole_or_fills_its_box(self) -> None:
        whole, cut = of_type(
            arranged(
                body(
                    '<picture of="{{ picture }}" width="4cm" height="4cm"/>'
                    '<picture of="{{ picture }}" width="4cm" height="4cm" fit="cover"/>'
                ),
                **VALUES,
            ),
            PictureFrame,
        )
        assert (whole.box, whole.crop) == (Box(AREA.x, AREA.y + CM, 4 * CM, 2 * CM), (0, 0, 0, 0))
        assert (cut.box, cut.crop) == (Box(AREA.x, AREA.y, 4 * CM, 4 * CM), (25_000, 0, 25_000, 0))

    def test_a_chart_picks_out_what_is_highlighted(self) -> None:
        look = brand().chart
        chart = replace(CHART, highlight=(1,))
        (one,) = of_type(arranged("<slide><body><chart of='{{ chart }}'/></body></slide>", chart=chart), ChartFrame)
        (series,) = one.chart.series
        assert (series.colour, series.point_colours) == (look.muted, (None, look.highlight))
        assert one.chart.minimum == 0

    def test_a_chart_of_several_series_has_a_legend(self) -> None:
        chart = Chart(
            "column", CHART.categories, (*CHART.series, Series(said("Two"), CHART.series[0].values)), "number", HERE
        )
        (one,) = of_type(arranged("<slide><body><chart of='{{ chart }}'/></body></slide>", chart=chart), ChartFrame)
        assert one.chart.legend == "bottom"
        assert [series.colour for series in one.chart.series] == list(brand().chart.series[:2])

    def test_a_table_is_as_wide_as_its_box_and_its_cells_as_their_columns(self) -> None:
        (one,) = of_type(arranged(body('<table of="{{ table }}"/>'), **VALUES), TableFrame)
        assert sum(one.column_widths) == AREA.width
        assert [[text_of(cell.frame.paragraphs[0]) for cell in row] for row in one.rows] == [
            ["Reef", "Fish"],
            ["North", "12"],
        ]
        assert [cell.frame.paragraphs[0].align for cell in one.rows[1]] == [None, "right"]

    def test_numbers_of_a_table_end_at_the_right_in_arabic_too(self) -> None:
        (one,) = of_type(arranged(body('<table of="{{ table }}"/>'), language="ar", **VALUES), TableFrame)
        assert one.rtl
        assert [cell.frame.paragraphs[0].align for cell in one.rows[1]] == ["right", "right"]

    def test_names_count_by_kind(self) -> None:
        made = arranged(body("<shape/><text style='quote'>a</text><text style='quote'>b</text><shape/>"))
        assert [one.name for one in drawn(made)] == ["Shape 1", "Quote 1", "Quote 2", "Shape 2"]
