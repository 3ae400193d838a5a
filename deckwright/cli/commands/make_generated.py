"""What `deckwright figures` does: which figures there are in a language and brand, their state, and their making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.assets.generated import Asked, Shelf
from deckwright.assets.generated.shelf import FOLDER, State
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.pipeline.edition import Edition
from deckwright.pipeline.talk import Talk


class Figure(Struct, frozen=True):
    """A figure in one language."""

    asked: Asked
    shelf: Shelf
    edition: Edition
    state: State

    @property
    def file(self) -> str:
        """As it stands in the assets folder, without what its kind adds: figures/cache/trend.aarhus.da."""
        return f"{FOLDER}/{self.asked.name}.{self.shelf.brand}.{self.asked.locale}"


def figures_in(talk: Talk, edition: Edition, names: Sequence[str], report: Report) -> tuple[Figure, ...]:
    """The figures of the talk in one language, those of these `names` or all. Raises Stopped.

    Reported: `unknown-figure`, and what is wrong with a figure's entry in deck.yaml.
    """
    from deckwright.evaluate.deck import figures_asked
    from deckwright.localise.tree import localise

    said = Report()  # what catalogs lack is said by a build
    tree = localise(
        talk.tree, edition.catalogs, talk.templates, talk.language, said, talk.glossary, structure=edition.structure
    )
    project = talk.project
    asked = figures_asked(
        tree, talk.tables, edition.formats, report, assets=project.path(project.assets), assets_name=project.assets
    )
    report.stop_if_failed()
    for name in names:
        if name not in asked:
            notes = [f"there is {', '.join(asked)}"] if asked else ["nothing is named under 'figures:'"]
            message, help_ = f"there is no figure '{name}'", did_you_mean(name, asked)
            report.error("unknown-figure", message, None, help=help_, notes=notes)
    report.stop_if_failed()
    shelf = edition.shelf(talk)
    wanted = [one for one in asked.values() if not names or one.name in names]
    return tuple(Figure(one, shelf, edition, shelf.state(one)) for one in wanted)


def made(figure: Figure, seconds: float, report: Report) -> dict[Path, bytes]:
    """The files that put the figure on the shelf; none after a report."""
    from deckwright.assets.generated.make import Workshop, make

    shelf, edition = figure.shelf, figure.edition
    shop = Workshop(shelf.look(), edition.formats, edition.brand.font_folder, seconds, report)
    picture = make(figure.asked, shop)
    return shelf.files(figure.asked, *picture) if picture else {}


def status_lines(figures: Sequence[Figure]) -> Iterator[str]:
    """A line for each: name, language, state, and what has changed."""
    widest = max((len(one.asked.name) for one in figures), default=0)
    for one in figures:
        changed = one.shelf.changed(one.asked) if one.state == "stale" else ()
        why = f" ({', '.join(changed)})" if changed else ""
        yield f"{one.asked.name:<{widest}}  {one.asked.locale}  {one.state}{why}"
