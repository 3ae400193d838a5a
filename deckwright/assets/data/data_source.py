"""Data sources, as their readers get them, and the errors that end the reading of a table."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import NoReturn

from msgspec import Struct, field

from deckwright.model import node
from deckwright.model.data_table import Mistake
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

_PIP_NAMES = {"duckdb": "duckdb", "psycopg": "'psycopg[binary]'"}


class DataSource(Struct, frozen=True):
    """The bytes of a source and the options that deck.yaml gives for reading them."""

    name: str
    """The table's name under `data:`."""
    file: str
    """The file in messages: `assets/data/growth.csv`."""
    data: bytes
    options: Mapping[str, Text] = field(default_factory=dict)
    """The options in deck.yaml, as they are written there."""
    text_columns: frozenset[str] = frozenset()
    """Columns with `format: text` in deck.yaml."""
    span: Span | None = None
    """The place in deck.yaml that names the source."""

    def get_option_span(self, name: str) -> Span | None:
        """Returns the place of an option in deck.yaml; of the source when the option is missing."""
        option = self.options.get(name)
        return option.span if option is not None else self.span

    def get_header_row(self) -> int:
        """Returns the line or row, from 1, that option `header` gives; 0 without it. Raises UnreadableError."""
        option = self.options.get("header", Text("0"))
        if not (option.isdecimal() and len(option) < 8):
            refuse(
                "bad-range", f"'header' must be the number of a line, not '{option}'", option.span, "write 'header: 3'"
            )
        return int(option)


class UnreadableError(Exception):
    """A diagnostic that ends the reading of a table."""

    def __init__(self, mistake: Mistake, span: Span | None, notes: tuple[str, ...] = ()) -> None:
        super().__init__(mistake.message)
        self.mistake, self.span, self.notes = mistake, span, notes

    def add_to(self, report: Report) -> None:
        code, message, help_ = self.mistake
        report.error(code, message, self.span, help=help_, notes=self.notes)


def refuse(code: str, message: str, span: Span | None, help_: str | None = None, *notes: str) -> NoReturn:
    """Raises UnreadableError."""
    raise UnreadableError(Mistake(code, message, help_), span, notes)


def require_library(library: str, purpose: str, span: Span | None) -> None:
    """Raises UnreadableError with the command that installs `library` when it is missing."""
    if find_spec(library) is None:
        message = f"{purpose} needs {library}, which is not installed"
        note = "it is part of Deckwright's extra 'database'"
        refuse("missing-extra", message, span, f"python -m pip install {_PIP_NAMES[library]}", note)


def read_scalar(declaration: node.Mapping, key: str) -> Text | None:
    """Returns the text or number at `key`, stripped; None for anything else, which is reported elsewhere."""
    value = declaration.get(key)
    if not isinstance(value, node.Scalar) or value.value is None or isinstance(value.value, bool):
        return None
    text = Text(value.value if isinstance(value.value, Text) else value.raw, value.span)
    return text.like(text.strip()) if text.strip() else None
