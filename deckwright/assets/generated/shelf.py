"""The shelf of figures that have been made: which there are, and whether they are still what they would become."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.assets.generated.inputs import Asked, parts_of
from deckwright.assets.pictures import PictureFault, PictureFile, read_file
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.program import program

FOLDER = "figures/cache"
"""Under assets/. Its files belong to the talk and are kept with it: a build makes none."""
SVG = "image/svg+xml"
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", SVG: ".svg"}

State = Literal["fresh", "stale", "missing"]


class Kept(Struct, frozen=True):
    """A figure as it was made for one brand and language."""

    path: str
    """From the assets folder: figures/cache/trend.aarhus.da.svg."""
    picture: PictureFile
    pixels: bytes | None
    """Of a drawing: its PNG, made with it."""


class Shelf(Struct):
    """The figures of one brand and language."""

    assets: Path
    assets_name: str
    brand: str
    """The name of the brand's folder."""
    look: Callable[[], Mapping[str, Any]]
    """What the brand gives figures; asked for only where a figure is shown."""
    other: str | None = None
    """The language whose figures are shown where there are none: a pseudo-locale's is that of deck.yaml."""
    shown: dict[str, tuple[Asked, Span | None]] = field(default_factory=dict)
    """Those that a slide shows, and where it says so."""

    def take(self, asked: Asked, named: Text, report: Report) -> Kept | None:
        """The figure to show, fresh or not. Reported where it is `named`: `missing-figure`, and `bad-picture`."""
        note = self._note(asked)
        if note is None and self.other:
            asked = replace(asked, locale=self.other)
            note = self._note(asked)
        if note is None:
            report.error(
                "missing-figure",
                f"the figure '{asked.name}' has not been made in '{asked.locale}' for the brand '{self.brand}'",
                named.span,
                help=f"run `{program()} figures {asked.name}`",
            )
            return None
        if asked.locale != self.other:
            self.shown[str(asked.name)] = asked, named.span
        path = self.folder / str(note["file"])
        pixels = self.folder / str(note["pixels"]) if note.get("pixels") else None
        try:
            picture = read_file(path)
            return Kept(f"{FOLDER}/{path.name}", picture, pixels.read_bytes() if pixels else None)
        except PictureFault as fault:
            why = fault.why
        except OSError:
            why = "is not there any more"
        message = f"'{FOLDER}/{path.name}' {why}"
        report.error("bad-picture", message, named.span, help=f"run `{program()} figures {asked.name}`")
        return None

    def warn_of_stale(self, report: Report) -> None:
        """`stale-figure` for each that is shown and would be made otherwise now."""
        for asked, span in self.shown.values():
            if changed := self.changed(asked):
                report.warning(
                    "stale-figure",
                    f"the figure '{asked.name}' was made of something else in '{asked.locale}'",
                    span,
                    help=f"run `{program()} figures {asked.name}`",
                    notes=[f"changed since then: {', '.join(changed)}"],
                )

    def state(self, asked: Asked) -> State:
        if self._note(asked) is None:
            return "missing"
        return "stale" if self.changed(asked) else "fresh"

    def changed(self, asked: Asked) -> tuple[str, ...]:
        """What is not as it was when the figure was made."""
        note = self._note(asked) or {}
        then, now = note.get("made of", {}), parts_of(asked, self.look())
        names = dict.fromkeys((*now, *then))
        return tuple(name for name in names if then.get(name) != now.get(name))

    def files(self, asked: Asked, picture: PictureFile, pixels: bytes | None) -> dict[Path, bytes]:
        """What to write so that the figure is on the shelf: it, its PNG if it is a drawing, and what it is made of."""
        stem = self._stem(asked)
        note: dict[str, Any] = {"file": stem + SUFFIXES[picture.media_type]}
        files = {self.folder / str(note["file"]): picture.data}
        if pixels is not None:
            note["pixels"] = f"{stem}.png"
            files[self.folder / f"{stem}.png"] = pixels
        note["made of"] = parts_of(asked, self.look())
        text = json.dumps(note, ensure_ascii=False, indent=2) + "\n"
        return files | {self.folder / f"{stem}.json": text.encode()}

    @property
    def folder(self) -> Path:
        return self.assets / FOLDER

    def _stem(self, asked: Asked) -> str:
        return f"{asked.name}.{self.brand}.{asked.locale}"

    def _note(self, asked: Asked) -> dict[str, Any] | None:
        """What was written down when the figure was made; None where it was not."""
        try:
            note = json.loads((self.folder / f"{self._stem(asked)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        names = [note.get("file"), note.get("pixels")] if isinstance(note, dict) else [None]
        well = names[0] is not None and all(name is None or _is_plain(name) for name in names)
        return note if well and isinstance(note.get("made of"), dict) else None


def _is_plain(name: object) -> bool:
    """The name of a file in the folder, and nothing that leads out of it."""
    return isinstance(name, str) and bool(name) and not set(name) & set("/\\:") and not name.startswith(".")
