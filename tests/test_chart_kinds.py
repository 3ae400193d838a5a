"""Every kind of chart with its options: what an author writes, and what is drawn."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from examples import BRANDS, ROOT, talk
from hypothesis import given
from hypothesis import strategies as st

from deckwright.arrange.charts.axes import scale_of
from deckwright.charts.kinds import CHART_KINDS
from deckwright.cli.main import main
from deckwright.evaluate.charts.bins import bins_of
from deckwright.kinds.contracts.charts import OPTIONS, chart_fields
from deckwright.model.diagnostics import Diagnostic, Report, Stopped
from deckwright.model.page import ChartFrame
from deckwright.model.page_chart import Chart, ChartSeries
from deckwright.model.project import Project
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.stages import make_pages
from deckwright.pipeline.talk import read_talk
from generators.charts import kinds_reference

FOLDER = Path(__file__).parent / "charts"
SMALL = "a,b,day,share\n10,1,2024-01-01,10%\n20,4,2024-02-01,20%\n40,9,2024-03-01,5%\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/t.csv").write_text(SMALL)
    return Project(tmp_path)


def charts(project: Project, *written: str, language: str = "en", brand: str = "plain") -> list[Chart]:
    """The charts of a talk with one slide for each that is `written`."""
    frames = [frame.chart for frame in _frames(project, written, language, brand)]
    assert frames
    return frames


def chart(project: Project, written: str, language: str = "en", brand: str = "plain") -> Chart:
    (found,) = charts(project, written, language=language, brand=brand)
    return found


def alt(project: Project, written: str, language: str = "en") -> str:
    (frame,) = _frames(project, (written,), language, "plain")
    return frame.alt


def _frames(project: Project, written: tuple[str, ...], language: str, brand: str) -> list[ChartFrame]:
    slides = [f"- {{slide: chart, title: T{n}, chart: {{{one}}}}}" for n, one in enumerate(written)]
    talk(project.root, slides, head="data:\n  t: {file: t.csv}\n", brand=brand)
    deck = project.path("deck.yaml")
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    report = Report()
    read = read_talk(project, report)
    pages = make_pages(read, read_edition(read, language, brand, report), report)
    return [shape for page in pages.pages for shape in page.shapes if isinstance(shape, ChartFrame)]


def faults(project: Project, written: str) -> tuple[Diagnostic, ...]:
    report = Report()
    slides = [f"- {{slide: chart, title: T, chart: {{{written}}}}}"]
    talk(project.root, slides, head="data:\n  t: {file: t.csv}\n")
    read = read_talk(project, report)
    edition = read_edition(read, "en", "plain", report)
    with pytest.raises(Stopped):
        make_pages(read, edition, report)
    return report.diagnostics


def shown(one: Chart) -> dict[str, tuple[Decimal | None, ...]]:
    """The series that are seen, by name."""
    return {series.name: series.values for series in one.series if series.drawn}


def named(one: Chart, name: str) -> ChartSeries:
    return next(series for series in one.series if series.name == name)


def numbers(*values: float | None) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else Decimal(repr(value)) for value in values)


# --- the deck of all kinds


def _deck() -> list[dict[str, object]]:
    return [slide["chart"] for slide in yaml.safe_load((FOLDER / "deck.yaml").read_text("utf-8"))["slides"]]


def test_the_deck_has_every_kind_and_every_option() -> None:
    assert {one["kind"] for one in _deck()} == set(CHART_KINDS)
    assert {key for one in _deck() for key in one} >= set(OPTIONS)


VOICES = [("en", "plain"), *(("ar", brand) for brand in BRANDS), ("da", "aarhus"), ("ja", "plain")]


@pytest.mark.parametrize(("language", "brand"), VOICES, ids=[f"{brand} {language}" for language, brand in VOICES])
def test_it_builds(language: str, brand: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """conftest looks into each file: our invariants and those of the schema find nothing."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    deck = tmp_path / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    assert main(["build", "--brand", brand], Project(tmp_path)) == 0, capsys.readouterr().err
    assert len(list(tmp_path.glob("build/*.pptx"))) == 1


