"""Provenance: where values come from, on the slide, in its notes and in the file; and what `inspect` reads there."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from examples import BRANDS, HANGS
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.ooxml.stamp import DATA_PROPERTY, join_data_properties, read_stamp
from deckwright.write.properties import MAX_PROPERTY_LENGTH

Said = pytest.CaptureFixture[str]

DECK = """\
title: Et foredrag
language: da
languages: [da, en, ar]
brand: {brand}
show_sources: {show}
data:
  growth: {{file: growth.csv, source: "*Danske* Regioner", as_of: 2018}}
  beds: {{file: beds.csv, source: Sygehusene, as_of: 2018-03}}
  more: {{file: beds.csv, source: Sygehusene, as_of: 2018-03}}
  plain: {{file: beds.csv}}
facts:
  doctors: {{data: growth, where: {{group: doctors}}, field: growth}}
  a: {{data: beds, where: {{ward: A}}, field: beds}}
  b: {{data: more, where: {{ward: B}}, field: beds}}
slides:
  - {{slide: chart, id: drawn, title: B, chart: {{kind: bar, data: growth, categories: group, values: growth}}}}
  - {{slide: bullets, id: said, title: A, bullets: ["{{{{ fact.doctors }}}}"]}}
  - slide: bullets
    id: asked
    title: A
    show_sources: yes
    bullets: ["{{{{ fact.doctors }}}} {{{{ fact.a + fact.b }}}}"]
  - {{slide: table, id: never, title: C, show_sources: no, table: {{data: beds}}}}
  - {{slide: table, id: own, title: C, source: Min egen, table: {{data: beds}}}}
  - {{slide: table, id: unsourced, title: C, table: {{data: plain}}}}
  - {{slide: bullets, id: spoken, title: A, bullets: [Intet], notes: "Det er {{{{ fact.a }}}}"}}
"""


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "locales").mkdir()
    for tag in ("en", "ar"):
        (tmp_path / f"locales/{tag}.po").write_text('msgid ""\nmsgstr ""\n')
    (tmp_path / "assets/growth.csv").write_text("group,growth\ndoctors,57%\nnurses,20%\n")
    (tmp_path / "assets/beds.csv").write_text("ward,beds\nA,12\nB,9\n")
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, brand: str = "plain", show: str = "yes") -> None:
    (folder / "deck.yaml").write_text(DECK.format(brand=brand, show=show))


def build(folder: Path, *arguments: str, locale: str = "da") -> Path:
    assert main(["build", "--locale", locale, *arguments]) == DONE
    return folder / f"build/et-foredrag.{locale}.pptx"


def slides(file: Path) -> dict[str, Any]:
    return {slide.name: slide for slide in Presentation(str(file)).slides}


def line_on(slide: Any) -> str | None:
    return next((shape.text_frame.text for shape in slide.shapes if shape.name == "Source"), None)


def notes_of(slide: Any) -> list[str]:
    return slide.notes_slide.notes_text_frame.text.split("\n") if slide.has_notes_slide else []


GROWTH, BEDS = "Kilde: Danske Regioner, data pr. 2018", "Kilde: Sygehusene, data pr. marts 2018"


def test_the_line_stands_where_it_is_wanted(talk: Path) -> None:
    found = slides(build(talk))
    assert {name: line_on(slide) for name, slide in found.items()} == {
        "drawn": GROWTH,
        "said": None,
        "asked": f"{BEDS} · {GROWTH}",
        "never": None,
        "own": None,
        "unsourced": None,
        "spoken": None,
    }
    assert {name: notes_of(slide) for name, slide in found.items()} == {
        "drawn": [GROWTH],
        "said": [GROWTH],
        "asked": [f"{BEDS} · {GROWTH}"],
        "never": [],
        "own": [BEDS],
        "unsourced": [],
        "spoken": ["Det er 12", BEDS],
    }


def test_without_the_switch_only_notes_and_slides_that_ask_say_it(talk: Path) -> None:
    write(talk, show="no")
    found = slides(build(talk))
    assert [name for name, slide in found.items() if line_on(slide)] == ["asked"]
    assert notes_of(found["drawn"]) == [GROWTH]


@pytest.mark.parametrize(
    ("locale", "line"),
    [("en", "Source: Danske Regioner, data as of 2018"), ("ar", "المصدر: Danske Regioner، بيانات 2018")],
)
def test_it_is_in_the_language_of_the_deck(locale: str, line: str, talk: Path) -> None:
    found = slides(build(talk, locale=locale))
    assert line_on(found["drawn"]) == line
    assert notes_of(found["drawn"]) == [line]
    shape = next(shape for shape in found["drawn"].shapes if shape.name == "Source")
    properties = shape.text_frame.paragraphs[0]._p.pPr
    assert (properties is not None and properties.get("rtl") == "1") == (locale == "ar")


@pytest.mark.parametrize("brand", BRANDS)
def test_what_stands_above_it_gives_way_and_stays_a_placeholder(brand: str, talk: Path) -> None:
    if brand != "plain":
        shutil.copytree(Path(__file__).parent.parent / "templates" / brand, talk / "templates" / brand)
    write(talk, brand)
    found = slides(build(talk))
    for name in ("drawn", "asked"):
        shapes = {shape.name: shape for shape in found[name].shapes}
        line = shapes.pop("Source")
        body = max((s for s in found[name].placeholders if s.placeholder_format.idx == 1), key=lambda s: s.height)
        assert body.top + body.height <= line.top
        below = [s for s in found[name].placeholders if s.placeholder_format.idx >= 10]
        assert all(line.top + line.height <= s.top for s in below)


def test_a_slide_for_each_row_says_where_the_rows_come_from(talk: Path) -> None:
    with (talk / "deck.yaml").open("a") as file:
        file.write("""  - slide: bullets
    id: "ward-{{ row.beds }}"
    repeat: row in data.more
    title: A
    show_sources: yes
    bullets: ["{{ row.beds }}"]
