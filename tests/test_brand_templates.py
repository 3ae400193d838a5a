"""Templates that a brand brings: what is read of them, and what a damaged one is told."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pptx
import pytest
from brand_cases import BRANDS, brand_of, good, placeholder, read
from pptx.util import Pt

from deckwright.brands.find import has_tight_percent
from deckwright.brands.read import read_brand
from deckwright.brands.roles import ROLES
from deckwright.brands.settings import PLACEHOLDER_STYLES, TEXT_STYLES
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report


@pytest.fixture(params=sorted(BRANDS))
def brand(request: pytest.FixtureRequest) -> Brand:
    return brand_of(request.param)


# Templates that a brand brings


def own_template(tmp_path: Path, suffix: str = ".pptx", slides: int = 2) -> bytes:
    """python-pptx's default template with slides, notes and a thumbnail, in the brand's folder."""
    presentation = pptx.Presentation()
    for number in range(slides):
        slide = presentation.slides.add_slide(presentation.slide_layouts[number])
        slide.notes_slide.notes_text_frame.text = "Secret remarks"
    buffer = io.BytesIO()
    presentation.save(buffer)
    data = buffer.getvalue()
    if suffix == ".potx":
        files = {name: zipfile.ZipFile(buffer).read(name) for name in zipfile.ZipFile(buffer).namelist()}
        files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
            b"presentationml.presentation.main+xml", b"presentationml.template.main+xml"
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        data = buffer.getvalue()
    (tmp_path / f"house{suffix}").write_bytes(data)
    return data


@pytest.mark.parametrize("suffix", [".pptx", ".potx"])
def test_a_template_of_the_brands_own_is_used_without_its_slides(tmp_path: Path, suffix: str) -> None:
    own_template(tmp_path, suffix)
    brand = good(tmp_path, f"template: house{suffix}\nlayouts: {{statement: Section Header}}\n")
    assert (brand.width, brand.height) == (9_144_000, 6_858_000)
    assert brand.colours["accent1"] == "4F81BD"
    assert brand.colours["text1"] == "000000"  # a:sysClr windowText
    assert brand.fonts == {"heading": "Calibri", "body": "Calibri", "code": "Courier New"}
    names = {role: layout.name for role, layout in brand.layouts.items()}
    assert names == {
        "title": "Title Slide",
        "section": "Section Header",
        "statement": "Section Header",
        "content": "Title and Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "picture": "Picture with Caption",
        "closing": "Title and Content",
        "blank": "Blank",
    }
    members = zipfile.ZipFile(io.BytesIO(brand.template)).namelist()
    assert len(members) == len(set(members))
    assert not [name for name in members if re.search("slides/|notesSlides|thumbnail|printer|docProps", name)]
    presentation = pptx.Presentation(io.BytesIO(brand.template))
    assert len(presentation.slides) == 0
    assert len(presentation.slide_layouts) == 11


def test_placeholders_inherit_as_an_independent_reader_says(tmp_path: Path) -> None:
    own_template(tmp_path, slides=0)
    brand = good(tmp_path, "template: house.pptx\n")
    presentation = pptx.Presentation(str(tmp_path / "house.pptx"))
    layouts = {layout.part: layout for layout in brand.layouts.values()}
    compared = 0
    for theirs in presentation.slide_layouts:
        ours = layouts.get(str(theirs.part.partname))
        for shape in list(theirs.placeholders) if ours else []:
            assert ours is not None
            item = placeholder(ours, shape.placeholder_format.idx)
            assert (item.box.x, item.box.y, item.box.width, item.box.height) == (
                shape.left,
                shape.top,
                shape.width,
                shape.height,
            )
            assert item.name == shape.name
            compared += 1
    assert compared > 30
    title, body = placeholder(brand.layouts["content"], 0), placeholder(brand.layouts["content"], 1)
    assert title.levels[0].size == Pt(44).pt
    assert (title.anchor, title.levels[0].align, title.levels[0].font) == ("middle", "center", "heading")
    assert [level.size for level in body.levels] == [32, 28, 24, 20, 20, 20, 20, 20, 20]
    assert [level.bullet for level in body.levels[:4]] == ["•", "–", "•", "–"]
    assert (body.levels[0].margin_left, body.levels[0].indent, body.levels[0].space_before) == (342_900, -342_900, 7.68)
    assert (body.insets.left, body.insets.top) == (91_440, 45_720)
    section = brand.layouts["section"]
    assert section.placeholders[0].levels[0].caps  # cap="all" in the layout's own list style
    assert section.placeholders[0].levels[0].size == 40


def test_a_layout_for_a_title_and_a_body_is_made_from_the_master(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Blank", "Title Only"):
            presentation.slide_layouts.remove(layout)
    presentation.save(str(tmp_path / "covers.pptx"))
    brand = good(tmp_path, "template: covers.pptx\n")
    content, master = brand.layouts["content"], presentation.slide_master
    assert (content.name, content.type) == ("Title and Content", "obj")
    boxes = {item.use: item.box for item in content.placeholders}
    body = next(shape for shape in master.placeholders if shape.placeholder_format.idx == 1)
    assert (boxes["body"].x, boxes["body"].width) == (body.left, body.width)
    assert brand.layouts["title-only"].name == "Title Only"


def test_layouts_are_found_by_type_where_their_names_are_translated(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    for number, layout in enumerate(presentation.slide_layouts):
        layout._element.cSld.set("name", f"Diasopsætning {number}")
    presentation.save(str(tmp_path / "dansk.pptx"))
    brand = good(tmp_path, "template: dansk.pptx\n")
    assert brand.layouts["content"].name == "Diasopsætning 1"
    assert brand.layouts["section"].name == "Diasopsætning 2"


def test_a_template_decides_how_it_looks(tmp_path: Path) -> None:
    own_template(tmp_path)
    yaml = """template: house.pptx
