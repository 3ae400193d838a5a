"""Reads glossary.yaml: the terms of a deck and their translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from deckwright.kinds.contracts.fields import report_wrong_type
from deckwright.languages.language import check_locale, list_fallbacks
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Text
from deckwright.parse.tree import parse

_FORMS = "forms"
"""The key, next to the languages of a term, for its other forms in the deck's language, such as the plural."""


class Term(Struct, frozen=True):
    """A term of the deck and its allowed translations."""

    forms: tuple[str, ...]
    """The term itself and its other forms in the language of deck.yaml."""
    translations: Mapping[str, tuple[str, ...]]
    """Language → allowed translations."""


class Glossary(Struct, frozen=True):
    """The terms of a deck."""

    terms: tuple[Term, ...] = ()

    def find_terms(self, text: str, tag: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yields the terms in `text`, each with its allowed translations into `tag` or its nearest fallback with any.

        A term is found as whole words, in upper or lower case.
        """
        for term in self.terms:
            language = next((part for part in list_fallbacks(tag) if part in term.translations), None)
            if language and any(re.search(rf"(?<!\w){re.escape(f)}(?!\w)", text, re.IGNORECASE) for f in term.forms):
                yield term.forms[0], term.translations[language]


def read_glossary(path: Path, file: str, report: Report) -> Glossary:
    """Reads the glossary at `path`, called `file` in diagnostics. Returns an empty one if the file does not exist.

    Reports `wrong-type`, `unknown-locale` and what `parse` reports, and leaves out the faulty entries.
    """
    tree = parse(path, file, report) if path.is_file() else None
    if tree is None:
        return Glossary()
    if not isinstance(tree, node.Mapping):
        report_wrong_type(tree, "a glossary", "terms, each with its translations", report)
        return Glossary()
    return Glossary(tuple(_read_term(entry, report) for entry in tree))


def _read_term(entry: node.Entry, report: Report) -> Term:
    forms = [str(entry.key)]
    translations: dict[str, tuple[str, ...]] = {}
    if not isinstance(entry.value, node.Mapping):
        report_wrong_type(entry.value, f"'{entry.key}'", "languages with translations, as in 'en: secretary'", report)
        return Term(tuple(forms), {})
    for language in entry.value:
        words = _read_words(language.value, f"'{language.key}'", report)
        if language.key == _FORMS:
            forms += words
        elif check_locale(language.key, report) and words:
            translations[str(language.key)] = words
    return Term(tuple(forms), translations)


def _read_words(value: Node, name: str, report: Report) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else (value,)
    words = []
    for item in items:
        if isinstance(item, Scalar) and isinstance(item.value, Text) and item.value.strip():
            words.append(" ".join(item.value.split()))
        else:
            report_wrong_type(item, name, "a text, or a list of texts", report)
    return tuple(words)
