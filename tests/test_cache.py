"""What builds keep for the next one: it changes no byte of what is built, is used only where it is safe, and is seen to
be out of date."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import HANGS, ROOT

from deckwright.brands.find import load_brand
from deckwright.cli import output
from deckwright.cli.main import main
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.system import cache

DECK = """\
title: A talk
language: en
languages: [en, da]
brand: house
date: 2026-05-04
slides:
  - {slide: numbers, id: a, title: "{{ 1700.5 | number }} reefs"}
  - {slide: chart, id: b, title: B, chart: {kind: bar, categories: [x], series: [{name: s, values: [1700]}]}}
"""
KIND = """\
---
summary: A number that its slide template knows.
fields: {title: text}
example: {title: Reefs}
---
{% extends "content.xml" %}
{% block body %}<body><column><text>{{ 1234.5 | number }}</text></column></body>{% endblock %}
"""


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A cache of its own for this process."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    cache._find_folder.cache_clear()
    yield folder
    cache._find_folder.cache_clear()


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    folder = tmp_path / "talk"
    (folder / "templates/slides").mkdir(parents=True)
    (folder / "templates/slides/numbers.xml").write_text(KIND, "utf-8")
    (folder / "templates/house").mkdir()
    (folder / "templates/house/brand.yaml").write_text('colours: {accent1: "#003D73"}\n', "utf-8")
    (folder / "locales").mkdir()
    (folder / "locales/da.po").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    (folder / "deck.yaml").write_text(DECK, "utf-8")
    return folder


def begun(talk: Path, kept: str | Path, code: str = "") -> subprocess.Popen[str]:
    """A build in a process of its own; `code` is run at its end."""
    whole = f"from deckwright.cli.main import main\ncode = main(['build'])\n{code}\nraise SystemExit(code)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), cache.VARIABLE: str(kept)}
    return subprocess.Popen(
        [sys.executable, "-c", whole],
        cwd=talk,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def built(talk: Path, kept: str | Path, code: str = "") -> tuple[dict[str, bytes], str]:
    """The files of a build, and what it said after its lines on files."""
    build = begun(talk, kept, code)
    out, err = build.communicate(timeout=HANGS)
    assert build.returncode == 0, err
    files = {path.name: path.read_bytes() for path in (talk / "build").iterdir()}
    return files, out.splitlines()[-1] + err


def test_nothing_changes_but_what_is_imported(talk: Path, tmp_path: Path) -> None:
    without, said = built(talk, "off")
    assert len(without) == 2
    kept = tmp_path / "kept"
    assert built(talk, kept)[0] == without
    kinds = {file.name.rpartition("-")[0] for file in kept.iterdir()}
    assert kinds == {"brand", "contracts", "font", "languages", "template"}
    assert kept.stat().st_mode & 0o777 == 0o700
    modules = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    files, said = built(talk, kept, modules)
    assert files == without
    loaded = set(json.loads(said.partition("]")[0] + "]"))
    assert "deckwright.compose.slides" in loaded
    assert not loaded & {"PIL.Image", "deckwright.brands.read", "jinja2.ext"}


@pytest.mark.parametrize("damage", ["cut off", "empty", "other bytes", "another object", "no code"])
def test_what_is_damaged_is_made_anew(damage: str, talk: Path, tmp_path: Path) -> None:
    without, _ = built(talk, "off")
    kept = tmp_path / "kept"
    built(talk, kept)
    for file in kept.iterdir():
        whole = file.read_bytes()
        body = {"another object": pickle.dumps(["what is this?"]), "no code": b"not a pickle, and no code"}.get(damage)
        damaged = {"cut off": whole[:-9], "empty": b"", "other bytes": whole[:-1] + bytes([whole[-1] ^ 1])}
        file.write_bytes(damaged.get(damage) or (cache._hash(body) + body if body else b""))
    assert built(talk, kept)[0] == without


def test_what_is_not_whole_is_not_there(place: Path) -> None:
    cache.store_bytes("thing", b"as it was")
    assert cache.load_bytes("thing") == b"as it was"
    for damaged in (b"as it wasn't", b"as it wa", b""):
        file = place / "thing"
        file.write_bytes(cache._hash(b"as it was") + damaged)
        assert cache.load_bytes("thing") is None


def test_two_builds_at_once(talk: Path, tmp_path: Path) -> None:
    kept, other = tmp_path / "kept", tmp_path / "other"
    shutil.copytree(talk, other)
    without, _ = built(talk, "off")
    both = [begun(talk, kept), begun(other, kept)]
    assert [build.wait(120) for build in both] == [0, 0]
    for build in both:
        build.communicate()
    for folder in (talk, other):
        assert {path.name: path.read_bytes() for path in (folder / "build").iterdir()} == without
    assert [file.name for file in kept.iterdir() if file.name.startswith(".")] == []


def test_what_is_changed_is_seen(talk: Path, tmp_path: Path) -> None:
    """A colour of the brand, the text of a slide template, one of its first lines, and the deck."""
    kept = tmp_path / "kept"
    before, _ = built(talk, kept)
    for file, old, new in (
        ("templates/house/brand.yaml", "003D73", "003D74"),
        ("templates/slides/numbers.xml", "1234.5", "1234.6"),
        ("deck.yaml", "B, chart", "C, chart"),
    ):
        path = talk / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        after, _ = built(talk, kept)
        assert all(after[name] != before[name] for name in before), file
        assert after == built(talk, "off")[0]
        before = after


def test_a_fault_is_told_where_it_stands_although_the_code_was_kept(talk: Path, tmp_path: Path) -> None:
    """A line more of front matter: the same Jinja, at another line."""
    kind = talk / "templates/slides/numbers.xml"
    kind.write_text(KIND.replace("<text>", '<text colour="mauve">'), "utf-8")
    for lines in (8, 9):
        build = begun(talk, tmp_path / "kept")
        _, err = build.communicate(timeout=HANGS)
        assert build.returncode == 1
        assert f"templates/slides/numbers.xml:{lines - 1}:" in err
        kind.write_text(kind.read_text("utf-8").replace("example:", "abstract: no\nexample:"), "utf-8")


def test_a_brand_that_warns_does_so_each_time(talk: Path, place: Path) -> None:
    file = talk / "templates/house/brand.yaml"
    file.write_text('colours: {text1: "#CCCCCC"}\n', "utf-8")
    told = []
    for _ in range(2):
        report = Report()
        assert load_brand(file.parent, "house/brand.yaml", report, "en") is not None
        told.append([diagnostic.code for diagnostic in report.diagnostics])
    assert told[0]
    assert told[0] == told[1]
    assert list(place.glob("brand-*")) == []


def test_a_brand_is_as_it_was_read(talk: Path, place: Path) -> None:
    folder = talk / "templates/house"
    brands = [load_brand(folder, "house/brand.yaml", Report(), "en") for _ in range(2)]
    assert isinstance(brands[1], Brand)
    assert brands[0] == brands[1]
    assert brands[0] is not brands[1]
    assert load_brand(folder, "other/brand.yaml", Report(), "en") != brands[0]  # its places are in another file
    assert len(list(place.glob("brand-*"))) == 2


@pytest.mark.usefixtures("place")
def test_other_versions_keep_other_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def name() -> str:
        cache._digest_version.cache_clear()
        cache._describe_versions.cache_clear()
        return cache.make_key("brand", ("lxml",), "input")

    copy = tmp_path / "deckwright"
    shutil.copytree(ROOT / "deckwright", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "__file__", str(copy / "system/cache.py"))
    first = name()
    assert name() == first
    assert cache.make_key("brand", ("lxml", "babel"), "input") != first
    assert cache.make_key("brand", ("lxml",), "in", "put") != first
    (copy / "brands/read.py").write_text("# changed\n", "utf-8")
    second = name()
    assert second != first
    monkeypatch.setattr(sys, "version", "3.99")
    assert name() != second
    (copy / "lost.py").symlink_to(copy / "nowhere.py")
    assert name() == ""
    cache.store_object("", 1)
    assert cache.load_object("") is None
    monkeypatch.undo()
    cache._digest_version.cache_clear()
    cache._describe_versions.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
@pytest.mark.parametrize("how", ["others write", "others read", "a link", "a file", "no place", "not a whole path"])
def test_a_folder_that_is_not_the_users_alone_is_left_alone(
    how: str, monkeypatch: pytest.MonkeyPatch, place: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    if how == "a file":
        place.write_bytes(b"")
    elif how == "a link":
        folder.mkdir(mode=0o700)
        place.symlink_to(folder)
    elif how == "no place":
        monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "not/there"))
    elif how == "not a whole path":
        monkeypatch.setenv(cache.VARIABLE, "kept")
        monkeypatch.chdir(tmp_path)
    else:
        place.mkdir()
        place.chmod(0o720 if how == "others write" else 0o740)
    cache.store_object("thing", 1)
    assert cache.load_object("thing") is None
    assert [path for path in tmp_path.rglob("*") if "thing" in path.name] == []


def test_a_folder_of_the_users_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a home without a .cache, too; but no folder that somebody else has only named."""
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setattr(sys, "platform", "linux")
    for variable, value, kept in (
        ("XDG_CACHE_HOME", str(tmp_path / "nowhere"), False),
        ("XDG_CACHE_HOME", str(tmp_path), True),
        ("XDG_CACHE_HOME", "", True),
        ("HOME", "", False),
    ):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_CACHE_HOME", "")
        monkeypatch.setenv(variable, value)
        cache._find_folder.cache_clear()
        cache.store_object("thing", 1)
        assert (cache.load_object("thing") == 1) is kept, (variable, value)
    cache._find_folder.cache_clear()
    assert (tmp_path / ".cache/deckwright/built/thing").is_file()
    assert not (tmp_path / "nowhere").exists()


