"""Checks what a reader needs of the pages of the documentation: readable lines, indexes, the README's table, help."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from pages import PAGES, ROOT, Page, read_page

from deckwright.cli.main import main

WIDTH = 100
"""Columns of the terminal in which docs/commands.md shows the help of commands."""
GENERATED = [
    page
    for page in PAGES
    if page.name in ("docs/slide-kinds.md", "docs/diagnostics.md") or (ROOT / page.name).with_suffix(".in.md").exists()
]

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_generated_page = pytest.mark.parametrize("page", GENERATED, ids=lambda page: page.name)


def test_the_pages_are_found() -> None:
    names = {page.name for page in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "docs/data.md", "docs/charts.md", "docs/commands.md"} <= names
    assert not [name for name in names if name.endswith(".in.md")]
    assert {"docs/charts.md", "docs/commands.md", "docs/markup.md"} <= {page.name for page in GENERATED}


@each_page
def test_no_line_is_one_character(page: Page) -> None:
    prose = page.prose.splitlines()
    code = [line for block in page.blocks for line in block.text.splitlines()]
    assert [line for line in prose if len(line.strip()) == 1] == []
    assert [line for line in code if len(line.strip()) == 1 and line.strip() not in "{}[]|"] == []  # JSON, excerpts


@each_page
def test_no_text_is_missing(page: Page) -> None:
    """Every section says something, every table has rows, and no marker of the generator is left."""
    sections = re.split(r"(?m)^#+ .*$", page.prose)[1:]
    headings, levels = page.headings, [heading.level for heading in page.headings]
    empty = [
        heading.title
        for heading, text, below in zip(headings, sections, [*levels[1:], 0], strict=True)
        if not text.strip()
        and below <= heading.level
        and not any(block.heading == heading.title for block in page.blocks)
    ]
    assert empty == []
    assert re.findall(r"(?m)^\|[-|]+\|\n(?!\|)", page.prose) == []
    assert "<!--" not in page.prose


@each_page
def test_every_backtick_has_its_pair(page: Page) -> None:
    assert [line for line in page.words.splitlines() if "`" in line] == []


@each_page
def test_a_page_begins_with_its_only_title(page: Page) -> None:
    assert page.text.startswith("# ")
    assert [heading.level for heading in page.headings].count(1) == 1


@each_page
def test_no_two_headings_of_a_page_are_the_same(page: Page) -> None:
    titles = [heading.title.lower() for heading in page.headings]
    assert sorted(titles) == sorted(set(titles))


@each_generated_page
def test_the_index_at_the_top_lists_every_heading(page: Page) -> None:
    below = page.headings[1:]
    first = below[0].line if below else 0
    index = [link.text for link in page.links if link.line < first and link.text.startswith("#")]
    assert index == [f"#{heading.anchor}" for heading in below]


def test_the_readme_lists_every_page() -> None:
    table = read_page("README.md").text.partition("## Where things are\n")[2]
    listed = set(re.findall(r"(?m)^\| \[[^\]]+\]\(([^)]+)\) \|", table))
    assert {page.name for page in PAGES} - {"README.md"} - listed == set()


def read_help(command: str) -> str:
    (text,) = (block.text for block in read_page("docs/commands.md").blocks if block.heading == command)
    return text


def print_help(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "argv", command.split()[:1])
    with pytest.raises(SystemExit) as end:
        main([*command.split()[1:], "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


def test_the_help_of_every_command_is_shown_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = ["deckwright"]
    for command in commands:  # which grows by the commands that each help lists
        said = print_help(command, monkeypatch, capsys)
        assert read_help(command) == said
        commands += [f"{command} {name}" for name in re.findall(r"(?m)^ {4}([a-z]+)(?= |$)", said)]
    assert {"deckwright build", "deckwright data refresh", "deckwright brand new"} <= set(commands)
    shown = [heading.title for heading in read_page("docs/commands.md").headings[1:]]
    assert sorted(shown) == sorted(commands)
    assert max(len(line) for command in commands for line in read_help(command).splitlines()) <= WIDTH


def test_generated_pages_are_what_make_docs_writes() -> None:
    command = [sys.executable, "docs/make_pages.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
