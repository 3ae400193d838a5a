"""Generated pictures: `deckwright generate` makes them; a build shows them and warns when they are outdated."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from examples import HANGS
from generated_cases import SCRIPT, START, changed, copy_talk, kept, make_talk, media, status, write
from PIL import Image

from deckwright.assets.generated import GeneratedPicture, hash_inputs
from deckwright.cli.main import main
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.model.source import Text
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.generate import list_generated
from deckwright.pipeline.talk import read_talk


@pytest.fixture
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talk(tmp_path_factory)


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_talk(tmp_path_factory, tmp_path)


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
