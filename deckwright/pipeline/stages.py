"""The way through the house: six verbs, one type between each pair, no way back.

This is how one process goes it; `shares` goes its second half in several, with a large deck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright.model.deck import Deck
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping
from deckwright.model.page import Pages
from deckwright.pipeline.setting import Setting
from deckwright.system.timings import Stopwatch
from deckwright.system.work import WHOLE, Share

if TYPE_CHECKING:
    from deckwright.arrange.slides import Slides
    from deckwright.pipeline.talk import Talk, Voice

# Each stage is imported when it is reached, so that an error in an early one never waits for the libraries of a late
# one; a stopwatch counts them in. Every stage with an error ends in Stopped.


def localised(talk: Talk, voice: Voice, report: Report, watch: Stopwatch, mark_missing: bool = False) -> Mapping:
    """deck.yaml in one language; `parse` has made `talk.tree`."""
    tree = _in_its_language(talk, voice, report, mark_missing)
    report.stop_if_failed()
    watch.lap("localise")
    return tree


def evaluated(tree: Mapping, talk: Talk, voice: Voice, report: Report, watch: Stopwatch, share: Share = WHOLE) -> Deck:
    """The deck with its expressions worked out, every field checked."""
    from deckwright.evaluate.deck import evaluate

    project = talk.project
    assets, name = project.path(project.assets), project.assets
    shelf = voice.shelf(talk) if tree.get("figures") else None
    deck = evaluate(
        tree,
        talk.templates,
        talk.tables,
        voice.formats,
        report,
        assets=assets,
        assets_name=name,
        shelf=shelf,
        share=share,
    )
    report.stop_if_failed()
    watch.lap("evaluate")
    assert deck is not None, "no deck, and no error that says why"
    return deck


def composed(deck: Deck, setting: Setting, report: Report, watch: Stopwatch, share: Share = WHOLE) -> Slides:
    """The slides as trees of elements, in one brand."""
    brand = setting.brand
    watch.lap("brand")

    from deckwright.compose.slides import compose

    slides = compose(deck, setting.templates, setting.formats, brand, report, share)
    report.stop_if_failed()
    watch.lap("compose")
    return slides


def arranged(slides: Slides, setting: Setting, report: Report, watch: Stopwatch) -> Pages:
    """The slides as pages, every box known."""
    from deckwright.arrange.pages import arrange

    pages = arrange(slides, setting.brand, setting.fonts, report)
    report.stop_if_failed()
    watch.lap("arrange")
    return pages


def load_stages() -> None:
    """Imports what all stages need, before processes are forked: each would import it for itself."""

    import deckwright.arrange.pages
    import deckwright.compose.bytecode
    import deckwright.compose.sandbox
    import deckwright.compose.slides
    import deckwright.evaluate.deck
    import deckwright.write.presentation  # noqa: F401


def pages_of(talk: Talk, voice: Voice, report: Report) -> Pages:
    """The whole talk in one language and brand, ready to be drawn."""
    watch = Stopwatch()
    deck = evaluated(localised(talk, voice, report, watch), talk, voice, report, watch)
    return arranged(composed(deck, voice, report, watch), voice, report, watch)


def _in_its_language(talk: Talk, voice: Voice, report: Report, mark_missing: bool) -> Mapping:
    if not voice.catalogs:  # its own, for which nothing of the catalogs is loaded
        return voice.structure.untranslated(talk.tree)
    from deckwright.localise.tree import localise

    return localise(
        talk.tree, voice.catalogs, talk.templates, talk.language, report, talk.glossary, mark_missing, voice.structure
    )


def presentation(pages: Pages, setting: Setting) -> bytes:
    """The pages as a .pptx."""
    from deckwright.write import write

    return write(pages, setting.brand)
