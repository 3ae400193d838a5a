"""Checks that what the documentation points at is there: links, anchors, paths, modules, commands, make targets."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache

import pytest
from pages import PAGES, ROOT, Page, read_page

from deckwright.cli.parser import list_commands, parse_arguments

ELSEWHERE = {
    "build/": "made by a build",
    "build/house.brand.pptx": "made by `brand inspect`",
    "build/house.potx": "made by `brand export`",
    "den-digitaliserede-laegesekretaer.da.pptx": "made by a build",
    "assets/data/snapshots/": "made by `data refresh`",
    "assets/generated/cache/": "made by `generate`",
    "templates/house/": "the reader's own brand",
    "templates/house/brand.yaml": "made by `brand new`",
    "templates/house/house.potx": "made by `brand new`",
    "house.potx": "made by `brand new`",
    "templates/slides/question.xml": "the README's example of a slide kind",
    "templates/slides/voices.xml": "the example of a slide kind in docs/markup.md",
    "locales/sv.po": "made by the README's tour",
    "locales/*.yaml": "the reader's own",
    "talk.en.csv": "an export",
    "deckwright/built": "in the user's cache folder",
}
"""Paths that the pages name and that are not in this repository, with where they come from. `<tag>` is `*`."""

_NOT_OURS = {".git", ".venv", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
_PATH = re.compile(r"\.?[A-Za-z_][\w.*<>-]*(/[\w.*<>-]+)*/?")
_EXTENSION = re.compile(r"\w[\w-]*\.(py|md|yaml|json|csv|po|xml|lock|toml|pptx|potx|xlsx|png|svg|cjs)")
_TALK = ("assets", "build", "locales", "templates")
"""Folders of a talk: a path in one of them is meant from the root, where this repository's own talk is."""
_PROSE_WITH_SLASH = {"yes/no", "n/a", "text/csv"}
_RUN = re.compile(r"(?:deckwright|(?:\.venv/bin/)?python(?: -m)? (?:build\.py|deckwright)|build\.py)(?: (.*))?")
_SHORT = re.compile(rf"({'|'.join(list_commands())}) [^:]*--|(data|brand) [a-z]+$")
"""A command without the program before it, as in `translate --status`."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_every_link_leads_to_a_file_and_a_heading(page: Page) -> None:
    assert [
        f"{page.name}:{link.line}: {link.text}" for link in page.links if not leads_somewhere(page, link.text)
    ] == []


def leads_somewhere(page: Page, target: str) -> bool:
    if target.startswith(("https://", "http://")):
        return True
    path, _, anchor = target.partition("#")
    file = (page.folder / path).resolve() if path else ROOT / page.name
    if not file.exists() or not file.is_relative_to(ROOT):
        return False
    return not anchor or anchor in read_page(file.relative_to(ROOT).as_posix()).anchors


@each_page
def test_every_path_is_there(page: Page) -> None:
    dead = [f"{page.name}:{line}: {path}" for path, line in paths(page) if not exists(path) and path not in ELSEWHERE]
    assert dead == []


def paths(page: Page) -> Iterator[tuple[str, int]]:
    """The paths in the inline code of a page; what they leave open is `*`, as in `docs/diagnostics/<code>.yaml`."""
    for code in page.inline_code:
        if is_path(code.text):
            yield re.sub(r"<\w+>", "*", code.text), code.line


def is_path(text: str) -> bool:
    if not _PATH.fullmatch(text) or text in _PROSE_WITH_SLASH:
        return False
    return "/" in text or bool(_EXTENSION.fullmatch(text))


def exists(path: str) -> bool:
    """Whether the repository has `path`: from its root, or from a folder in it, as `fonts/read.py` in deckwright/."""
    patterns = [path] if path.startswith(_TALK) else [path, f"*/{path}"]
    return any(fnmatch(name, pattern) for name in repository() for pattern in patterns)


@cache
def repository() -> tuple[str, ...]:
    """All files, and all folders with a slash at their end."""

    def walk(folder: str) -> Iterator[str]:
        for entry in sorted((ROOT / folder).iterdir()):
            name = entry.relative_to(ROOT).as_posix()
            if entry.name in _NOT_OURS:
                continue
            yield f"{name}/" if entry.is_dir() else name
            if entry.is_dir():
                yield from walk(name)

    return tuple(walk("."))


def test_paths_elsewhere_are_named_and_not_here() -> None:
    named = {path for page in PAGES for path, _ in paths(page)} | {
        code.text for page in PAGES for code in page.inline_code
    }
    assert set(ELSEWHERE) - named == set()
    assert {path for path in ELSEWHERE if path != "build/" and exists(path)} == set()


def test_modules_that_load_a_library_are_there() -> None:
    modules = {name.removesuffix(".py").removesuffix("/").replace("/", ".") for name in repository()}
    rows = re.findall(r"(?m)^\| \[[^|]+ \| [^|]+ \| ([^|]+) \| [\d–, and]", read_page("docs/dependencies.md").text)
    named = {name for row in rows for name in re.findall(r"`([a-z_][a-z_.]+)`", row)}
    assert len(named) > 10
    assert {name for name in named if not any(f".{module}".endswith(f".{name}") for module in modules)} == set()


@each_page
def test_every_make_target_is_there(page: Page) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    lines = [code.text for code in page.inline_code]
    lines += [line for block in page.blocks if block.language == "sh" for line in block.text.splitlines()]
    targets = {match[1] for line in lines if (match := re.fullmatch(r"make ([a-z]+)( [A-Z]+=.*| *#.*)?", line))}
    assert {name for name in targets if not re.search(rf"(?m)^{name}:", makefile)} == set()


@each_page
def test_every_command_is_understood(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    refused = []
    for command, line in commands(page):
        try:
            parse_arguments(shlex.split(command))
        except SystemExit as end:
            said = capsys.readouterr().err
            if end.code and "the following arguments are required" not in said:  # a sentence may only name a command
                refused.append(f"{page.name}:{line}: {command}: {said.splitlines()[-1]}")
    assert refused == []


def commands(page: Page) -> Iterator[tuple[str, int]]:
    """What stands behind `deckwright` or `python build.py`, or alone, in code blocks and in sentences."""
    lines = [(code.text, code.line) for code in page.inline_code]
    lines += [(f"deckwright {text}", line) for text, line in lines if _SHORT.match(text)]
    for block in page.blocks:
        if block.language == "sh":
            lines += [(line, block.line + number) for number, line in enumerate(block.text.splitlines(), 1)]
    for text, line in lines:
        match = _RUN.fullmatch(text.partition("  #")[0].strip())
        if match and match[1]:
            yield match[1], line


def test_commands_are_found() -> None:
    assert len(list(commands(read_page("docs/data.md")))) > 5
    assert len(list(commands(read_page("README.md")))) > 10
