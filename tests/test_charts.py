"""Native charts: what independent readers see of them, and the workbook inside that says the same."""

from __future__ import annotations

import io
import math
import zipfile
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation

from deckwright.brands.find import list_brands
from deckwright.brands.read import read_brand
from deckwright.charts.kinds import CHART_KINDS
from deckwright.model.brand import Brand
from deckwright.model.colours import Colour
from deckwright.model.diagnostics import Report
from deckwright.model.page import Box, ChartFrame, Page, Pages, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.ooxml.workbook_writer import clean_cell_text, format_double
from deckwright.verify.charts import open_workbook, read_range
from deckwright.write import write
from deckwright.write.chart import chart_xml
from deckwright.write.chart_sheet import build_workbook

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
}
ACCENT, OTHER, MUTED = Colour("accent1"), Colour("accent2", darker=25), Colour("text1", lighter=75)
YEARS = ("2023", "2024", "=2025")
XS, SIZES = (Decimal(1), Decimal(2), Decimal("3.5")), (Decimal(10), Decimal(20), None)
WOMEN = ChartSeries("Women & girls", (Decimal("0.40"), None, Decimal("0.1")), ACCENT)
MEN = ChartSeries("=Men", (Decimal("0.60"), Decimal("1E+1"), Decimal("0.333")), OTHER)


def chart(kind: str = "bar", *series: ChartSeries, **changes: Any) -> NativeChart:
    if CHART_KINDS[kind].is_numeric:
        sizes = SIZES if CHART_KINDS[kind].form == "bubbles" else ()
        series = tuple(replace(one, xs=XS, sizes=sizes, x_name="Age") for one in series or (WOMEN, MEN))
    plain = NativeChart(kind, YEARS, series or (WOMEN, MEN), "0%", "da-DK", 18, Colour("text1"), label_size=16)
    return replace(plain, **changes)


def tree(one: NativeChart) -> etree._Element:
    return etree.fromstring(chart_xml(one))


def values(element: etree._Element, path: str, attribute: str = "val") -> list[str]:
    return [str(found.get(attribute)) for found in element.findall(path, NS)]


@cache
def brand() -> Brand:
    report = Report()
    found = read_brand(list_brands([])["plain"], "brand.yaml", report)
    assert found is not None, report.diagnostics
    return found


def presentation(*charts: NativeChart) -> bytes:
    layout = brand().layouts["title-only"].part
    title = Shape("Title", None, TextFrame((Paragraph((Run("Title", "da-DK"),)),)), Slot("title", 0))
    box = Box(720_000, 1_800_000, 10_000_000, 4_000_000)
    pages = tuple(
        Page(f"p{n}", layout, (title, ChartFrame("Chart", box, one, "What it shows"))) for n, one in enumerate(charts)
    )
    return write(Pages(pages, (), "Charts", "Author", "", "da-DK"), brand())


def one_series(kind: str) -> bool:
    """Whether only the first of the series is drawn. What a kind is made of may be several."""
    return CHART_KINDS[kind].is_single_series and not CHART_KINDS[kind].composition


def everything(kind: str) -> NativeChart:
    """A chart of this kind with all there is to say of it."""
    women = replace(WOMEN, point_colours=(None, ACCENT, OTHER), label_colours=(None, None, Colour("background1")))
    return chart(
        kind,
        *((women,) if one_series(kind) else (women, replace(MEN, labels=("60 %", "", "33 %")))),
        title="Shares <of a whole>",
        title_size=20,
        emphasised=(0, 2),
        legend="bottom",
        value_axis=True,
        minimum=Decimal(0),
        maximum=Decimal("12.5"),
        category_title="Year",
        value_title="Share",
    )