colours: {accent1: '#123456'}
fonts: {heading: Arial, code: Consolas}
accent: none
styles: {title: {size: 20}}
"""
    _, diagnostics = read(tmp_path, yaml)
    assert [(found.code, found.span and found.span.line) for found in diagnostics] == [
        ("template-decides", 2),
        ("template-decides", 3),
        ("template-decides", 4),
        ("template-decides", 5),
    ]


def test_damaged_templates_are_refused_in_words(tmp_path: Path) -> None:
    whole = own_template(tmp_path)
    files = {
        name: zipfile.ZipFile(io.BytesIO(whole)).read(name) for name in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    }
    broken = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "no-master": packed(files | {"ppt/slideMasters/slideMaster1.xml": b"<oops"}),
        "no-types": packed({name: data for name, data in files.items() if name != "[Content_Types].xml"}),
        "no-theme": packed({name: data for name, data in files.items() if "theme" not in name}),
        "other": packed(files | {"ppt/presentation.xml": b"<workbook/>"}),
    }
    for name, data in broken.items():
        (tmp_path / "house.pptx").write_bytes(data)
        _, (found,) = read(tmp_path, "template: house.pptx\n")
        assert found.code == "bad-template", name


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_tables_of_names_agree(brand: Brand) -> None:
    assert set(brand.styles) == {*PLACEHOLDER_STYLES, *TEXT_STYLES}
    assert set(brand.layouts) == set(ROLES)


def test_percent_signs_as_the_brand_has_them(tmp_path: Path) -> None:
    for said, tight in (("", False), ("formats: {percent: tight}\n", True), ("formats: {percent: language}\n", False)):
        (tmp_path / "brand.yaml").write_text(f"name: House\n{said}", "utf-8")
        assert has_tight_percent(tmp_path) is tight
        report = Report()
        assert read_brand(tmp_path, "brand.yaml", report) is not None
        assert not report.diagnostics
