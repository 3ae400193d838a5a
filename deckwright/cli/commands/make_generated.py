"""Lists the generated pictures of a deck in a language and brand, tells their state, and generates them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.assets.generated import GeneratedPicture, GeneratedPictures
from deckwright.assets.generated.store import FOLDER, State
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.pipeline.edition import Edition
from deckwright.pipeline.talk import Talk


class PictureInLanguage(Struct, frozen=True):
    """A generated picture in one language."""

    picture: GeneratedPicture
    store: GeneratedPictures
    edition: Edition
    state: State

    @property
    def file(self) -> str:
        """As it stands in the assets folder, without what its kind adds: generated/cache/trend.aarhus.da."""
        return f"{FOLDER}/{self.picture.name}.{self.store.brand}.{self.picture.locale}"


def list_generated(talk: Talk, edition: Edition, names: Sequence[str], report: Report) -> tuple[PictureInLanguage, ...]:
    """Lists the generated pictures in one language: all, or those with these `names`. Raises Stopped.

    Reported: `unknown-generated-picture`, and what is wrong with an entry of `generated:` in deck.yaml.
    """
    from deckwright.evaluate.deck import find_generated
    from deckwright.localise.tree import localise

    said = Report()  # what translation files lack is reported by a build
    tree = localise(
        talk.tree, edition.catalogs, talk.templates, talk.language, said, talk.glossary, structure=edition.structure
    )
    project = talk.project
    declared = find_generated(
        tree, talk.tables, edition.formats, report, assets=project.path(project.assets), assets_name=project.assets
    )
    report.stop_if_failed()
    for name in names:
        if name not in declared:
            notes = [f"there is {', '.join(declared)}"] if declared else ["nothing is named under 'generated:'"]
            message, help_ = f"there is no generated picture '{name}'", did_you_mean(name, declared)
            report.error("unknown-generated-picture", message, None, help=help_, notes=notes)
    report.stop_if_failed()
    store = edition.generated_pictures(talk)
    wanted = [one for one in declared.values() if not names or one.name in names]
    return tuple(PictureInLanguage(one, store, edition, store.state(one)) for one in wanted)


def generate(wanted: PictureInLanguage, seconds: float, report: Report) -> dict[Path, bytes]:
    """Generates the picture; returns the files to write, an empty dict after a report."""
    from deckwright.assets.generated.make import Generator, make

    store, edition = wanted.store, wanted.edition
    generator = Generator(store.look(), edition.formats, edition.brand.font_folder, seconds, report)
    picture = make(wanted.picture, generator)
    return store.files(wanted.picture, *picture) if picture else {}


def status_lines(pictures: Sequence[PictureInLanguage]) -> Iterator[str]:
    """Returns a line for each picture: name, language, state, and what has changed."""
    widest = max((len(one.picture.name) for one in pictures), default=0)
    for one in pictures:
        changed = one.store.changed(one.picture) if one.state == "outdated" else ()
        why = f" ({', '.join(changed)})" if changed else ""
        yield f"{one.picture.name:<{widest}}  {one.picture.locale}  {one.state}{why}"
