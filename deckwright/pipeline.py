"""The way through the house: six verbs, one type between each pair, no way back."""

from __future__ import annotations

from deckwright.diagnostics import Report
from deckwright.languages.answers import keep_answers
from deckwright.localise.slide_ids import with_names
from deckwright.node import Mapping
from deckwright.page import Pages
from deckwright.talk import Talk, Voice
from deckwright.timings import Stopwatch


def pages_of(
    talk: Talk,
    voice: Voice,
    report: Report,
    mark_missing: bool = False,
    watch: Stopwatch | None = None,
    only: str | None = None,
) -> Pages:
    """The talk's pages in one language and brand, or those of a slide and of what it shows in small. Raises Stopped
    at the end of the first stage with an error.

    `parse` has made `talk.tree`; what remains is here. Each stage is imported when it is reached, so that an
    error in an early one never waits for the libraries of a late one; `watch` counts them in.
    """
    watch = watch or Stopwatch()
    tree = _in_its_language(talk, voice, report, mark_missing)
    report.stop_if_failed()
    watch.lap("localise")

    from deckwright.evaluate.deck import evaluate

    project = talk.project
    assets, name = project.path(project.assets), project.assets
    shelf = voice.shelf(talk) if tree.get("figures") else None
    deck = evaluate(
        tree, talk.templates, talk.tables, voice.formats, report, assets=assets, assets_name=name, shelf=shelf
    )
    report.stop_if_failed()
    watch.lap("evaluate")
    assert deck is not None, "no deck, and no error that says why"

    brand = voice.brand
    watch.lap("brand")

    from deckwright.compose.slides import compose

    slides = compose(deck, talk.templates, voice.formats, brand, report, only)
    report.stop_if_failed()
    watch.lap("compose")

    from deckwright.arrange.pages import arrange

    pages = arrange(slides, brand, voice.fonts, report)
    report.stop_if_failed()
    keep_answers()
    watch.lap("arrange")
    return pages


def _in_its_language(talk: Talk, voice: Voice, report: Report, mark_missing: bool) -> Mapping:
    if not voice.catalogs:  # the deck's own
        return voice.structure.applied(with_names(talk.tree))
    from deckwright.localise.tree import localise

    return localise(
        talk.tree, voice.catalogs, talk.templates, talk.language, report, talk.glossary, mark_missing, voice.structure
    )


def presentation(pages: Pages, voice: Voice) -> bytes:
    """The pages as a .pptx."""
    from deckwright.write import write

    return write(pages, voice.brand)
