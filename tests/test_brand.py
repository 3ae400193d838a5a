"""Brands: the base template and its dress, brand.yaml and its faults, templates that a brand brings."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile

import pptx
import pytest
from brand_cases import BRANDS, ROOT, A, P, brand_of, named, parts_of, placeholder
from lxml import etree

from deckwright.brands.settings import TEXT_STYLES
from deckwright.brands.styles import find_required_contrast
from deckwright.model.brand import Brand, Placeholder
from deckwright.model.colours import DRAWN, READABLE, Colour, measure_contrast
from deckwright.model.page import Page, Pages, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.write import write

CONTENT_ROLES = ("statement", "content", "two-content", "title-only", "picture", "closing", "section")


@pytest.fixture(params=sorted(BRANDS))
def brand(request: pytest.FixtureRequest) -> Brand:
    return brand_of(request.param)


# The base template


def test_every_role_has_its_own_layout(brand: Brand) -> None:
    names = {role: layout.name for role, layout in brand.layouts.items()}
    assert names == {
        "title": "Title Slide",
        "section": "Section Header",
        "statement": "Statement",
        "content": "Title and Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "picture": "Picture with Caption",
        "closing": "Closing",
        "blank": "Blank",
    }
    types = {role: layout.type for role, layout in brand.layouts.items() if layout.type != "cust"}
    assert types == {
        "title": "title",
        "section": "secHead",
        "content": "obj",
        "two-content": "twoObj",
        "title-only": "titleOnly",
        "picture": "picTx",
        "blank": "blank",
    }


def test_layouts_hold_a_second_line_and_a_footer(brand: Brand) -> None:
    for role in CONTENT_ROLES:
        kinds = {item.index: (item.type, item.name) for item in brand.layouts[role].placeholders}
        expected = {
            0: ("title", "Title"),
            10: ("dt", "Date"),
            11: ("ftr", "Footer"),
            12: ("sldNum", "Slide Number"),
            13: ("body", "Subtitle"),
        }
        assert expected.items() <= kinds.items(), role


def test_one_left_edge_wide_margins_and_nothing_overlaps(brand: Brand) -> None:
    for role, layout in brand.layouts.items():
        boxes = [item.box for item in layout.placeholders]
        assert min(box.x for box in boxes) >= 576_000, role  # 1.6 cm
        assert max(box.x + box.width for box in boxes) <= brand.width - 576_000, role
        assert max(box.y + box.height for box in boxes) <= brand.height, role
        left = {item.box.x for item in layout.placeholders if item.name in ("Title", "Subtitle", "Body", "Footer")}
        assert len(left) == 1, role
        for first in boxes:
            for other in boxes:
                apart = (
                    first.x + first.width <= other.x
                    or other.x + other.width <= first.x
                    or first.y + first.height <= other.y
                    or other.y + other.height <= first.y
                )
                assert apart or first is other, role


def test_text_is_large_enough(brand: Brand) -> None:
    content = brand.layouts["content"]
    assert 32 <= placeholder(content, 0).levels[0].size <= 36
    assert 22 <= placeholder(content, 13).levels[0].size <= 24
    assert 20 <= placeholder(content, 1).levels[0].size <= 24
    for layout in brand.layouts.values():
        assert min(level.size for item in layout.placeholders for level in item.levels) >= 12
    assert min(style.size for style in brand.styles.values()) >= brand.smallest == 12


def test_lists_have_real_hanging_bullets_on_nine_levels(brand: Brand) -> None:
    levels = placeholder(brand.layouts["content"], 1).levels
    assert [level.bullet for level in levels] == ["•"] * 9
    assert all(level.margin_left == (number + 1) * -level.indent for number, level in enumerate(levels))


def test_all_text_of_layouts_can_be_read(brand: Brand) -> None:
    for role, layout in brand.layouts.items():
        for item in layout.placeholders:
            for level in item.levels[:5] if item.type not in ("title", "ctrTitle") else item.levels[:1]:
                assert measure_contrast(brand.colours, level.colour, layout.background) >= READABLE, (role, item.name)


def test_facets_and_wordmarks_leave_text_readable(brand: Brand) -> None:
    for name, root in parts_of(brand.template, "ppt/slideLayouts/slideLayout"):
        (layout,) = (layout for layout in brand.layouts.values() if layout.part == f"/{name}")
        grounds = [colour_in(shape.find(P + "spPr")) for shape in named(root, "Facet")] + [layout.background]
        texts = [level.colour for item in layout.placeholders for level in item.levels[:1]]
        texts += [colour_in(run) for shape in named(root, "Wordmark") for run in shape.iter(A + "rPr")]
        for ground in grounds:
            assert min((measure_contrast(brand.colours, text, ground) for text in texts), default=21) >= READABLE, name
        for accent in named(root, "Accent"):
            assert measure_contrast(brand.colours, colour_in(accent), layout.background) >= DRAWN, name


def colour_in(element: etree._Element | None) -> Colour:
    assert element is not None
    scheme = next(element.iter(A + "schemeClr"))
    value = scheme.get("val", "")
    slot = {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}.get(value, value)
    add, keep = scheme.find(A + "lumOff"), scheme.find(A + "lumMod")
    if add is not None:
        return Colour(slot, lighter=int(add.get("val", "")) // 1000)
    return Colour(
        slot or scheme.get("val", ""), darker=100 - int(keep.get("val", "")) // 1000 if keep is not None else 0
    )


def test_styles_can_be_read_on_white(brand: Brand) -> None:
    for name in (*TEXT_STYLES, "title", "subtitle", "body", "footer"):
        style = brand.styles[name]
        assert measure_contrast(brand.colours, style.colour, Colour("background1")) >= find_required_contrast(style), (
            name
        )


def test_what_is_picked_out_stands_out(brand: Brand) -> None:
    for ground in {layout.background for layout in brand.layouts.values()}:
        assert measure_contrast(brand.colours, brand.chart.highlight, ground) >= DRAWN
    assert measure_contrast(brand.colours, brand.chart.muted, Colour("background1")) < DRAWN
    assert all(measure_contrast(brand.colours, colour, Colour("background1")) >= DRAWN for colour in brand.chart.series)


def test_every_colour_is_the_themes(brand: Brand) -> None:
    for folder in ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/notesMasters/"):
        for name, root in parts_of(brand.template, folder):
            assert not list(root.iter(A + "srgbClr", A + "sysClr")), name
    for name, root in parts_of(brand.template, "ppt/theme/"):
        (scheme,) = root.iter(A + "clrScheme")
        values = {element.tag.removeprefix(A): element[0].get("val") for element in scheme}
        assert values["accent1"] == brand.colours["accent1"], name
        assert values["dk2"] == brand.colours["text2"], name
        assert len(values) == 12


def test_ids_of_master_and_layouts_are_one_series(brand: Brand) -> None:
    ids = [
        int(entry.get("id", "0"))
        for folder in ("ppt/presentation.xml", "ppt/slideMasters/")
        for _, root in parts_of(brand.template, folder)
        for entry in root.iter(P + "sldMasterId", P + "sldLayoutId")
    ]
    assert len(ids) == len(set(ids)) == 10
    assert min(ids) >= 2_147_483_648
    for _, root in parts_of(brand.template, "ppt/slide"):
        shapes = [shape.get("id") for shape in root.iter(P + "cNvPr")]
        assert len(shapes) == len(set(shapes))


def test_prompts_have_a_language_and_nothing_is_left_of_a_library(brand: Brand) -> None:
    for _, root in parts_of(brand.template, "ppt/"):
        assert all(run.get("lang") for run in root.iter(A + "rPr"))
        assert all(run.find(A + "rPr") is not None for run in root.iter(A + "r"))
    with zipfile.ZipFile(io.BytesIO(brand.template)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in archive.namelist() if "docProps" in name or "printer" in name]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_slide_on_every_layout_is_faultless(brand: Brand) -> None:
    # Every file that `write` makes is checked by conftest.py: the invariants, and openxml-audit.
    pages = tuple(
        Page(
            id=role,
            layout=layout.part,
            shapes=tuple(filled(item) for item in layout.placeholders if item.type not in ("pic", "sldNum")),
            notes=(Paragraph((Run("Said aloud.", "en"),)),),
            title=role,
        )
        for role, layout in brand.layouts.items()
        if any(item.type in ("title", "ctrTitle") for item in layout.placeholders)
    )
    data = write(Pages(pages, (), "Layouts", "Tester", "", "en"), brand)
    presentation = pptx.Presentation(io.BytesIO(data))
    assert [slide.slide_layout.name for slide in presentation.slides] == [
        layout.name for role, layout in brand.layouts.items() if role != "blank"
    ]
    assert all(slide.shapes.title.text.startswith("Text of Title") for slide in presentation.slides)


def filled(item: Placeholder) -> Shape:
    frame = TextFrame((Paragraph((Run(f"Text of {item.name}", "en"),)),))
    return Shape(item.name, None, frame, Slot(item.type, item.index))


def test_the_same_brand_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from pathlib import Path; from deckwright.brands.read import read_brand;"
        "from deckwright.model.diagnostics import Report;"
        "print(hashlib.sha256(read_brand(Path('templates/aarhus'), 'b', Report()).template).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(made) == 1
