"""Writes the index of a Markdown page: links to all of its headings, before the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
_MANY = 12
"""An index of this many headings or more, without subheadings, is one line instead of a list."""


def add_index(page: str) -> str:
    """Returns the page with links to its headings of the second and third level, before the first of them."""
    headings = list(_find_headings(page))
    if not headings:
        return page
    at = headings[0][2]
    return f"{page[:at]}{_write_index([(level, title) for level, title, _ in headings])}\n\n{page[at:]}"


def make_anchor(title: str) -> str:
    """Returns the anchor that GitHub gives a heading: `What's in it` -> `whats-in-it`."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def _find_headings(page: str) -> Iterator[tuple[int, str, int]]:
    """Yields level, title and position of each heading outside of code blocks."""
    code = [match.span() for match in _FENCED.finditer(page)]
    for match in _HEADING.finditer(page):
        if not any(start < match.start() < end for start, end in code):
            yield len(match[1]), match[2], match.start()


def _write_index(headings: list[tuple[int, str]]) -> str:
    links = [(level, f"[{title}](#{make_anchor(title)})") for level, title in headings]
    if len(links) >= _MANY and all(level == 2 for level, _ in links):
        return " · ".join(link for _, link in links)
    text = ""
    for position, (level, link) in enumerate(links):
        follows = position > 0 and links[position - 1][0] == level
        text += f"\n- {link}" if level == 2 else f" · {link}" if follows else f": {link}"
    return text.lstrip("\n")
