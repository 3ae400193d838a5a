"""The README: its commands run, and its tour leads where it says."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.model.project import Project

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
NAME = "den-digitaliserede-laegesekretaer"
PYTHON = ".venv/bin/python"
INSTALL = "--no-deps --no-build-isolation --editable ."

Said = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Block:
    heading: str
    language: str
    text: str


def blocks() -> Iterator[Block]:
    heading = ""
    for part in re.finditer(r"(?ms)^#+ (?P<heading>[^\n]+)$|^```(?P<language>\w*)\n(?P<text>.*?)^```$", README):
        heading = part["heading"] or heading
        if part["text"] is not None:
            yield Block(heading, part["language"], part["text"])


def block(heading: str, language: str) -> str:
    (found,) = (one.text for one in blocks() if (one.heading, one.language) == (heading, language))
    return found


def commands() -> list[str]:
    """What the README tells to type after setting up, in blocks and in sentences, each once."""
    in_blocks = [line for one in blocks() if one.language == "sh" for line in one.text.splitlines()]
    in_sentences = re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", README))
    ours = (text.partition("#")[0].strip() for text in in_blocks + in_sentences)
    return list(dict.fromkeys(text for text in ours if text.startswith(f"{PYTHON} build.py")))


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the talk, in which one stands."""
    folder = tmp_path / "talk"
    for part in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    for part in ("deck.yaml", "deck.lock", "build.py"):
        shutil.copy(ROOT / part, folder / part)
    monkeypatch.chdir(folder)
    return folder


def build(*arguments: str) -> int:
    return main(arguments, Project(Path.cwd()))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def texts(language: str, slide: int | None = None) -> str:
    """All that stands on the slides of a file that was built, or on one of them, and in their notes."""
    slides = list(Presentation(str(Path("build", f"{NAME}.{language}.pptx"))).slides)
    chosen = slides if slide is None else [slides[slide]]
    frames = [shape.text_frame.text for one in chosen for shape in one.shapes if shape.has_text_frame]
    notes = [one.notes_slide.notes_text_frame for one in chosen if one.has_notes_slide]
    return "\n".join(frames + [frame.text for frame in notes if frame])


