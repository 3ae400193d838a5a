"""The talk of this repository: its chart shows its data, and a changed number changes wherever it is said."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from examples import BRANDS, ROOT
from talk_files import NAME, TAGS, TALK, Built, build_talk

from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.ooxml.stamp import HASH_PROPERTY, join_data_properties, read_stamp


@pytest.fixture(scope="module", params=BRANDS)
def brand_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    return build_talk(request.param, tmp_path_factory)


@pytest.fixture(params=TAGS)
def file(request: pytest.FixtureRequest, brand_files: dict[str, Built]) -> Built:
    return brand_files[request.param]


def test_the_chart_shows_the_data_and_picks_out_the_medical_secretaries(file: Built) -> None:
    (shape,) = (shape for shape in file.slide("udvikling").shapes if shape.has_chart)
    plot = shape.chart.plots[0]
    assert list(plot.series[0].values) == [0.18, 0.06, 0.39, 0.2, 0.57]
    points = plot._element.iter("{*}dPt")
    assert [point.find("{*}idx").get("val") for point in points] == ["1"]


def test_every_language_is_complete_and_current() -> None:
    assert main(["check", "--strict"], TALK) == 0
    assert main(["translate", "--status"], TALK) == 0


# A figure is changed where it stands.

AS_WORDS, AS_NUMBER = ("18", "19"), ("0.18", "0.19")
WITH_THE_NUMBER = {
    *("ppt/slides/slide8.xml", "ppt/charts/chart1.xml", "ppt/notesSlides/notesSlide8.xml"),
    *("ppt/slides/slide18.xml", "ppt/charts/chart2.xml", "ppt/notesSlides/notesSlide18.xml"),
    *("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", "ppt/embeddings/Microsoft_Excel_Sheet2.xlsx"),
}
"""The slide of the development and the recap that shows it in small."""


def changes(before: bytes, after: bytes) -> set[tuple[str, str]]:
    """The words that differ in a part, or in the parts of a workbook; what stands between them does not."""
    if zipfile.is_zipfile(io.BytesIO(before)):
        sheets, others = parts_of(before), parts_of(after)
        assert list(sheets) == list(others)
        return {pair for name in sheets for pair in changes(sheets[name], others[name])}
    old, new = (re.split(r"([\w.]+)", data.decode()) for data in (before, after))
    assert len(old) == len(new)
    return {(one, other) for one, other in zip(old, new, strict=True) if one != other}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("brand", BRANDS)
def test_a_number_changed_in_its_file_changes_wherever_it_is_said_and_nothing_else(brand: str, tmp_path: Path) -> None:
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "deck.yaml", tmp_path)
    build = ["build", "--strict", "--brand", brand, "--output"]
    assert main([*build, str(tmp_path / "before")], Project(tmp_path)) == 0
    data = tmp_path / "assets/data/growth.csv"
    assert data.read_text("utf-8").count("18%") == 1
    data.write_text(data.read_text("utf-8").replace("18%", "19%"), "utf-8")
    assert main([*build, str(tmp_path / "after")], Project(tmp_path)) == 0
    for language in TAGS:
        file = f"{NAME}.{language}.pptx"
        before, after = (parts_of((tmp_path / when / file).read_bytes()) for when in ("before", "after"))
        assert list(before) == list(after)
        changed = {name for name in before if before[name] != after[name]} - {"docProps/custom.xml"}
        assert changed == WITH_THE_NUMBER
        for name in changed:
            words = changes(before[name], after[name])
            assert words <= {AS_WORDS, AS_NUMBER}
            assert (AS_NUMBER if name.startswith(("ppt/charts/", "ppt/embeddings/")) else AS_WORDS) in words
        old, new = (read_stamp((tmp_path / when / file).read_bytes()) for when in ("before", "after"))
        assert old[HASH_PROPERTY] != new[HASH_PROPERTY]
        was, now = (json.loads(join_data_properties(stamp)) for stamp in (old, new))
        assert was["data"]["growth"].pop("sha256") != now["data"]["growth"].pop("sha256")
        assert was == now
        (alt,) = re.findall(r'descr="([^"]*19[^"]*)"', after["ppt/slides/slide8.xml"].decode())
        assert re.search(r"19\s?%", alt)


def test_the_lock_is_of_the_values_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--frozen", "--locale", "da"], TALK) == 0
    assert main(["data"], TALK) == 0
    assert re.search(
        r"^growth +2018 +up to date +8 udvikling, 9 aarsager, 18 fremtid$", capsys.readouterr().out, re.MULTILINE
    )


def test_the_diff_names_source_fact_and_slides_of_a_changed_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("deck.yaml", "deck.lock"):
        shutil.copy(ROOT / name, tmp_path)
    file = tmp_path / "assets/data/freed-time.csv"
    file.write_text(file.read_text("utf-8").replace("1700", "1800"), "utf-8")
    assert main(["data", "diff"], Project(tmp_path)) == 1
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "freed_time (assets/data/freed-time.csv): changed",
        "nurse_fte: 1.700 → 1.800 20 afslutning",
    ]
