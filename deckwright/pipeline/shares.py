"""A large deck made by several processes: each evaluates, composes, arranges and draws slides that follow each other.

Only what pages must know of each other goes between them (`write.outline`). Where anything is wrong this is given up,
and one process makes the deck, and says what it always says. The file is the same, however it was made.
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
from deckwright.pipeline.stages import arrange_slides, compose_deck, evaluate_deck, load_stages
from deckwright.pipeline.talk import Talk
from deckwright.system.processes import Channel, can_fork, count_jobs, fork_each
from deckwright.system.timings import Stopwatch
from deckwright.system.work import Share
from deckwright.texts.slide_ids import iterate_slide_entries

if TYPE_CHECKING:
    from deckwright.write.outline import Outline, SlideBatch

FEWEST = 80
"""Slides of a share; with fewer, a process takes longer to begin than it saves."""
MOST = 8
"""Processes; each has measures of its own of the fonts."""


def build_in_shares(
    tree: Mapping, talk: Talk, edition: Edition, report: Report, watch: Stopwatch
) -> tuple[bytes, Outline] | None:
    """The .pptx of a deck, and what there is in it; None where one process is to make it, as with every error."""
    count = min(count_jobs(), sum(1 for _ in iterate_slide_entries(tree)) // FEWEST, MOST)
    if count < 2 or not can_fork():
        return None
    load_stages()
    from deckwright.compose.slides import NeedsWholeError
    from deckwright.ooxml.zip_file import ZipFullError

    first, *others = (Share(number, count) for number in range(count))
    try:
        with fork_each([partial(_share, share, tree, talk, edition) for share in others]) as helpers:
            return _together(first, helpers, tree, talk, edition, report, watch)
    except (EOFError, OSError, Stopped, ZipFullError, NeedsWholeError):
        return None


def _together(
    share: Share,
    helpers: Sequence[Channel],
    tree: Mapping,
    talk: Talk,
    edition: Edition,
    report: Report,
    watch: Stopwatch,
) -> tuple[bytes, Outline]:
    """The first share, and what helpers make of the others. Raises EOFError when one of them has failed."""
    from deckwright.write.outline import build_outline, join_outlines
    from deckwright.write.presentation import add_slides, begin_presentation, finish_presentation

    own = Report()
    deck = evaluate_deck(tree, talk, edition, own, watch, share)
    slides = compose_deck(deck, edition, own, watch, share)
    for helper in helpers:
        helper.receive()  # that its share is sound so far: most faults are found by now
    count, pages = len(deck.ids), arrange_slides(slides, edition, own, watch)
    del deck, slides
    outlines, said = [build_outline(pages)], list(own.diagnostics)
    for helper in helpers:
        outline, diagnostics = helper.receive()
        outlines.append(outline)
        said += diagnostics
    package, main, places = begin_presentation(outlines, edition.brand)
    for helper, place in zip(helpers, places[1:], strict=True):
        helper.send(place)
    waiting = deque(_numbered(pages, places[0], count).pages)
    del pages
    add_slides(_drained(waiting), places[0], package, edition.brand)
    for helper in helpers:
        parts, link_targets = helper.receive()
        package.parts.update((part.name, part) for part in parts)
        package.link_targets.update(link_targets)
    whole = join_outlines(outlines)
    data = finish_presentation(package, main, whole)
    for diagnostic in said:
        report.add(diagnostic)
    watch.lap("write")
    return data, whole


def _share(share: Share, tree: Mapping, talk: Talk, edition: Edition, channel: Channel) -> None:
    """What a helper does."""
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
    waiting = deque(_numbered(pages, places, count).pages)
    del pages
    channel.send(build_slide_parts(_drained(waiting), outline, places, edition.brand))


def _drained(pages: deque[Page]) -> Iterator[Page]:
    """Pages that nobody keeps once they are drawn: several processes would else hold more than one does."""
    while pages:
        yield pages.popleft()


def _numbered(pages: Pages, places: SlideBatch, slides: int) -> Pages:
    """With the numbers that pages have where a table before them takes several."""
    from deckwright.arrange.page_sets import renumber_pages

    return renumber_pages(pages, places.before) if len(places.slides) > slides else pages
