"""Right to left: a brand's layouts mirrored once, and everything on a page on its other side."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest
from examples import BRANDS, KINDS, draw_pictures, example, talk
from lxml import etree

from deckwright.brands.mirror import mirror_template
from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report

ROOT = Path(__file__).parent.parent
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MASTER = "ppt/slideMasters/slideMaster1.xml"
SLIDES = "ppt/slides/slide"


@cache
def brand_of(name: str, language: str) -> Brand:
    folder = next(path for path in (ROOT / "templates" / name, ROOT / "deckwright/brands" / name) if path.is_dir())
    report = Report()
    brand = read_brand(folder, f"{name}/brand.yaml", report, language)
    assert not report.diagnostics
    assert brand
    return brand


def parts(data: bytes, start: str = "ppt/") -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith(start) and name.endswith(".xml")]
        return {name: etree.fromstring(package.read(name)) for name in names}


def named(root: etree._Element, name: str) -> etree._Element:
    return next(
        shape
        for shape in root.iter(P + "sp", P + "pic", P + "grpSp")
        if next(shape.iter(P + "cNvPr")).get("name") == name
    )


def left_of(shape: etree._Element) -> int:
    return int(next(shape.iter(A + "off")).get("x", "0"))


def width_of(shape: etree._Element) -> int:
    return int(next(shape.iter(A + "ext")).get("cx", "0"))


@pytest.mark.parametrize("name", BRANDS)
class TestTheBrandsOwnLayouts:
    def test_every_placeholder_is_on_the_other_side(self, name: str) -> None:
        plain, other = brand_of(name, "en"), brand_of(name, "ar")
        for role, layout in plain.layouts.items():
            for one, turned_one in zip(layout.placeholders, other.layouts[role].placeholders, strict=True):
                assert turned_one.box.x == plain.width - one.box.x - one.box.width
                assert (turned_one.box.y, turned_one.box.width) == (one.box.y, one.box.width)
                # A style's left is where lines begin, in both.
                assert turned_one.levels == one.levels

    def test_what_is_drawn_is_on_the_other_side_and_slants_the_other_way(self, name: str) -> None:
        plain, other = brand_of(name, "en"), brand_of(name, "he")
        one, two = parts(plain.template), parts(other.template)
        assert one.keys() == two.keys()
        facets = 0
        for part in one:
            if not part.startswith(("ppt/slideLayouts/slide", "ppt/slideMasters/slide")):
                continue
            for shape, turned_shape in zip(one[part].iter(P + "sp"), two[part].iter(P + "sp"), strict=True):
                if shape.find(f"{P}spPr/{A}xfrm") is None:
                    continue
                assert left_of(turned_shape) == plain.width - left_of(shape) - width_of(shape)
                slanted = shape.find(f"{P}spPr/{A}custGeom") is not None
                facets += slanted
                flipped = next(turned_shape.iter(A + "xfrm")).get("flipH")
                assert flipped == ("1" if slanted else None)
        assert facets

    def test_levels_run_from_the_right(self, name: str) -> None:
        found = parts(brand_of(name, "ar").template)
        master = found[MASTER]
        for style in ("titleStyle", "bodyStyle", "otherStyle"):
            levels = [one for one in next(master.iter(P + style)) if "lvl" in str(one.tag)]
            assert {level.get("rtl") for level in levels} == {"1"}
        body = next(master.iter(P + "bodyStyle"))
        assert {level.get("algn") for level in body} == {"r"}
        assert {frame.get("rtlCol") for frame in master.iter(A + "bodyPr")} == {"1"}
        assert found["ppt/presentation.xml"].get("rtl") == "1"
        notes = next(found["ppt/notesMasters/notesMaster1.xml"].iter(P + "notesStyle"))
        assert {(level.get("algn"), level.get("rtl")) for level in notes} == {("r", "1")}
        # The slide number stands at the left end of its line, where it stood at the right.
        number = named(master, "Slide Number")
        level = next(number.iter(A + "lvl1pPr"))
        assert (level.get("algn"), level.get("rtl")) == ("l", "1")

    def test_a_template_turned_twice_is_as_it_was_and_one_that_runs_so_stays(self, name: str) -> None:
        data = brand_of(name, "en").template
        assert mirror_template(data, rtl=False) is data
        once = mirror_template(data, rtl=True)
        assert mirror_template(once, rtl=True) is once
        twice = parts(mirror_template(once, rtl=False))
        for part, root in parts(data).items():
            boxes = [(one.get("x"), one.get("y")) for one in root.iter(A + "off")]
            assert [(one.get("x"), one.get("y")) for one in twice[part].iter(A + "off")] == boxes
            levels = [(one.get("algn"), one.get("rtl")) for one in root.iter(A + "lvl1pPr")]
            assert [(one.get("algn"), one.get("rtl")) for one in twice[part].iter(A + "lvl1pPr")] == levels

    def test_every_kind_is_faultless_in_arabic_and_stands_on_the_page(self, name: str, tmp_path: Path) -> None:
        """What the suite does with each file it writes: verify it, and audit it."""
        draw_pictures(KINDS, tmp_path / "assets")
        slides = [
            line
            for number, kind in enumerate(KINDS)
            for line in example(kind, f"example-{number}", f"Part {number}" if number % 4 == 0 else None)
        ]
        project = talk(tmp_path, [*slides, "  notes: What to say."], brand=name)
        deck = project.path(project.deck)
        deck.write_text(deck.read_text("utf-8").replace("language: en", "language: ar"), "utf-8")
        assert main(["build"], project) == 0
        data = next(project.path(project.output).glob("*.pptx")).read_bytes()
        for root in parts(data, SLIDES).values():
            for paragraph in root.iter(A + "p"):
                text = "".join(run.text or "" for run in paragraph.iter(A + "t"))
                in_cell = next(paragraph.iterancestors(A + "tc"), None) is not None
                is_number = in_cell and not re.search("[^0-9,.−]", text)
                assert [properties.get("rtl") for properties in paragraph.iterfind(A + "pPr")] == ["01"[not is_number]]
            for place, size in zip(root.iter(A + "off"), root.iter(A + "ext"), strict=False):
                if place.getparent() is size.getparent():
                    assert 0 <= int(place.get("x", "0")) <= 12_192_000
        notes = parts(data, "ppt/notesSlides/notesSlide")
        (words,) = [p for root in notes.values() for p in root.iter(A + "pPr")]
        assert (words.get("algn"), words.get("rtl")) == ("r", "1")


def test_a_brands_own_template_is_mirrored_with_its_pictures_moved_and_not_flipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(brand_of("plain", "en").template)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(members[MASTER])
    tree = next(root.iter(P + "spTree"))
    for xml in (_GROUP, _ARROW):
        tree.append(etree.fromstring(xml))
    title = next(named(root, "Title").iter(A + "bodyPr"))
    title.set("lIns", "111")
    title.set("rIns", "222")
    members[MASTER] = etree.tostring(root)
    with zipfile.ZipFile(tmp_path / "house.pptx", "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    (tmp_path / "brand.yaml").write_text("name: House\ntemplate: house.pptx\n", "utf-8")
    report = Report()
    brand = read_brand(tmp_path, "house/brand.yaml", report, "ar")
    assert brand, [d.message for d in report.diagnostics]
    master = parts(brand.template)[MASTER]
    group, arrow = named(master, "Group"), named(master, "Arrow")
    assert left_of(group) == 12_192_000 - 1_000_000 - 2_000_000
    inner = named(group, "Inner")  # at the left of the group's own measure, 100 to 500; now at its right
    assert left_of(inner) == 100 + 500 - 150 - 50
    transform = next(arrow.iter(A + "xfrm"))
    assert (transform.get("flipH"), transform.get("rot")) == ("1", "-600000")
    layout = brand.layouts["content"]
    (title_placeholder,) = [one for one in layout.placeholders if one.type == "title"]
    assert (title_placeholder.insets.left, title_placeholder.insets.right) == (222, 111)


_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_GROUP = f"""<p:grpSp {_NAMES}><p:nvGrpSpPr><p:cNvPr id="60" name="Group"/><p:cNvGrpSpPr/><p:nvPr userDrawn="1"/>
</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="1000000" y="0"/><a:ext cx="2000000" cy="100"/><a:chOff x="100" y="0"/>
<a:chExt cx="400" cy="100"/></a:xfrm></p:grpSpPr><p:sp><p:nvSpPr><p:cNvPr id="61" name="Inner"/><p:cNvSpPr/>
<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="150" y="0"/><a:ext cx="50" cy="50"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp></p:grpSp>"""
_ARROW = f"""<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="62" name="Arrow"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm rot="600000"><a:off x="0" y="0"/><a:ext cx="50" cy="50"/></a:xfrm>
<a:prstGeom prst="rightArrow"><a:avLst/></a:prstGeom></p:spPr></p:sp>"""
