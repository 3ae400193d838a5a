"""Lists the generated pictures of a talk in one language and brand, with their state, and generates them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.assets.generated import CACHE_FOLDER, GeneratedPicture, PictureStore, State
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.pipeline.edition import Edition
from deckwright.pipeline.talk import Talk


class PictureInLanguage(Struct, frozen=True):
    """A generated picture in one language."""

    picture: GeneratedPicture
    store: PictureStore
    edition: Edition
    state: State

    @property
    def file(self) -> str:
        """The path below the assets folder, without its suffix: generated/cache/trend.aarhus.da."""
        return f"{CACHE_FOLDER}/{self.picture.name}.{self.store.brand}.{self.picture.locale}"


def list_generated(talk: Talk, edition: Edition, names: Sequence[str], report: Report) -> tuple[PictureInLanguage, ...]:
    """Lists the generated pictures in one language: all, or those with these `names`. Raises Stopped.

    Reported: `unknown-generated-picture`, and what is wrong with an entry of `generated:` in deck.yaml.
    """
    from deckwright.evaluate.deck import find_generated
    from deckwright.localise.tree import localise

    ignored = Report()  # a build reports what translation files lack
    tree = localise(
        talk.tree,
        edition.catalogs,
        talk.templates,
        talk.language,
        ignored,
        talk.glossary,
        slide_changes=edition.slide_changes,
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
    return tuple(PictureInLanguage(one, store, edition, store.get_state(one)) for one in wanted)


def generate(wanted: PictureInLanguage, seconds: float, report: Report) -> dict[Path, bytes]:
    """Generates the picture; returns the files to write, an empty dict after a report."""
    from deckwright.assets.generated.generate import Generator, generate_picture

    store, edition = wanted.store, wanted.edition
    generator = Generator(store.read_look(), edition.formats, edition.brand.font_folder, seconds, report)
    picture = generate_picture(wanted.picture, generator)
    return store.build_files(wanted.picture, *picture) if picture else {}
