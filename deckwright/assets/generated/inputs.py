"""A figure as deck.yaml asks for it in one language, and the hash of everything that it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.model.source import Text

WAY = 1
"""How figures are made. Raised when this version of Deckwright makes other ones of the same inputs."""
SPEC, SCRIPT = ".vl.json", ".py"
"""What the file of a figure ends with."""


class Asked(Struct, frozen=True):
    """One entry of `figures:`, with what it is given."""

    name: Text
    """As in deck.yaml, and where it stands there."""
    file: Path
    written: str
    """The file as deck.yaml has it: figures/trend.vl.json."""
    shown: str
    """The file for diagnostics: assets/figures/trend.vl.json."""
    files: Mapping[str, Path]
    """Other files it reads, as they are named in deck.yaml."""
    texts: Mapping[str, str]
    """In the language of the figure."""
    tables: Mapping[str, Mapping[str, Any]]
    """Name → columns, headings and rows, all of plain values that JSON has."""
    locale: str
    rtl: bool

    @property
    def is_spec(self) -> bool:
        return self.file.name.endswith(SPEC)


def inputs_of(asked: Asked) -> dict[str, str]:
    """What a figure is made from, the same in every language and brand: name → SHA-256.

    `file figures/trend.py` for the figure's own file and for those it reads, `data growth` for a table.
    """
    found = {f"file {asked.written}": _file_hash(asked.file)}
    found |= {f"file {name}": _file_hash(path) for name, path in asked.files.items()}
    return found | {f"data {name}": digest(_bare(table)) for name, table in asked.tables.items()}


def parts_of(asked: Asked, look: Mapping[str, Any]) -> dict[str, str]:
    """All that a figure depends on, each part with its hash: one that has changed makes it stale."""
    words = {name: [table["headings"], table["labels"]] for name, table in asked.tables.items()}
    return inputs_of(asked) | {
        "its texts": digest([dict(asked.texts), words]),
        "the brand": digest(dict(look)),
        "the language": asked.locale,
        "Deckwright": str(WAY),
    }


def digest(value: Any) -> str:
    """SHA-256 of a value of JSON, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _bare(table: Mapping[str, Any]) -> list[Any]:
    """A table without what the audience reads instead of its codes."""
    return [table["columns"], table["codes"]]


def _file_hash(path: Path) -> str:
    """Lines may end as git has them end on this machine."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
