"""Reads the files next to the catalogs: glossary.yaml, and `locales/<tag>.yaml` with changes to the slides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from deckwright.kinds.contracts.fields import report_wrong_type
from deckwright.languages.language import check_locale, list_fallbacks
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Entry, Node, Scalar, Sequence
from deckwright.model.node import Mapping as Tree
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse
from deckwright.texts.slide_ids import assign_slide_ids, write_out_names

_KEYS = {
    "skip": "a list of slide ids",
    "add": "a list of slides, each with 'after:' and the id of a slide",
    "replace": "slide ids, each with fields of the slide",
}
"""Key → description of its value."""
_AFTER, _SECTION = "after", "section"


class Term(Struct, frozen=True):
    """A term of the deck and its allowed translations."""

    forms: tuple[str, ...]
    """The term itself and its other forms in the language of deck.yaml."""
    translations: Mapping[str, tuple[str, ...]]
    """Language → allowed translations."""


class Glossary(Struct, frozen=True):
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
    entries = _read_entries(path, file, "a glossary", "terms, each with its translations", report)
    return Glossary(tuple(_read_term(entry, report) for entry in entries))


def _read_term(entry: Entry, report: Report) -> Term:
    forms = [str(entry.key)]
    translations: dict[str, tuple[str, ...]] = {}
    if not isinstance(entry.value, Tree):
        report_wrong_type(entry.value, f"'{entry.key}'", "languages with translations, as in 'en: secretary'", report)
        return Term(tuple(forms), {})
    for language in entry.value:
        words = _read_words(language.value, f"'{language.key}'", report)
        if language.key == "forms":  # other forms in the deck's language, such as the plural
            forms += words
        elif check_locale(language.key, report) and words:
            translations[str(language.key)] = words
    return Term(tuple(forms), translations)


def _read_words(value: Node, name: str, report: Report) -> tuple[str, ...]:
    items = value.items if isinstance(value, Sequence) else (value,)
    words = []
    for item in items:
        if isinstance(item, Scalar) and isinstance(item.value, Text) and item.value.strip():
            words.append(" ".join(item.value.split()))
        else:
            report_wrong_type(item, name, "a text, or a list of texts", report)
    return tuple(words)


class SlideChanges(Struct):
    """The changes to the slides in one language. Slides have the ids that they have in deck.yaml."""

    skipped: set[str] = field(default_factory=set)
    added: dict[str, list[Tree]] = field(default_factory=lambda: defaultdict(list))
    """Id of a slide → slides to insert after it."""
    replaced: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Id of a slide → fields to replace; a field without a value is removed."""

    def omits(self, key: str) -> bool:
        """Returns True if this language does not show the text with this key of a catalog."""
        name, _, path = key.partition(".")
        return name in self.skipped or path.partition(".")[0] in {entry.key for entry in self.replaced.get(name, ())}

    def apply(self, deck: Tree) -> Tree:
        """Applies the changes to a deck with written-out names (see `write_out_names`)."""
        slides = deck.get("slides")
        if not isinstance(slides, Sequence):
            return deck
        new = Sequence(tuple(self._change_slides(slides, iter(assign_slide_ids(deck)))), slides.span)
        return Tree(tuple(Entry(e.key, new) if e.key == "slides" else e for e in deck), deck.span)

    def _change_slides(self, slides: Sequence, names: Iterator[str]) -> Iterator[Node]:
        section: Entry | None = None
        for slide in slides.items:
            if not isinstance(slide, Tree):
                yield slide
                continue
            name = next(names)
            own_section = next((entry for entry in slide if entry.key == _SECTION), section)
            if name in self.skipped:
                section = own_section  # it begins with the next slide
            else:
                new = self.replaced.get(name, ())
                fields = {str(entry.key): entry for entry in (*slide, *new)}
                if own_section is not None:
                    fields.setdefault(_SECTION, own_section)
                section = None
                empty = {str(e.key) for e in new if isinstance(e.value, Scalar) and e.value.value is None}
                yield Tree(tuple(entry for key, entry in fields.items() if key not in empty), slide.span)
            yield from self.added.get(name, ())


def read_slide_changes(path: Path, file: str, deck: Tree, report: Report) -> SlideChanges:
    """Reads the changes to `deck` at `path`, called `file` in diagnostics. Without that file there are no changes.

    Reports `unknown-slide`, `unknown-field`, `missing-field`, `wrong-type` and what `parse` reports.
    """
    changes = SlideChanges()
    entries = _read_entries(path, file, f"'{file}'", f"keys with values: {', '.join(_KEYS)}", report)
    known = assign_slide_ids(write_out_names(deck)) if entries else ()
    for entry in entries:
        match str(entry.key), entry.value:
            case "skip", Sequence(items=items):
                changes.skipped |= set(filter(None, (_read_slide_id(item, "'skip'", known, report) for item in items)))
            case "add", Sequence(items=items):
                for item in items:
                    _read_added(item, changes, known, report)
            case "replace", Tree(entries=slides):
                for slide in slides:
                    if not isinstance(slide.value, Tree):
                        report_wrong_type(slide.value, f"'{slide.key}'", "fields of the slide", report)
                    elif _check_slide_id(slide.key, slide.key.span, known, report):
                        changes.replaced[str(slide.key)] = slide.value.entries
            case key, value if key in _KEYS:
                report_wrong_type(value, f"'{key}'", _KEYS[key], report)
            case key, _:
                notes = (f"the keys are {', '.join(_KEYS)}",)
                message = f"'{key}' is not a key of '{file}'"
                report.error("unknown-field", message, entry.key.span, help=did_you_mean(key, _KEYS), notes=notes)
    return changes


def _read_added(slide: Node, changes: SlideChanges, known: tuple[str, ...], report: Report) -> None:
    if not isinstance(slide, Tree):
        report_wrong_type(slide, "'add'", "slides, each with 'after:' and the id of a slide", report)
    elif (after := slide.get(_AFTER)) is None:
        message = "an added slide needs the field 'after'"
        report.error("missing-field", message, slide.span, help="add 'after:' with the id of a slide")
    elif (name := _read_slide_id(after, f"'{_AFTER}'", known, report)) is not None:
        changes.added[name].append(Tree(tuple(entry for entry in slide if entry.key != _AFTER), slide.span))


def _read_slide_id(value: Node, name: str, known: tuple[str, ...], report: Report) -> str | None:
    if not isinstance(value, Scalar) or not value.raw:
        report_wrong_type(value, name, "the id of a slide", report)
        return None
    return value.raw if _check_slide_id(value.raw, value.span, known, report) else None


def _check_slide_id(name: str, span: Span | None, known: tuple[str, ...], report: Report) -> bool:
    if name in known:
        return True
    notes = (f"the slides are {', '.join(known)}",)
    report.error("unknown-slide", f"slide '{name}' does not exist", span, help=did_you_mean(name, known), notes=notes)
    return False


def _read_entries(path: Path, file: str, name: str, expected: str, report: Report) -> tuple[Entry, ...]:
    """Returns the entries of a mapping in a file; none if the file does not exist, or after an error."""
    tree = parse(path, file, report) if path.is_file() else None
    if isinstance(tree, Tree):
        return tree.entries
    if tree is not None:
        report_wrong_type(tree, name, expected, report)
    return ()


NO_GLOSSARY = Glossary()
NO_CHANGES = SlideChanges()
