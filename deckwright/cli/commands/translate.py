"""Translate: the catalogs of a talk made, brought up to date, exchanged and counted."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.cli.console import diagnosed, put
from deckwright.cli.main import DIAGNOSTICS
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.model.source import Text
from deckwright.pipeline.edition import structure_of
from deckwright.pipeline.talk import Talk, read_talk
from deckwright.system.words import shown

if TYPE_CHECKING:
    import polib


def translate(options: argparse.Namespace, project: Project) -> int:
    """Catalogs brought up to date, a line for each; with --status nothing is written, and work left to do is exit 1."""
    from deckwright.cli.commands import translate as work

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        tags = work.languages_to_translate(talk, options.languages, report)
        if options.status:
            for tag in tags:
                places = work.status_of(talk, tag, report)
                print("\n".join(work.status_lines(tag, places)))
                outcome.code = DIAGNOSTICS if work.wanting(places) else outcome.code
            return outcome.code
        file, lines = options.export or options.taken, []
        if options.taken:
            work.look_for(Path(file), shown(Path(file)), report)
        if file:
            tags = (work.one_language(tags, file, report),)
        made = work.updated_catalogs(talk, tags, report)
        files = {}
        if options.taken:
            lines.append(work.take_in(made[0], Path(file), shown(Path(file)), report))
        if options.export:
            files[Path(file)] = work.exported(talk, made[0], Path(file), report)
            lines.append(shown(Path(file)))
        put({one.path: one.data for one in made if not one.unchanged} | files, report)
        print("\n".join([*lines, *(f"{shown(one.path)}: {one.counts}" for one in made)]))
    return outcome.code


class Updated(Struct, frozen=True):
    """One catalog, not yet written."""

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
        """How much of it is done, in words."""
        from deckwright.localise.sync import counts

        return str(counts(self.catalog))

    @property
    def unchanged(self) -> bool:
        return self.path.is_file() and self.path.read_bytes() == self.data


def languages_to_translate(talk: Talk, tags: Sequence[str], report: Report) -> tuple[Text, ...]:
    """Those asked for, or all of deck.yaml but its own. Reported, then Stopped: `unknown-locale`, `own-language`."""
    from deckwright.languages.formats import check_locale

    named = {str(tag): tag for tag in (talk.language, *talk.languages)}
    found = tuple(dict.fromkeys(named.get(tag, Text(tag)) for tag in tags or talk.languages))
    for tag in found:
        check_locale(tag, report)
    if tags and talk.language in found:
        message = f"'{talk.language}' is the language that deck.yaml is written in: there is nothing to translate"
        report.error("own-language", message, talk.language.span, help="name another language, as in: translate de")
    report.stop_if_failed()
    return tuple(tag for tag in found if tag != talk.language)


def updated_catalogs(talk: Talk, tags: Sequence[Text], report: Report) -> list[Updated]:
    """The catalogs of `tags` as they shall be. Raises Stopped when one of them cannot be read."""
    from deckwright.localise.catalogs import read_catalog
    from deckwright.localise.sync import sync_catalog

    made = []
    for tag in tags:
        path = talk.project.path(talk.project.locales) / f"{tag}.po"
        shown, old = f"{talk.project.locales}/{tag}.po", ""
        if path.exists() and read_catalog(path, shown, tag, report) is not None:
            old = path.read_bytes().decode("utf-8-sig")
        structure = structure_of(talk, tag, report)
        if not report.failed:
            catalog = sync_catalog(talk.tree, talk.templates, old, tag, talk.glossary, structure)
            made.append(Updated(tag, path, shown, catalog, talk))
    report.stop_if_failed()
    return made


def look_for(path: Path, shown: str, report: Report) -> None:
    """Raises Stopped where there is no such file to take in: nothing else about it matters then."""
    from deckwright.localise.exchange.formats import is_there

    is_there(path, shown, report)
    report.stop_if_failed()


def one_language(tags: Sequence[Text], file: str, report: Report) -> Text:
    """The language of a file that is exchanged. Reported, then Stopped: `which-language`."""
    if len(tags) != 1:
        message = f"say which language '{file}' is for"
        choice = f"one of {', '.join(tags)}" if tags else "a language"
        report.error("which-language", message, None, help=f"name {choice}, as in: translate {[*tags, 'de'][0]} …")
    report.stop_if_failed()
    return tags[0]


def exported(talk: Talk, made: Updated, path: Path, report: Report) -> bytes:
    """One catalog as the file at `path` shall be. Raises Stopped for a name of no known format."""
    from deckwright.localise.exchange.formats import format_of
    from deckwright.localise.exchange.importing import rows_of

    form = format_of(path, report)
    report.stop_if_failed()
    assert form is not None, "no format, and no error that says why"
    return form.write(rows_of(made.catalog, made.tag), str(talk.language), made.tag)


def take_in(made: Updated, path: Path, shown: str, report: Report) -> str:
    """Puts what a translator has sent into the catalog; how much of it that was.

    Raises Stopped, and takes nothing, for a broken file, one in another language and translations that cannot be shown.
    """
    from deckwright.localise.exchange.formats import read_rows
    from deckwright.localise.exchange.importing import judge, judge_language, take

    talk = made.talk
    rows = read_rows(path, shown, report)
    report.stop_if_failed()
    judge_language(rows, shown, made.tag, (talk.language, *talk.languages), report)
    report.stop_if_failed()
    judge(rows, made.catalog, made.tag, talk.language, talk.glossary, shown, report)
    taken = take(rows, made.catalog, made.tag, shown, report)
    report.stop_if_failed()
    return f"{shown}: {taken} of {len(rows)} texts taken"


def status_of(talk: Talk, tag: Text, report: Report) -> Mapping[str, Counter[str]]:
    """For each slide of one language what is translated, outdated and missing; without a catalog all is missing."""
    from deckwright.languages.table import lineage
    from deckwright.localise.catalogs import read_catalog
    from deckwright.localise.coverage import coverage

    name = talk.project.locales
    files = [(part, talk.project.path(name) / f"{part}.po") for part in lineage(tag)]
    read = [read_catalog(file, f"{name}/{part}.po", part, report) for part, file in files if file.exists()]
    structure = structure_of(talk, tag, report)
    report.stop_if_failed()
    return coverage(talk.tree, [catalog for catalog in read if catalog], talk.templates, structure)


def status_lines(tag: str, places: Mapping[str, Counter[str]]) -> Iterator[str]:
    """One line for the language, and one for each place where something is to be done."""
    total = sum(places.values(), Counter[str]())
    yield f"{tag}: {total['translated']} translated, {total['outdated']} outdated, {total['missing']} missing"
    for place, found in places.items():
        if parts := [f"{found[state]} {state}" for state in ("outdated", "missing") if found[state]]:
            yield f"  {place}: {', '.join(parts)}"


def wanting(places: Mapping[str, Counter[str]]) -> bool:
    """Whether anything is outdated or missing."""
    return any(found["outdated"] or found["missing"] for found in places.values())
