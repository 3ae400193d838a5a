"""A talk in one language and one brand: what the stages need besides the deck itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Text
from deckwright.pipeline.talk import Talk, read_text

if TYPE_CHECKING:
    from deckwright.assets.generated import PictureStore
    from deckwright.fonts.measure import Fonts
    from deckwright.kinds.slide_templates import SlideTemplate
    from deckwright.languages.cldr import Cldr
    from deckwright.languages.formats import Formats
    from deckwright.localise.catalogs import Catalog
    from deckwright.localise.locale_files import SlideChanges
    from deckwright.model.brand import Brand

DEFAULT_BRAND = "plain"


class Edition(Struct, frozen=True, dict=True):
    """A talk in one language and one brand: slide templates, formats, translations and where the brand is."""

    templates: Mapping[str, SlideTemplate]
    locale: str
    """BCP 47."""
    formats: Formats
    brand_folder: Path
    brand_file: str
    """brand.yaml as diagnostics name it."""
    report: Report
    """Takes the faults of the brand, which is read when a stage asks for it."""
    catalogs: tuple[Catalog, ...]
    """Nearest first: en-GB, en. Empty for the talk's own language."""
    slide_changes: SlideChanges
    """Slides and sections that differ in this language."""

    @cached_property
    def brand(self) -> Brand:
        """Reads the brand on first use, so that an error in deck.yaml never waits for it. Raises Stopped."""
        from deckwright.brands.find import load_brand

        brand = load_brand(self.brand_folder, self.brand_file, self.report, self.locale)
        self.report.stop_if_failed()
        assert brand is not None, "no brand, and no error that says why"
        return brand

    @property
    def fonts(self) -> Fonts:
        """New Fonts for this edition: they remember which fonts had to be substituted."""
        from deckwright.fonts.measure import Fonts

        return Fonts(self.brand.font_folder)

    def generated_pictures(self, talk: Talk) -> PictureStore:
        """Returns the store of generated pictures for this language and brand."""
        from deckwright.assets.generated import PictureStore
        from deckwright.languages.language import PSEUDO_LOCALES

        def look() -> Mapping[str, Any]:
            from deckwright.pipeline.brand_look import read_look

            return read_look(self.brand)

        project = talk.project
        other = str(talk.language) if self.locale in PSEUDO_LOCALES else None
        return PictureStore(project.path(project.assets), project.assets, self.brand_folder.name, look, other)


def read_edition(talk: Talk, locale: str, brand: str | None, report: Report) -> Edition:
    """Reads the translation files of one language and finds the brand. Raises Stopped after an error."""
    from deckwright.languages.formats import Formats
    from deckwright.languages.language import check_locale

    tag = next((one for one in (talk.language, *talk.languages) if one == locale), Text(locale))
    sound = check_locale(tag, report)
    catalogs = _read_catalogs(talk, tag, report) if sound else ()
    slide_changes = read_slide_changes_of(talk, tag, report)
    folder = _find_brand_folder(talk, brand, report)
    report.stop_if_failed()
    assert folder is not None, "no brand, and no error that says why"
    own = folder.is_relative_to(talk.project.path(talk.project.templates))
    file = f"{talk.project.templates if own else 'deckwright/brands'}/{folder.name}/brand.yaml"
    from deckwright.brands.find import has_tight_percent

    formats = Formats(locale, _borrow_formats(talk, tag), tight=has_tight_percent(folder))
    return Edition(talk.templates, locale, formats, folder, file, report, catalogs, slide_changes)


def read_slide_changes_of(talk: Talk, tag: str, report: Report) -> SlideChanges:
    """Reads what differs in a language from the nearest file: en-GB.yaml, or en.yaml; deck.yaml needs none."""
    from deckwright.languages.language import list_fallbacks
    from deckwright.localise.locale_files import SlideChanges, read_slide_changes

    folder, name = talk.project.path(talk.project.locales), talk.project.locales
    files = (f"{part}.yaml" for part in list_fallbacks(tag) if tag != talk.language)
    file = next((file for file in files if (folder / file).is_file()), None)
    return read_slide_changes(folder / file, f"{name}/{file}", talk.tree, report) if file else SlideChanges()


def _borrow_formats(talk: Talk, tag: str) -> Cldr | None:
    """Returns the formats of deck.yaml's language for a pseudo-locale, which has none of its own."""
    from deckwright.languages.cldr import Cldr
    from deckwright.languages.language import PSEUDO_LOCALES, get_language

    return Cldr(get_language(talk.language).cldr_tag) if tag in PSEUDO_LOCALES else None


def _read_catalogs(talk: Talk, tag: Text, report: Report) -> tuple[Catalog, ...]:
    """Reads the translation files of a language, nearest first: en-GB, en."""
    from deckwright.languages.language import PSEUDO_LOCALES, list_fallbacks

    if tag == talk.language:
        return ()
    if tag in PSEUDO_LOCALES:
        from deckwright.localise.pseudo import make_pseudo_catalog

        return (make_pseudo_catalog(talk.tree, talk.templates, tag, talk.project.deck),)
    folder, name = talk.project.path(talk.project.locales), talk.project.locales
    files = [(part, folder / f"{part}.po") for part in list_fallbacks(tag) if (folder / f"{part}.po").exists()]
    if not files:
        known = sorted(file.stem for file in folder.glob("*.po"))
        report.error(
            "missing-translation-file",
            f"translation file {name}/{tag}.po is missing, so the deck cannot be built in '{tag}'",
            tag.span,
            help=did_you_mean(tag, [*known, talk.language]),
            notes=(f"it can be built in {', '.join([talk.language, *known])}",),
        )
        return ()
    from deckwright.localise.catalogs import read_catalog

    read = [read_catalog(file, f"{name}/{part}.po", part, report) for part, file in files]
    return tuple(catalog for catalog in read if catalog)


def _find_brand_folder(talk: Talk, name: str | None, report: Report) -> Path | None:
    from deckwright.brands.find import find_brand

    wanted = Text(name) if name else read_text(talk.tree, "brand") or Text(DEFAULT_BRAND)
    return find_brand(wanted, [talk.project.path(talk.project.templates)], report)
