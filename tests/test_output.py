"""Nothing is lost: no edited file is written over, a file is whole or as it was, the same input is the same bytes."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.cli.output import is_edited, keep_copy, replace_files

ROOT = Path(__file__).parent.parent
Said = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small talk, in which one stands."""
    folder = tmp_path / "talk"
    shutil.copytree(Path(__file__).parent / "diagnostics/project", folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def built(talk: Path, capsys: Said) -> Path:
    """Its presentation."""
    assert main([]) == DONE
    capsys.readouterr()
    return talk / "build/a-talk.en.pptx"


def edit(file: Path, title: str = "Another title") -> bytes:
    """Does what a person does in PowerPoint: open, change, save. What is in the file now."""
    presentation = Presentation(str(file))
    presentation.slides[0].shapes.title.text_frame.text = title
    presentation.save(str(file))
    return file.read_bytes()


def others(file: Path) -> set[str]:
    return {path.name for path in file.parent.iterdir()} - {file.name}


# Files that somebody edited


def test_what_was_built_is_built_again(built: Path) -> None:
    before = built.read_bytes()
    assert not is_edited(before)
    assert main([]) == DONE
    assert built.read_bytes() == before
    assert others(built) == set()


def test_an_edited_file_is_left_alone(built: Path, capsys: Said) -> None:
    theirs = edit(built)
    assert main([]) == PROBLEMS
    told = capsys.readouterr()
    assert told.err.startswith("error[edited-output]: 'build/a-talk.en.pptx' was edited since it was built")
    assert "--force" in told.err.partition("= help: ")[2]
    assert told.out == ""
    assert built.read_bytes() == theirs
    assert others(built) == set()


def test_force_keeps_a_copy_of_every_edited_file(built: Path, capsys: Said) -> None:
    ours = built.read_bytes()
    for number in (1, 2):
        theirs = edit(built, f"Version {number}")
        assert main(["--force"]) == DONE
        copy = built.with_name(f"a-talk.en.edited-{number}.pptx")
        assert copy.read_bytes() == theirs
        assert built.read_bytes() == ours
        first, second = capsys.readouterr().out.splitlines()
        assert first == f"build/{copy.name}: a copy of the edited file"
        assert second.startswith("build/a-talk.en.pptx: 2 slides")
    assert others(built) == {"a-talk.en.edited-1.pptx", "a-talk.en.edited-2.pptx"}


def test_force_copies_nothing_that_is_ours(built: Path) -> None:
    assert main(["--force"]) == DONE
    assert others(built) == set()


def test_one_edited_language_keeps_all_from_being_written(talk: Path) -> None:
    deck = talk / "deck.yaml"
    deck.write_text(deck.read_text().replace("language: en\n", "language: en\nlanguages: [en, da]\n"))
    (talk / "locales").mkdir()
    (talk / "locales/da.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    assert main([]) == DONE
    english, danish = talk / "build/a-talk.en.pptx", talk / "build/a-talk.da.pptx"
    before, theirs = english.read_bytes(), edit(danish)
    deck.write_text(deck.read_text().replace("The reef", "A reef"))
    assert main([]) == PROBLEMS
    assert (english.read_bytes(), danish.read_bytes()) == (before, theirs)
    assert main(["--force"]) == DONE
    assert english.read_bytes() != before
    assert (talk / "build/a-talk.da.edited-1.pptx").read_bytes() == theirs


@pytest.mark.parametrize("kind", ["text", "zip", "presentation", "damaged"])
def test_a_file_that_is_not_ours_is_left_alone(kind: str, built: Path, capsys: Said) -> None:
    theirs = foreign(kind, built.read_bytes())
    built.write_bytes(theirs)
    assert main([]) == PROBLEMS
    assert "error[edited-output]: " in capsys.readouterr().err
    assert built.read_bytes() == theirs
    assert main(["--force"]) == DONE
    assert built.with_name("a-talk.en.edited-1.pptx").read_bytes() == theirs
    assert not is_edited(built.read_bytes())


def foreign(kind: str, ours: bytes) -> bytes:
    if kind == "text":
        return b"notes for the talk"
    if kind == "damaged":
        return ours[: len(ours) // 2]
    file = io.BytesIO()
    if kind == "presentation":
        Presentation().save(file)
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("notes.txt", "for the talk")
    return file.getvalue()


def test_an_empty_file_may_be_written_over(built: Path) -> None:
    """What a full disk, or a program that crashed, has left."""
    built.write_bytes(b"")
    assert main([]) == DONE
    assert others(built) == set()


def test_a_file_only_opened_and_saved_is_told_from_ours(built: Path) -> None:
    """PowerPoint writes every part anew: whatever somebody saved is theirs."""
    Presentation(str(built)).save(str(built))
    assert is_edited(built.read_bytes())
    assert keep_copy(built) == built.with_name("a-talk.en.edited-1.pptx")


# Places that cannot be written


def test_a_folder_where_the_file_should_go(built: Path, capsys: Said) -> None:
    built.unlink()
    built.mkdir()
    for options in ([], ["--force"]):
        assert main(options) == PROBLEMS
        told = capsys.readouterr()
        assert told.err.startswith("error[unwritable-output]: 'build/a-talk.en.pptx' cannot be written: ")
        assert told.out == ""
        assert others(built) == set()


@pytest.mark.parametrize("output_folder", ["deck.yaml", "deck.yaml/build"])
def test_a_file_where_the_folder_should_be(output_folder: str, talk: Path, capsys: Said) -> None:
    assert main(["--output", output_folder]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith(f"error[unwritable-output]: '{output_folder}/a-talk.en.pptx' cannot be written: ")
    assert "its folder is a file" in told
    assert (talk / "deck.yaml").is_file()


def test_a_folder_that_may_not_be_written(talk: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    (talk / "closed").mkdir(0o555)

    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "closed/.temporary")

    if os.geteuid() == 0:  # who may write everywhere
        monkeypatch.setattr(tempfile, "mkstemp", refused)
    assert main(["--output", "closed"]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith("error[unwritable-output]: 'closed/a-talk.en.pptx' cannot be written: permission denied\n")
    assert list((talk / "closed").iterdir()) == []


def test_a_file_that_another_program_holds_open(built: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is on Windows while PowerPoint shows the file."""
    before = built.read_bytes()

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", held)
    deck = Path("deck.yaml")
    deck.write_text(deck.read_text().replace("The reef", "A reef"))
    assert main([]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith("error[unwritable-output]: 'build/a-talk.en.pptx' cannot be written: access is denied\n")
    assert "= help: close it where it is open" in told
    assert built.read_bytes() == before
    assert others(built) == set()


# Files that are whole or as they were


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_the_old_files(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tmp_path / name: b"new" for name in ("one.pptx", "two.pptx")}
    for file in files:
        file.write_bytes(b"old")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, crash)
    with pytest.raises(KeyboardInterrupt):
        replace_files(files)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"one.pptx": b"old", "two.pptx": b"old"}


def test_a_disk_that_is_full_at_the_second_file_changes_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {tmp_path / name: b"new" for name in ("one.pptx", "two.pptx")}
    (tmp_path / "one.pptx").write_bytes(b"old")
    calls: list[None] = []

    def full(_: int) -> None:
        calls.append(None)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as error:
        replace_files(files)
    assert error.value.filename == str(tmp_path / "two.pptx")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"one.pptx": b"old"}


def test_new_files_have_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        replace_files({tmp_path / "new/talk.pptx": b"new"})
    finally:
        os.umask(mask)
    assert (tmp_path / "new/talk.pptx").stat().st_mode & 0o777 == 0o640


# The same input, the same bytes


def test_the_same_bytes_in_any_folder_process_and_time_zone(tmp_path: Path) -> None:
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Anchorage", "COLUMNS": "40"},
    )
    results = []
    for number, environment in enumerate(surroundings):
        folder = tmp_path / ("talk" * (number + 1))
        folder.mkdir()
        for part in ("assets", "locales", "templates"):
            shutil.copytree(ROOT / part, folder / part)
        for part in ("deck.yaml", "build.py"):
            shutil.copy(ROOT / part, folder / part)
        subprocess.run(
            [sys.executable, "build.py"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            check=True,
        )
        results.append({path.name: path.read_bytes() for path in (folder / "build").iterdir()})
    assert results[0] == results[1]
    assert len(results[0]) == 3


def test_the_day_of_the_build_is_in_no_file(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SOURCE_DATE_EPOCH the files are dated as the talk is, or not at all; with it, by it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert main(["--output", "one"]) == DONE
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    assert main(["--output", "two"]) == DONE
    first, second = ((talk / folder / "a-talk.en.pptx").read_bytes() for folder in ("one", "two"))
    assert first == second
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert main(["--output", "three"]) == DONE
    third = (talk / "three/a-talk.en.pptx").read_bytes()
    created = Presentation(io.BytesIO(third)).core_properties.created
    assert created is not None
    assert created.isoformat().startswith("2023-11-14T22:13:20")
