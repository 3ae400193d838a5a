"""Templates of several masters: every slide is measured, judged and shown in the theme of its own master."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import foreign
import pptx
import pytest
from examples import talk
from lxml import etree

from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.model.brand import Brand, use_layout_theme
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]
COVER, TITLE_ONLY = 1, 6
"""Numbers of python-pptx's layouts: their titles stand under the second master."""
LONG = "Words of a heading that are many enough to fill the width of a slide more than once, and then again some"
SLIDES = (
    f"- {{slide: title, id: cover, title: '{LONG}'}}",
    "- {slide: bullets, id: points, title: Points, bullets: [one, two]}",
    "- {slide: table, id: numbers, title: Numbers, table: {columns: [a, b], rows: [[x, 1]]}}",
)
DARK = {'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"': 'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"'}
"""p:clrMap turned over: the second master's paper is the theme's dark."""
COURIER = {'<a:latin typeface="Calibri"/>': '<a:latin typeface="Courier New"/>'}
BLACK = '<a:sysClr val="windowText" lastClr="000000"/>'


def template(theme: Mapping[str, str], master: Mapping[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    pptx.Presentation().save(file)
    return foreign.with_second_master(file.getvalue(), (COVER, TITLE_ONLY), theme, master)


def made(data: bytes, tmp_path: Path, said: Said) -> tuple[Project, Brand]:
    """A talk with a brand called house of this template."""
    (tmp_path / "talk").mkdir(parents=True)
    project = talk(tmp_path / "talk", list(SLIDES))
    file = tmp_path / "two.pptx"
    file.write_bytes(data)
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0, said.readouterr().err
    brand = read_brand(project.root / "templates/house", "house/brand.yaml", Report())
    assert brand is not None
    return project, brand


def built(project: Project, said: Said) -> Any:
    assert main(["build", "--brand", "house"], project) == 0, said.readouterr().err
    (file,) = project.path(project.output).glob("*.pptx")
    return pptx.Presentation(str(file))


def scale_of(slide: Any) -> int:
    """Percent that the title is shrunk to."""
    fit = slide.shapes.title._element.find(f".//{foreign.A}normAutofit")
    return int(fit.get("fontScale", "100000")) // 1000 if fit is not None else 100


def test_a_layout_knows_its_own_masters_theme(tmp_path: Path, capsys: Said) -> None:
    _, brand = made(template({**COURIER, "4F81BD": "AA0000"}), tmp_path, capsys)
    cover, content = brand.layouts["title"], brand.layouts["content"]
    assert cover.master != content.master
    assert (brand.fonts["heading"], brand.colours["accent1"]) == ("Calibri", "4F81BD")
    shown = use_layout_theme(cover, brand)
    assert (shown.fonts["heading"], shown.fonts["body"]) == ("Courier New", "Courier New")
    assert shown.colours["accent1"] == "AA0000"
    assert shown.fonts["code"] == brand.fonts["code"]
    assert use_layout_theme(content, brand) is brand


def test_a_title_is_measured_in_its_own_masters_font(tmp_path: Path, capsys: Said) -> None:
    project, _ = made(template(COURIER), tmp_path / "wide", capsys)
    wide = scale_of(built(project, capsys).slides[0])
    project, _ = made(template({}), tmp_path / "narrow", capsys)
    narrow = scale_of(built(project, capsys).slides[0])
    assert wide < narrow


def test_a_master_whose_colours_are_turned_over_is_read_as_it_is_shown(tmp_path: Path, capsys: Said) -> None:
    _, brand = made(template({}, DARK), tmp_path, capsys)
    cover, content = brand.layouts["title"], brand.layouts["content"]
    assert (use_layout_theme(cover, brand).colours["background1"], brand.colours["background1"]) == ("000000", "FFFFFF")
    assert next(one for one in cover.placeholders if one.use == "title").background == "000000"
    assert next(one for one in content.placeholders if one.use == "title").background == "FFFFFF"


@pytest.mark.parametrize(("theme", "pale"), [({}, False), ({BLACK: '<a:srgbClr val="DDDDDD"/>'}, True)])
def test_a_text_is_judged_in_its_own_masters_colours(
    theme: Mapping[str, str], pale: bool, tmp_path: Path, capsys: Said
) -> None:
    project, _ = made(template(theme), tmp_path, capsys)
    main(["check", "--brand", "house"], project)
    told = capsys.readouterr().err
    assert ("low-contrast" in told and "on slide 'cover'" in told) == pale, told
    assert "on slide 'points'" not in told


def _overridden(data: bytes) -> bytes:
    """The cover's layout with a colour map of its own."""
    override = '<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" accent2="accent2"'
    override += (
        ' accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    )

    def change(members: dict[str, bytes]) -> None:
        name = f"ppt/slideLayouts/slideLayout{COVER}.xml"
        assert b"<a:masterClrMapping/>" in members[name]
        members[name] = members[name].replace(b"<a:masterClrMapping/>", override.encode())

    return foreign.repacked(data, change)


def test_a_layout_with_a_colour_map_of_its_own(tmp_path: Path, capsys: Said) -> None:
    project, brand = made(_overridden(template({})), tmp_path, capsys)
    cover = brand.layouts["title"]
    assert use_layout_theme(cover, brand).colours["text1"] == "FFFFFF"
    assert next(one for one in cover.placeholders if one.use == "title").background == "000000"
    assert use_layout_theme(brand.layouts["content"], brand) is brand
    slide: Any = built(project, capsys).slides[0]
    assert slide._element.find(f"{foreign.P}clrMapOvr/{foreign.A}overrideClrMapping").get("bg1") == "dk1"
    main(["check", "--brand", "house"], project)
    assert "low-contrast" not in capsys.readouterr().err


def test_inspect_names_the_other_theme_and_shows_its_layouts(tmp_path: Path, capsys: Said) -> None:
    project, _ = made(template({**COURIER, "4F81BD": "AA0000"}, DARK), tmp_path, capsys)
    assert main(["brand", "inspect", "house"], project) == 0
    said = capsys.readouterr().out
    assert "On 'Title Slide', 'Title Only':\n  Colours: text1 #FFFFFF, background1 #000000" in said
    assert "accent1 #AA0000" in said
    assert "  Fonts:   heading Courier New, body Courier New" in said


def test_both_masters_and_both_themes_are_kept(tmp_path: Path, capsys: Said) -> None:
    project, _ = made(template(COURIER), tmp_path, capsys)
    built(project, capsys)
    (file,) = project.path(project.output).glob("*.pptx")
    with zipfile.ZipFile(file) as archive:
        masters = [name for name in archive.namelist() if name.startswith("ppt/slideMasters/slideMaster")]
        themes = [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.startswith("ppt/theme/theme")]
    assert len(masters) == 2
    fonts = {
        one.get("typeface") for root in themes for one in root.iterfind(f".//{foreign.A}majorFont/{foreign.A}latin")
    }
    assert {"Calibri", "Courier New"} <= fonts
