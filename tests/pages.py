"""Reads the pages of the documentation: their headings, code blocks, links and inline code, with line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
"""Inline code: between the same number of backticks on each side, within a paragraph."""


@dataclass(frozen=True)
class Found:
    """A text in a page, and the number of its line."""

    text: str
    line: int


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block of code. `heading` is the last heading above it."""

    page: str
    line: int
    language: str
    text: str
    heading: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    line: int

    @property
    def anchor(self) -> str:
        """Returns the anchor that GitHub makes from the title."""
        return re.sub(r"[^\w\- ]", "", self.title.lower()).replace(" ", "-")


@dataclass(frozen=True)
class Page:
    """A Markdown file. `name` is its path from the root of the project."""

    name: str
    text: str

    @cached_property
    def folder(self) -> Path:
        return (ROOT / self.name).parent

    @cached_property
    def prose(self) -> str:
        """The text without code blocks, which leave empty lines."""
        return _FENCE.sub(lambda block: "\n" * block[0].count("\n"), self.text)

    @cached_property
    def headings(self) -> list[Heading]:
        prose = self.prose
        return [Heading(len(m[1]), m[2], _line_at(prose, m.start())) for m in _HEADING.finditer(prose)]

    @cached_property
    def anchors(self) -> set[str]:
        return {heading.anchor for heading in self.headings}

    @cached_property
    def blocks(self) -> list[CodeBlock]:
        found = []
        for match in _FENCE.finditer(self.text):
            line = _line_at(self.text, match.start())
            above = [heading.title for heading in self.headings if heading.line < line]
            found.append(CodeBlock(self.name, line, match[2], match[3], above[-1] if above else ""))
        return found

    @cached_property
    def words(self) -> str:
        """The prose with each character of inline code replaced by x."""
        return _CODE.sub(lambda code: re.sub(r"[^\n]", "x", code[0]), self.prose)

    @cached_property
    def links(self) -> list[Found]:
        """The targets of all links and pictures outside of code."""
        words = self.words
        return [Found(match[1], _line_at(words, match.start())) for match in _LINK.finditer(words)]

    @cached_property
    def inline_code(self) -> list[Found]:
        """Each text between backticks in sentences and tables."""
        prose = self.prose
        return [Found(" ".join(m[2].split()), _line_at(prose, m.start())) for m in _CODE.finditer(prose)]


@cache
def read_page(name: str) -> Page:
    return Page(name, (ROOT / name).read_text("utf-8"))


def find_pages() -> list[str]:
    """Returns README, CONTRIBUTING and the pages of docs/, without the sources of `make docs` (.in.md)."""
    docs = [f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md") if not file.name.endswith(".in.md")]
    return ["README.md", "CONTRIBUTING.md", *sorted(docs)]


PAGES = [read_page(name) for name in find_pages()]


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
