"""`deckwright verify` is of use for presentations from any program, and says where what is wrong with them."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from defects import SLIDES, changed, good_file, members, zipped
from examples import HANGS, ROOT
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from deckwright.cli.exit_codes import DONE, OUR_FAULT, PROBLEMS
from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.ooxml.consistency import BrokenPackageError, check_package
from deckwright.ooxml.package import Package, Relationships, open_package
from deckwright.verify.problems import CODES

Said = pytest.CaptureFixture[str]


@pytest.fixture
def said(capsys: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.chdir(tmp_path)
    return capsys


def test_a_good_file_has_nothing_wrong(said: Said) -> None:
    Path("good.pptx").write_bytes(good_file())
    assert main(["verify", "good.pptx"]) == DONE
    assert said.readouterr() == ("good.pptx: no problems found\n", "")


def test_a_fault_is_told_with_file_part_slide_and_shape(said: Said) -> None:
    Path("bad.pptx").write_bytes(zipped(changed(SLIDES[3], r"<a:txBody>.*?</a:txBody>", "")(members())))
    assert main(["verify", "bad.pptx"]) == PROBLEMS
    assert said.readouterr().out.splitlines() == [
        "bad.pptx:/ppt/slides/slide3.xml: error[text-without-paragraph]: a cell has no text body",
        f" = help: {CODES['text-without-paragraph'].help}",
        " = note: at slide 3, 'Table 2' (id 3): a:graphic/a:graphicData/a:tbl/a:tr/a:tc",
        "bad.pptx: 1 error",
    ]


def test_advice_is_no_fault_unless_all_must_be_well(said: Said) -> None:
    Path("fair.pptx").write_bytes(zipped(changed(SLIDES[1], "<a:t>First</a:t>", "<a:t> </a:t>")(members())))
    assert main(["verify", "fair.pptx"]) == DONE
    assert "warning[no-title]" in said.readouterr().out
    assert main(["verify", "--strict", "fair.pptx"]) == PROBLEMS
    assert "error[no-title]" in said.readouterr().out


def from_a_script() -> bytes:
    """What people make with python-pptx: layouts, notes, a picture, a merged table, charts of many kinds."""
    presentation = Presentation()
    for layout in presentation.slide_layouts:
        slide = presentation.slides.add_slide(layout)
        slide.notes_slide.notes_text_frame.text = "Notes"
    picture = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(picture, "PNG")
    slide.shapes.add_picture(picture, Cm(1), Cm(1))
    table = slide.shapes.add_table(3, 3, Cm(1), Cm(1), Cm(9), Cm(3)).table
    table.cell(0, 0).merge(table.cell(1, 1))
    for kind in (XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.PIE, XL_CHART_TYPE.RADAR, XL_CHART_TYPE.LINE_MARKERS):
        data = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["a", "b"]
        data.add_series("x", (1, None))  # type: ignore[no-untyped-call]
        slide.shapes.add_chart(kind, Cm(1), Cm(1), Cm(9), Cm(5), data)
    points = XyChartData()  # type: ignore[no-untyped-call]
    points.add_series("x").add_data_point(1, 2)  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, Cm(1), Cm(1), Cm(9), Cm(5), points)
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def test_no_false_alarm_about_a_script(said: Said) -> None:
    Path("script.pptx").write_bytes(from_a_script())
    assert main(["verify", "script.pptx"]) == DONE
    told = said.readouterr().out
    assert "warning[no-alt-text]" in told
    assert "error[" not in told
    assert "more of [" in told
    assert main(["verify", "--all", "script.pptx"]) == DONE
    assert "more of [" not in said.readouterr().out


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_no_false_alarm_about_libreoffice(said: Said, tmp_path: Path) -> None:
    Path("in").mkdir()
    Path("in/talk.pptx").write_bytes(good_file())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pptx", "--outdir", "out", "in/talk.pptx"]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS)
    assert main(["verify", "out/talk.pptx"]) == DONE
    assert "error[" not in said.readouterr().out


def test_what_is_asked_of_our_own_files_is_not_said_of_others(said: Said) -> None:
    twice = changed(SLIDES[1], 'name="Body 2"', 'name="Title 1"')(members())
    Path("edited.pptx").write_bytes(zipped(twice))
    assert main(["verify", "edited.pptx"]) == DONE
    assert said.readouterr().out == "edited.pptx: no problems found\n"


@pytest.mark.parametrize("name", ["gone.pptx", "folder", "text.pptx", "old.ppt", "locked.pptx"])
def test_what_is_no_presentation_is_said_to_be_none(name: str, said: Said) -> None:
    Path("folder").mkdir()
    Path("text.pptx").write_text("Not a presentation")
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    Path("old.ppt").write_bytes(compound)
    Path("locked.pptx").write_bytes(compound + "EncryptedPackage".encode("utf-16-le"))
    Path("good.pptx").write_bytes(good_file())
    assert main(["verify", name, "good.pptx"]) == PROBLEMS
    out, err = said.readouterr()
    assert "good.pptx: no problems found" in out  # the others are still looked into
    wanted = {
        "gone.pptx": "no such file",
        "folder": "it is a folder",
        "text.pptx": "not a zip",
        "old.ppt": "old format",
    }
    assert wanted.get(name, "encrypted") in out + err


def test_a_bomb_is_not_unpacked(said: Said) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members():
            archive.writestr(name, content)
        with archive.open("ppt/media/bomb.png", "w", force_zip64=True) as file:
            for _ in range(310):
                file.write(bytes(1_000_000))
    Path("bomb.pptx").write_bytes(bomb.getvalue())
    assert main(["verify", "bomb.pptx"]) == PROBLEMS
    assert "it unpacks to more than 300 MB" in said.readouterr().out


UNSOUND: dict[str, tuple[Callable[[Package], object], str]] = {
    "no presentation": (lambda package: package.parts.pop("/ppt/presentation.xml"), "no presentation part"),
    "a picture that is gone": (lambda package: package.parts.pop("/ppt/media/image1.png"), "which does not exist"),
    "an empty part": (lambda package: emptied(package), "slide1.xml: it is empty"),
    "a part of no kind": (lambda package: package.add("/ppt/x.bin", "", b"x"), "it has no content type"),
    "a link that is none": (lambda package: edited(package, b'r:id="', b'r:id="x'), "which it does not have"),
    "two shapes of one id": (lambda package: edited(package, b'id="3"', b'id="2"'), "two shapes have the same id"),
    "a slide without layout": (
        lambda package: forgotten(package), "it has no slideLayout"),
    "names in capitals": (
        lambda package: package.add("/ppt/Slides/slide1.xml", "x", b"x"), "differ only in case"),
}  # fmt: skip
"""What could go wrong with a package → how it is brought about, what is said."""


def emptied(package: Package) -> None:
    package.parts["/ppt/slides/slide1.xml"].data = b""


def forgotten(package: Package) -> None:
    part = package.parts["/ppt/slides/slide1.xml"]
    part.relationships = Relationships(part.name, (r for r in part.relationships if not r.type.endswith("Layout")))


def edited(package: Package, old: bytes, new: bytes) -> None:
    part = package.parts["/ppt/slides/slide1.xml"]
    assert old in part.data
    part.data = part.data.replace(old, new)


def test_a_sound_package_is_found_sound() -> None:
    check_package(open_package(good_file()))


@pytest.mark.parametrize("fault", UNSOUND)
def test_a_package_that_does_not_hold_together_is_never_written(fault: str) -> None:
    plant, said = UNSOUND[fault]
    package = open_package(good_file())
    plant(package)
    with pytest.raises(BrokenPackageError, match=said):
        check_package(package)


def test_what_no_file_can_hold_is_said_and_no_file_is_written(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("deckwright.ooxml.zip_file.PARTS", 50)
    slides = "".join(f"  - {{slide: title, title: A{number}}}\n" for number in range(40))
    (tmp_path / "deck.yaml").write_text(f"title: A\nlanguage: en\nbrand: plain\nslides:\n{slides}")
    assert main([]) == PROBLEMS
    assert "error[too-many-slides]: a file that Office reads holds at most 50 parts" in said.readouterr().err
    assert not (tmp_path / "build").exists()


def test_our_own_fault_is_said_to_be_ours_and_no_file_is_written(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unsound(_: Package) -> None:
        raise BrokenPackageError("two slides have one id")

    monkeypatch.setattr("deckwright.write.presentation.check_package", unsound)
    (tmp_path / "deck.yaml").write_text(
        "title: A\nlanguage: en\nbrand: plain\nslides: [{slide: title, id: a, title: A}]\n"
    )
    assert main([]) == OUR_FAULT
    assert "This is a fault in Deckwright" in said.readouterr().err
    assert not (tmp_path / "build").exists()


def test_the_project_s_own_talk_has_nothing_wrong(tmp_path: Path, capsys: Said) -> None:
    assert main(["build", "--output", str(tmp_path)], Project(ROOT)) == DONE
    assert main(["verify", "--strict", *map(str, sorted(tmp_path.glob("*.pptx")))]) == DONE
    assert capsys.readouterr().out.count("no problems found") == 3
