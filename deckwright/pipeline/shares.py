"""Builds a large deck in several processes: each evaluates, composes, arranges and writes consecutive slides.

The processes exchange only what pages must know of each other (`write.outline`). After any error one process builds the
deck from the beginning and reports what it always reports. The file is the same to the byte, however it was built.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deckwright.model.diagnostics import Report, Stopped
from deckwright.model.node import Mapping
from deckwright.model.page import Page, Pages
from deckwright.pipeline.edition import Edition
from deckwright.pipeline.stages import ALL_STAGES, arrange_slides, compose_deck, evaluate_deck, load_modules
from deckwright.pipeline.talk import Talk
from deckwright.system.processes import Channel, can_fork, count_jobs, fork_each
from deckwright.system.timings import Stopwatch
from deckwright.system.work import NeedsWholeError, Share
from deckwright.texts.slide_ids import iterate_slide_entries

if TYPE_CHECKING:
    from deckwright.write.outline import Outline, SharePosition

MIN_SLIDES = 80
"""Slides of a share; for fewer, starting a process takes longer than it saves (docs/benchmarks.md)."""
MAX_PROCESSES = 8
"""Each process measures the fonts again."""


def build_in_shares(
    tree: Mapping, talk: Talk, edition: Edition, report: Report, watch: Stopwatch
) -> tuple[bytes, Outline] | None:
    """Returns the .pptx of a deck with its outline; None if one process must build it, as after every error."""
    count = min(count_jobs(), sum(1 for _ in iterate_slide_entries(tree)) // MIN_SLIDES, MAX_PROCESSES)
    if count < 2 or not can_fork():
        return None
    load_modules(ALL_STAGES)
    from deckwright.ooxml.zip_file import ZipFullError

    first, *others = (Share(number, count) for number in range(count))
    try:
        with fork_each([partial(_build_other, share, tree, talk, edition) for share in others]) as channels:
            return _build_first(first, channels, tree, talk, edition, report, watch)
    except (EOFError, OSError, Stopped, ZipFullError, NeedsWholeError):
        return None


def _build_first(
    share: Share,
    channels: Sequence[Channel],
    tree: Mapping,
    talk: Talk,
    edition: Edition,
    report: Report,
    watch: Stopwatch,
) -> tuple[bytes, Outline]:
    """Builds the first share here and joins the others to it. Raises EOFError when another process fails."""
    from deckwright.write.outline import build_outline, join_outlines
    from deckwright.write.presentation import add_slides, begin_presentation, finish_presentation

    own = Report()
    deck = evaluate_deck(tree, talk, edition, own, watch, share)
    slides = compose_deck(deck, edition, own, watch, share)
    for channel in channels:
        channel.receive()  # evaluated without an error; most errors are found by now
    count, pages = len(deck.ids), arrange_slides(slides, edition, own, watch)
    del deck, slides
    outlines, all_diagnostics = [build_outline(pages)], list(own.diagnostics)
    for channel in channels:
        outline, diagnostics = channel.receive()
        outlines.append(outline)
        all_diagnostics += diagnostics
    package, main, places = begin_presentation(outlines, edition.brand)
    for channel, place in zip(channels, places[1:], strict=True):
        channel.send(place)
    waiting = deque(_number_pages(pages, places[0], count).pages)
    del pages
    add_slides(_pop_pages(waiting), places[0], package, edition.brand)
    for channel in channels:
        parts, link_targets = channel.receive()
        package.parts.update((part.name, part) for part in parts)
        package.link_targets.update(link_targets)
    whole = join_outlines(outlines)
    data = finish_presentation(package, main, whole)
    for diagnostic in all_diagnostics:
        report.add(diagnostic)
    watch.lap("write")
    return data, whole


def _build_other(share: Share, tree: Mapping, talk: Talk, edition: Edition, channel: Channel) -> None:
    """Builds one share in a forked process, and sends its outline and its parts."""
    from deckwright.write.outline import build_outline
    from deckwright.write.presentation import build_slide_parts

    report, watch = Report(), Stopwatch()
    deck = evaluate_deck(tree, talk, edition, report, watch, share)
    channel.send(None)
    slides = compose_deck(deck, edition, report, watch, share)
    count, pages = len(deck.ids), arrange_slides(slides, edition, report, watch)
    del deck, slides
    outline = build_outline(pages)
    channel.send((outline, report.diagnostics))
    places = channel.receive()
    waiting = deque(_number_pages(pages, places, count).pages)
    del pages
    channel.send(build_slide_parts(_pop_pages(waiting), outline, places, edition.brand))


def _pop_pages(pages: deque[Page]) -> Iterator[Page]:
    """Yields pages and lets go of each, so that several processes take no more memory than one."""
    while pages:
        yield pages.popleft()


def _number_pages(pages: Pages, places: SharePosition, slides: int) -> Pages:
    """Corrects the page numbers if a table in an earlier share takes several pages."""
    from deckwright.arrange.pages import renumber_pages

    return renumber_pages(pages, places.before) if len(places.slides) > slides else pages
