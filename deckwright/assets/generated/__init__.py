"""Generated pictures: `deckwright generate` makes them from Vega-Lite specs and Python scripts; a build never does.

The pictures are stored in the assets folder, so a build needs neither Vega nor a script's libraries, and runs no code.
Here are their entries in deck.yaml, the hashes of what they are made from, and the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.assets.pictures import PictureError, PictureFile, read_file
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.words import get_program

GENERATOR_VERSION = 1
"""To be increased when Deckwright makes other pictures from the same inputs."""
SPEC_SUFFIX, SCRIPT_SUFFIX = ".vl.json", ".py"
CACHE_FOLDER = "generated/cache"
"""Relative to the assets folder. Its files are part of the deck: a build cannot make them."""
SVG_MEDIA_TYPE = "image/svg+xml"
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", SVG_MEDIA_TYPE: ".svg"}

State = Literal["up to date", "outdated", "missing"]


class GeneratedPicture(Struct, frozen=True):
    """One entry of `generated:`, with its texts and tables in one language."""

    name: Text
    """The entry's key, with its place in deck.yaml."""
    file: Path
    """The spec or script."""
    asset_path: str
    """The file in deck.yaml: generated/trend.vl.json."""
    display_path: str
    """The file in messages: assets/generated/trend.vl.json."""
    files: Mapping[str, Path]
    """Other files that it reads, by their paths in deck.yaml."""
    texts: Mapping[str, str]
    tables: Mapping[str, Mapping[str, Any]]
    """Name → columns, headings, labels, codes and rows, all of JSON values."""
    locale: str
    rtl: bool

    @property
    def is_spec(self) -> bool:
        return self.file.name.endswith(SPEC_SUFFIX)


def hash_inputs(picture: GeneratedPicture) -> dict[str, str]:
    """Returns the hashes of the inputs that are the same for every language and brand: input → SHA-256.

    The inputs are `file generated/trend.py` for its own file and those it reads, and `data growth` for a table.
    """
    hashes = {f"file {picture.asset_path}": _hash_file(picture.file)}
    hashes |= {f"file {name}": _hash_file(path) for name, path in picture.files.items()}
    codes = {name: [table["columns"], table["codes"]] for name, table in picture.tables.items()}
    return hashes | {f"data {name}": hash_json(value) for name, value in codes.items()}


def hash_dependencies(picture: GeneratedPicture, look: Mapping[str, Any]) -> dict[str, str]:
    """Returns the hashes of everything that a picture depends on. If one of them changes, the picture is outdated."""
    words = {name: [table["headings"], table["labels"]] for name, table in picture.tables.items()}
    return hash_inputs(picture) | {
        "its texts": hash_json([dict(picture.texts), words]),
        "the brand": hash_json(dict(look)),
        "the language": picture.locale,
        "Deckwright": str(GENERATOR_VERSION),
    }


def hash_json(value: Any) -> str:
    """Returns the SHA-256 of a JSON value, which does not depend on the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _hash_file(path: Path) -> str:
    """Hashes a text file as if it had line feeds, because git may check it out with other line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


class StoredPicture(Struct, frozen=True):
    """A picture as it was generated for one brand and language."""

    path: str
    """Relative to the assets folder: generated/cache/trend.aarhus.da.svg."""
    picture: PictureFile
    pixels: bytes | None
    """A PNG of it, if it is an SVG."""


