"""Options of charts: axes, labels, colours, order, and what is read aloud."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from chart_cases import _frames, chart, charts, make_project, named, numbers
from examples import ROOT
from hypothesis import given
from hypothesis import strategies as st

from deckwright.arrange.charts.axes import find_scale
from deckwright.charts.kinds import CHART_KINDS
from deckwright.evaluate.charts.derived import make_bins
from deckwright.kinds.contracts.chart_fields import list_chart_fields
from deckwright.model.project import Project
from generators.charts import write_kinds_reference


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def alt(project: Project, written: str, language: str = "en") -> str:
    (frame,) = _frames(project, (written,), language, "plain")
    return frame.alt


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
    scale = find_scale(values, zero=zero, unit=unit)
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
    bins = make_bins(values, wanted)
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
    page = write_kinds_reference()
    examples = re.findall(r"```yaml\n(.*?)```", page[page.index(f"### {kind}\n") :].partition("\n### ")[0], re.DOTALL)
    from_data, own = (yaml.safe_load(example)["chart"] for example in examples)
    assert from_data["kind"] == own["kind"] == kind
    assert set(from_data) <= {field.name for field in list_chart_fields(kind, from_data=True)}
    assert chart(project, json.dumps(own)[1:-1]).kind == kind
