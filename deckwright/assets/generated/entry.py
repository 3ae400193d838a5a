"""A generated picture as deck.yaml declares it, in one language, and the hashes of everything that it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.model.source import Text

GENERATOR_VERSION = 1
"""To be increased when Deckwright makes other pictures from the same inputs."""
SPEC, SCRIPT = ".vl.json", ".py"
"""The file names of Vega-Lite specs and of scripts end with these."""


class GeneratedPicture(Struct, frozen=True):
    """One entry of `generated:`, in the language of a deck."""

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
        return self.file.name.endswith(SPEC)


def hash_inputs(picture: GeneratedPicture) -> dict[str, str]:
    """Returns the hashes of what a picture is made from in every language and brand: input → SHA-256.

    The inputs are `file generated/trend.py` for its own file and those it reads, and `data growth` for a table.
    """
    hashes = {f"file {picture.asset_path}": _hash_file(picture.file)}
    hashes |= {f"file {name}": _hash_file(path) for name, path in picture.files.items()}
    codes = {name: [table["columns"], table["codes"]] for name, table in picture.tables.items()}
    return hashes | {f"data {name}": hash_json(value) for name, value in codes.items()}


def hash_parts(picture: GeneratedPicture, look: Mapping[str, Any]) -> dict[str, str]:
    """Returns the hash of each part that the picture depends on. When one of them changes, the picture is outdated."""
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
    """Hashes a text file with line feeds, because git may check it out with other line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
