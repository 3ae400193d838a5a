"""Every kind of chart with its options: what an author writes, and what is drawn."""

from __future__ import annotations

import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from chart_cases import chart, charts, make_project, named, numbers
from examples import BRANDS, ROOT, talk

from deckwright.charts.kinds import CHART_KINDS
from deckwright.cli.main import main
from deckwright.kinds.contracts.chart_fields import CHART_OPTIONS, list_chart_fields
from deckwright.model.diagnostics import Diagnostic, Report, Stopped
from deckwright.model.page_chart import NativeChart
from deckwright.model.project import Project
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.stages import make_pages
from deckwright.pipeline.talk import read_talk

FOLDER = Path(__file__).parent / "charts"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def faults(project: Project, written: str) -> tuple[Diagnostic, ...]:
    report = Report()
    slides = [f"- {{slide: chart, title: T, chart: {{{written}}}}}"]
    talk(project.root, slides, head="data:\n  t: {file: t.csv}\n")
    read = read_talk(project, report)
    edition = read_edition(read, "en", "plain", report)
    with pytest.raises(Stopped):
        make_pages(read, edition, report)
    return report.diagnostics


def shown(one: NativeChart) -> dict[str, tuple[Decimal | None, ...]]:
    """The series that are seen, by name."""
    return {series.name: series.values for series in one.series if series.drawn}


# --- the deck of all kinds


def _deck() -> list[dict[str, object]]:
    return [slide["chart"] for slide in yaml.safe_load((FOLDER / "deck.yaml").read_text("utf-8"))["slides"]]


def test_the_deck_has_every_kind_and_every_option() -> None:
    assert {one["kind"] for one in _deck()} == set(CHART_KINDS)
    assert {key for one in _deck() for key in one} >= set(CHART_OPTIONS)


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
    names = {field.name for field in list_chart_fields(row.name, from_data=True)}
    assert set(row.options) <= names
    for option in sorted(set(CHART_OPTIONS) - names):
        found = faults(project, f"kind: {row.name}, data: t, {option}: x")
        assert f"the {row.name} chart has no field '{option}'" in [one.message for one in found]


def test_labels_stand_where_the_kind_allows(project: Project) -> None:
    (fault,) = faults(project, "kind: stacked-bar, data: t, categories: a, values: b, label_position: outside-end")
    assert (fault.code, fault.message) == ("unknown-choice", "'label_position' cannot be 'outside-end'")
    assert fault.notes == ("it must be one of inside-end, center, inside-base",)
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
         "'period' must be from 2 to 255 points"),
        ("kind: combo, data: t, categories: day, values: [a, share]", "mixed-values",
         "the chart mixes percentages and plain numbers on one axis"),
        ("kind: combo, data: t, categories: day, values: [a, b], lines: [a, b]", "too-few",
         "a combo chart needs columns and lines, but all its series are lines"),
        ("kind: bubble, series: [{name: n, points: [{x: 1, y: 2, size: -3}]}]", "negative-value",
         "the size of a bubble cannot be below zero, such as -3"),
        ("kind: scatter, data: t, x: day, y: a", "not-numbers",
         "the column 'day' holds dates, and a chart shows numbers"),
        ("kind: histogram, data: t, values: a, bin_width: 0", "out-of-range", "'bin_width' must be above zero"),
        ("kind: histogram, data: t, values: a, bin_width: 0.001", "out-of-range",
         "'bin_width' makes more than 100 intervals of values from 10 to 40"),
        ("kind: histogram, data: t, values: a, bins: 2.5", "out-of-range", "'bins' must be from 1 to 100 intervals"),
        ("kind: range, categories: [x], from: {name: a, values: [1, 2]}, to: {name: b, values: [3]}", "uneven-series",
         "the series 'a' has 2 values for 1 categories"),
        ("kind: column, data: t, categories: day, values: [a, b], errors: {plus: a}", "uneven-series",
         "'plus' names 1 columns for 2 series"),
        ("kind: column, data: t, categories: day, values: a, errors: {value: -1}", "out-of-range",
         "the length of error bars must be above zero"),
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
    assert fault.message == "'a' has 17 different values, and small multiples show at most 16"


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
