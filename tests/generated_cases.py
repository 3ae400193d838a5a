"""A talk with two generated pictures, one by a chart spec and one by a script, and what tests ask of it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples import talk

from deckwright.cli.main import main
from deckwright.model.project import Project

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


def make_talk(factory: pytest.TempPathFactory) -> Path:
    """Returns the folder of a talk whose pictures have been generated, once in a run."""
    folder = factory.getbasetemp() / "generated"
    if not folder.exists():
        write(folder, "assets/growth.csv", "group,growth\nnurses,20.5%\ndoctors,57%\n")
        write(folder, "assets/other.csv", "a,b\n1,2\n")
        write(folder, "assets/generated/trend.vl.json", json.dumps(SPEC, indent=2))
        write(folder, "assets/generated/drawn.py", SCRIPT)
        write(folder, "assets/generated/map.txt", "a map")
        write(folder, "locales/da.po", DANISH)
        talk(folder, SLIDES, head=HEAD)
        assert main(["generate"], Project(folder)) == 0
    return folder


def copy_talk(factory: pytest.TempPathFactory, folder: Path) -> Project:
    """Returns a copy of the talk in `folder`, to change."""
    shutil.copytree(make_talk(factory), folder / "talk", ignore=shutil.ignore_patterns("build"))
    return Project(folder / "talk")


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


def changed(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")

    return change