# --- the contract


@pytest.mark.parametrize("kind", CHART_KINDS.values(), ids=CHART_KINDS)
def test_a_kind_has_the_fields_that_its_row_names(kind: object, project: Project) -> None:
    row = CHART_KINDS[kind.name]  # type: ignore[attr-defined]
    names = {field.name for field in chart_fields(row.name, from_data=True)}
    assert set(row.options) <= names
    for option in sorted(set(OPTIONS) - names):
        found = faults(project, f"kind: {row.name}, data: t, {option}: x")
        assert f"the {row.name} chart has no field '{option}'" in [one.message for one in found]


def test_labels_stand_where_the_kind_allows(project: Project) -> None:
    (fault,) = faults(project, "kind: stacked-bar, data: t, categories: a, values: b, label_position: outside-end")
    assert (fault.code, fault.message) == ("unknown-choice", "'label_position' cannot be 'outside-end'")
    assert fault.notes == ("it is one of inside-end, center, inside-base",)
    (fault,) = faults(project, "kind: column, data: t, categories: a, values: b, labels: percent")
    assert fault.message == "entry 1 of 'labels' cannot be 'percent'" or "'labels' cannot be 'percent'" in fault.message


def test_labels_stand_where_the_author_wants_them(project: Project) -> None:
    stacked, line, bubble = charts(
        project,
        "kind: stacked-bar, data: t, categories: day, values: [a, b], label_position: inside-base",
        "kind: line, data: t, categories: day, values: a, label_position: below",
        "kind: bubble, series: [{name: n, points: [{name: x, x: 1, y: 2, size: 3}]}], label_position: above",
    )
    assert (stacked.label_position, line.label_position, bubble.label_position) == ("inBase", "b", "t")
    assert bubble.series[0].label_position is None
    assert bubble.series[0].label_positions == ()
    column = chart(project, "kind: column, data: t, categories: day, values: a, label_position: inside-end")
    assert column.series[0].label_colours  # they are read on the bars


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ("kind: bar, data: t, categories: a, values: b, highlight: [10, c]", "unknown-category",
         "cannot highlight 'c': not in the data"),
        ("kind: bar, data: t, categories: a, values: b, colours: {b: red}", "unknown-colour",
         "the theme has no colour 'red'"),
        ("kind: line, data: t, categories: a, values: b, scale: logarithmic, minimum: 0", "out-of-range",
         "'minimum' of a logarithmic scale must be above zero"),
        ("kind: line, data: t, categories: a, values: b, trend: moving-average, period: 1", "out-of-range",
         "'period' goes from 2 to 255 points"),
        ("kind: combo, data: t, categories: day, values: [a, share]", "mixed-values",
         "the chart mixes percentages and plain numbers on one axis"),
        ("kind: combo, data: t, categories: day, values: [a, b], lines: [a, b]", "too-few",
         "a combo chart has columns and lines, and all its series are lines"),
        ("kind: bubble, series: [{name: n, points: [{x: 1, y: 2, size: -3}]}]", "negative-value",
         "a bubble cannot be smaller than nothing, such as -3"),
        ("kind: scatter, data: t, x: day, y: a", "not-numbers",
         "the column 'day' holds dates, and a chart shows numbers"),
        ("kind: histogram, data: t, values: a, bin_width: 0", "out-of-range", "'bin_width' must be above zero"),
        ("kind: histogram, data: t, values: a, bin_width: 0.001", "out-of-range",
         "'bin_width' makes more than 100 intervals of values from 10 to 40"),
        ("kind: histogram, data: t, values: a, bins: 2.5", "out-of-range", "'bins' goes from 1 to 100 intervals"),
        ("kind: range, categories: [x], from: {name: a, values: [1, 2]}, to: {name: b, values: [3]}", "uneven-series",
         "the series 'a' has 2 values for 1 categories"),
        ("kind: column, data: t, categories: day, values: [a, b], errors: {plus: a}", "uneven-series",
         "'plus' names 1 columns for 2 series"),
        ("kind: column, data: t, categories: day, values: a, errors: {value: -1}", "out-of-range",
         "error bars must be longer than nothing"),
        ("kind: bar, categories: [x], series: [{name: n, values: [yes]}]", "wrong-type",
         "entry 1 of 'values' must be a number, not yes or no"),
    ],
)  # fmt: skip
def test_faults(project: Project, written: str, code: str, message: str) -> None:
    (fault,) = faults(project, written)
    assert (fault.code, fault.message) == (code, message)


