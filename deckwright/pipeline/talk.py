"""A talk as it is read from its files: what all its languages share, and what each has of its own."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from deckwright.kinds.slide_templates import SlideTemplate, read_templates
from deckwright.model.diagnostics import Diagnostic, Report, did_you_mean
from deckwright.model.node import Mapping, Scalar, Sequence
from deckwright.model.project import Project
from deckwright.model.source import Span, Text
from deckwright.pipeline.setting import Setting
from deckwright.system.files import is_file
from deckwright.system.program import program

if TYPE_CHECKING:
    from deckwright.assets.generated import Shelf
    from deckwright.languages.cldr import Cldr
    from deckwright.localise.catalogs import Catalog
    from deckwright.localise.glossary import Glossary
    from deckwright.localise.structure import Structure
    from deckwright.model.data_table import DataTable

BUILT_IN_SLIDES = Path(__file__).parent.parent / "slides"
DEFAULT_BRAND = "plain"


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


class Voice(Setting, frozen=True, dict=True):
    """What the talk is given in: a language and a brand."""

    catalogs: tuple[Catalog, ...]
    """The nearest first: en-GB, en. None for the talk's own language."""
    structure: Structure
    """What the deck has otherwise in this language."""

    def shelf(self, talk: Talk) -> Shelf:
        """The figures that have been made for this language and brand."""
        from deckwright.assets.generated import Shelf
        from deckwright.languages.table import PSEUDO

        def look() -> Dict[str, Any]:
            from deckwright.pipeline.brand_look import look_of

            return look_of(self.brand)

        project = talk.project
        other = str(talk.language) if self.locale in PSEUDO else None
        return Shelf(project.path(project.assets), project.assets, self.folder.name, look, other)


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
    language = _text(tree, "language") or Text("en")
    languages = _texts(tree, "languages") or (language,)
    _check_languages((language, *languages), report)
    from deckwright.assets.data.read import read_data
    from deckwright.localise.glossary import read_glossary

    glossary = read_glossary(project.path(project.glossary), project.glossary, report)
    tables = read_data(tree, project.path(project.assets), project.assets, report)
    return Talk(project, tree, templates, tables, language, languages, report.diagnostics, glossary)


def read_voice(talk: Talk, locale: str, brand: str | None, report: Report) -> Voice:
    """Catalogs and formats for one language, and where the brand is. Raises Stopped when one of them is wrong."""
    from deckwright.languages.formats import Formats, check_locale

    tag = next((one for one in (talk.language, *talk.languages) if one == locale), Text(locale))
    sound = check_locale(tag, report)
    catalogs = _catalogs(talk, tag, report) if sound else ()
    structure = structure_of(talk, tag, report)
    folder = _brand_folder(talk, brand, report)
    report.stop_if_failed()
    assert folder is not None, "no brand, and no error that says why"
    own = folder.is_relative_to(talk.project.path(talk.project.templates))
    file = f"{talk.project.templates if own else 'deckwright/brands'}/{folder.name}/brand.yaml"
    from deckwright.brands.number_style import tight_percent

    formats = Formats(locale, _cldr(talk, tag), tight=tight_percent(folder))
    return Voice(talk.templates, locale, formats, folder, file, report, catalogs, structure)


def structure_of(talk: Talk, tag: str, report: Report) -> Structure:
    """What a language has otherwise, by the nearest file: en-GB.yaml, or en.yaml. The talk's own has deck.yaml."""
    from deckwright.languages.table import lineage
    from deckwright.localise.structure import Structure, read_structure

    folder, name = talk.project.path(talk.project.locales), talk.project.locales
    files = (f"{part}.yaml" for part in lineage(tag) if tag != talk.language)
    file = next((file for file in files if (folder / file).is_file()), None)
    return read_structure(folder / file, f"{name}/{file}", talk.tree, report) if file else Structure()


def _cldr(talk: Talk, tag: str) -> Cldr | None:
    """A pseudo-locale writes numbers and dates as deck.yaml's language does."""
    from deckwright.languages.cldr import Cldr
    from deckwright.languages.table import PSEUDO, language

    return Cldr(language(talk.language).formats) if tag in PSEUDO else None


def _check_languages(tags: tuple[Text, ...], report: Report) -> None:
    """Before any catalog is missed, for a misspelt language has none."""
    from deckwright.languages.formats import check_locale

    for tag in tags:
        check_locale(tag, report)
    report.stop_if_failed()


def _catalogs(talk: Talk, tag: Text, report: Report) -> tuple[Catalog, ...]:
    """The catalogs of a language, nearest first: en-GB, en."""
    from deckwright.languages.table import PSEUDO, lineage

    if tag == talk.language:
        return ()
    if tag in PSEUDO:
        from deckwright.localise.pseudo import pseudo_catalog

        return (pseudo_catalog(talk.tree, talk.templates, tag, talk.project.deck),)
    folder, name = talk.project.path(talk.project.locales), talk.project.locales
    files = [(part, folder / f"{part}.po") for part in lineage(tag) if (folder / f"{part}.po").exists()]
    if not files:
        known = sorted(file.stem for file in folder.glob("*.po"))
        report.error(
            "missing-catalog",
            f"there is no catalog {name}/{tag}.po, so the talk cannot be built in '{tag}'",
            tag.span,
            help=did_you_mean(tag, [*known, talk.language]),
            notes=(f"it can be built in {', '.join([talk.language, *known])}",),
        )
        return ()
    from deckwright.localise.catalogs import read_catalog

    read = [read_catalog(file, f"{name}/{part}.po", part, report) for part, file in files]
    return tuple(catalog for catalog in read if catalog)


def _brand_folder(talk: Talk, name: str | None, report: Report) -> Path | None:
    from deckwright.brands.find import find_brand

    wanted = Text(name) if name else _text(talk.tree, "brand") or Text(DEFAULT_BRAND)
    return find_brand(wanted, [talk.project.path(talk.project.templates)], report)


def _text(tree: Mapping, key: str) -> Text | None:
    value = tree.get(key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, Text) else None


def _texts(tree: Mapping, key: str) -> tuple[Text, ...]:
    value = tree.get(key)
    items = value.items if isinstance(value, Sequence) else ()
    return tuple(item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, Text))
