"""A talk as read from its files: everything that all languages share."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.kinds.slide_templates import SlideTemplate, read_templates
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Mapping, Scalar, Sequence
from deckwright.model.project import Project
from deckwright.model.source import Span, Text
from deckwright.system.files import is_file
from deckwright.system.words import get_program

if TYPE_CHECKING:
    from deckwright.localise.locale_files import Glossary
    from deckwright.model.data_table import DataTable

BUILT_IN_SLIDES = Path(__file__).parent.parent / "slides"


class Talk(Struct, frozen=True):
    """The files of a talk, read once for all languages."""

    project: Project
    tree: Mapping
    """The tree of deck.yaml."""
    templates: Dict[str, SlideTemplate]
    tables: Dict[str, DataTable]
    language: Text
    """The language of deck.yaml."""
    languages: tuple[Text, ...]
    """The languages that are built by default."""
    diagnostics: tuple[Diagnostic, ...]
    """Diagnostics of the files, those of data files included."""
    glossary: Glossary


def read_slide_templates(project: Project, report: Report) -> Dict[str, SlideTemplate]:
    """Reads the slide templates; the talk's own replace built-in ones of the same name."""
    own = f"{project.templates}/slides"
    return read_templates([(BUILT_IN_SLIDES, "deckwright/slides"), (project.path(own), own)], report)


def read_tree(project: Project, report: Report) -> Mapping:
    """Reads deck.yaml alone. Raises Stopped if the report holds an error."""
    from deckwright.parse.tree import parse

    if not is_file(project.path(project.deck)):
        message = f"there is no file '{project.deck}' in '{project.root.resolve().name}'"
        advice = f"go to the folder of your talk, or start one: {get_program()} new DIR"
        report.error("missing-file", message, None, help=advice)
        report.stop_if_failed()
    tree = parse(project.path(project.deck), project.deck, report)
    report.stop_if_failed()
    if not isinstance(tree, Mapping):
        place = tree.span if tree else Span(project.deck, 1, 1)
        report.error("wrong-type", f"{project.deck} must name its parts, as in 'title: …'", place)
        report.stop_if_failed()
        raise AssertionError
    return tree


def read_talk(project: Project, report: Report) -> Talk:
    """Reads deck.yaml, slide templates, data and glossary. Raises Stopped for errors in deck.yaml and templates."""
    templates = read_slide_templates(project, report)
    tree = read_tree(project, report)
    language = read_text(tree, "language") or Text("en")
    languages = _texts(tree, "languages") or (language,)
    _check_languages((language, *languages), report)
    from deckwright.localise.locale_files import read_glossary

    glossary = read_glossary(project.path(project.glossary), project.glossary, report)
    tables = _read_tables(tree, project, report) if tree.get("data") else {}
    return Talk(project, tree, templates, tables, language, languages, report.diagnostics, glossary)


def _read_tables(tree: Mapping, project: Project, report: Report) -> Dict[str, DataTable]:
    from deckwright.assets.data.read import read_data

    return read_data(tree, project.path(project.assets), project.assets, report)


def _check_languages(tags: tuple[Text, ...], report: Report) -> None:
    """Checks the language tags first: a misspelt one would also miss its translation file."""
    from deckwright.languages.language import check_locale

    for tag in tags:
        check_locale(tag, report)
    report.stop_if_failed()


def read_text(tree: Mapping, key: str) -> Text | None:
    value = tree.get(key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, Text) else None


def _texts(tree: Mapping, key: str) -> tuple[Text, ...]:
    value = tree.get(key)
    items = value.items if isinstance(value, Sequence) else ()
    return tuple(item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, Text))