def test_too_many_multiples(project: Project) -> None:
    rows = "\n".join(f"{n},{n}" for n in range(17))
    project.path("assets/t.csv").write_text(f"a,b\n{rows}\n")
    (fault,) = faults(project, "kind: bar, data: t, categories: a, values: b, multiples: a")
    assert fault.message == "'a' has 17 different values, and small multiples show 16 at most"


# --- kinds


WATERFALL = "kind: waterfall, categories: [a, b, c, d, e], totals: [a, e]"


def test_a_waterfall_stands_on_hidden_columns(project: Project) -> None:
    one = chart(project, f"{WATERFALL}, series: [{{name: n, values: [100, 50, -80, 20, ~]}}]")
    assert named(one, "Base").values == numbers(0, 100, 70, 70, 0)
    assert not named(one, "Base").drawn
    assert shown(one) == {
        "Total": numbers(100, None, None, None, 90),
        "Increase": numbers(None, 50, None, 20, None),
        "Decrease": numbers(None, None, 80, None, None),
    }
    assert named(one, "n").labels == ("100", "+50", "-80", "+20", "90")
    assert named(one, "n").values == numbers(100, 150, 150, 90, 90)


BOTH_SECOND = """name: House
colours: {accent1: "#1F3864", accent2: "#C55A11", accent3: "#548235"}
chart: {series: [accent1, accent2, accent3], highlight: accent2}
"""
"""A brand whose second series has the colour that picks out, as the accents of most templates have it."""


@pytest.fixture
def house(project: Project) -> Project:
    (project.root / "templates/house").mkdir(parents=True)
    (project.root / "templates/house/brand.yaml").write_text(BOTH_SECOND)
    return project


def test_a_waterfall_tells_rise_from_fall_in_every_brand(house: Project) -> None:
    one = chart(house, f"{WATERFALL}, series: [{{name: n, values: [100, 50, -80, 20, ~]}}]", brand="house")
    assert len({named(one, name).colour for name in ("Total", "Increase", "Decrease")}) == 3


def test_a_line_is_told_from_its_columns_in_every_brand(house: Project) -> None:
    rows = ", ".join(f"{{name: {name}, values: [1, 2]}}" for name in "pqr")
    one = chart(house, f"kind: combo, categories: [a, b], series: [{rows}], lines: r", brand="house")
    assert len({series.colour for series in one.series}) == 3


def test_a_waterfall_crosses_zero_in_two_parts_of_one_colour(project: Project) -> None:
    one = chart(project, f"{WATERFALL}, series: [{{name: n, values: [30, -80, 120, -110, ~]}}]")
    assert named(one, "Base").values == numbers(0, 0, 0, 0, 0)
    assert named(one, "Decrease").values == numbers(None, 30, None, 70, None)
    assert named(one, "Decrease (< 0)").values == numbers(None, -50, None, -40, None)
    assert named(one, "Increase").values == numbers(None, None, 70, None, None)
    assert named(one, "Increase (< 0)").values == numbers(None, None, -50, None, None)
    assert named(one, "Total (< 0)").values == numbers(None, None, None, None, -40)
    assert named(one, "Decrease").colour == named(one, "Decrease (< 0)").colour
    assert named(one, "n").label_positions[-1] == "b"
    for n in range(5):  # what is drawn at a place reaches from one level to the next
        parts = [series.values[n] or 0 for series in one.series if not series.kind]
        levels = (0, 30, -50, 70, -40, 0)
        assert max(sum(p for p in parts if p > 0), 0) == max(levels[n], levels[n + 1], 0)
        assert min(sum(p for p in parts if p < 0), 0) == min(levels[n], levels[n + 1], 0)


