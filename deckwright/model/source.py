"""Spans, which are places in source files, and texts that carry one."""

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
    """The name of the place in a spreadsheet or database, which has no lines to show: `Ark1!C7`. `line` and `column`
    are then its row and column."""

    def __str__(self) -> str:
        """Returns the place as editors link it: `deck.yaml:6:5`, `assets/data/staff.xlsx:Ark1!C7`."""
        return f"{self.file}:{self.cell or f'{self.line}:{self.column}'}"


class Text(str):
    """A text of an author or translator with the place where it is written, for messages about it.

    It is a `str` to Jinja and everything else. String methods return a plain `str`: use `text.like(changed)` to keep
    the place.
    """

    __slots__ = ("lang", "origin", "span")

    span: Span | None
    """The place of this wording: in deck.yaml, a data file or a translation file."""
    lang: str
    """BCP 47 tag of its language; empty if unknown."""
    origin: Span | None
    """The place of the source text, for a translation."""

    def __new__(cls, value: str, span: Span | None = None, lang: str = "", origin: Span | None = None) -> Self:
        text = str.__new__(cls, value)  # super() would take as long again
        text.span, text.lang, text.origin = span, lang, origin
        return text

    def like(self, value: str) -> Text:
        """Returns `value` with the place and the language of this text."""
        return Text(value, self.span, self.lang, self.origin)


_new = str.__new__


def make_text(word: str, span: Span | None, lang: str = "", origin: Span | None = None) -> Text:
    """Makes a `Text` faster than its class does: for code that makes one for each cell."""
    text = _new(Text, word)
    text.span, text.lang, text.origin = span, lang, origin
    return text


def span_of(value: object) -> Span | None:
    """Returns the place where a value is written, or None for a value that carries no place."""
    span = getattr(value, "span", None)
    return span if isinstance(span, Span) else None