TYPES = {
    "bar": "BAR_CLUSTERED",
    "column": "COLUMN_CLUSTERED",
    "stacked-bar": "BAR_STACKED",
    "stacked-column": "COLUMN_STACKED",
    "percent-stacked-bar": "BAR_STACKED_100",
    "percent-stacked-column": "COLUMN_STACKED_100",
    "line": "LINE",
    "area": "AREA",
    "stacked-area": "AREA_STACKED",
    "percent-stacked-area": "AREA_STACKED_100",
    "pie": "PIE",
    "doughnut": "DOUGHNUT",
    "combo": "COLUMN_CLUSTERED",
    "stacked-combo": "COLUMN_STACKED",
    "scatter": "XY_SCATTER_LINES_NO_MARKERS",
    "bubble": "BUBBLE",
    "radar": "RADAR",
    "filled-radar": "RADAR_FILLED",
    "waterfall": "COLUMN_STACKED",
    "histogram": "COLUMN_CLUSTERED",
    "range": "BAR_STACKED",
    "dumbbell": "LINE",
    "slope": "LINE",
}
"""Kind → what python-pptx takes it for."""


@pytest.mark.parametrize("kind", CHART_KINDS)
def test_another_reader_sees_the_chart_meant(kind: str) -> None:
    data = presentation(chart(kind), everything(kind), replace(everything(kind), rtl=True, lang="ar"))
    for slide in Presentation(io.BytesIO(data)).slides:
        seen = next(shape.chart for shape in slide.shapes if shape.has_chart)
        assert seen.chart_type.name == TYPES[kind]
        if not CHART_KINDS[kind].is_numeric:
            assert tuple(seen.plots[0].categories) == YEARS
        wanted = [("Women & girls", (0.4, None, 0.1)), ("=Men", (0.6, 10.0, 0.333))]
        assert [(one.name, tuple(one.values)) for one in seen.plots[0].series] == wanted[: 1 if one_series(kind) else 2]


@pytest.mark.parametrize("kind", CHART_KINDS.values(), ids=CHART_KINDS)
def test_every_legal_label_position_is_written_and_no_other(kind: Any) -> None:
    assert kind.label_position is None or kind.label_position in kind.label_positions
    for position in kind.label_positions:
        found = tree(chart(kind.name, label_position=position, emphasised=(0,)))
        assert set(values(found, ".//c:dLblPos")) == {position}
    if not kind.label_positions:
        assert values(tree(chart(kind.name, label_position="ctr")), ".//c:dLblPos") == []


def test_a_kind_of_one_series_shows_the_first() -> None:
    assert [e.text for e in tree(chart("pie")).findall(".//c:ser/c:tx//c:v", NS)] == ["Women & girls"]


def test_a_missing_value_is_no_point_but_counts() -> None:
    cache = tree(chart()).find(".//c:ser/c:val//c:numCache", NS)
    assert cache is not None
    assert values(cache, "c:ptCount") == ["3"]
    assert values(cache, "c:pt", "idx") == ["0", "2"]


def test_formulas_name_the_cells() -> None:
    formulas = [e.text for e in tree(chart("bar", WOMEN, replace(MEN, labels=("a", "b", "c")))).iter("{*}f")]
    assert formulas == [
        "Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4",
        "Sheet1!$C$1", "Sheet1!$A$2:$A$4", "Sheet1!$C$2:$C$4", "Sheet1!$D$2:$D$4",
    ]  # fmt: skip


def test_the_thirtieth_series_is_in_column_ae() -> None:
    many = chart("column", *(WOMEN,) * 30)
    assert [e.text for e in tree(many).iter("{*}f")][-1] == "Sheet1!$AE$2:$AE$4"
    assert read_range(open_workbook(build_workbook(many)), "Sheet1!$AE$1") == ("Women & girls",)


def test_a_chart_without_a_title_has_no_text_in_its_place() -> None:
    found = tree(chart(title=None)).find("c:chart", NS)
    assert found is not None
    assert found.text is None