def test_a_waterfall_wholly_below_zero_hangs_from_a_hidden_column(project: Project) -> None:
    one = chart(project, "kind: waterfall, categories: [a, b], series: [{name: n, values: [-10, -5]}]")
    assert named(one, "Base").values == numbers(0, -10)
    assert named(one, "Decrease (< 0)").values == numbers(-10, -5)


def test_a_histogram_counts(project: Project) -> None:
    one = chart(project, "kind: histogram, name: Age, values: [0, 1, 5, 9.5, 10, 14, 20], bin_width: 5")
    assert one.categories == ("0–5", "5–10", "10–15", "15–20")
    assert shown(one) == {"Age": numbers(2, 2, 2, 1)}  # the last interval holds its upper edge
    assert (one.gap, one.category_title) == (0, "Age")


def test_the_edges_of_intervals_are_numbers_people_count_in(project: Project) -> None:
    values = ", ".join(str(n * 7 % 97) for n in range(200))
    one = chart(project, f"kind: histogram, values: [{values}]")
    widths = {int(b) - int(a) for a, b in (name.split("–") for name in one.categories)}
    assert len(widths) == 1
    assert widths <= {5, 10, 20}
    assert sum(value or 0 for value in one.series[0].values) == 200


def test_a_range_lies_on_a_hidden_bar(project: Project) -> None:
    one = chart(
        project,
        "kind: range, categories: [x, y], from: {name: low, values: [3, 8]}, to: {name: high, values: [7, 5]}",
    )
    assert named(one, "Base").values == numbers(3, 5)
    assert shown(one) == {"low – high": numbers(4, 3)}
    assert (named(one, "Base").labels, named(one, "Rest").labels) == (("3", "5"), ("7", "8"))


def test_a_range_across_zero_is_drawn_on_both_sides(project: Project) -> None:
    one = chart(
        project, "kind: range, categories: [x, y], from: {name: a, values: [-3, 1]}, to: {name: b, values: [7, 5]}"
    )
    assert shown(one) == {"a – b": numbers(7, 4), "a – b (< 0)": numbers(-3, None)}
    assert named(one, "a – b").labels == ("-3 – 7", "1 – 5")


def test_a_dumbbell_joins_its_ends_by_error_bars(project: Project) -> None:
    one = chart(
        project, "kind: dumbbell, categories: [x, y], from: {name: a, values: [3, 8]}, to: {name: b, values: [7, 5]}"
    )
    bars = named(one, "a").errors
    assert bars is not None
    assert (bars.plus, bars.minus) == (numbers(4, 0), numbers(0, 3))
    assert (named(one, "a").label_positions, named(one, "b").label_positions) == (("b", "t"), ("t", "b"))
    assert one.legend == "bottom"


def test_a_slope_is_a_line_for_each_category(project: Project) -> None:
    one = chart(
        project,
        "kind: slope, categories: [x, y], from: {name: a, values: [1000, 2]}, to: {name: b, values: [7, 5]}",
        language="da",
    )
    assert one.categories == ("a", "b")
    assert shown(one) == {"x": numbers(1000, 7), "y": numbers(2, 5)}
    assert [series.labels for series in one.series] == [("1.000", "7  x"), ("2", "5  y")]
    assert one.series[0].colour != one.series[1].colour  # one falls, one rises


def test_names_that_would_lie_on_each_other_move_apart(project: Project) -> None:
    one = chart(
        project,
        "kind: slope, categories: [x, y, z], from: {name: a, values: [1, 50, 99]},"
        " to: {name: b, values: [50, 50.1, 99]}",
    )
    assert one.plot is not None
    low, high = one.minimum, one.maximum
    assert low is not None
    assert high is not None
    ends = sorted(
        (1 - float((series.values[1] - low) / (high - low))) * one.plot[3] + series.label_shifts[1][1]  # type: ignore[operator]
        for series in one.series
    )
    assert all(after - before > 0.03 for before, after in pairwise(ends))


