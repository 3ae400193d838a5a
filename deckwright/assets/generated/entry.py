"""A generated picture as deck.yaml declares it, in one language, and the hashes of everything that it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.model.source import Text

WAY = 1
"""Version of the way pictures are generated. Raised when Deckwright makes other pictures from the same inputs."""
SPEC, SCRIPT = ".vl.json", ".py"
"""Endings of the files that a picture is generated from."""


class GeneratedPicture(Struct, frozen=True):
    """One entry of `generated:`, with what it is given."""

    name: Text
    """As in deck.yaml, and where it stands there."""
    file: Path
    written: str
    """The file as deck.yaml has it: generated/trend.vl.json."""
    shown: str
    """The file for diagnostics: assets/generated/trend.vl.json."""
    files: Mapping[str, Path]
    """Other files it reads, as they are named in deck.yaml."""
    texts: Mapping[str, str]
    """In the language of the picture."""
    tables: Mapping[str, Mapping[str, Any]]
    """Name → columns, headings and rows, all of plain values that JSON has."""
    locale: str
    rtl: bool

    @property
    def is_spec(self) -> bool:
        return self.file.name.endswith(SPEC)


def hash_inputs(picture: GeneratedPicture) -> dict[str, str]:
    """Returns the hashes of what a picture is made from, the same in every language and brand: name → SHA-256.

    `file generated/trend.py` for the picture's own file and for those it reads, `data growth` for a table.
    """
    found = {f"file {picture.written}": _file_hash(picture.file)}
    found |= {f"file {name}": _file_hash(path) for name, path in picture.files.items()}
    return found | {f"data {name}": digest(_remove_labels(table)) for name, table in picture.tables.items()}


def hash_parts(picture: GeneratedPicture, look: Mapping[str, Any]) -> dict[str, str]:
    """Returns the hash of each part that the picture depends on. When one of them changes, the picture is outdated."""
    words = {name: [table["headings"], table["labels"]] for name, table in picture.tables.items()}
    return hash_inputs(picture) | {
        "its texts": digest([dict(picture.texts), words]),
        "the brand": digest(dict(look)),
        "the language": picture.locale,
        "Deckwright": str(WAY),
    }


def digest(value: Any) -> str:
    """SHA-256 of a value of JSON, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _remove_labels(table: Mapping[str, Any]) -> list[Any]:
    """A table without what the audience reads instead of its codes."""
    return [table["columns"], table["codes"]]


def _file_hash(path: Path) -> str:
    """Lines may end as git has them end on this machine."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
