"""The context of a deck in one language: names, data and formats that its fields use while they are checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.evaluate.sources import Source, list_choices
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.deck import Chart, Picture, Table
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text, make_text
from deckwright.texts.expressions import Expressions
from deckwright.texts.values import FAILED, Uses, select_names, unwrap_fact

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture, PictureStore, StoredPicture
    from deckwright.assets.pictures import PictureFile

NUMBERS = (int, Decimal)
"""For `isinstance`. A tuple, because `int | Decimal` builds a new union on each call."""

Positions = tuple[tuple[int, ...], ...]
_Item = TypeVar("_Item")


class ReportedError(Exception):
    """Raised when a chart or table cannot be built, because the report holds an error."""


class Builders(Struct, frozen=True):
    """The functions that build charts, tables and pictures from their fields in deck.yaml.

    Those of charts and tables raise ReportedError after reporting an error.
    """

    chart: Callable[[node.Mapping, DeckContext], Chart]
    table: Callable[[node.Mapping, DeckContext], Table]
    picture: Callable[[node.Mapping, DeckContext], Picture | None]


class DeckContext(Struct, frozen=True):
    """The `Context` of the contracts. Each repetition of a slide has its own, with the name of its row added."""

    report: Report
    expressions: Expressions
    assets: Path
    assets_name: str
    builders: Builders
    names: Mapping[str, object]
    sources: dict[str, Source]
    table_names: Collection[str]
    """All names under `data:`, including tables that could not be read."""
    slide_ids: dict[str, None] = field(default_factory=dict)
    """The ids of all slides, in order. `expand_slides` adds them before any field is checked."""
    uses: Uses = field(default_factory=Uses)
    """Records which facts, tables and slides are used."""
    show_sources: bool = False
    """`show_sources` at the top of deck.yaml: True if slides name the sources of their charts and tables."""
    generated: dict[str, GeneratedPicture | None] = field(default_factory=dict)
    """The entries of `generated:`; None for one with an error, which has been reported."""
    generated_pictures: PictureStore | None = None
    """The store of generated pictures; None when no pages are built."""
    pictures: dict[str, tuple[str, PictureFile]] = field(default_factory=dict)
    """The picture files read so far: name in deck.yaml → path from the project's folder, content."""

    @property
    def formats(self) -> Formats:
        return self.expressions.formats

    def with_names(self, names: Mapping[str, object]) -> DeckContext:
        return replace(self, names={**self.names, **names}) if names else self

    def evaluate_text(self, scalar: Scalar) -> Text | None:
        text: object = scalar.value
        if not isinstance(text, Text) or "{" in text:
            text = self.expressions.evaluate_text(scalar, self.names)
        if not isinstance(text, Text):
            return None
        return text if text.lang else make_text(text, text.span, self.expressions.formats.locale, text.origin)

    def evaluate(self, scalar: Scalar) -> object:
        value = self.expressions.evaluate(scalar, self.names)
        if value is FAILED:
            return None
        if value is None and scalar.value is not None:
            self.report.error("empty-cell", f"'{scalar.raw}' is an empty cell in the data", scalar.span)
        return unwrap_fact(value)

    @property
    def language(self) -> str:
        return self.formats.locale

    def get_plural_category(self, number: int | Decimal, lang: str) -> str:
        return self.formats.get_plural_category(number, lang)

    def list_plural_categories(self, lang: str) -> Collection[str]:
        return self.formats.list_plural_categories(lang)

    def record_thumbnail(self, slide: str) -> None:
        self.uses.record("slide", slide)

    def build_chart(self, mapping: node.Mapping) -> Chart | None:
        return self._build(self.builders.chart, mapping)

    def build_table(self, mapping: node.Mapping) -> Table | None:
        return self._build(self.builders.table, mapping)

    def _build(self, build: Callable[[node.Mapping, DeckContext], _Item], mapping: node.Mapping) -> _Item | None:
        try:
            content, used = self.uses.track(build, mapping, self)
        except ReportedError:
            return None
        self.uses.record_all(("drawn", name) for name in select_names("data", used))
        return content

    def build_picture(self, mapping: node.Mapping) -> Picture | None:
        return self.builders.picture(mapping, self)

    def find_generated_picture(self, name: Text) -> StoredPicture | None:
        """Returns the stored picture called `name`.

        Reports `unknown-generated-picture` or `missing-generated-picture` and returns None if it does not exist.
        """
        if name not in self.generated:
            self._report_unknown("unknown-generated-picture", "generated picture", name, "generated", self.generated)
        picture = self.generated.get(name)
        for table in picture.tables if picture else ():
            self.uses.record("data", table)
            self.uses.record_all([("drawn", table)])
        return self.generated_pictures.load(picture, name, self.report) if picture and self.generated_pictures else None

    def find_source(self, name: object) -> Source | None:
        """Returns the table called `name`; None after reporting `unknown-data`, or if it could not be read."""
        if not isinstance(name, Text):
            return None
        self.uses.record("data", name)
        if name not in self.table_names:
            self._report_unknown("unknown-data", "table", name, "data", self.table_names)
        return self.sources.get(name)

    def fail(
        self, code: str, message: str, span: Span | None, *, help: str | None = None, notes: Iterable[str] = ()
    ) -> NoReturn:
        """Reports an error and raises ReportedError."""
        self.report.error(code, message, span, help=help, notes=notes)
        raise ReportedError

    def _report_unknown(self, code: str, noun: str, name: Text, key: str, names: Collection[str]) -> None:
        message, near = f"'{key}:' has no {noun} '{name}'", did_you_mean(name, names)
        notes = [f"'{key}:' has {', '.join(names)}"] if names else [f"'{key}:' is empty"]
        self.report.error(code, message, name.span, help=near, notes=notes)


