"""Generated pictures: `deckwright generate` makes them; a build shows them and warns when they are outdated."""

from __future__ import annotations

import io
import json
import os
import select
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples import HANGS, talk
from PIL import Image

from deckwright.assets.generated import GeneratedPicture, hash_inputs
from deckwright.assets.generated import generate as generate_module
from deckwright.assets.generated.generate import run_python
from deckwright.assets.generated.vega import (
    build_number_locale,
    build_time_locale,
    find_tables,
    mirror,
    read_spec,
    set_default_size,
)
from deckwright.cli.main import main
from deckwright.languages.formats import Formats
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.model.source import Text
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.generate import list_generated
from deckwright.pipeline.talk import read_talk

HEAD = """\
languages: [en, da]
texts: {nurses: Nurses, doctors: Doctors}
data:
  growth:
    file: growth.csv
    columns: {group: Group, growth: Growth}
    labels: {group: {nurses: "{{ text.nurses }}", doctors: "{{ text.doctors }}"}}
  other: {file: other.csv}
facts:
  doctors: {data: growth, where: {group: doctors}, field: growth}
generated:
  trend:
    file: generated/trend.vl.json
    texts: {title: "Growth, {{ fact.doctors }} for doctors"}
  drawn:
    file: generated/drawn.py
    data: growth
    files: [generated/map.txt]
    texts: {title: Shares}
"""
SLIDES = [
    "- {slide: picture, id: one, title: One, picture: {generated: trend, alt: Doctors first.}}",
    "- {slide: picture, id: two, title: Two, picture: {generated: drawn, alt: Rings.}}",
]
SPEC: dict[str, Any] = {
    "title": "$text.title",
    "data": {"name": "growth"},
    "mark": "bar",
    "encoding": {
        "y": {"field": "group", "type": "nominal", "title": "$heading.growth.group"},
        "x": {"field": "growth", "type": "quantitative", "axis": {"format": ".1%"}},
        "color": {
            "condition": {"test": "datum.group_code == 'doctors'", "value": "$colour.accent2"},
            "value": "#123456",
        },
    },
}
START = """\
import json, os
picture = json.load(open(os.environ["DECKWRIGHT_PICTURE"], encoding="utf-8"))
"""
SCRIPT = (
    START
    + """\
rows = picture["data"]["growth"]["rows"]
bars = "".join(f'<rect y="{20 * n}" width="{300 * row["growth"]:.1f}" height="15"/>' for n, row in enumerate(rows))
head = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" fill="' + picture["colours"]["accent1"] + '">'
title = "<title>" + picture["texts"]["title"] + "</title></svg>"
open(picture["svg"], "w", encoding="utf-8").write(head + bars + title)
"""
)
DANISH = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
msgctxt "generated.trend.texts.title"
msgid "Growth, {{ fact.doctors }} for doctors"
msgstr "Stigning, {{ fact.doctors }} for læger"
msgctxt "generated.drawn.texts.title"
msgid "Shares"
msgstr "Andele"
msgctxt "texts.doctors"
msgid "Doctors"
msgstr "Læger"
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A talk whose pictures have been generated."""
    folder = tmp_path_factory.mktemp("ready")
    write(folder, "assets/growth.csv", "group,growth\nnurses,20.5%\ndoctors,57%\n")
    write(folder, "assets/other.csv", "a,b\n1,2\n")
    write(folder, "assets/generated/trend.vl.json", json.dumps(SPEC, indent=2))
    write(folder, "assets/generated/drawn.py", SCRIPT)
    write(folder, "assets/generated/map.txt", "a map")
    write(folder, "locales/da.po", DANISH)
    talk(folder, SLIDES, head=HEAD)
    assert main(["generate"], Project(folder)) == 0
    return folder


@pytest.fixture
def project(ready: Path, tmp_path: Path) -> Project:
    shutil.copytree(ready, tmp_path / "talk", ignore=shutil.ignore_patterns("build"))
    return Project(tmp_path / "talk")


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def kept(folder: Path, name: str) -> bytes:
    return (folder / "assets/generated/cache" / name).read_bytes()


def media(project: Project, locale: str) -> list[bytes]:
    (file,) = project.path("build").glob(f"*.{locale}.pptx")
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("ppt/media/")]


def status(project: Project, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """Picture and language → state, and what has changed."""
    capsys.readouterr()
    main(["generate", "--status", *arguments], project)
    lines = (line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines())
    return {f"{name} {locale}": state for name, locale, state in lines}


def test_a_spec_says_what_the_talk_says_in_its_language(ready: Path) -> None:
    english, danish = (kept(ready, f"trend.plain.{tag}.svg").decode() for tag in ("en", "da"))
    for svg, said in (
        (english, ("Growth, 57.0% for doctors", ">Group<", ">Doctors<", ">Nurses<", ">20.0%<")),
        (danish, ("Stigning, 57,0\N{NO-BREAK SPACE}% for læger", ">Læger<", ">Nurses<", ">20,0\N{NO-BREAK SPACE}%<")),
    ):
        assert all(word in svg for word in said)
        assert "$" not in svg
        assert svg.count("#AE4E2B".lower()) == svg.count("#123456") == 1  # the theme's accent2, where the code says so
        assert "Calibri, Carlito, sans-serif" in svg


def test_a_spec_is_as_large_as_the_body_and_its_type_as_the_brand_says(ready: Path) -> None:
    from deckwright.assets.pictures import read_picture

    drawing = read_picture(kept(ready, "trend.plain.en.svg"))
    assert (drawing.width, drawing.height) == (1129, 412)
    assert b'font-size="24px"' in drawing.data  # 18 points
    pixels = Image.open(io.BytesIO(kept(ready, "trend.plain.en.png")))
    assert pixels.width == round(1129 * 220 / 96)


def test_a_script_is_given_the_look_the_rows_and_the_texts(ready: Path) -> None:
    english, danish = (kept(ready, f"drawn.plain.{tag}.svg").decode() for tag in ("en", "da"))
    assert 'width="61.5"' in english  # 300 × 20.5 %
    assert 'fill="#2f6070"' in english
    assert "<title>Shares</title>" in english
    assert "<title>Andele</title>" in danish


def test_the_input_of_a_script(project: Project) -> None:
    script = START + "import shutil\nshutil.copy(os.environ['DECKWRIGHT_PICTURE'], 'seen.json')\n"
    script += "open('seen.csv', 'w').write(open(picture['data']['growth']['csv']).read())\n" + SCRIPT
    write(project.root, "assets/generated/drawn.py", script)
    assert main(["generate", "drawn", "--locale", "da"], project) == 0
    seen = json.loads((project.root / "assets/generated/seen.json").read_text("utf-8"))
    assert (seen["name"], seen["language"], seen["right_to_left"]) == ("drawn", "da", False)
    assert seen["data"]["growth"]["headings"] == {"group": "Group", "growth": "Growth"}
    assert seen["data"]["growth"]["rows"][1] == {"group": "Læger", "growth": 0.57, "group_code": "doctors"}
    assert Path(seen["files"]["generated/map.txt"]).read_text() == "a map"
    assert seen["fonts"] == {"heading": "Cambria", "body": "Calibri"}
    assert seen["series"][:2] == ["#2f6070", "#6f93a0"]
    assert (seen["width_cm"], seen["height_cm"], seen["text_size"]) == (29.87, 10.9, 18)
    lines = (project.root / "assets/generated/seen.csv").read_text("utf-8").splitlines()
    assert lines == ["group,growth,group_code", "Nurses,0.205,nurses", "Læger,0.57,doctors"]


def test_a_build_shows_what_was_made(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--locale", "da"], project) == 0
    assert "outdated-generated-picture" not in capsys.readouterr().err
    files = media(project, "da")
    for name in ("trend", "drawn"):
        assert kept(project.root, f"{name}.plain.da.png") in files
    assert sum(b"Andele" in file for file in files) == 1


def test_a_build_runs_nothing_and_needs_no_extra(project: Project) -> None:
    """Neither the script, whose trace would be seen, nor Vega, nor resvg for what has been drawn."""
    write(project.root, "assets/generated/drawn.py", "open('ran', 'w')\n")
    code = "from deckwright.cli.main import main\nimport sys\nassert main(['build', '--locale', 'en']) == 0\n"
    code += "assert not {'vl_convert', 'subprocess'} & set(sys.modules), sys.modules"
    root = Path(__file__).parent.parent
    subprocess.run(
        [sys.executable, "-c", code], cwd=project.root, env={"PYTHONPATH": str(root)}, check=True, timeout=HANGS
    )
    assert not list(project.root.rglob("ran"))


def changed(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return change


BRAND = "templates/plain/brand.yaml"


@pytest.mark.parametrize(
    ("change", "outdated"),
    [
        (changed("assets/generated/trend.vl.json", '"bar"', '"point"'), {"trend": "file generated/trend.vl.json"}),
        (changed("assets/generated/drawn.py", "15", "16"), {"drawn": "file generated/drawn.py"}),
        (changed("assets/generated/map.txt", "a map", "another"), {"drawn": "file generated/map.txt"}),
        (changed("assets/growth.csv", "20.5%", "21.5%"), {"trend": "data growth", "drawn": "data growth"}),
        (changed("assets/growth.csv", "57%", "58%"), {"trend": "data growth, its texts", "drawn": "data growth"}),
        (changed("deck.yaml", "Shares", "Parts"), {"drawn": "its texts"}),
        (changed("deck.yaml", "doctors: Doctors", "doctors: Physicians"), {"trend": "its texts", "drawn": "its texts"}),
        (changed("deck.yaml", "growth: Growth", "growth: Rise"), {"trend": "its texts", "drawn": "its texts"}),
        (changed("assets/other.csv", "1,2", "1,3"), {}),
        (changed("deck.yaml", "title: One", "title: Uno"), {}),
        (lambda folder: write(folder, "assets/growth.csv", "group,growth\r\nnurses,20.5%\r\ndoctors,57%\r\n"), {}),
    ],
)
def test_what_changes_makes_outdated_what_was_made_of_it(
    change: Callable[[Path], None], outdated: dict[str, str], project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project.root)
    found = status(project, capsys, "--locale", "en")
    assert found == {
        f"{n} en": f"outdated ({outdated[n]})" if n in outdated else "up to date" for n in ("trend", "drawn")
    }
    assert main(["build", "--locale", "en"], project) == 0
    said = capsys.readouterr().err
    assert {
        n for n in ("trend", "drawn") if f"warning[outdated-generated-picture]: generated picture '{n}'" in said
    } == set(outdated)
    assert main(["generate", "--locale", "en"], project) == 0
    assert capsys.readouterr().out.count("made") == len(outdated)
    assert set(status(project, capsys, "--locale", "en").values()) == {"up to date"}


def test_a_translation_makes_outdated_its_own_language_only(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    changed("locales/da.po", '"Andele"', '"Dele"')(project.root)
    assert status(project, capsys) == {
        "trend en": "up to date",
        "drawn en": "up to date",
        "trend da": "up to date",
        "drawn da": "outdated (its texts)",
    }


def test_a_brand_has_its_own_and_a_new_colour_makes_it_outdated(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    own = project.root / "templates/house/brand.yaml"
    write(project.root, "templates/house/brand.yaml", 'name: House\ncolours: {accent2: "#00FF00"}\n')
    assert set(status(project, capsys, "--brand", "house").values()) == {"missing"}
    assert main(["generate", "trend", "--brand", "house", "--locale", "en"], project) == 0
    assert b"#00ff00" in kept(project.root, "trend.house.en.svg")
    assert status(project, capsys, "trend", "--brand", "house")["trend en"] == "up to date"
    own.write_text('name: House\ncolours: {accent2: "#00FFFF"}\n', "utf-8")
    assert status(project, capsys, "trend", "--brand", "house")["trend en"] == "outdated (the brand)"
    assert status(project, capsys)["trend en"] == "up to date"


def test_the_exit_code_of_status_says_whether_there_is_work(project: Project) -> None:
    assert main(["generate", "--status"], project) == 0
    changed("assets/growth.csv", "57%", "58%")(project.root)
    assert main(["generate", "--status"], project) == 1


def test_only_what_is_not_up_to_date_is_made_unless_it_is_forced(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / "assets/generated/cache/drawn.plain.da.json").unlink()
    capsys.readouterr()
    assert main(["generate"], project) == 0
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == ["up to date"] * 3 + ["made"]
    assert main(["generate", "drawn", "--force", "--locale", "da"], project) == 0
    assert capsys.readouterr().out.endswith("assets/generated/cache/drawn.plain.da.svg: made\n")


def test_making_a_picture_twice_gives_the_same_bytes(project: Project) -> None:
    folder = project.root / "assets/generated/cache"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["generate", "--force"], project) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_name_that_is_no_generated_picture(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "trnd"], project) == 1
    assert "error[unknown-generated-picture]: there is no generated picture 'trnd'" in (said := capsys.readouterr().err)
    assert "did you mean 'trend'?" in said


def test_a_pseudo_locale_shows_the_pictures_of_the_deck_s_own_language(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--locale", "qps-ploc"], project) == 0
    assert "outdated-generated-picture" not in capsys.readouterr().err
    assert kept(project.root, "trend.plain.en.png") in media(project, "qps-ploc")


@pytest.mark.parametrize("file", ["../../deck.yaml", "/etc/passwd", "..", ".hidden", "a\\b.png", 7, None])
def test_a_note_beside_a_picture_leads_nowhere_else(
    file: object, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    note = {"file": file, "made of": {}}
    write(project.root, "assets/generated/cache/trend.plain.en.json", json.dumps(note))
    assert main(["build", "--locale", "en"], project) == 1
    assert "error[missing-generated-picture]: generated picture 'trend'" in capsys.readouterr().err


def test_a_picture_that_was_lost_or_spoilt_is_an_error(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.root / "assets/generated/cache/trend.plain.en.svg").unlink()
    write(project.root, "assets/generated/cache/drawn.plain.en.svg", "<svg")
    assert main(["check", "--locale", "en"], project) == 1
    said = capsys.readouterr().err
    assert "error[bad-picture]: 'generated/cache/trend.plain.en.svg' no longer exists" in said
    assert "error[bad-picture]: 'generated/cache/drawn.plain.en.svg' is not well-formed" in said


# scripts


def script(project: Project, code: str, seconds: int = HANGS) -> int:
    write(project.root, "assets/generated/drawn.py", START + code)
    return main(["generate", "drawn", "--locale", "en", "--seconds", f"{seconds}"], project)


def test_a_script_may_write_pixels(project: Project) -> None:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, "PNG")
    write(project.root, "assets/generated/map.txt", data.getvalue().hex())
    code = "open(picture['png'], 'wb').write(bytes.fromhex(open(picture['files']['generated/map.txt']).read()))\n"
    assert script(project, code) == 0
    assert kept(project.root, "drawn.plain.en.png") == data.getvalue()
    assert json.loads(kept(project.root, "drawn.plain.en.json"))["file"] == "drawn.plain.en.png"
    assert main(["build", "--locale", "en"], project) == 0
    assert data.getvalue() in media(project, "en")


def test_a_drawing_by_a_script_is_cleaned(project: Project) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x()</script><path d="M0 0H9"/></svg>'
    assert script(project, f"open(picture['svg'], 'w').write({svg!r})\n") == 0
    assert b"script" not in kept(project.root, "drawn.plain.en.svg")


PATIENCE = (1, 4, 16, 64, HANGS)
"""Seconds that a script has, one after the other, until it has been begun at least: a busy machine needs more."""


def test_a_script_that_hangs_is_stopped_with_all_it_started(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    line = project.root / "line"
    os.mkfifo(line)
    listening = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import sys, time\nwith open({str(line)!r}, 'wb'):\n    print('waiting', file=sys.stderr, flush=True)\n"
    child += "    time.sleep(100_000)"
    code = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(100_000)\n"
    before = kept(project.root, "drawn.plain.en.svg")
    for seconds in PATIENCE:
        assert script(project, code, seconds) == 1
        said = capsys.readouterr().err
        assert f"error[generation-failed]: 'drawn' was stopped after {seconds} seconds" in said
        assert f"--seconds {seconds * 5}" in said
        if "note: waiting" in said:
            break
    assert "note: waiting" in said
    ended = select.poll()
    ended.register(listening, select.POLLHUP)
    assert ended.poll(HANGS * 1000)  # the child held the other end, until it was stopped
    os.close(listening)
    assert kept(project.root, "drawn.plain.en.svg") == before


def test_a_script_that_leaves_something_running_is_done_all_the_same(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.py",
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100_000)'])",
    )
    codes = (run_python(tmp_path / "a.py", tmp_path, seconds).exit_code for seconds in PATIENCE)
    assert next(code for code in codes if code is not None) == 0


def test_what_a_failing_script_says_is_shown_but_not_all_of_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        script(project, "import sys\nfor n in range(500): print('line', n, file=sys.stderr)\nraise SystemExit(3)") == 1
    )
    said = capsys.readouterr().err
    assert "note: line 499" in said
    assert "note: line 400" not in said


def test_one_that_fails_does_not_hinder_the_others(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write(project.root, "assets/generated/drawn.py", "raise ValueError")
    assert main(["generate", "--force", "--locale", "en"], project) == 1
    assert "trend.plain.en.svg: made" in capsys.readouterr().out


# specs


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "https://example.org/a.csv"}},
        {"data": {"url": "file:///etc/passwd", "format": {"type": "csv"}}},
        {"data": {"url": "growth.csv"}},
        {"layer": [{"data": {"url": "https://example.org/a.csv"}, "mark": "bar"}]},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "https://example.org/a.csv"}, "key": "a"}}]},
        {"mark": {"type": "image", "url": "https://example.org/a.png"}},
        {"mark": "image", "encoding": {"url": {"field": "a"}}},
        {"mark": {"type": "image"}, "encoding": {"url": {"field": "a"}}},
    ],
)
def test_a_spec_fetches_nothing(part: dict[str, Any]) -> None:
    report = Report()
    assert read_spec(json.dumps(SPEC | part), "trend.vl.json", report) is None
    (said,) = report.diagnostics
    assert said.code == "bad-generated-picture"
    assert said.message.startswith("web addresses and image files are not allowed")


@pytest.mark.parametrize("text", ["[]", "7", '"bar"', "", "{", "[" * 100_000])
def test_what_is_no_spec_is_refused(text: str) -> None:
    report = Report()
    assert read_spec(text, "trend.vl.json", report) is None
    assert [said.code for said in report.diagnostics] == ["bad-generated-picture"]


def test_the_tables_of_a_spec_are_found_wherever_it_names_them() -> None:
    spec = {
        "data": {"name": "growth"},
        "datasets": {"own": []},
        "layer": [{"data": {"name": "own"}}, {"data": {"name": "values", "values": []}}, {"data": {"name": "growth"}}],
        "transform": [{"lookup": "a", "from": {"data": {"name": "other"}, "key": "a"}}],
    }
    assert find_tables(spec) == ("growth", "other")


def test_a_table_that_is_not_there_is_reported_in_the_spec(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    changed("assets/generated/trend.vl.json", '"name": "growth"', '"name": "grwoth"')(project.root)
    assert main(["build", "--locale", "en"], project) == 1
    said = capsys.readouterr().err
    assert "assets/generated/trend.vl.json:4:14: error[unknown-data]: 'data:' has no table 'grwoth'" in said
    assert "did you mean 'growth'?" in said


def test_what_vega_refuses_is_said_without_the_places_in_its_own_code(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project.root, "assets/generated/trend.vl.json", '{"data": {"name": "growth"}}')
    assert main(["generate", "trend", "--locale", "en"], project) == 1
    said = capsys.readouterr().err
    assert "error[generation-failed]: 'trend' failed" in said
    assert "Invalid specification" in said
    assert "    at " not in said
    assert "Traceback" not in said


def test_a_spec_without_vega_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate_module, "find_spec", lambda _: None)
    assert main(["generate", "trend", "--force", "--locale", "en"], project) == 1
    assert 'help: python -m pip install "deckwright[vega]"' in capsys.readouterr().err
    assert main(["build", "--locale", "en"], project) == 0


def test_a_spec_has_the_size_of_a_body_unless_it_says_one() -> None:
    look = {"width_cm": 25.4, "height_cm": 12.7}
    assert set_default_size({"mark": "bar"}, look) == {
        "mark": "bar",
        "width": 960,
        "height": 480,
        "autosize": {"type": "fit", "contains": "padding"},
    }
    assert set_default_size({"width": 100, "height": {"step": 20}, "autosize": "none"}, look) == {
        "width": 100,
        "height": {"step": 20},
        "autosize": "none",
    }
    composed: tuple[dict[str, Any], ...] = ({"hconcat": []}, {"facet": {}}, {"encoding": {"row": {}}})
    for several in composed:
        assert set_default_size(several, look) == several


def test_labels_stand_at_the_other_side_where_lines_run_from_the_right() -> None:
    label = {"mark": {"type": "text", "align": "left", "dx": 6, "dy": 2}}
    assert mirror({"layer": [label, {"mark": "bar"}]}) == {
        "layer": [{"mark": {"type": "text", "align": "right", "dx": -6, "dy": 2}}, {"mark": "bar"}]
    }


def test_in_arabic_a_chart_runs_from_the_right(project: Project) -> None:
    """The bars of a spec begin at the right, where its axis stands."""
    left, right = (bars_of(project, tag) for tag in ("en", "ar"))
    assert left[0] < 300
    assert right[0] > left[0] + 300


def bars_of(project: Project, language: str) -> tuple[float, float]:
    """Where the bars of the chart begin and where the longest ends, in pixels from the left."""
    deck = (project.root / "deck.yaml").read_text("utf-8")
    deck = deck.replace("\nlanguage: en", f"\nlanguage: {language}").replace("[en, da]", f"[{language}]")
    other = project.root.with_name(language)
    shutil.copytree(project.root, other, dirs_exist_ok=True)
    (other / "deck.yaml").write_text(deck, "utf-8")
    assert main(["generate", "trend", "--force"], Project(other)) == 0
    pixels = Image.open(io.BytesIO(kept(other, f"trend.plain.{language}.png"))).convert("RGB")
    places = [n % pixels.width for n, colour in enumerate(pixels.get_flattened_data()) if colour == (0x12, 0x34, 0x56)]
    begin, end = (min(places), max(places)) if language == "en" else (max(places), min(places))
    return begin * 96 / 220, end * 96 / 220


# languages


@pytest.mark.parametrize(
    ("tag", "decimal", "thousands", "percent"),
    [
        ("en", ".", ",", "%"),
        ("da", ",", ".", "\N{NO-BREAK SPACE}%"),
        ("de", ",", ".", "\N{NO-BREAK SPACE}%"),
        ("fr", ",", "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}%"),
        ("sv", ",", "\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}%"),
        ("ja", ".", ",", "%"),
        ("he", ".", ",", "%"),
    ],
)
def test_numbers_in_generated_pictures_are_those_of_texts(tag: str, decimal: str, thousands: str, percent: str) -> None:
    known = build_number_locale(Formats(tag))
    assert (known["decimal"], known["thousands"], known["percent"]) == (decimal, thousands, percent)
    assert known["minus"] == Formats(tag).format_number(-1, 0).replace("1", "")


def test_a_brand_with_tight_percent_signs_has_them_in_generated_pictures_too() -> None:
    assert build_number_locale(Formats("da", tight=True))["percent"] == "%"


def test_months_and_days_of_the_language() -> None:
    danish = build_time_locale(Formats("da"))
    assert danish["months"][0] == "januar"
    assert danish["shortMonths"][11] == "dec."
    assert danish["days"][:2] == ["søndag", "mandag"]
    assert len(danish["days"]) == len(danish["shortDays"]) == 7


# what others ask


def asked_in(project: Project, locale: str) -> dict[str, GeneratedPicture]:
    report = Report()
    found = read_talk(project, report)
    edition = read_edition(found, locale, None, report)
    return {str(one.picture.name): one.picture for one in list_generated(found, edition, (), report)}


def test_the_inputs_of_a_picture_are_the_same_in_every_language(project: Project) -> None:
    english, danish = (asked_in(project, tag) for tag in ("en", "da"))
    inputs = hash_inputs(english["drawn"])
    assert list(inputs) == ["file generated/drawn.py", "file generated/map.txt", "data growth"]
    assert all(len(value) == 64 for value in inputs.values())
    assert inputs == hash_inputs(danish["drawn"])
    assert list(hash_inputs(english["trend"])) == ["file generated/trend.vl.json", "data growth"]
    changed("assets/growth.csv", "57%", "58%")(project.root)
    now = hash_inputs(asked_in(project, "en")["drawn"])
    assert {name for name in inputs if inputs[name] != now[name]} == {"data growth"}


def test_the_name_of_a_picture_knows_its_place(project: Project) -> None:
    name = asked_in(project, "en")["trend"].name
    assert isinstance(name, Text)
    assert name.span
    assert name.span.file == "deck.yaml"


def test_the_texts_of_a_picture_are_translated(project: Project) -> None:
    assert main(["translate", "de"], project) == 0
    catalog = (project.root / "locales/de.po").read_text("utf-8")
    assert 'msgctxt "generated.drawn.texts.title"\nmsgid "Shares"' in catalog
    assert "generated/drawn.py" not in catalog


def test_the_documented_spec_is_drawn(project: Project) -> None:
    page = (Path(__file__).parent.parent / "docs/pictures.md").read_text("utf-8")
    (spec,) = (block.split("```")[0] for block in page.split("```json\n")[1:])
    write(project.root, "assets/generated/trend.vl.json", spec)
    assert main(["generate", "trend", "--locale", "da"], project) == 0
    svg = kept(project.root, "trend.plain.da.svg").decode()
    assert all(word in svg for word in (">Læger<", ">Growth<", ">20\N{NO-BREAK SPACE}%<"))


def test_every_input_of_a_script_is_documented(project: Project) -> None:
    write(
        project.root,
        "assets/generated/drawn.py",
        START + "open('keys.json', 'w').write(json.dumps(list(picture)))\n" + SCRIPT,
    )
    assert main(["generate", "drawn", "--locale", "en"], project) == 0
    page = (Path(__file__).parent.parent / "docs/pictures.md").read_text("utf-8").split("| in the input | |")[1]
    given = json.loads((project.root / "assets/generated/keys.json").read_text("utf-8"))
    assert [key for key in given if f"`{key}" not in page] == []