def test_the_oldest_go_when_there_is_too_much(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_FILES", 10)
    monkeypatch.setattr(cache, "CHECK_EVERY", 1)
    for number in range(25):
        cache.store_object(f"thing-{number}", number)
        os.utime(place / f"thing-{number}", (number, number))
    assert len(list(place.iterdir())) <= 10
    assert cache.load_object("thing-24") == 24
    assert cache.load_object("thing-0") is None
    monkeypatch.setattr(cache, "MAX_ENTRY_BYTES", 100)
    cache.store_object("large", "x" * 200)
    assert cache.load_object("large") is None


def test_a_full_disk_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space left on device")

    cache.store_object("thing", 1)
    monkeypatch.setattr(Path, "replace", full)
    cache.store_object("other", 2)
    assert [file.name for file in place.iterdir()] == ["thing"]


@pytest.mark.skipif(sys.platform == "win32", reason="the system says too little of a file there")
@pytest.mark.usefixtures("place")
def test_a_file_that_nobody_has_touched_is_not_read(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: bytes) -> bool:
        raise AssertionError("it is read")

    monkeypatch.setattr(output, "LARGE_BYTES", 1)
    assert main(["build", "--locale", "en"], Project(talk)) == 0
    (file,) = (talk / "build").iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(output, "is_unchanged", read)
        assert main(["build", "--locale", "en"], Project(talk)) == 0
        file.write_bytes(file.read_bytes())
        with pytest.raises(AssertionError, match="it is read"):
            output.check_untouched(file, "file", Report())
    assert main(["build", "--locale", "en"], Project(talk)) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the system says too little of a file there")
@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("how", ["in place", "another file", "with its old date"])
def test_an_edited_one_is_seen_however_it_was_edited(
    how: str, talk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As long as it was, with the date that it had."""
    monkeypatch.setattr(output, "LARGE_BYTES", 1)
    assert main(["build", "--locale", "en"], Project(talk)) == 0
    (file,) = (talk / "build").iterdir()
    before, data = file.stat(), bytearray(file.read_bytes())
    data[data.index(b"PK\x01\x02") + 16] ^= 1  # the checksum of the first member
    if how == "another file":
        other = file.with_suffix(".new")
        other.write_bytes(data)
        other.replace(file)
    else:
        file.write_bytes(data)
    if how != "in place":
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert main(["build", "--locale", "en"], Project(talk)) == 1
    assert "error[edited-output]" in capsys.readouterr().err
    assert file.read_bytes() == data


@pytest.mark.usefixtures("place")
def test_where_dates_are_told_by_the_second_every_file_is_read(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "LARGE_BYTES", 1)
    assert main(["build", "--locale", "en"], Project(talk)) == 0
    (file,) = (talk / "build").iterdir()
    assert output._is_untouched(file) == (sys.platform != "win32")
    whole = types.SimpleNamespace(st_size=2, st_ctime_ns=1_700_000_000_000_000_000)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: whole)
    output.remember(file)
    assert not output._is_untouched(file)
