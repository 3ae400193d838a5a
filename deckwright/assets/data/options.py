"""What a reader is given: the bytes of a file, and what deck.yaml says of how to read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from msgspec import Struct, field

from deckwright.model import node
from deckwright.model.data_table import Mistake
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text


class Given(Struct, frozen=True):
    name: str
    """The table's, under `data:`."""
    file: str
    """As diagnostics call it: `assets/data/growth.csv`."""
    data: bytes
    options: Mapping[str, Text] = field(default_factory=dict)
    """Those that deck.yaml gives, each as it is written there."""
    texts: frozenset[str] = frozenset()
    """The columns that deck.yaml says are texts."""
    place: Span | None = None
    """Where deck.yaml names the file."""

    def word(self, option: str) -> Text | None:
        return self.options.get(option)

    def place_of(self, option: str) -> Span | None:
        """Where `option` is given; where the file is named, when it is not."""
        word = self.options.get(option)
        return word.span if word is not None else self.place

    def line_of_header(self) -> int:
        """The line or row that `header` names, from 1; 0 when it names none. Raises UnreadableError."""
        word = self.options.get("header", Text("0"))
        if not (word.isdecimal() and len(word) < 8):
            refuse("bad-range", f"'{word}' is not the number of a line", word.span, "write 'header: 3'")
        return int(word)


class UnreadableError(Exception):
    """Why there is no table: a diagnostic, raised where reading cannot go on."""

    def __init__(self, mistake: Mistake, span: Span | None, notes: tuple[str, ...] = ()) -> None:
        super().__init__(mistake.message)
        self.mistake, self.span, self.notes = mistake, span, notes

    def tell(self, report: Report) -> None:
        code, message, help_ = self.mistake
        report.error(code, message, self.span, help=help_, notes=self.notes)


def refuse(code: str, message: str, span: Span | None, help_: str | None = None, *notes: str) -> NoReturn:
    raise UnreadableError(Mistake(code, message, help_), span, notes)


def word_of(source: node.Mapping, key: str) -> Text | None:
    """What is written at `key`, if it is one word, number or text: what else it may be is reported elsewhere."""
    value = source.get(key)
    if not isinstance(value, node.Scalar) or value.value is None or isinstance(value.value, bool):
        return None
    word = Text(value.value if isinstance(value.value, Text) else value.raw, value.span)
    return word.like(word.strip()) if word.strip() else None
