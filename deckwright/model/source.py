"""Places in source files, and texts that know theirs."""

from __future__ import annotations

from typing import Self

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """A place in a source file, as an editor counts: lines and columns from 1, columns in characters."""

    file: str
    """Path from the project's folder, with forward slashes."""
    line: int
    column: int
    length: int = 1
    """Characters to underline; all on `line`."""
    cell: str = ""
    """In a file that has no lines to show, what its program calls the place: `Ark1!C7`. `line` and `column` are then
    its row and column."""

    def __str__(self) -> str:
        """As an editor's terminal links it: `deck.yaml:6:5`; `assets/data/staff.xlsx:Ark1!C7`."""
        return f"{self.file}:{self.cell or f'{self.line}:{self.column}'}"


class Text(str):
    """An author's or translator's text with the place it was written, so that it can be blamed to the end.

    It is a `str` to Jinja and to everything else; operations on it give plain `str`, so whoever
    changes a text says `text.like(changed)` to keep its place.
    """

    __slots__ = ("lang", "origin", "span")

    span: Span | None
    """Where this very wording stands: in deck.yaml, a data file or a catalog."""
    lang: str
    """BCP 47 tag of the language it is written in; empty where nobody said."""
    origin: Span | None
    """For a translation, where the source text stands."""

    def __new__(cls, value: str, span: Span | None = None, lang: str = "", origin: Span | None = None) -> Self:
        text = str.__new__(cls, value)  # super() would take as long again
        text.span, text.lang, text.origin = span, lang, origin
        return text

    def like(self, value: str) -> Text:
        """`value` at the same place and in the same language."""
        return Text(value, self.span, self.lang, self.origin)


_new = str.__new__


def placed(word: str, span: Span | None, lang: str = "", origin: Span | None = None) -> Text:
    """`Text(word, span, …)` without what a call of a class costs, for whoever makes very many."""
    text = _new(Text, word)
    text.span, text.lang, text.origin = span, lang, origin
    return text


def span_of(value: object) -> Span | None:
    """The place a value was written, if it is of a kind that knows."""
    span = getattr(value, "span", None)
    return span if isinstance(span, Span) else None
