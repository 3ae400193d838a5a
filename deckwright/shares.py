"""A large deck made by several processes: each composes, arranges and draws slides that follow each other.

Only what pages must know of each other goes between them (`write.outline`). Where anything is wrong this is given up,
and one process makes the deck, and says what it always says. The file is the same, however it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from deckwright.deck import Deck
from deckwright.diagnostics import Report, Stopped
from deckwright.helpers import Channel, can_fork, cores, helped
from deckwright.limits import ROUNDS
from deckwright.ooxml.zipped import FullError
from deckwright.page import Pages
from deckwright.talk import Talk, Voice
from deckwright.timings import Stopwatch
from deckwright.write.outline import Outline, Places, joined, outline_of
from deckwright.write.presentation import begun, draw, drawn_apart, finished

FEWEST = 60
"""Slides of a share; with fewer, a process takes longer to begin than it saves."""
MOST = 8
"""Processes; each has measures of its own of the fonts."""


def in_shares(deck: Deck, talk: Talk, voice: Voice, report: Report, watch: Stopwatch) -> tuple[bytes, Outline] | None:
    """The .pptx of a deck, and what there is in it; None where one process is to make it, as with every error."""
    count = min(cores(), len(deck.slides) // FEWEST, MOST)
    if count < 2 or not can_fork():
        return None
    runs = _runs([slide.id for slide in deck.slides], count)
    voice.brand  # noqa: B018  read once, for all
    watch.lap("brand")
    try:
        with helped([partial(_share, deck, run, talk, voice) for run in runs[1:]]) as helpers:
            return _together(deck, runs[0], helpers, talk, voice, report, watch)
    except (EOFError, OSError, Stopped, FullError):
        return None


def _together(
    deck: Deck,
    run: frozenset[str],
    helpers: Sequence[Channel],
    talk: Talk,
    voice: Voice,
    report: Report,
    watch: Stopwatch,
) -> tuple[bytes, Outline] | None:
    """The first share, and what helpers make of the others. Raises EOFError when one of them has failed."""
    own = Report()
    pages, rounds = _arranged(deck, run, talk, voice, own, watch)
    outlines, reports = [outline_of(pages)], [own]
    for helper in helpers:
        outline, said, more = helper.told()
        outlines.append(outline)
        reports.append(said)
        rounds += more
    if rounds > ROUNDS:
        return None
    package, main, places = begun(outlines, voice.brand)
    for helper, place in zip(helpers, places[1:], strict=True):
        helper.tell(place)
    draw(_numbered(pages, places[0], deck).pages, places[0], package, voice.brand)
    for helper in helpers:
        package.parts.update((part.name, part) for part in helper.told())
    whole = joined(outlines)
    data = finished(package, main, whole)
    for one in reports:
        for diagnostic in one.diagnostics:
            report.add(diagnostic)
    watch.lap("write")
    return data, whole


def _share(deck: Deck, run: frozenset[str], talk: Talk, voice: Voice, channel: Channel) -> None:
    """What a helper does."""
    report = Report()
    pages, rounds = _arranged(deck, run, talk, voice, report, Stopwatch())
    outline = outline_of(pages)
    channel.tell((outline, report, rounds))
    places = channel.told()
    channel.tell(drawn_apart(_numbered(pages, places, deck).pages, outline, places, voice.brand))


def _arranged(
    deck: Deck, run: frozenset[str], talk: Talk, voice: Voice, report: Report, watch: Stopwatch
) -> tuple[Pages, int]:
    """The pages of some slides, and how often the loops of their templates went round. Raises Stopped."""
    from deckwright.arrange.pages import arrange
    from deckwright.compose.slides import compose

    slides = compose(deck, talk.templates, voice.formats, voice.brand, report, run)
    report.stop_if_failed()
    watch.lap("compose")
    pages = arrange(slides, voice.brand, voice.fonts, report)
    report.stop_if_failed()
    watch.lap("arrange")
    return pages, slides.rounds


def _numbered(pages: Pages, places: Places, deck: Deck) -> Pages:
    """With the numbers that pages have where a table before them takes several."""
    from deckwright.arrange.pages import numbered

    return numbered(pages, places.before) if len(places.slides) > len(deck.slides) else pages


def _runs(slides: Sequence[str], count: int) -> list[frozenset[str]]:
    """So many sets of slides that follow each other, of about one size."""
    ends = [len(slides) * number // count for number in range(count + 1)]
    return [frozenset(slides[start:end]) for start, end in pairwise(ends)]
