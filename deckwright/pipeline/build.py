"""Builds or checks a talk in each of its languages, in several processes where that is faster."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from deckwright.model.diagnostics import Diagnostic, Report, Stopped, did_you_mean
from deckwright.model.page import Pages
from deckwright.pipeline.edition import Edition, read_edition
from deckwright.pipeline.shares import build_in_shares
from deckwright.pipeline.stages import (
    FIRST_STAGES,
    arrange_slides,
    compose_deck,
    evaluate_deck,
    load_modules,
    localise_talk,
    make_pages,
    write_presentation,
)
from deckwright.pipeline.talk import Talk
from deckwright.system.processes import map_in_processes
from deckwright.system.timings import Seconds, Stopwatch
from deckwright.system.work import WHOLE, NeedsWholeError, Share

if TYPE_CHECKING:
    from deckwright.model.deck import Deck
    from deckwright.write.outline import Outline

_PAGE_NUMBER = re.compile(r"-[0-9]+\Z")
"""The end of a page's name, where a table takes several: `reefs-2`."""


class BuildOptions(Struct, frozen=True):
    """The choices for a build that deck.yaml does not make."""

    brand: str | None = None
    """The brand to use instead of the one in deck.yaml."""
    only: str | None = None
    """The slide to build alone, or a page of it: `reefs` or `reefs-2`."""
    mark_missing: bool = False
    """Puts texts that are not translated in ⟦ ⟧."""


class BuiltFile(Struct, frozen=True):
    """The presentation of one language, not yet written to disk."""

    name: str
    data: bytes
    slides: int
    charts: int
    warnings: int
    seconds: Seconds


class EditionResult(Struct, frozen=True):
    """The outcome for one language, which may come from another process."""

    file: BuiltFile | None
    """None after an error, and after a check."""
    diagnostics: tuple[Diagnostic, ...]


def make_editions(
    make: Callable[[Talk, str, BuildOptions], EditionResult],
    talk: Talk,
    locales: Sequence[str],
    options: BuildOptions,
    report: Report,
) -> dict[str, EditionResult]:
    """Calls `make`, `build_edition` or `check_edition`, for each language, and adds all diagnostics to `report`.

    After an error in any language only errors are added: most warnings would be consequences of it.
    """
    if len(locales) > 1:
        load_modules(FIRST_STAGES)
    results = map_in_processes(lambda locale: make(talk, locale, options), locales)
    for result in results:
        failed = any(diagnostic.severity == "error" for diagnostic in result.diagnostics)
        for diagnostic in result.diagnostics:
            if diagnostic.severity == "error" or not (report.failed or failed):
                report.add(diagnostic)
    return dict(zip(locales, results, strict=True))


def build_edition(talk: Talk, locale: str, options: BuildOptions) -> EditionResult:
    """Builds the talk in one language."""
    watch, report = Stopwatch(), _copy_diagnostics(talk)
    with suppress(Stopped):
        edition = read_edition(talk, locale, options.brand, report)
        watch.lap("translations")
        tree = localise_talk(talk, edition, report, watch, options.mark_missing)
        built = None if options.only else build_in_shares(tree, talk, edition, report, watch)
        if built is None:
            evaluate = partial(evaluate_deck, tree, talk, edition, report, watch)
            built = _write_pages(_make_pages(evaluate, edition, report, watch, options.only), edition, report, watch)
        data, outline = built
        name = ".".join(part for part in (outline.pages.name, options.only, locale, "pptx") if part)
        warnings = len(report.diagnostics)
        file = BuiltFile(name, data, len(outline.pages.pages), outline.charts, warnings, watch.seconds)
        return EditionResult(file, report.diagnostics)
    return EditionResult(None, report.diagnostics)


def check_edition(talk: Talk, locale: str, options: BuildOptions) -> EditionResult:
    """Does everything that `build_edition` does but the writing, and checks how the brand looks in it."""
    report = _copy_diagnostics(talk)
    with suppress(Stopped):
        edition = read_edition(talk, locale, options.brand, report)
        pages = make_pages(talk, edition, report)
        from deckwright.brands.checks import check_brand

        check_brand(edition.brand, pages, report)
    return EditionResult(None, report.diagnostics)


def _copy_diagnostics(talk: Talk) -> Report:
    """Makes a report for one language: an error in it must not stop the others."""
    report = Report()
    for diagnostic in talk.diagnostics:
        report.add(diagnostic)
    return report


def _make_pages(
    evaluate: Callable[[Share], Deck], edition: Edition, report: Report, watch: Stopwatch, only: str | None
) -> Pages:
    """Makes the pages of the deck, or of the slide or page that `only` names."""
    share = Share(only=frozenset({only, _PAGE_NUMBER.sub("", only)})) if only else WHOLE
    deck = evaluate(share)
    if only and not share.select(deck.ids):
        _report_unknown(only, deck.ids, report)
    try:
        slides = compose_deck(deck, edition, report, watch, share)
    except NeedsWholeError:
        slides = compose_deck(evaluate(WHOLE), edition, report, watch)
    pages = arrange_slides(slides, edition, report, watch)
    return _select_page(pages, only, report) if only else pages


def _select_page(pages: Pages, name: str, report: Report) -> Pages:
    from deckwright.arrange.pages import keep_slide

    selected = keep_slide(pages, name)
    if not selected.pages:
        _report_unknown(name, [page.id for page in pages.pages], report)
    return selected


def _report_unknown(slide: str, known: Sequence[str], report: Report) -> NoReturn:
    message, notes = f"there is no slide '{slide}'", (f"the slides are {', '.join(known)}",)
    report.error("unknown-slide", message, None, help=did_you_mean(slide, known), notes=notes)
    raise Stopped(report.diagnostics)


def _write_pages(pages: Pages, edition: Edition, report: Report, watch: Stopwatch) -> tuple[bytes, Outline]:
    from deckwright.ooxml.zip_file import ZipFullError
    from deckwright.write.outline import build_outline

    try:
        data = write_presentation(pages, edition)
    except ZipFullError as fault:
        report.error("too-many-slides", str(fault), None, help="divide the deck between several")
        raise Stopped(report.diagnostics) from None
    watch.lap("write")
    return data, build_outline(pages)