def find_names(names: object, context: DeckContext, *groups: Sequence[str]) -> Positions:
    """Returns the sorted positions of `names` (from `highlight`, `totals` …) in each of the groups of codes.

    A name belongs to the first group that has it. Reports `unknown-category`.
    """
    positions: list[set[int]] = [set() for _ in groups]
    for name in to_texts(names):
        matches = [{at for at, code in enumerate(codes) if code == name} for codes in groups]
        group = next((n for n, places in enumerate(matches) if places), None)
        if group is None:
            all_codes = list(dict.fromkeys(code for codes in groups for code in codes if code))
            message, help_ = f"cannot highlight '{name}': not in the data", did_you_mean(name, all_codes)
            notes = list_choices("the data has", all_codes)
            context.report.error("unknown-category", message, name.span, help=help_, notes=notes)
            continue
        positions[group] |= matches[group]
    return tuple(tuple(sorted(places)) for places in positions)


def find_columns(source: Source, names: Iterable[object], context: DeckContext) -> tuple[int, ...]:
    """Returns the positions of the named columns; fails with `unknown-column` for each that the source lacks."""
    columns = [source.find_column(name, context.report) if isinstance(name, Text) else None for name in names]
    return tuple(map(require, columns))


def require(item: _Item | None) -> _Item:
    """Returns the item; raises ReportedError if it is None because of an error that is reported."""
    if item is None:
        raise ReportedError
    return item


def find_span(mapping: node.Mapping, *keys: str) -> Span:
    """Returns the place of the first of `keys` that the mapping has, else that of the mapping."""
    for key in keys:
        if (value := mapping.get(key)) is not None:
            return value.span
    return mapping.span


def list_items(value: Node | None) -> tuple[Node, ...]:
    return value.items if isinstance(value, node.Sequence) else ()


def to_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def to_texts(value: object) -> tuple[Text, ...]:
    return tuple([item for item in to_tuple(value) if isinstance(item, Text)])


def to_text(value: object) -> Text:
    return value if isinstance(value, Text) else Text("")


def to_decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, NUMBERS) else None
