"""The glossary: what the terms of a talk are called in other languages, read from glossary.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from deckwright.kinds.contracts.base import wrong_type
from deckwright.languages.formats import check_locale
from deckwright.languages.table import lineage
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Text
from deckwright.parse.tree import parse

_FORMS = "forms"
"""Beside the languages of a term: how else it is written in the deck's own, in the plural for example."""


class Term(Struct, frozen=True):
    forms: tuple[str, ...]
    """In the language of deck.yaml, the term itself first."""
    translations: Mapping[str, tuple[str, ...]]
    """Language → what the term may be called in it."""

    def within(self, text: str) -> bool:
        """Whether `text` has the term, as words of their own, in small letters or capitals."""
        return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE) for form in self.forms)

    def called(self, tag: str) -> tuple[str, ...]:
        """What it may be called in the language `tag`, or in the nearest that has a name for it."""
        return next((self.translations[part] for part in lineage(tag) if part in self.translations), ())


class Glossary(Struct, frozen=True):
    terms: tuple[Term, ...] = ()

    def hits(self, text: str, tag: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The terms in `text` that have a name in the language `tag`, with their names."""
        for term in self.terms:
            if (names := term.called(tag)) and term.within(text):
                yield term.forms[0], names


class _Row(Struct):
    forms: list[str] = field(default_factory=list)
    translations: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_glossary(path: Path, file: str, report: Report) -> Glossary:
    """The glossary at `path`, which diagnostics call `file`; an empty one where there is no such file.

    Reported: `wrong-type`, `unknown-locale` and what `parse` reports. What is wrong is left out.
    """
    tree = parse(path, file, report) if path.is_file() else None
    if tree is None:
        return Glossary()
    if not isinstance(tree, node.Mapping):
        wrong_type(tree, "a glossary", "terms, each with its translations", report)
        return Glossary()
    return Glossary(tuple(_term(entry, report) for entry in tree))


def _term(entry: node.Entry, report: Report) -> Term:
    row = _Row([str(entry.key)])
    if not isinstance(entry.value, node.Mapping):
        wrong_type(entry.value, f"'{entry.key}'", "languages with translations, as in 'en: secretary'", report)
        return Term(tuple(row.forms), {})
    for language in entry.value:
        words = _words(language.value, f"'{language.key}'", report)
        if language.key == _FORMS:
            row.forms += words
        elif check_locale(language.key, report) and words:
            row.translations[str(language.key)] = words
    return Term(tuple(row.forms), row.translations)


def _words(value: Node, name: str, report: Report) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else (value,)
    words = []
    for item in items:
        if isinstance(item, Scalar) and isinstance(item.value, Text) and item.value.strip():
            words.append(" ".join(item.value.split()))
        else:
            wrong_type(item, name, "a text, or a list of texts", report)
    return tuple(words)