class PictureStore(Struct):
    """The generated pictures of one brand and language.

    Picture 'trend' for brand 'aarhus' in Danish is the file trend.aarhus.da.svg (or .png, .jpg). Next to it are its
    record, trend.aarhus.da.json, with the hashes of its inputs, and for an SVG the PNG trend.aarhus.da.png.
    """

    assets: Path
    assets_name: str
    brand: str
    """The name of the brand's folder."""
    read_look: Callable[[], Mapping[str, Any]]
    """Returns colours, fonts and sizes of the brand; called only when a generated picture is used."""
    fallback_locale: str | None = None
    """The language whose pictures are used when this one has none: for a pseudo-locale, the language of deck.yaml."""
    uses: dict[str, tuple[GeneratedPicture, Span | None]] = field(default_factory=dict)
    """The pictures on slides, with a place that names them, by name."""

    def load(self, picture: GeneratedPicture, name: Text, report: Report) -> StoredPicture | None:
        """Returns the stored picture, outdated or not, for the slide that names it.

        Returns None after reporting `missing-generated-picture` or `bad-picture` at `name`.
        """
        record = self._read_record(picture)
        if record is None and self.fallback_locale:
            picture = replace(picture, locale=self.fallback_locale)
            record = self._read_record(picture)
        if record is None:
            report.error(
                "missing-generated-picture",
                f"generated picture '{picture.name}' does not exist yet"
                f" for language '{picture.locale}' and brand '{self.brand}'",
                name.span,
                help=f"run `{get_program()} generate {picture.name}`",
            )
            return None
        if picture.locale != self.fallback_locale:
            self.uses[str(picture.name)] = picture, name.span
        path = self.folder / str(record["file"])
        pixels = self.folder / str(record["pixels"]) if record.get("pixels") else None
        try:
            content = read_file(path)
            return StoredPicture(f"{CACHE_FOLDER}/{path.name}", content, pixels.read_bytes() if pixels else None)
        except (PictureError, OSError) as error:
            reason = error.reason if isinstance(error, PictureError) else "no longer exists"
            message = f"'{CACHE_FOLDER}/{path.name}' {reason}"
            report.error("bad-picture", message, name.span, help=f"run `{get_program()} generate {picture.name}`")
            return None

    def warn_of_outdated(self, report: Report) -> None:
        """Reports `outdated-generated-picture` for each picture on a slide whose inputs have changed."""
        for picture, span in self.uses.values():
            if changes := self.find_changes(picture):
                report.warning(
                    "outdated-generated-picture",
                    f"generated picture '{picture.name}' is outdated for language '{picture.locale}'",
                    span,
                    help=f"run `{get_program()} generate {picture.name}`",
                    notes=[f"changed since it was made: {', '.join(changes)}"],
                )

    def get_state(self, picture: GeneratedPicture) -> State:
        if self._read_record(picture) is None:
            return "missing"
        return "outdated" if self.find_changes(picture) else "up to date"

    def find_changes(self, picture: GeneratedPicture) -> tuple[str, ...]:
        """Returns the names of the inputs that have changed since the picture was made."""
        record = self._read_record(picture) or {}
        then, now = record.get("made of", {}), hash_dependencies(picture, self.read_look())
        names = dict.fromkeys((*now, *then))
        return tuple(name for name in names if then.get(name) != now.get(name))

    def build_files(self, picture: GeneratedPicture, content: PictureFile, pixels: bytes | None) -> dict[Path, bytes]:
        """Returns the files to write: the picture, its PNG if it is an SVG, and the record."""
        stem = self._get_stem(picture)
        record: dict[str, Any] = {"file": stem + SUFFIXES[content.media_type]}
        files = {self.folder / str(record["file"]): content.data}
        if pixels is not None:
            record["pixels"] = f"{stem}.png"
            files[self.folder / f"{stem}.png"] = pixels
        record["made of"] = hash_dependencies(picture, self.read_look())
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        return files | {self.folder / f"{stem}.json": text.encode()}

    @property
    def folder(self) -> Path:
        return self.assets / CACHE_FOLDER

    def _get_stem(self, picture: GeneratedPicture) -> str:
        return f"{picture.name}.{self.brand}.{picture.locale}"

    def _read_record(self, picture: GeneratedPicture) -> dict[str, Any] | None:
        """Returns the record of a picture; None when it is missing or not valid."""
        try:
            record = json.loads((self.folder / f"{self._get_stem(picture)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        names = [record.get("file"), record.get("pixels")] if isinstance(record, dict) else [None]
        is_valid = names[0] is not None and all(name is None or _is_file_name(name) for name in names)
        return record if is_valid and isinstance(record.get("made of"), dict) else None


def _is_file_name(name: object) -> bool:
    """Returns True for a file name, False for a path that could lead out of the folder."""
    return isinstance(name, str) and bool(name) and not set(name) & set("/\\:") and not name.startswith(".")