def test_a_combo_has_columns_and_lines_and_two_axes(project: Project) -> None:
    one = chart(project, "kind: combo, data: t, categories: day, values: [share, a], lines: share, secondary: yes")
    assert [(series.name, series.kind, series.secondary) for series in one.series] == [
        ("a", "", False), ("share", "line", True)
    ]  # fmt: skip
    assert (named(one, "share").number_format, one.second_axis.number_format) == ("0%", "0%")
    assert one.second_axis.shown


def test_points_have_a_place_or_are_left_out(project: Project) -> None:
    project.path("assets/t.csv").write_text("n,x,y,size\na,1,2,3\nb,,5,6\nc,7,8,\n")
    one, other = charts(
        project,
        "kind: scatter, data: t, x: x, y: y, names: n, highlight: c",
        "kind: bubble, data: t, x: x, y: y, size: size",
    )
    assert (one.series[0].xs, one.series[0].values) == (numbers(1, 7), numbers(2, 8))
    assert (one.series[0].labels, one.emphasised) == (("a", "c"), (1,))
    assert one.series[0].point_colours[0] is None
    assert one.series[0].point_colours[1] is not None
    assert (other.series[0].xs, other.series[0].sizes) == (numbers(1), numbers(3))


def test_points_in_groups_are_series(project: Project) -> None:
    project.path("assets/t.csv").write_text("g,x,y\nu,1,2\nv,3,4\nu,5,6\n")
    one = chart(project, "kind: scatter, data: t, x: x, y: y, group: g")
    assert {series.name: series.xs for series in one.series} == {"u": numbers(1, 5), "v": numbers(3)}


# --- options


def test_dates_are_dates(project: Project) -> None:
    line, column, goal = charts(
        project,
        "kind: line, data: t, categories: day, values: a",
        "kind: column, data: t, categories: day, values: a",
        "kind: column, data: t, categories: day, values: a, target: {name: Goal, value: 2}",
        language="da",
    )
    project.path("assets/t.csv").write_text("day,a\n2024-01-01,1\n2024-01-02,3\n2024-01-05,2\n")
    days = chart(project, "kind: column, data: t, categories: day, values: a")
    assert [day.isoformat() for day in line.dates] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert line.date_format == "[$-406]mmm\\ yyyy"
    assert (line.date_unit, column.date_unit) == ("months", "months")
    # A column would be as thin as a day; and a line across goes on by half a category.
    assert (days.date_unit, goal.date_unit) == ("", "")
    assert days.categories[1].startswith("2")


def test_parts_too_small_for_their_label_have_none_unless_asked(project: Project) -> None:
    given = "categories: [x, y], series: [{name: A, values: [500, 480]}, {name: B, values: [3, 200]}]"
    column, bar, share, asked = charts(
        project,
        f"kind: stacked-column, {given}",
        f"kind: stacked-bar, {given}",
        f"kind: percent-stacked-column, {given}",
        f"kind: stacked-column, {given}, labels: value",
    )
    for one in (column, bar, share):
        assert [series.labelled for series in one.series] == [None, (1,)]
    assert [series.labelled for series in asked.series] == [None, None]


def test_kinds_that_place_values_do_not_begin_at_zero(project: Project) -> None:
    span = "categories: [x, y], from: {name: Old, values: [4.1, 4]}, to: {name: New, values: [4.5, 3.8]}"
    for kind in ("dumbbell", "slope"):
        one = chart(project, f"kind: {kind}, {span}")
        assert Decimal(3) < one.minimum < Decimal("3.8")  # type: ignore[operator]
        assert Decimal("4.5") < one.maximum < Decimal("5.5")  # type: ignore[operator]


def test_numbers_of_an_axis_have_no_more_decimals_than_they_need(project: Project) -> None:
    series = "series: [{name: A, values: [4.5, 3.2, 1.5]}]"
    web = chart(project, f"kind: radar, categories: [x, y, z], {series}, minimum: 0, maximum: 5")
    assert (web.axis_format, web.step) == ("#,##0", Decimal(1))
    near = chart(project, f"kind: radar, categories: [x, y, z], {series}, minimum: 0, maximum: 1.5")
    assert near.axis_format == "#,##0.0"


