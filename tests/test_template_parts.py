"""Templates of others: what brand new writes and leaves out, and what is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import foreign
import pptx
import pytest
from lxml import etree
from template_cases import make_talk, members, tried

from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.system.limits import TEMPLATE_PARTS

Said = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_talk(tmp_path)


def test_what_brand_new_writes_says_why_and_how_sure(project: Project, tmp_path: Path, capsys: Said) -> None:
    assert main(["brand", "new", "house", "--from", str(foreign.of_python_pptx(tmp_path))], project) == 0
    text = (project.root / "templates/house/brand.yaml").read_text("utf-8")
    assert "  # opens a part of the talk. Sure: its type is 'secHead'.\n  section: Section Header\n" in text
    assert "  # statement:" in text
    assert "#   accent1             #4F81BD" in text
    with zipfile.ZipFile(project.root / "templates/house/house.potx") as archive:
        assert not [name for name in archive.namelist() if "/slides/" in name]
        assert b"template.main+xml" in archive.read("[Content_Types].xml")
    assert main(["brand", "new", "house", "--from", str(tmp_path / "default.pptx")], project) == 1
    assert "error[folder-not-empty]" in capsys.readouterr().err


@pytest.mark.parametrize("brand", ["plain", "aarhus"])
def test_inspect_shows_every_layout_once(brand: str, project: Project, capsys: Said) -> None:
    assert main(["brand", "inspect", brand], project) == 0
    said = capsys.readouterr().out
    assert "for content; slide types agenda, bullets" in said
    deck = pptx.Presentation(str(project.path(project.output) / f"{brand}.brand.pptx"))
    shown = [slide.slide_layout.name for slide in deck.slides][: len(deck.slide_layouts)]
    assert shown == [layout.name for layout in deck.slide_layouts]
    labels = [shape.text_frame.text for shape in deck.slides[3].placeholders]
    assert "Body: body (idx 1)" in labels


def test_inspect_reports_what_two_placeholders_share(project: Project, tmp_path: Path, capsys: Said) -> None:
    tried(project, foreign.altered("one-name-and-index", tmp_path), capsys)
    (project.root / "templates/house/raw.pptx").write_bytes((tmp_path / "one-name-and-index.pptx").read_bytes())
    (project.root / "templates/house/brand.yaml").write_text("template: raw.pptx\n")
    assert main(["brand", "inspect", "house"], project) == 0
    said = capsys.readouterr().out
    assert "two placeholders of layout 'Two Content' are called 'Content'" in said
    assert "two placeholders of layout 'Two Content' have the index 1" in said


# Broken and hostile files


def _macros(members: dict[str, bytes]) -> None:
    plain = b"openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = members["[Content_Types].xml"].replace(plain, b"ms-powerpoint.presentation.macroEnabled.main+xml")
    override = b'<Override PartName="/ppt/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    members["[Content_Types].xml"] = types.replace(b"</Types>", override)
    members["ppt/vbaProject.bin"] = b"macros"
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="vbaProject.bin"/></Relationships>'.encode()
    rels = members["ppt/_rels/presentation.xml.rels"]
    members["ppt/_rels/presentation.xml.rels"] = rels.replace(b"</Relationships>", link)


def test_macros_are_left_out_and_told(project: Project, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "house.pptm"
    file.write_bytes(foreign.repacked(foreign.of_python_pptx(tmp_path).read_bytes(), _macros))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert "warning[template-cleaned]: 'house.pptm' has macros" in capsys.readouterr().err
    made = (project.root / "templates/house/house.potx").read_bytes()
    assert b"vba" not in made
    assert main(["build", "--brand", "house", "--strict"], project) == 0


def _fonts_and_data(members: dict[str, bytes]) -> None:
    """An embedded font, data of another program, and a password for changes."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = members["[Content_Types].xml"]
    members["[Content_Types].xml"] = types.replace(
        b"<Default", b'<Default Extension="fntdata" ContentType="application/x-fontdata"/><Default', 1
    )
    members["ppt/fonts/font1.fntdata"] = b"a font"
    members["customXml/item1.xml"] = b"<secret/>"
    links = f"""<Relationship Id="rId97" Type="{kinds}/font" Target="fonts/font1.fntdata"/>
        <Relationship Id="rId98" Type="{kinds}/customXml" Target="../customXml/item1.xml"/></Relationships>""".encode()
    rels = members["ppt/_rels/presentation.xml.rels"]
    members["ppt/_rels/presentation.xml.rels"] = rels.replace(b"</Relationships>", links)
    more = (
        b'<p:embeddedFontLst><p:embeddedFont><p:font typeface="House"/><p:regular r:id="rId97"/></p:embeddedFont>'
        b'</p:embeddedFontLst><p:custDataLst><p:custData r:id="rId98"/></p:custDataLst><p:defaultTextStyle'
    )
    members["ppt/presentation.xml"] = members["ppt/presentation.xml"].replace(b"<p:defaultTextStyle", more, 1)


