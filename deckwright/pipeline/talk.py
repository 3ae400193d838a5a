"""A talk as it is read from its files: what all its languages share, and what each has of its own."""

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
from deckwright.system.program import program

if TYPE_CHECKING:
    from deckwright.localise.glossary import Glossary
    from deckwright.model.data_table import DataTable

BUILT_IN_SLIDES = Path(__file__).parent.parent / "slides"


class Talk(Struct, frozen=True):
    """What is read once, whatever the language."""

    project: Project
    tree: Mapping
    """deck.yaml, in its own language."""
    templates: Dict[str, SlideTemplate]
    tables: Dict[str, DataTable]
    language: Text
    """The language deck.yaml is written in."""
    languages: tuple[Text, ...]
    """Those that are built when nobody asks for fewer."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found while it was read, faults of the data too."""
    glossary: Glossary


def read_templates_of(project: Project, report: Report) -> Dict[str, SlideTemplate]:
    """The slide templates there are: the talk's own win over the built-in ones of the same name."""
    own = f"{project.templates}/slides"
    return read_templates([(BUILT_IN_SLIDES, "deckwright/slides"), (project.path(own), own)], report)


def read_tree(project: Project, report: Report) -> Mapping:
    """deck.yaml alone. Raises Stopped when it is wrong, or the report holds an error already."""
    from deckwright.parse.tree import parse

    if not is_file(project.path(project.deck)):
        message = f"there is no file '{project.deck}' in '{project.root.resolve().name}'"
        advice = f"go to the folder of your talk, or start one: {program()} new DIR"
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
    """deck.yaml, the slide templates and the data. Raises Stopped when one of them is wrong."""
    templates = read_templates_of(project, report)
    tree = read_tree(project, report)
    language = read_text(tree, "language") or Text("en")
    languages = _texts(tree, "languages") or (language,)
    _check_languages((language, *languages), report)
    from deckwright.assets.data.read import read_data
    from deckwright.localise.glossary import read_glossary

    glossary = read_glossary(project.path(project.glossary), project.glossary, report)
    tables = read_data(tree, project.path(project.assets), project.assets, report)
    return Talk(project, tree, templates, tables, language, languages, report.diagnostics, glossary)


def _check_languages(tags: tuple[Text, ...], report: Report) -> None:
    """Before any catalog is missed, for a misspelt language has none."""
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