def test_a_target_is_a_line_across(project: Project) -> None:
    one = chart(project, "kind: column, data: t, categories: a, values: b, target: {name: Goal, value: 5}")
    goal = named(one, "Goal")
    assert (goal.kind, goal.values) == ("line", numbers(5, 5, 5))
    assert goal.trend is not None
    assert goal.trend.beyond == Decimal("0.5")
    assert (goal.says, goal.labelled) == (("series",), (2,))
    assert one.legend == ""


def test_lines_are_named_at_their_ends_rather_than_in_a_legend(project: Project) -> None:
    direct, legend, crowd = charts(
        project,
        "kind: line, data: t, categories: day, values: [a, b]",
        "kind: line, data: t, categories: day, values: [a, b], legend: yes",
        "kind: line, data: t, categories: day, values: [a, b], labels: value",
    )
    assert direct.legend == ""
    assert [(one.says, one.labelled, one.label_position) for one in direct.series] == [(("series",), (2,), "r")] * 2
    assert legend.legend == "bottom"
    assert crowd.legend == "bottom"  # there is no place beside the last value
    assert crowd.data_labels


def test_from_right_to_left_names_stand_left(project: Project) -> None:
    one, bars = charts(
        project,
        "kind: line, data: t, categories: day, values: [a, b], title: Heading",
        "kind: scatter, data: t, x: a, y: b, label_position: right",
        language="ar",
    )
    assert [series.label_position for series in one.series] == ["l", "l"]
    assert one.plot is not None
    left, _, width, _ = one.plot
    straight = chart(project, "kind: line, data: t, categories: day, values: [a, b], title: Heading").plot
    assert straight is not None
    assert left + width == pytest.approx(1 - straight[0], abs=0.01)  # the same, mirrored
    assert one.title_left is not None
    assert one.title_left > 0.5
    assert bars.label_position == "l"


def test_what_is_picked_out_stands_out(project: Project) -> None:
    category, series, both = charts(
        project,
        "kind: bar, data: t, categories: a, values: b, highlight: 20",
        "kind: line, data: t, categories: day, values: [a, b], highlight: b",
        "kind: stacked-bar, data: t, categories: day, values: [a, b], highlight: 2024-02-01",
    )
    assert [colour is not None for colour in category.series[0].point_colours] == [False, True, False]
    muted = category.series[0].colour
    assert named(series, "a").colour == muted
    assert named(series, "b").colour == category.series[0].point_colours[1]
    assert named(series, "a").line < named(series, "b").line
    assert [colour is None for colour in both.series[0].point_colours] == [False, True, False]


def test_colours_of_the_authors_own(project: Project) -> None:
    series, category = charts(
        project,
        "kind: column, data: t, categories: day, values: [a, b], colours: {b: accent6 lighter 40%}",
        "kind: pie, categories: [x, y], series: [{name: n, values: [1, 2]}], colours: {y: accent4}",
    )
    colour = named(series, "b").colour
    assert (colour.slot, colour.lighter) == ("accent6", 40)
    found = category.series[0].point_colours[1]
    assert found is not None
    assert found.slot == "accent4"


def test_sorting_takes_error_bars_along(project: Project) -> None:
    one = chart(
        project,
        "kind: bar, categories: [x, y, z], series: [{name: n, values: [1, ~, 3]}], sort: descending,"
        " errors: {plus: [0.1, 0.2, 0.3]}",
    )
    assert one.categories == ("z", "x", "y")
    assert one.series[0].values == numbers(3, 1, None)
    assert one.series[0].errors is not None
    assert one.series[0].errors.plus == numbers(0.3, 0.1, 0.2)


def test_multiples_have_one_scale(project: Project) -> None:
    project.path("assets/t.csv").write_text("g,c,v\nu,x,10\nu,y,20\nv,x,300\nv,y,5\n")
    one, other = charts(project, "kind: column, data: t, categories: c, values: v, multiples: g, highlight: y")
    assert (one.title, other.title) == ("u", "v")
    assert (one.minimum, one.maximum, one.step) == (other.minimum, other.maximum, other.step)
    assert one.maximum is not None
    assert one.maximum >= 300