# Quick start


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_builds_the_talk_and_runs_the_tests() -> None:
    wanted = {"make": "build.py", "make test": "-m pytest"}
    assert next(one.text for one in blocks() if one.heading == "Quick start").split("\n") == [*wanted, ""]
    for command, then in wanted.items():
        plan = subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert then in plan.stdout
    setting_up = subprocess.run(["make", "-nB"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert INSTALL in setting_up.stdout


def test_setting_up_otherwise_uses_the_same_files() -> None:
    others = [one for one in blocks() if one.heading == "Quick start"][1:]
    assert [one.language for one in others] == ["sh", "bat"]
    for one in others:
        assert "install --require-hashes -r requirements.lock" in one.text
        assert INSTALL in one.text
        assert re.findall(r"python (build\.py|-m pytest)\n", one.text) == ["build.py", "-m pytest"]
    assert "--hash=sha256:" in (ROOT / "requirements.lock").read_text("utf-8")


def test_the_commands_run(talk: Path) -> None:
    assert len(commands()) > 8
    for command in commands():
        assert build(*shlex.split(command)[2:]) == DONE, command
    for language in ("da", "en", "de", "sv"):
        assert (talk / f"build/{NAME}.{language}.pptx").exists()
    assert (talk.parent / "my-talk/build.py").exists()
    for file in re.findall(r"`(den-\S+\.pptx)`", README):
        assert (talk / "build" / file).exists()


# The tour


def test_change_a_sentence(talk: Path, capsys: Said) -> None:
    replace(talk / "deck.yaml", "subtitle: Hvad gør den ved professionerne?", "subtitle: Hvad gør den ved os?")
    assert build() == DONE
    told = capsys.readouterr().err
    for language in ("en", "de"):
        assert re.search(rf"locales/{language}\.po:\d+:\d+: warning\[outdated-translation\]", told)
        catalog = talk / f"locales/{language}.po"
        replace(catalog, 'msgid "Hvad gør den ved professionerne?"', 'msgid "Hvad gør den ved os?"')
    assert "Hvad gør den ved os?" in texts("da", 1)
    assert build("--strict") == DONE


def test_what_is_said_when_something_is_wrong(talk: Path, capsys: Said) -> None:
    deck = talk / "deck.yaml"
    before, causes = deck.read_text("utf-8").split("- slide: causes", 1)
    deck.write_text(before + "- slide: causes" + causes.replace("title:", "titel:", 1), encoding="utf-8")
    assert build() == PROBLEMS
    told, shown = capsys.readouterr().err, block("Change a sentence", "")
    assert re.sub(r"\d+", "1", told) == re.sub(r"\d+", "1", shown + "1 error\n")
    assert not (talk / "build").exists()


def test_change_a_number(talk: Path) -> None:
    replace(talk / "assets/data/growth.csv", "18%", "19%")
    assert build("--strict") == DONE
    spaced = "18\N{NO-BREAK SPACE}%", "19\N{NO-BREAK SPACE}%"
    for language, (before, after) in {"da": spaced, "en": ("18%", "19%"), "de": spaced}.items():
        said = texts(language)
        assert said.count(after) > 1  # on the slide, and in notes
        assert before not in said


def test_add_a_slide(talk: Path) -> None:
    added = block("Add a slide", "yaml")
    replace(talk / "deck.yaml", "  - slide: causes\n", f"{added}\n  - slide: causes\n")
    assert build() == DONE
    slide = Presentation(f"build/{NAME}.da.pptx").slides[1]
    assert "Hvem har du talt med på afdelingen?" in texts("da", 1)
    runs = [run for shape in slide.placeholders for line in shape.text_frame.paragraphs for run in line.runs]
    assert [run.text for run in runs if run.font.bold] == ["du"]


def test_add_a_language(talk: Path, capsys: Said) -> None:
    make, exchange, look = (shlex.split(one.text) for one in blocks() if one.heading == "Add a language")
    assert build(*make[2:]) == DONE
    swedish = talk / "locales/sv.po"
    assert re.match(r"locales/sv\.po: 0 translated, 0 outdated, \d+ missing", capsys.readouterr().out)
    replace(swedish, 'msgid "Den digitaliserede lægesekretær"\nmsgstr ""', "TITLE")
    replace(swedish, "TITLE", 'msgid "Den digitaliserede lægesekretær"\nmsgstr "Den digitaliserade läkarsekreteraren"')
    before = swedish.read_text("utf-8")
    assert build(*exchange[2:6]) == DONE
    assert (talk / "sv.xlsx").exists()
    assert build(*exchange[8:]) == DONE
    assert swedish.read_text("utf-8") == before
    capsys.readouterr()
    assert build(*look[2:]) == DONE
    assert "Den digitaliserade läkarsekreteraren" in texts("sv", 0)
    assert "⟦En truet del af løsningen⟧" in texts("sv", 0)
    assert re.match(r"locales/sv\.po:\d+:\d+: warning\[missing-translation\]", capsys.readouterr().err)
    replace(talk / "deck.yaml", "languages: [da, en, de]", "languages: [da, en, de, sv]")
    assert build() == DONE
    assert len(list((talk / "build").iterdir())) == 4


def test_add_a_kind_of_slide(talk: Path, capsys: Said) -> None:
    (talk / "templates/slides/question.xml").write_text(block("Add a kind of slide", "xml"), encoding="utf-8")
    wrong = "  - slide: question\n    title: Inden vi går\n    qestion: Hvad gør du på mandag?\n"
    replace(talk / "deck.yaml", "  - slide: causes\n", f"{wrong}\n  - slide: causes\n")
    assert build() == PROBLEMS
    assert "did you mean 'question'?" in capsys.readouterr().err
    replace(talk / "deck.yaml", "qestion:", "question:")
    assert build() == DONE
    assert "Hvad gør du på mandag?" in texts("da", 1)
    capsys.readouterr()
    assert build("slides") == DONE
    assert "question\n  One question to the audience" in capsys.readouterr().out
    assert build("schema") == DONE
    assert '"question"' in capsys.readouterr().out
