"""The commands that run every stage, `build` and `check`: every language, and what is to be said of each."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from deckwright.cli.console import diagnosed, progress, put, unwritable
from deckwright.model.diagnostics import Diagnostic, Report, Stopped, did_you_mean
from deckwright.model.page import Pages
from deckwright.model.project import Project
from deckwright.pipeline.edition import Edition, read_edition
from deckwright.pipeline.shares import in_shares
from deckwright.pipeline.stages import (
    arrange_slides,
    compose_deck,
    evaluate_deck,
    load_stages,
    localise_talk,
    make_pages,
    write_presentation,
)
from deckwright.pipeline.talk import Talk, read_talk
from deckwright.system.processes import map_in_processes
from deckwright.system.timings import Seconds, Stopwatch, timings_table
from deckwright.system.words import count, shown
from deckwright.system.work import WHOLE, Share

if TYPE_CHECKING:
    from deckwright.model.deck import Deck
    from deckwright.write.outline import Outline

_PAGE = re.compile(r"-[0-9]+\Z")

_KINDS = {
    "missing-translation": "missing",
    "missing-plural": "missing",
    "outdated-translation": "outdated",
    "text-overflow": "too long",
}
"""What `check` counts in each language: code → in words."""


class Built(Struct, frozen=True):
    """One language of the talk, not yet written."""

    target: Path
    data: bytes
    slides: int
    charts: int
    warnings: int
    seconds: Seconds


class Told(Struct, frozen=True):
    """What came of one language, made in a process of its own perhaps."""

    built: Built | None
    """None after an error, and where nothing was to be built."""
    diagnostics: tuple[Diagnostic, ...]


def build(options: argparse.Namespace, project: Project) -> int:
    """All languages are built before the first is written: after an error no file has changed."""
    report, watch = Report(), Stopwatch()
    with diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        watch.lap("parse")
        _frozen(talk, options, report)
        told = _in_each_language(_built, talk, options, report)
        report.stop_if_failed()  # all languages' errors at once
        made = [one.built for one in told.values() if one.built]
        if options.strict and report.diagnostics:
            raise Stopped(report.diagnostics)
        _write(made, options.force, report)
        if options.timings:
            print(
                timings_table(watch.seconds, {locale: one.built.seconds for locale, one in told.items() if one.built})
            )
    return outcome.code


def check(options: argparse.Namespace, project: Project) -> int:
    """Everything up to the writing, in every language, however many are wrong."""
    report = Report()
    with diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        _frozen(talk, options, report)
        told = _in_each_language(_checked, talk, options, report)
        typed = () if report.failed else _contradictions(talk, report)
        for locale, one in told.items():
            print(f"{locale}: {_found((*one.diagnostics, *(typed if locale == talk.language else ())))}")
    return outcome.code


def _built(talk: Talk, locale: str, options: argparse.Namespace) -> Told:
    """The talk in one language."""
    watch = Stopwatch()
    own = _own_report(talk)
    with suppress(Stopped):
        edition = read_edition(talk, locale, options.brand, own)
        watch.lap("translations")
        tree = localise_talk(talk, edition, own, watch, options.mark_missing)
        made = None if options.only else in_shares(tree, talk, edition, own, watch)
        if made is None:
            deck_of = partial(evaluate_deck, tree, talk, edition, own, watch)
            made = _drawn(_pages(deck_of, edition, own, watch, options.only), edition, own, watch)
        data, outline = made
        folder = Path(options.output) if options.output else talk.project.path(talk.project.output)
        target = folder / ".".join(part for part in (outline.pages.name, options.only, locale, "pptx") if part)
        slides, warnings = len(outline.pages.pages), len(own.diagnostics)
        return Told(Built(target, data, slides, outline.charts, warnings, watch.seconds), own.diagnostics)
    return Told(None, own.diagnostics)


def _drawn(pages: Pages, edition: Edition, report: Report, watch: Stopwatch) -> tuple[bytes, Outline]:
    """The .pptx of the pages, and what there is in it."""
    from deckwright.ooxml.zipped import FullError
    from deckwright.write.outline import outline_of

    try:
        data = write_presentation(pages, edition)
    except FullError as fault:
        report.error("too-many-slides", str(fault), None, help="divide the deck between several")
        raise Stopped(report.diagnostics) from None
    watch.lap("write")
    return data, outline_of(pages)


def _pages(
    deck_of: Callable[[Share], Deck], edition: Edition, report: Report, watch: Stopwatch, only: str | None
) -> Pages:
    """The pages of the deck, or of the slide with the id `only`, or the page of it (`reefs-2`)."""
    share = Share(only=frozenset({only, _PAGE.sub("", only)})) if only else WHOLE
    deck = deck_of(share)
    if only and not share.of(deck.ids):
        _report_unknown(only, deck.ids, report)
    from deckwright.compose.slides import NeedsWholeError

    try:
        slides = compose_deck(deck, edition, report, watch, share)
    except NeedsWholeError:
        slides = compose_deck(deck_of(WHOLE), edition, report, watch)
    pages = arrange_slides(slides, edition, report, watch)
    return _alone(pages, only, report) if only else pages


def _alone(pages: Pages, name: str, report: Report) -> Pages:
    from deckwright.arrange.one_slide import alone

    kept = alone(pages, name)
    if not kept.pages:
        _report_unknown(name, [page.id for page in pages.pages], report)
    return kept


def _report_unknown(slide: str, known: Sequence[str], report: Report) -> NoReturn:
    message, notes = f"there is no slide '{slide}'", (f"the slides are {', '.join(known)}",)
    report.error("unknown-slide", message, None, help=did_you_mean(slide, known), notes=notes)
    raise Stopped(report.diagnostics)


def _checked(talk: Talk, locale: str, options: argparse.Namespace) -> Told:
    own = _own_report(talk)
    with suppress(Stopped):
        edition = read_edition(talk, locale, options.brand, own)
        pages = make_pages(talk, edition, own)
        from deckwright.brands.checks import check_brand

        check_brand(edition.brand, pages, own)
    return Told(None, own.diagnostics)


def _frozen(talk: Talk, options: argparse.Namespace, report: Report) -> None:
    """With --frozen: reports an error for each value that differs from deck.lock."""
    if options.frozen:
        from deckwright.cli.commands.data_talk import check_frozen_talk

        check_frozen_talk(talk, report)


def _contradictions(talk: Talk, report: Report) -> tuple[Diagnostic, ...]:
    """What is typed in deck.yaml and stands in the data, or against them; added to `report`."""
    from deckwright.cli.commands.data_talk import surveyed
    from deckwright.freshness.contradictions import look_for_contradictions

    found = Report()
    look_for_contradictions(talk.tree, talk.templates, surveyed(talk, Report()), found)
    for diagnostic in found.diagnostics:
        report.add(diagnostic)
    return found.diagnostics


def _own_report(talk: Talk) -> Report:
    """A report for one language: where it stops one language the others go on."""
    own = Report()
    for diagnostic in talk.diagnostics:
        own.add(diagnostic)
    return own


def _in_each_language(
    work: Callable[[Talk, str, argparse.Namespace], Told], talk: Talk, options: argparse.Namespace, report: Report
) -> dict[str, Told]:
    """What came of each language, in their order. What is to be said of each is added to `report`.

    After an error only errors are added: most of what else there is to say comes of it.
    """
    locales = _locales(talk, options)
    with progress(f"{options.verb}ing {', '.join(locales)}"):
        if len(locales) > 1:
            load_stages()
        told = map_in_processes(lambda locale: work(talk, locale, options), locales)
    for one in told:
        failed = any(diagnostic.severity == "error" for diagnostic in one.diagnostics)
        for diagnostic in one.diagnostics:
            if diagnostic.severity == "error" or not (report.failed or failed):
                report.add(diagnostic)
    return dict(zip(locales, told, strict=True))


def _locales(talk: Talk, options: argparse.Namespace) -> list[str]:
    """Those asked for, or all."""
    return list(dict.fromkeys(options.locale or talk.languages))


def _found(diagnostics: Sequence[Diagnostic]) -> str:
    """How many faults of which kind, in words."""
    kinds = Counter(_KINDS.get(one.code, f"other {one.severity}") for one in diagnostics)
    words = [f"{kinds[kind]} {kind}" for kind in dict.fromkeys(_KINDS.values()) if kinds[kind]]
    words += [count(kinds[kind], kind) for kind in ("other error", "other warning") if kinds[kind]]
    return ", ".join(words) or "no problems found"


def _write(made: Sequence[Built], force: bool, report: Report) -> None:
    """Every file in place, and a line for each; none when one of them was edited."""
    from deckwright.cli.output import check_untouched, keep_copy, remember

    copies: list[Path | None] = []
    try:
        for one in made:
            if force:
                copies.append(keep_copy(one.target))
            else:
                check_untouched(one.target, shown(one.target), report)
    except OSError as error:
        unwritable(error, report)
    report.stop_if_failed()
    put({one.target: one.data for one in made}, report)
    for one in made:
        remember(one.target)
    for copy in filter(None, copies):
        print(f"{shown(copy)}: a copy of what was there")
    for one in made:
        print(
            f"{shown(one.target)}: {count(one.slides, 'slide')}, {count(one.charts, 'chart')}, "
            f"{count(one.warnings, 'warning')}, {sum(one.seconds.values()):.1f} s"
        )
