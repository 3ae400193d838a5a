"""The way through the house: six verbs, one type between each pair, no way back.

This is how one process goes it; `shares` goes its second half in several, with a large deck.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from deckwright.model.deck import Deck
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping
from deckwright.model.page import Pages
from deckwright.pipeline.edition import Edition
from deckwright.system.timings import Stopwatch
from deckwright.system.work import WHOLE, Share

if TYPE_CHECKING:
    from deckwright.arrange.elements.slide import Slides
    from deckwright.pipeline.talk import Talk

LOADED_BEFORE_FORK = (
    "babel.numbers",
    "deckwright.evaluate.deck",
    "deckwright.compose.slides",
    "deckwright.arrange.pages",
    "deckwright.write.presentation",
)

# Each stage is imported when it is reached, so that an error in an early one never waits for the libraries of a late
# one; a stopwatch counts them in. Every stage with an error ends in Stopped.


def localise_talk(
    talk: Talk, edition: Edition, report: Report, watch: Stopwatch, mark_missing: bool = False
) -> Mapping:
    """deck.yaml in one language; `parse` has made `talk.tree`."""
    tree = _in_its_language(talk, edition, report, mark_missing)
    report.stop_if_failed()
    watch.lap("localise")
    return tree


def evaluate_deck(
    tree: Mapping, talk: Talk, edition: Edition, report: Report, watch: Stopwatch, share: Share = WHOLE
) -> Deck:
    """The deck with its expressions worked out, every field checked."""
    from deckwright.evaluate.deck import evaluate

    project = talk.project
    assets, name = project.path(project.assets), project.assets
    generated_pictures = edition.generated_pictures(talk) if tree.get("generated") else None
    deck = evaluate(
        tree,
        talk.templates,
        talk.tables,
        edition.formats,
        report,
        assets=assets,
        assets_name=name,
        generated_pictures=generated_pictures,
        share=share,
    )
    report.stop_if_failed()
    watch.lap("evaluate")
    assert deck is not None, "no deck, and no error that says why"
    return deck


def compose_deck(deck: Deck, edition: Edition, report: Report, watch: Stopwatch, share: Share = WHOLE) -> Slides:
    """The slides as trees of elements, in one brand."""
    brand = edition.brand
    watch.lap("brand")

    from deckwright.compose.slides import compose

    slides = compose(deck, edition.templates, edition.formats, brand, report, share)
    report.stop_if_failed()
    watch.lap("compose")
    return slides


def arrange_slides(slides: Slides, edition: Edition, report: Report, watch: Stopwatch) -> Pages:
    """The slides as pages, every box known."""
    from deckwright.arrange.pages import arrange

    pages = arrange(slides, edition.brand, edition.fonts, report)
    report.stop_if_failed()
    watch.lap("arrange")
    return pages


def load_stages() -> None:
    """Imports what the stages need, before processes are forked: each of them would import it again."""
    for module in LOADED_BEFORE_FORK:
        import_module(module)


def make_pages(talk: Talk, edition: Edition, report: Report) -> Pages:
    """The whole talk in one language and brand, ready to be drawn."""
    watch = Stopwatch()
    deck = evaluate_deck(localise_talk(talk, edition, report, watch), talk, edition, report, watch)
    return arrange_slides(compose_deck(deck, edition, report, watch), edition, report, watch)


def _in_its_language(talk: Talk, edition: Edition, report: Report, mark_missing: bool) -> Mapping:
    if not edition.catalogs:  # its own, for which nothing of the catalogs is loaded
        return edition.structure.untranslated(talk.tree)
    from deckwright.localise.tree import localise

    return localise(
        talk.tree,
        edition.catalogs,
        talk.templates,
        talk.language,
        report,
        talk.glossary,
        mark_missing,
        edition.structure,
    )


def write_presentation(pages: Pages, edition: Edition) -> bytes:
    """The pages as a .pptx."""
    from deckwright.write import write

    return write(pages, edition.brand)
