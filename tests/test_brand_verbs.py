"""What can be done with brands on the command line, beyond making one: take its template out and back, compare two."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import foreign
import pptx
import pytest
from examples import KINDS, draw_pictures, example, talk
from lxml import etree
from PIL import Image

from deckwright.brands.backgrounds import average_colour
from deckwright.brands.find import find_brand
from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.model.colours import BLINDNESS, Colour, measure_difference
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#{}"/></svg>'
SLIDES = r"ppt/(slides|slideLayouts|slideMasters|theme|charts|media)/[^/]+"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    slides = [line for number, kind in enumerate(KINDS, 1) for line in example(kind, f"example-{number}", "All")]
    draw_pictures(KINDS, tmp_path / "assets")
    return talk(tmp_path, slides)


def house(project: Project, yaml: str) -> Path:
    folder = project.root / "templates/house"
    folder.mkdir(exist_ok=True)
    (folder / "brand.yaml").write_text(yaml, "utf-8")
    return folder


def built(project: Project, brand: str) -> dict[str, bytes]:
    """The parts that are seen of the talk in a brand."""
    folder = project.root / f"out-{brand}"
    assert main(["build", "--brand", brand, "--output", str(folder)], project) == 0
    (file,) = folder.glob("*.pptx")
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if re.fullmatch(SLIDES, name)}


@pytest.mark.parametrize("brand", ["plain", "aarhus"])
def test_an_exported_template_comes_back_as_the_same_brand(brand: str, project: Project, capsys: Said) -> None:
    assert main(["brand", "export", brand], project) == 0
    file = project.path(project.output) / f"{brand}.potx"
    assert main(["brand", "new", "back", "--from", str(file)], project) == 0, capsys.readouterr().err
    assert built(project, "back") == built(project, brand)


def test_a_designer_changes_the_exported_template(project: Project, capsys: Said) -> None:
    """Another colour in the theme and a wider title, as PowerPoint would save them."""
    assert main(["brand", "export", "aarhus"], project) == 0
    file = project.path(project.output) / "aarhus.potx"

    def change(members: dict[str, bytes]) -> None:
        members["ppt/theme/theme1.xml"] = members["ppt/theme/theme1.xml"].replace(b"003D73", b"730000")

    file.write_bytes(foreign.repacked(file.read_bytes(), change))
    assert main(["brand", "new", "red", "--from", str(file)], project) == 0
    report = Report()
    brand = read_brand(project.root / "templates/red", "b", report)
    assert brand is not None
    assert brand.colours["accent1"] == "730000"
    assert main(["build", "--brand", "red", "--strict"], project) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "size"),
    [('"4:3"', (9_144_000, 6_858_000)), ("A4", (9_906_000, 6_858_000)), ("20cm x 20cm", (7_200_000,) * 2)],
)
def test_a_brand_of_another_size(said: str, size: tuple[int, int], project: Project, capsys: Said) -> None:
    folder = house(project, f"size: {said}\n")
    assert main(["build", "--brand", "house", "--strict"], project) == 0, capsys.readouterr().err
    (file,) = project.path(project.output).glob("*.pptx")
    presentation: Any = pptx.Presentation(str(file))
    assert (presentation.slide_width, presentation.slide_height) == size
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left + shape.width <= size[0]
            assert shape.top + shape.height <= size[1]
    report = Report()
    brand = read_brand(folder, "b", report)
    assert brand is not None
    assert brand.styles["label"].size < 20
    assert brand.smallest < 12


def test_a_drawing_as_logo_for_light_and_dark(project: Project, capsys: Said) -> None:
    folder = house(
        project,
        'logo: {on-light: mark.svg, on-dark: white.svg}\ncolours: {text2: "#102030"}\nbackgrounds: {title: text2}\n',
    )
    (folder / "mark.svg").write_text(SVG.format("003D73"))
    (folder / "white.svg").write_text(SVG.format("FFFFFF"))
    report = Report()
    brand = read_brand(folder, "b", report)
    assert report.diagnostics == ()
    assert brand is not None
    with zipfile.ZipFile(io.BytesIO(brand.template)) as archive:
        shown = {}
        for part in ("slideMasters/slideMaster1", "slideLayouts/slideLayout1"):
            folder_name, name = part.split("/")
            rels = etree.fromstring(archive.read(f"ppt/{folder_name}/_rels/{name}.xml.rels"))
            targets = [rel.get("Target", "") for rel in rels if rel.get("Type", "").endswith("/image")]
            shown[part] = b"".join(archive.read("ppt/media/" + target.rpartition("/")[2]) for target in targets)
            (picture,) = etree.fromstring(archive.read(f"ppt/{part}.xml")).iter(f"{foreign.P}pic")
            extent = next(picture.iter(f"{foreign.A}ext"))
            place = next(one for one in picture.iter(f"{foreign.A}ext") if one.get("cx"))
            assert abs(int(place.get("cx", "0")) - 3 * int(place.get("cy", "0"))) <= 3
            assert extent is not None
    assert b"#003D73" in shown["slideMasters/slideMaster1"]
    assert b"#FFFFFF" in shown["slideLayouts/slideLayout1"]
    assert main(["build", "--brand", "house", "--strict"], project) == 0, capsys.readouterr().err


@pytest.mark.parametrize("inside", ['<image href="https://spy.example/a.png"/>', '<!ENTITY a "b">'])
def test_a_drawing_that_acts_or_calls_is_no_logo(inside: str, project: Project) -> None:
    folder = house(project, "logo: mark.svg\n")
    (folder / "mark.svg").write_text(SVG.format("003D73").replace("<rect", f"{inside}<rect"))
    report = Report()
    assert read_brand(folder, "b", report) is None
    assert [one.code for one in report.diagnostics] == ["bad-picture"]


def test_the_brands_own_names_of_colours(project: Project, tmp_path: Path, capsys: Said) -> None:
    house(
        project, "names: {brand-blue: accent3, sand: background2 darker 10%}\nstyles: {source: {colour: brand-blue}}\n"
    )
    slides = tmp_path / "templates/slides/statement.xml"
    slides.write_text(
        "---\nsummary: S.\nfields: {title: text}\nexample: {title: T}\n---\n<slide><title>{{ title }}</title>"
        '<body><shape fill="brand-blue"/><shape fill="sand"/></body></slide>\n'
    )
    talk(tmp_path, ["- slide: statement", "  title: T"])
    assert main(["build", "--brand", "house"], project) == 0, capsys.readouterr().err
    (file,) = project.path(project.output).glob("*.pptx")
    with zipfile.ZipFile(file) as archive:
        root = etree.fromstring(archive.read("ppt/slides/slide1.xml"))
    assert [one.get("val") for one in root.iter(f"{foreign.A}schemeClr")][:2] == ["accent3", "bg2"]
    assert main(["build", "--brand", "plain"], project) == 1  # which has no such name
    assert "error[bad-attribute]" in capsys.readouterr().err


def test_diff_tells_what_becomes_of_the_talk(project: Project, tmp_path: Path, capsys: Said) -> None:
    assert main(["brand", "new", "house", "--from", str(foreign.of_python_pptx(tmp_path))], project) == 0
    capsys.readouterr()
    assert main(["brand", "diff", "aarhus", "house"], project) == 0
    said = capsys.readouterr().out
    assert "Title and Content → Title and Content" in said
    assert "Statement → Title and Content (1 slide)" in said
    assert re.search(r"quote: 24 pt Calibri italic, text1 #1B2026 → [\d.]+ pt Calibri italic, text1 #000000", said)


def test_diff_names_what_stops_fitting_and_being_read(tmp_path: Path, capsys: Said) -> None:
    words = "Corals and fish and all that lives there " * 14
    project = talk(tmp_path, ["- slide: statement", "  id: long", "  title: T", f'  statements: ["{words}"]'])
    house(project, 'smallest: 30\ncolours: {text2: "#F0F0F0"}\n')
    assert main(["brand", "diff", "plain", "house"], project) == 1
    told = capsys.readouterr()
    assert "error[text-overflow]: the text does not fit on slide 'long'" in told.err
    assert "Everything fits" not in told.out
    assert main(["brand", "diff", "plain", "plain"], project) == 0
    assert "Everything fits and can be read." in capsys.readouterr().out


def test_colours_as_the_colour_blind_see_them() -> None:
    colours = {"red": "B03020", "green": "5A7A20", "blue": "2050C0", "white": "FFFFFF"}
    seen = {kind: measure_difference(colours, Colour("red"), Colour("green"), kind) for kind in BLINDNESS}
    assert seen["green blindness"] < seen["blue blindness"]
    assert measure_difference(colours, Colour("blue"), Colour("white"), "red blindness") > 60
    assert measure_difference(colours, Colour("red"), Colour("red"), "red blindness") == 0


def test_a_photograph_behind_the_text_makes_it_light(tmp_path: Path, project: Project, capsys: Said) -> None:
    """A dark picture over the whole slide, as a shape of the master."""
    picture = io.BytesIO()
    Image.new("RGB", (160, 90), "#101820").save(picture, "PNG")
    presentation = pptx.Presentation()
    master = presentation.slide_master
    _, number = master.part.get_or_add_image_part(picture)
    tree = master.shapes._spTree
    drawn = type(tree).add_pic(tree, 90, "Photo", "", number, 0, 0, presentation.slide_width, presentation.slide_height)
    tree.insert(2, drawn)
    file = tmp_path / "dark.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    report = Report()
    folder = find_brand("house", [project.root / "templates"], report)
    assert folder is not None
    brand = read_brand(folder, "b", report)
    assert brand is not None
    assert brand.layouts["content"].background == Colour("text2")
    assert brand.colours["text2"] == "101820"  # of Office's blue theme, which is not seen on it, nothing is left
    assert main(["build", "--brand", "house"], project) == 0, capsys.readouterr().err


def test_a_picture_is_unpacked_once_for_all_that_stands_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left half dark, right half light."""
    picture = Image.new("RGB", (1600, 900), "#101820")
    picture.paste("#F0F0F0", (800, 0, 1600, 900))
    data = io.BytesIO()
    picture.save(data, "PNG")
    opened: list[object] = []
    real = Image.open

    def counted(*given: Any, **more: Any) -> Any:
        opened.append(given)
        return real(*given, **more)

    monkeypatch.setattr(Image, "open", counted)
    parts = [(0.0, 0.0, 0.4, share / 10) for share in range(1, 10)]
    assert {average_colour(data.getvalue(), part) for part in parts} == {"101820"}
    assert average_colour(data.getvalue(), (0.6, 0.0, 1.0, 1.0)) == "F0F0F0"
    assert len(opened) == 1
