"""The six stages in a row, each with its input and output type: parse, localise, evaluate, compose, arrange, write.

`parse` runs in `talk.py`. `shares.py` runs the stages from `evaluate` on in several processes, for a large deck.
"""

from __future__ import annotations

from collections.abc import Sequence
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

FIRST_STAGES = ("babel.numbers", "deckwright.evaluate.deck")
"""What finds the errors in deck.yaml: most builds that fail need nothing else."""
ALL_STAGES = (*FIRST_STAGES, "deckwright.compose.slides", "deckwright.arrange.pages", "deckwright.write.presentation")

# Each stage is imported when it is reached: an error in an early stage must not wait for the libraries of a late one.
# A stage that reports an error raises Stopped at its end.


def localise_talk(
    talk: Talk, edition: Edition, report: Report, watch: Stopwatch, mark_missing: bool = False
) -> Mapping:
    """Returns the tree of deck.yaml in one language."""
    tree = _translate(talk, edition, report, mark_missing)
    report.stop_if_failed()
    watch.lap("localise")
    return tree


def evaluate_deck(
    tree: Mapping, talk: Talk, edition: Edition, report: Report, watch: Stopwatch, share: Share = WHOLE
) -> Deck:
    """Evaluates expressions and checks every field: tree → deck."""
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
    """Runs the slide templates: deck → slides as trees of elements."""
    brand = edition.brand
    watch.lap("brand")

    from deckwright.compose.slides import compose

    slides = compose(deck, edition.templates, edition.formats, brand, report, share)
    report.stop_if_failed()
    watch.lap("compose")
    return slides


def arrange_slides(slides: Slides, edition: Edition, report: Report, watch: Stopwatch) -> Pages:
    """Measures texts and places every shape: slides → pages."""
    from deckwright.arrange.pages import arrange

    pages = arrange(slides, edition.brand, edition.fonts, report)
    report.stop_if_failed()
    watch.lap("arrange")
    return pages


def load_modules(modules: Sequence[str]) -> None:
    """Imports `modules` before processes are forked: each of them would import them again."""
    for module in modules:
        import_module(module)


def make_pages(talk: Talk, edition: Edition, report: Report) -> Pages:
    """Runs all stages but the last: the pages of a talk in one language and brand."""
    watch = Stopwatch()
    deck = evaluate_deck(localise_talk(talk, edition, report, watch), talk, edition, report, watch)
    return arrange_slides(compose_deck(deck, edition, report, watch), edition, report, watch)


def _translate(talk: Talk, edition: Edition, report: Report, mark_missing: bool) -> Mapping:
    if not edition.catalogs:  # the language of deck.yaml, which needs no translation files
        from deckwright.texts.slide_ids import write_out_names

        return edition.slide_changes.apply(write_out_names(talk.tree))
    from deckwright.localise.tree import localise

    return localise(
        talk.tree,
        edition.catalogs,
        talk.templates,
        talk.language,
        report,
        talk.glossary,
        mark_missing,
        edition.slide_changes,
    )


def write_presentation(pages: Pages, edition: Edition) -> bytes:
    """Returns the bytes of a .pptx: pages → presentation."""
    from deckwright.write import write

    return write(pages, edition.brand)