def test_labels_say_what_is_asked_for(project: Project) -> None:
    pie, percent, none, many = charts(
        project,
        "kind: pie, categories: [x, y], series: [{name: n, values: [1, 2]}]",
        "kind: pie, categories: [x, y], series: [{name: n, values: [1, 2]}], labels: percent",
        "kind: bar, data: t, categories: a, values: b, labels: none",
        f"kind: bar, categories: {[f'c{n}' for n in range(60)]}, series: [{{name: n, values: {list(range(60))}}}]",
        language="da",
    )
    assert (pie.says, pie.legend) == (("category", "value"), "")
    assert (percent.says, percent.percent_format, percent.legend) == (("percent",), "0\\\u00a0%", "right")
    assert (none.data_labels, none.value_axis) == (False, True)
    assert (many.data_labels, many.value_axis) == (False, True)


def test_labels_from_cells_say_all_that_is_asked_for(project: Project) -> None:
    one = chart(
        project,
        "kind: pie, categories: [x, y], series: [{name: n, values: [1000.5, 2]}], labels: [category, value, percent]",
        language="da",
    )
    assert one.series[0].labels == ("x\n1.000,5\n100\u00a0%", "y\n2,0\n0\u00a0%")


def test_axes_are_written_in_the_languages_own_marks(project: Project) -> None:
    written = "kind: column, data: t, categories: a, values: b, labels: none"
    project.path("assets/t.csv").write_text("a,b\nx,1200.5\ny,34000\n")
    assert chart(project, written, "en").axis_format == "#,##0"
    assert chart(project, written, "da").axis_format == "[>=1000000]0\\.000\\.000;[>=1000]0\\.000;0"


def test_many_categories_keep_names_that_can_be_read(project: Project) -> None:
    names = [f"Municipality {n}" for n in range(50)]
    values = f"series: [{{name: n, values: {list(range(50))}}}]"
    column, bar = charts(
        project, f"kind: column, categories: {names}, {values}", f"kind: bar, categories: {names}, {values}"
    )
    for one in (column, bar):
        assert one.label_every > 1
        assert one.category_size >= 12
    few = chart(project, f"kind: column, categories: {names[:4]}, series: [{{name: n, values: [1, 2, 3, 4]}}]")
    assert (few.label_every, few.category_size) == (1, few.text_size)


def test_lines_on_a_logarithmic_scale_are_named_where_they_end(project: Project) -> None:
    one = chart(
        project,
        "kind: line, categories: [x, y], scale: logarithmic,"
        " series: [{name: a, values: [1, 1000]}, {name: b, values: [0.5, 990]}]",
    )
    assert (one.minimum, one.maximum, one.step) == (Decimal("0.1"), Decimal(1000), None)
    shifts = [series.label_shifts[1][1] for series in one.series]
    assert shifts[0] == 0
    assert shifts[1] > 0.03


def test_labels_without_room_give_way_to_an_axis(project: Project) -> None:
    names, values = [f"c{n}" for n in range(20)], [1_000_000 + n for n in range(20)]
    one, asked = charts(
        project,
        f"kind: column, categories: {names}, series: [{{name: n, values: {values}}}], target: {{name: T, value: 5}}",
        f"kind: column, categories: {names}, series: [{{name: n, values: {values}}}], labels: value",
        language="da",
    )
    assert (one.says, one.value_axis, one.series[0].labels) == ((), True, ())
    assert named(one, "T").says == ("series",)
    assert (asked.says, asked.label_size) == (("value",), 12)


