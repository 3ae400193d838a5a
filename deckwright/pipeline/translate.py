"""Translation files of a talk: brought up to date, exported, imported and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.pipeline.edition import read_slide_changes_of
from deckwright.pipeline.talk import Talk

if TYPE_CHECKING:
    import polib


class TranslationUpdate(Struct, frozen=True):
    """A translation file brought up to date, not yet written."""

    tag: str
    path: Path
    shown: str
    """Its name in messages: `locales/en.po`."""
    catalog: polib.POFile
    talk: Talk

    @property
    def data(self) -> bytes:
        return str(self.catalog).encode("utf-8")

    @property
    def counts(self) -> str:
        """How many texts are translated, outdated and missing, as words."""
        from deckwright.localise.update import describe_counts

        return describe_counts(self.catalog)

    @property
    def is_unchanged(self) -> bool:
        return self.path.is_file() and self.path.read_bytes() == self.data


def choose_languages(talk: Talk, tags: Sequence[str], report: Report) -> tuple[Text, ...]:
    """Returns the languages named, or all of deck.yaml but its own.

    Reports `unknown-locale` and `own-language`, then raises Stopped.
    """
    from deckwright.languages.language import check_locale

    named = {str(tag): tag for tag in (talk.language, *talk.languages)}
    languages = tuple(dict.fromkeys(named.get(tag, Text(tag)) for tag in tags or talk.languages))
    for tag in languages:
        check_locale(tag, report)
    if tags and talk.language in languages:
        message = f"'{talk.language}' is the language that deck.yaml is written in: there is nothing to translate"
        report.error("own-language", message, talk.language.span, help="name another language, as in: translate de")
    report.stop_if_failed()
    return tuple(tag for tag in languages if tag != talk.language)


def update_translation_files(talk: Talk, tags: Sequence[Text], report: Report) -> list[TranslationUpdate]:
    """Brings the translation files of `tags` up to date. Raises Stopped when one of them cannot be read."""
    from deckwright.localise.catalogs import read_catalog
    from deckwright.localise.update import update_catalog

    updates = []
    for tag in tags:
        path = talk.project.path(talk.project.locales) / f"{tag}.po"
        shown, old = f"{talk.project.locales}/{tag}.po", ""
        if path.exists() and read_catalog(path, shown, tag, report) is not None:
            old = path.read_bytes().decode("utf-8-sig")
        slide_changes = read_slide_changes_of(talk, tag, report)
        if not report.failed:
            catalog = update_catalog(talk.tree, talk.templates, old, tag, talk.glossary, slide_changes)
            updates.append(TranslationUpdate(tag, path, shown, catalog, talk))
    report.stop_if_failed()
    return updates


def check_exists(path: Path, shown: str, report: Report) -> None:
    """Raises Stopped after a report if the file to import does not exist."""
    from deckwright.localise.exchange.formats import check_file

    check_file(path, shown, report)
    report.stop_if_failed()


def choose_one_language(tags: Sequence[Text], file: str, report: Report) -> Text:
    """Returns the language of a file to export or import. Reports `which-language`, then raises Stopped."""
    if len(tags) != 1:
        message = f"say which language '{file}' is for"
        choice = f"one of {', '.join(tags)}" if tags else "a language"
        report.error("which-language", message, None, help=f"name {choice}, as in: translate {[*tags, 'de'][0]} …")
    report.stop_if_failed()
    return tags[0]


def export_rows(talk: Talk, update: TranslationUpdate, path: Path, report: Report) -> bytes:
    """Returns the contents of a file for translators, in the format of its name. Raises Stopped for an unknown one."""
    from deckwright.localise.exchange.formats import find_format
    from deckwright.localise.exchange.rows import make_rows

    form = find_format(path, report)
    report.stop_if_failed()
    assert form is not None, "no format, and no error that says why"
    return form.write(make_rows(update.catalog, update.tag), str(talk.language), update.tag)


def import_rows(update: TranslationUpdate, path: Path, shown: str, report: Report) -> str:
    """Puts the translations of a file into the translation file, and returns a line that says how many.

    Raises Stopped, and imports nothing, for a broken file, another language and translations that cannot be shown.
    """
    from deckwright.localise.exchange.formats import read_rows
    from deckwright.localise.exchange.rows import check_language, check_rows, merge_rows

    talk = update.talk
    rows = read_rows(path, shown, report)
    report.stop_if_failed()
    check_language(rows, shown, update.tag, (talk.language, *talk.languages), report)
    report.stop_if_failed()
    check_rows(rows, update.catalog, update.tag, talk.language, talk.glossary, shown, report)
    taken = merge_rows(rows, update.catalog, update.tag, shown, report)
    report.stop_if_failed()
    return f"{shown}: {taken} of {len(rows)} texts taken"


def count_states(talk: Talk, tag: Text, report: Report) -> Mapping[str, Counter[str]]:
    """Counts the texts of each slide that are translated, outdated and missing in one language."""
    from deckwright.languages.language import list_fallbacks
    from deckwright.localise.catalogs import read_catalog
    from deckwright.localise.update import count_by_slide

    name = talk.project.locales
    files = [(part, talk.project.path(name) / f"{part}.po") for part in list_fallbacks(tag)]
    read = [read_catalog(file, f"{name}/{part}.po", part, report) for part, file in files if file.exists()]
    slide_changes = read_slide_changes_of(talk, tag, report)
    report.stop_if_failed()
    return count_by_slide(talk.tree, [catalog for catalog in read if catalog], talk.templates, slide_changes)


def list_states(tag: str, places: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Yields a line for the language, and one for each slide with outdated or missing texts."""
    total = sum(places.values(), Counter[str]())
    yield f"{tag}: {total['translated']} translated, {total['outdated']} outdated, {total['missing']} missing"
    for place, found in places.items():
        if parts := [f"{found[state]} {state}" for state in ("outdated", "missing") if found[state]]:
            yield f"  {place}: {', '.join(parts)}"


def needs_work(places: Mapping[str, Counter[str]]) -> bool:
    """Returns True if any text is outdated or missing."""
    return any(found["outdated"] or found["missing"] for found in places.values())
