"""The store of generated pictures: which exist, and which are outdated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.assets.generated.entry import GeneratedPicture, hash_parts
from deckwright.assets.pictures import PictureFault, PictureFile, read_file
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.program import program

FOLDER = "generated/cache"
"""Under assets/. Its files belong to the deck and are kept with it: a build makes no pictures."""
SVG = "image/svg+xml"
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", SVG: ".svg"}

State = Literal["up to date", "outdated", "missing"]


class StoredPicture(Struct, frozen=True):
    """A picture as it was generated for one brand and language."""

    path: str
    """From the assets folder: generated/cache/trend.aarhus.da.svg."""
    picture: PictureFile
    pixels: bytes | None
    """Of a drawing: its PNG, made with it."""


class GeneratedPictures(Struct):
    """The generated pictures of one brand and language."""

    assets: Path
    assets_name: str
    brand: str
    """The name of the brand's folder."""
    look: Callable[[], Mapping[str, Any]]
    """Colours, fonts and sizes of the brand; read only when a generated picture is shown."""
    other: str | None = None
    """The language whose pictures are shown when this one has none: for a pseudo-locale, the language of deck.yaml."""
    shown: dict[str, tuple[GeneratedPicture, Span | None]] = field(default_factory=dict)
    """Those that a slide shows, and where it says so."""

    def take(self, wanted: GeneratedPicture, named: Text, report: Report) -> StoredPicture | None:
        """Returns the picture to show, outdated or not.

        Reports `missing-generated-picture` and `bad-picture` where it is `named`.
        """
        note = self._note(wanted)
        if note is None and self.other:
            wanted = replace(wanted, locale=self.other)
            note = self._note(wanted)
        if note is None:
            report.error(
                "missing-generated-picture",
                f"generated picture '{wanted.name}' does not exist yet"
                f" for language '{wanted.locale}' and brand '{self.brand}'",
                named.span,
                help=f"run `{program()} generate {wanted.name}`",
            )
            return None
        if wanted.locale != self.other:
            self.shown[str(wanted.name)] = wanted, named.span
        path = self.folder / str(note["file"])
        pixels = self.folder / str(note["pixels"]) if note.get("pixels") else None
        try:
            picture = read_file(path)
            return StoredPicture(f"{FOLDER}/{path.name}", picture, pixels.read_bytes() if pixels else None)
        except PictureFault as fault:
            why = fault.why
        except OSError:
            why = "no longer exists"
        message = f"'{FOLDER}/{path.name}' {why}"
        report.error("bad-picture", message, named.span, help=f"run `{program()} generate {wanted.name}`")
        return None

    def warn_of_outdated(self, report: Report) -> None:
        """Reports `outdated-generated-picture` for each picture that is shown and whose inputs have changed."""
        for wanted, span in self.shown.values():
            if changed := self.changed(wanted):
                report.warning(
                    "outdated-generated-picture",
                    f"generated picture '{wanted.name}' is outdated for language '{wanted.locale}'",
                    span,
                    help=f"run `{program()} generate {wanted.name}`",
                    notes=[f"changed since it was made: {', '.join(changed)}"],
                )

    def state(self, wanted: GeneratedPicture) -> State:
        if self._note(wanted) is None:
            return "missing"
        return "outdated" if self.changed(wanted) else "up to date"

    def changed(self, wanted: GeneratedPicture) -> tuple[str, ...]:
        """Returns the names of the inputs that have changed since the picture was made."""
        note = self._note(wanted) or {}
        then, now = note.get("made of", {}), hash_parts(wanted, self.look())
        names = dict.fromkeys((*now, *then))
        return tuple(name for name in names if then.get(name) != now.get(name))

    def files(self, wanted: GeneratedPicture, picture: PictureFile, pixels: bytes | None) -> dict[Path, bytes]:
        """Returns the files to write: the picture, its PNG if it is an SVG, and the hashes of its inputs."""
        stem = self._stem(wanted)
        note: dict[str, Any] = {"file": stem + SUFFIXES[picture.media_type]}
        files = {self.folder / str(note["file"]): picture.data}
        if pixels is not None:
            note["pixels"] = f"{stem}.png"
            files[self.folder / f"{stem}.png"] = pixels
        note["made of"] = hash_parts(wanted, self.look())
        text = json.dumps(note, ensure_ascii=False, indent=2) + "\n"
        return files | {self.folder / f"{stem}.json": text.encode()}

    @property
    def folder(self) -> Path:
        return self.assets / FOLDER

    def _stem(self, wanted: GeneratedPicture) -> str:
        return f"{wanted.name}.{self.brand}.{wanted.locale}"

    def _note(self, wanted: GeneratedPicture) -> dict[str, Any] | None:
        """Returns what was stored when the picture was made; None when it does not exist."""
        try:
            note = json.loads((self.folder / f"{self._stem(wanted)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        names = [note.get("file"), note.get("pixels")] if isinstance(note, dict) else [None]
        well = names[0] is not None and all(name is None or _is_plain(name) for name in names)
        return note if well and isinstance(note.get("made of"), dict) else None


def _is_plain(name: object) -> bool:
    """Is the name that of a file in the folder, with nothing that leads out of it?"""
    return isinstance(name, str) and bool(name) and not set(name) & set("/\\:") and not name.startswith(".")