def test_embedded_fonts_are_kept_and_data_of_other_programs_is_not(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "fonts.pptx"
    file.write_bytes(foreign.repacked(foreign.of_python_pptx(tmp_path).read_bytes(), _fonts_and_data))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    parts = members((project.root / "templates/house/house.potx").read_bytes())
    assert parts["ppt/fonts/font1.fntdata"] == b"a font"
    assert b'typeface="House"' in parts["ppt/presentation.xml"]
    assert not [name for name in parts if "customXml" in name]
    assert b"custData" not in parts["ppt/presentation.xml"]


def test_linked_pictures_and_objects_are_left_out(project: Project, tmp_path: Path, capsys: Said) -> None:
    presentation: Any = pptx.Presentation()
    layout = presentation.slide_layouts[1]
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = layout.part.relate_to("https://spy.example/pixel.png", f"{kinds}/image", is_external=True)
    element = etree.fromstring(
        f'<p:pic xmlns:p="{foreign.P[1:-1]}" xmlns:a="{foreign.A[1:-1]}" xmlns:r="{kinds}"><p:nvPicPr>'
        '<p:cNvPr id="77" name="Spy"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:link="{picture}"/></p:blipFill><p:spPr/></p:pic>'
    )
    layout.shapes._spTree.append(element)
    file = tmp_path / "house.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert "has links to other files or sites" in capsys.readouterr().err
    with zipfile.ZipFile(project.root / "templates/house/house.potx") as archive:
        assert not [name for name in archive.namelist() if b"spy.example" in archive.read(name)]
        assert b"Spy" not in archive.read("ppt/slideLayouts/slideLayout2.xml")
    assert main(["build", "--brand", "house", "--strict"], project) == 0


def _bomb(members: dict[str, bytes]) -> None:
    members["ppt/media/image1.png"] = bytes(60_000_000)


def _entities(members: dict[str, bytes]) -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = members["ppt/theme/theme1.xml"].partition(b"?>")[2]
    members["ppt/theme/theme1.xml"] = f'<!DOCTYPE a [<!ENTITY e0 "x">{layers}]>'.encode() + text


def _way_out(members: dict[str, bytes]) -> None:
    members["ppt/../../../etc/passwd"] = b"root"


def _word(members: dict[str, bytes]) -> None:
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"presentationml.presentation.main", b"wordprocessingml.document.main"
    )


def _crowd(members: dict[str, bytes]) -> None:
    members.update({f"ppt/media/{number}.bin": b"" for number in range(TEMPLATE_PARTS)})


HOSTILE: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "an old file": (lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "PowerPoint before 2007"),
    "a password": (
        lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password",
    ),
    "a renamed .docx": (lambda data: foreign.repacked(data, _word), "is a Word document"),
    "a zip bomb": (lambda data: foreign.repacked(data, _bomb), "would unpack to far more"),
    "an entity bomb": (lambda data: foreign.repacked(data, _entities), "declares entities"),
    "a way out": (lambda data: foreign.repacked(data, _way_out), "leads out of the file"),
    "a crowd": (lambda data: foreign.repacked(data, _crowd), "more than any template"),
    "half of it": (lambda data: data[: len(data) // 2], "cannot be read|can be read"),
    "nothing": (lambda _: b"", "can be read"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_template_is_refused_at_once(case: str, project: Project, tmp_path: Path, capsys: Said) -> None:
    make, message = HOSTILE[case]
    file = tmp_path / "house.pptx"
    file.write_bytes(make(foreign.of_python_pptx(tmp_path).read_bytes()))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 1
    told = capsys.readouterr().err
    assert told.startswith("error[bad-template]: 'house.pptx' ")
    assert re.search(message, told), told
    assert not (project.root / "templates/house").exists()


def test_what_was_mended_is_mended_once(tmp_path: Path) -> None:
    from deckwright.brands.import_template import import_template

    for name in ("nameless", "one-name-and-index", "no-layouts"):
        once = import_template(foreign.altered(name, tmp_path).read_bytes())
        twice = import_template(once.data)
        assert members(twice.data) == members(once.data)
        assert twice.repairs == ()


def test_a_sound_template_keeps_its_parts(tmp_path: Path) -> None:
    from deckwright.brands.import_template import import_template

    data = foreign.of_python_pptx(tmp_path).read_bytes()
    ours = members(import_template(data).data)
    kept = [name for name in members(data) if re.match(r"ppt/(slideMasters|slideLayouts|theme)/[^/]+\.xml", name)]
    assert len(kept) == 13
    assert [name for name in kept if ours[name] != members(data)[name]] == []