""")
    found = slides(build(talk))
    assert line_on(found["ward-12"]) == line_on(found["ward-9"]) == BEDS


def properties_of(file: Path) -> dict[str, Any]:
    stamp = read_stamp(file.read_bytes())
    assert all(len(value) <= MAX_PROPERTY_LENGTH for name, value in stamp.items() if name.startswith(DATA_PROPERTY))
    told: dict[str, Any] = json.loads(join_data_properties(stamp))
    return told


def test_the_file_remembers_which_data_it_shows(talk: Path) -> None:
    told = properties_of(build(talk))
    assert {name: (one["source"], one["as_of"], one["rows"]) for name, one in told["data"].items()} == {
        "beds": ("Sygehusene", "2018-03", 2),
        "growth": ("Danske Regioner", "2018", 2),
        "more": ("Sygehusene", "2018-03", 2),
        "plain": ("", "", 2),
    }
    assert [1, "drawn", ["growth"]] in told["slides"]
    assert [7, "spoken", ["beds"]] in told["slides"]
    first = (talk / "build/et-foredrag.da.pptx").read_bytes()
    assert build(talk).read_bytes() == first


def test_one_slide_by_itself_remembers_its_own_data(talk: Path) -> None:
    assert main(["build", "--locale", "da", "--only", "never"]) == DONE
    told = properties_of(talk / "build/et-foredrag.never.da.pptx")
    assert list(told["data"]) == ["beds"]
    assert told["slides"] == [[1, "never", ["beds"]]]


def inspected(capsys: Said, file: Path) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = main(["inspect", str(file)])
    return code, capsys.readouterr().out.splitlines()


def test_inspect_says_what_a_file_shows_and_whether_that_is_still_so(talk: Path, capsys: Said) -> None:
    file = build(talk)
    code, lines = inspected(capsys, file)
    assert code == DONE
    assert lines[0] == "build/et-foredrag.da.pptx: built by Deckwright, unchanged"
    rows = {line.split()[0]: line for line in lines[2:]}
    assert re.fullmatch(
        r"growth +Danske Regioner +2018 +2 +[0-9a-f]{12} +the same +1 drawn, 2 said, 3 asked", rows["growth"]
    )
    assert re.fullmatch(r"plain +– +– +2 +[0-9a-f]{12} +the same +6 unsourced", rows["plain"])
    (talk / "assets/growth.csv").write_text("group,growth\ndoctors,58%\nnurses,20%\n")
    code, lines = inspected(capsys, file)
    rows = {line.split()[0]: line for line in lines[2:]}
    assert code == PROBLEMS
    assert " changed " in rows["growth"]
    assert " the same " in rows["beds"]


def test_inspect_where_there_is_no_talk(talk: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    file = build(talk)
    elsewhere = talk / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    code, lines = inspected(capsys, file)
    assert code == DONE
    assert lines[2].split() == ["source", "from", "as", "of", "rows", "version", "slides"]
    assert inspected(capsys, talk / "deck.yaml") == (DONE, [f"{talk / 'deck.yaml'}: not built by Deckwright"])
    assert main(["inspect", "nix.pptx"]) == PROBLEMS
    assert "'nix.pptx' cannot be read: no such file or directory" in capsys.readouterr().err


def test_slides_that_were_moved_are_found_by_their_names(talk: Path, capsys: Said) -> None:
    presentation = Presentation(str(build(talk)))
    listed = presentation.slides._sldIdLst
    listed.insert(0, listed[-1])
    listed.remove(listed[1])
    moved = talk / "moved.pptx"
    presentation.save(str(moved))
    _, lines = inspected(capsys, moved)
    assert lines[0] == "moved.pptx: built by Deckwright, and saved by another program since"
    rows = {line.split()[0]: line for line in lines[2:]}
    assert rows["growth"].endswith("  2 said, 3 asked")
    assert rows["beds"].endswith("  1 spoken, 3 asked, 4 never, 5 own")


def test_properties_that_somebody_has_changed_are_no_crash(talk: Path, capsys: Said) -> None:
    data = build(talk).read_bytes()
    changed = talk / "changed.pptx"
    for new in (b'{"data":3', b'{"data":{"x":{}}}XX', b"[]XXXXXX"):
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as archive:
            for name in old.namelist():
                part = old.read(name)
                if name == "docProps/custom.xml":
                    part = re.sub(rb'(?s)(name="DeckwrightData1".*?lpwstr>)[^<]*', lambda m: m[1] + new, part)  # noqa: B023
                archive.writestr(name, part)
        assert inspected(capsys, changed)[1][-1] == "it lists no data"
    changed.unlink()  # it is not faultless, and was not written by Deckwright


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_keeps_it(talk: Path, capsys: Said) -> None:
    file = build(talk)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{talk}/profile", "--convert-to", "pptx"]
    subprocess.run(
        [*command, "--outdir", str(talk / "saved"), str(file)], check=True, capture_output=True, timeout=HANGS
    )
    code, lines = inspected(capsys, talk / "saved" / file.name)
    assert code == DONE
    assert lines[0].endswith("saved by another program since")
    rows = {line.split()[0]: line for line in lines[2:]}
    assert rows["growth"].endswith("the same  1 drawn, 2 said, 3 asked")