def test_bars_run_down_from_the_first_category_with_the_numbers_below() -> None:
    found = tree(chart("bar", value_axis=True))
    assert values(found, ".//c:catAx/c:scaling/c:orientation") == ["maxMin"]
    assert values(found, ".//c:valAx/c:scaling/c:orientation") == ["minMax"]
    assert values(found, ".//c:valAx/c:crosses") == ["max"]
    assert values(found, ".//c:valAx/c:axPos") == ["b"]


@pytest.mark.parametrize(("kind", "category", "value"), [("bar", "maxMin", "maxMin"), ("column", "maxMin", "minMax")])
def test_right_to_left_charts_are_mirrored(kind: str, category: str, value: str) -> None:
    found = tree(chart(kind, rtl=True, legend="right"))
    assert values(found, ".//c:catAx/c:scaling/c:orientation") == [category]
    assert values(found, ".//c:valAx/c:scaling/c:orientation") == [value]
    assert values(found, ".//c:legend/c:legendPos") == ["l"]
    assert set(values(found, ".//a:pPr", "rtl")) == {"1"}


@pytest.mark.parametrize("shown", [True, False])
def test_the_value_axis_is_there_with_its_gridlines_or_not_at_all(shown: bool) -> None:
    found = tree(chart("column", value_axis=shown))
    assert values(found, ".//c:valAx/c:delete") == ["0" if shown else "1"]
    assert len(found.findall(".//c:majorGridlines", NS)) == shown


@pytest.mark.parametrize(
    ("kind", "series", "minimum", "written"),
    [
        ("column", WOMEN, None, ["0"]),
        ("column", WOMEN, Decimal("0.05"), ["0.05"]),
        ("column", replace(WOMEN, values=(Decimal(1), None, Decimal(-1))), None, []),
        ("area", WOMEN, None, ["0"]),
        ("line", WOMEN, None, []),
    ],
)
def test_lengths_begin_at_zero(kind: str, series: ChartSeries, minimum: Decimal | None, written: list[str]) -> None:
    assert values(tree(chart(kind, series, minimum=minimum)), ".//c:valAx/c:scaling/c:min") == written


def test_a_category_picked_out_has_its_own_colour_and_a_bold_label() -> None:
    series = replace(WOMEN, colour=MUTED, point_colours=(None, None, OTHER))
    found = tree(chart("bar", series, emphasised=(2,)))
    assert values(found, ".//c:dPt/c:idx") == ["2"]
    assert values(found, ".//c:dPt/c:invertIfNegative") == ["0"]
    assert values(found, ".//c:dPt//a:schemeClr") == ["accent2"]
    assert values(found, ".//c:dPt//a:lumMod") == ["75000"]
    assert values(found, ".//c:ser/c:spPr//a:lumMod") + values(found, ".//c:ser/c:spPr//a:lumOff") == ["25000", "75000"]
    label = found.find(".//c:dLbl", NS)
    assert label is not None
    assert values(label, "c:idx") == ["2"]
    assert values(label, ".//a:defRPr", "b") == ["1"]
    assert values(label, "c:showVal") == ["1"]
    assert values(found, ".//c:dLbls/c:txPr//a:defRPr", "b") == ["0"]


def test_a_label_may_have_its_own_colour() -> None:
    found = tree(chart("stacked-bar", replace(WOMEN, label_colours=(Colour("background1"), None, None))))
    assert values(found, ".//c:dLbl/c:idx") == ["0"]
    assert values(found, ".//c:dLbl//a:schemeClr") == ["bg1"]


def test_labels_are_sized_formatted_and_in_a_language() -> None:
    found = tree(chart())
    assert set(values(found, ".//c:dLbls/c:txPr//a:defRPr", "sz")) == {"1600"}
    assert set(values(found, ".//c:dLbls/c:numFmt", "formatCode")) == {"0%"}
    assert set(values(found, ".//c:dLbls/c:numFmt", "sourceLinked")) == {"0"}
    assert set(values(found, ".//c:catAx//a:defRPr", "sz")) == {"1800"}
    assert set(values(found, ".//a:endParaRPr", "lang")) == {"da-DK"}