@given(st.lists(st.decimals(-(10**12), 10**12, places=3), min_size=1), st.booleans(), st.sampled_from([0, 0.01, 1]))
def test_a_scale_holds_its_values_in_a_few_steps(values: list[Decimal], zero: bool, unit: float) -> None:
    scale = scale_of(values, zero=zero, unit=unit)
    assert scale.step is not None
    assert scale.minimum <= min(values) <= max(values) <= scale.maximum
    assert 1 <= (scale.maximum - scale.minimum) / scale.step <= 14
    assert (scale.minimum / scale.step) % 1 == 0
    if zero:
        assert scale.minimum <= 0 <= scale.maximum
    if unit == 1:
        assert scale.step % 1 == 0


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=80), st.none() | st.integers(1, 100))
def test_every_value_is_counted_once(values: list[Decimal], wanted: int | None) -> None:
    bins = bins_of(values, wanted)
    assert sum(bins.counts) == len(values)
    assert bins.edges[0] <= min(values) <= max(values) <= bins.edges[-1]
    assert len(bins.counts) <= 2 * (wanted or 30) + 2


def test_hundreds_of_series_have_no_legend(project: Project) -> None:
    series = ", ".join(f"{{name: s{n}, values: [1, 2]}}" for n in range(250))
    one = chart(project, f"kind: line, categories: [x, y], series: [{series}]")
    assert (len(one.series), one.legend, one.data_labels) == (250, "", False)


# --- alternative texts


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("kind: scatter, data: t, x: a, y: b", "Scatter chart: b. (10; 1), (20; 4), (40; 9)."),
        ("kind: bubble, series: [{name: Reefs, points: [{name: North, x: 1, y: 2.5, size: 3}]}]",
         "Bubble chart: Reefs. North (1; 2.5; 3)."),
        ("kind: waterfall, categories: [a, b, c], series: [{name: Result, values: [10, -3, ~]}], totals: [a, c]",
         "Waterfall chart: Result. a 10, b -3, c 7."),
        ("kind: histogram, name: Age, values: [1, 2, 7], bin_width: 5", "Histogram: Age. 0–5 2, 5–10 1."),
        ("kind: range, categories: [x], from: {name: low, values: [1]}, to: {name: high, values: [2]}",
         "Range chart: low → high. x 1 → 2."),
        ("kind: column, data: t, categories: a, values: b, target: {name: Goal, value: 5}, trend: linear",
         "Column chart: b. 10 1, 20 4, 40 9. Goal: 5. Trend: b."),
        ("kind: line, data: t, categories: day, values: [a, b], highlight: b",
         "Line chart. a: Jan 2024 10, Feb 2024 20, Mar 2024 40. b: Jan 2024 1, Feb 2024 4, Mar 2024 9. Picked out: b."),
    ],
)  # fmt: skip
def test_what_is_read_aloud(project: Project, written: str, text: str) -> None:
    assert alt(project, written) == text


def test_a_cloud_is_summed_up(project: Project) -> None:
    project.path("assets/t.csv").write_text("a,b\n" + "\n".join(f"{n},{n * n}" for n in range(60)))
    assert alt(project, "kind: scatter, data: t, x: a, y: b", "da") == (
        "Punktdiagram: b. Punkter: 60, a 0–59, b 0–3.481."
    )


def test_every_kind_is_called_by_its_name_in_every_language_that_has_words() -> None:
    text = (ROOT / "deckwright/languages/languages.yaml").read_text("utf-8")
    languages = yaml.safe_load(text)
    spoken = {tag: row["words"] for tag, row in languages.items() if "chart" in row.get("words", ())}
    assert set(spoken) >= {"en", "da", "de", "sv", "fr", "ar", "he", "ja"}
    for tag, words in spoken.items():
        assert set(CHART_KINDS) <= set(words), tag
        assert {str(key) for key in words} == {str(key) for key in spoken["en"]}, tag


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_the_examples_of_the_reference_can_be_built(kind: str, project: Project) -> None:
    page = kinds_reference()
    examples = re.findall(r"```yaml\n(.*?)```", page[page.index(f"### {kind}\n") :].partition("\n### ")[0], re.DOTALL)
    from_data, own = (yaml.safe_load(example)["chart"] for example in examples)
    assert from_data["kind"] == own["kind"] == kind
    assert set(from_data) <= {field.name for field in chart_fields(kind, from_data=True)}
    assert chart(project, json.dumps(own)[1:-1]).kind == kind
