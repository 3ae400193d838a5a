"""Nothing that a file of a talk can contain makes it crash, hang, eat the machine, leak a file or leave half a talk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_files import FILES, HOUSE, PICTURE, SOUND, B, Make, brand, large, pipe
from hostile_inputs import HARMLESS, REFUSED, Files
from hostile_templates import MENDED, TEMPLATES, packed, template
from watched import BYTES, Ran, Watch

from deckwright.cli.exit_codes import DONE, PROBLEMS

UNPACKING = 400_000_000
"""Bytes of memory that reading a template may take, whatever it holds; an ordinary build takes a quarter of that."""


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    with Watch() as watch:
        yield watch


def lay_out(files: Files, folder: Path) -> None:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))


def check_refused(ran: Ran, codes: str, place: str, folder: Path) -> None:
    """One clear message at its place; nothing written, nothing touched, and neither time nor memory wasted."""
    assert ran.code == PROBLEMS, f"{ran.code}: {ran.err[-2000:]}"
    assert "Traceback" not in ran.err
    errors = [line for line in ran.err.splitlines() if re.match(r"(\S+: )?error\[", line)]
    assert errors, ran.err
    assert all(len(line) < 400 for line in ran.err.splitlines())
    assert errors[0].startswith(place), errors[0]
    wrong = [line for line in errors if not re.search(rf"error\[({codes})[a-z-]*\]: ", line)]
    assert wrong == [], errors[:5]
    assert not (folder / "build").exists()
    check_behaved(ran)


def check_behaved(ran: Ran) -> None:
    assert ran.touched == []
    assert ran.bytes < BYTES


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_input_is_refused_in_words(name: str, watch: Watch, tmp_path: Path) -> None:
    codes, place, files = REFUSED[name]
    lay_out(files, tmp_path)
    check_refused(watch.run(tmp_path, ["build"]), codes, place, tmp_path)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_looks_hostile_and_is_not_is_built(name: str, watch: Watch, tmp_path: Path) -> None:
    lay_out(HARMLESS[name], tmp_path)
    ran = watch.run(tmp_path, ["build"])
    assert ran.code == DONE, ran.err
    check_behaved(ran)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_words(name: str, watch: Watch, tmp_path: Path) -> None:
    codes, place, files, make = FILES[name]
    lay_out(files, tmp_path)
    make(tmp_path)
    ran = watch.run(tmp_path, ["build", "--output", "out"])
    if not codes:
        assert ran.code == DONE, ran.err
        check_behaved(ran)
        return
    check_refused(ran, codes, place, tmp_path)
    assert not [*tmp_path.glob("out/*.pptx/*"), *tmp_path.parent.glob("owned*"), *tmp_path.glob("**/*.tmp")]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_refused_in_words(name: str, watch: Watch, tmp_path: Path) -> None:
    codes, make = TEMPLATES[name]
    lay_out(HOUSE, tmp_path)
    make(tmp_path)
    ran = watch.run(tmp_path, ["build"])
    check_refused(ran, codes, B, tmp_path)
    assert ran.bytes < UNPACKING


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"no layout at all"}))
def test_no_brand_is_made_of_a_hostile_template(name: str, watch: Watch, tmp_path: Path) -> None:
    """Without layouts one is made of the master."""
    lay_out(HOUSE, tmp_path)
    TEMPLATES[name][1](tmp_path)
    ran = watch.run(tmp_path, ["brand", "new", "mine", "--from", "templates/house/house.pptx"])
    check_refused(ran, TEMPLATES[name][0], "error[", tmp_path)
    assert not (tmp_path / "templates/mine").exists()
    assert ran.bytes < UNPACKING


@pytest.mark.parametrize("name", MENDED)
def test_an_odd_template_is_built_with(name: str, watch: Watch, tmp_path: Path) -> None:
    lay_out(HOUSE, tmp_path)
    MENDED[name](tmp_path)
    for verb in (["brand", "inspect", "house", "--output", "shown"], ["build"]):
        ran = watch.run(tmp_path, verb)
        assert ran.code == DONE, ran.err
        check_behaved(ran)
        assert ran.bytes < UNPACKING


def test_the_template_that_the_hostile_ones_are_made_of_is_sound(watch: Watch, tmp_path: Path) -> None:
    lay_out(HOUSE, tmp_path)
    brand(packed(template()))(tmp_path)
    ran = watch.run(tmp_path, ["build"])
    assert ran.code == DONE, ran.err


def _made(make: Make, name: str) -> Callable[[Path], str]:
    def made(folder: Path) -> str:
        make(folder)
        return name

    return made


NO_FILES: Mapping[str, tuple[str, Callable[[Path], str]]] = {
    "a pipe": ("unreadable-file", _made(pipe("x.pptx"), "x.pptx")),
    "a folder": ("unreadable-file", _made(lambda folder: (folder / "x.pptx").mkdir(), "x.pptx")),
    "a device": ("unreadable-file", lambda _: "/dev/zero"),
    "a link to a device": ("unreadable-file", _made(lambda f: (f / "x.pptx").symlink_to("/dev/zero"), "x.pptx")),
    "a link to itself": ("missing-file", _made(lambda f: (f / "x.pptx").symlink_to("x.pptx"), "x.pptx")),
    "a name of 300 characters": ("missing-file", lambda _: "x" * 300 + ".pptx"),
    "a large file": ("too-large", _made(large("x.pptx", 200_000_000), "x.pptx")),
    "nothing": ("missing-file", lambda _: "x.pptx"),
}
"""What can be named as a template and is no file to read: code, and what makes it and gives its name."""


@pytest.mark.parametrize("name", NO_FILES)
def test_a_brand_is_made_of_ordinary_files_only(name: str, watch: Watch, tmp_path: Path) -> None:
    codes, make = NO_FILES[name]
    lay_out(HOUSE, tmp_path)
    ran = watch.run(tmp_path, ["brand", "new", "mine", "--from", make(tmp_path)])
    assert "did you mean" not in ran.err
    ran = replace(ran, touched=[one for one in ran.touched if one != "open /dev/zero"])  # and closed, unread
    check_refused(ran, codes, "error[", tmp_path)
    assert not (tmp_path / "templates").exists()


@pytest.mark.parametrize("name", SOUND)
def test_an_odd_picture_is_shown(name: str, watch: Watch, tmp_path: Path) -> None:
    lay_out(PICTURE, tmp_path)
    SOUND[name](tmp_path)
    ran = watch.run(tmp_path, ["build"])
    assert ran.code == DONE, ran.err
    check_behaved(ran)