def test_no_labels_when_none_are_wanted() -> None:
    found = tree(chart("bar", replace(WOMEN, labels=("a", "b", "c")), data_labels=False, emphasised=(0,)))
    assert found.find(".//c:dLbls", NS) is None
    assert found.find(".//c15:datalabelsRange", NS) is None


def test_label_texts_come_from_cells() -> None:
    one = chart("column", replace(WOMEN, labels=("40,0 %", "ingen", "")))
    found = tree(one)
    assert [e.text for e in found.findall(".//c15:dlblRangeCache//c:v", NS)] == ["40,0 %", "ingen"]
    # The missing value has no label to carry its text, the last label is empty.
    assert [e.text for e in found.findall(".//c:dLbl//a:fld/a:t", NS)] == ["40,0 %"]
    assert set(values(found, ".//c:dLbl/c:showVal")) == {"0"}
    assert read_range(open_workbook(build_workbook(one)), "Sheet1!$C$2:$C$4") == ("40,0 %", "ingen", None)


def test_texts_are_texts_in_the_workbook() -> None:
    book = open_workbook(build_workbook(chart()))
    assert read_range(book, "Sheet1!$A$1:$C$4") == (
        None, "Women & girls", "=Men",
        "2023", 0.4, 0.6,
        "2024", None, 10.0,
        "=2025", 0.1, 0.333,
    )  # fmt: skip


def test_the_workbook_shows_percent_as_percent() -> None:
    with zipfile.ZipFile(io.BytesIO(build_workbook(chart()))) as package:
        styles, sheet = etree.fromstring(package.read("xl/styles.xml")), package.read("xl/worksheets/sheet1.xml")
    formats = [(e.get("numFmtId"), e.get("formatCode")) for e in styles.iter("{*}numFmt")]
    assert formats == [("164", "0%")]
    assert [e.get("numFmtId") for e in styles.find("{*}cellXfs")] == ["0", "164"]  # type: ignore[union-attr]
    assert b'<c r="B2" s="1"><v>0.4</v></c>' in sheet


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_the_same_in_chart_and_workbook(text: str) -> None:
    one = chart("bar", replace(WOMEN, name=text), categories=(text, "b", "c"))
    shown = [e.text or "" for e in tree(one).findall(".//c:tx//c:v", NS)]
    kept = open_workbook(build_workbook(one))
    assert read_range(kept, "Sheet1!$B$1") == (clean_cell_text(text) or None,)
    assert read_range(kept, "Sheet1!$A$2") == read_range(kept, "Sheet1!$B$1")
    assert shown == [clean_cell_text(text)] if clean_cell_text(text) else shown == []


@pytest.mark.parametrize("text", ["_x0041_", "__x000a_", "_xABCD", "_x005F_x0041_", "_x0041_x0042_"])
def test_a_text_that_looks_like_an_escape_stays_that_text(text: str) -> None:
    assert read_range(open_workbook(build_workbook(chart(categories=(text, "b", "c")))), "Sheet1!$A$2") == (text,)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_numbers_are_spelled_plainly_and_kept(value: Decimal) -> None:
    text = format_double(value)
    assert math.isclose(float(text), float(value), rel_tol=0, abs_tol=0)
    assert set(text) <= set("-.0123456789")


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.18", "0.18"), ("0.30", "0.3"), ("1E+3", "1000"), ("-0", "0"), ("1E-7", "0.0000001"), ("12.500", "12.5")],
)
def test_how_numbers_are_spelled(value: str, text: str) -> None:
    assert format_double(Decimal(value)) == text


def test_the_same_chart_gives_the_same_bytes() -> None:
    one = everything("column")
    assert chart_xml(one) == chart_xml(replace(one))
    assert build_workbook(one) == build_workbook(replace(one))
