"""The deck: what a talk says, checked and typed, in one language. What `evaluate` makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from deckwright.model.lengths import Length
from deckwright.model.page import DataVersion
from deckwright.model.source import Span, Text


class Record(Mapping[str, object]):
    """Named values: a slide's fields, one quote of a list. In a slide template `quote.text` reads one."""

    __slots__ = ("span", "values_by_name")

    def __init__(self, values_by_name: Mapping[str, object], span: Span) -> None:
        self.values_by_name, self.span = values_by_name, span

    def __getitem__(self, name: str) -> object:
        return self.values_by_name[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As `Mapping` has it, which would raise and catch an error for each name that is not there."""
        return self.values_by_name.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


class Bullet(Struct, frozen=True):
    text: Text
    level: int
    """0 for the outermost."""
    span: Span


Values = tuple[Decimal | None, ...]
"""Values, with None where the data has none."""


class Series(Struct, frozen=True):
    name: Text
    values: Values
    """One for each category; in a scatter or bubble chart the y of each point."""
    labels: tuple[str, ...] = ()
    """What each value is called on its label, where no number format can say it as the language does."""
    xs: Values = ()
    """The x of each point; only of kinds whose points have one."""
    sizes: Values = ()
    names: tuple[str, ...] = ()
    """What the points are called, where they have names."""
    plus: Values = ()
    """How far an error bar goes above each value."""
    minus: Values = ()
    x_name: str = ""
    """What the x and the size are, for the workbook."""
    size_name: str = ""


class Chart(Struct, frozen=True):
    """A chart as the author means it; how it looks is the brand's and decided in `arrange`."""

    kind: str
    """A row of the chart table: bar, column, line, …"""
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    number_format: str
    """As the file stores it (`Formats.chart_code`): `0%`."""
    span: Span
    title: Text | None = None
    alt: Text | None = None
    """The author's alternative text; when None one is written from the data."""
    highlight: tuple[int, ...] = ()
    """Categories (by index) to highlight; the rest is muted. Empty: nothing is muted."""
    options: Mapping[str, Any] | None = None
    """The kind's further options, checked: minimum, maximum, gap, legend, axis titles …"""
    picked: tuple[int, ...] = ()
    """Series (by index) to highlight."""
    dates: tuple[date, ...] = ()
    """The categories where they are days; empty, or one for each."""
    date_format: str = ""
    """As the file stores it: `mmm yyyy`."""
    x_format: str = "General"
    percent_format: str = "0%"
    """Of labels that say a share of the whole."""
    second_format: str = ""
    """Of the values of lines that have an axis of their own."""
    widest: str = ""
    """The longest of the texts that its values are written as."""
    axis_formats: tuple[str, str] = ("", "")
    """Of the value axis and of the one at the other side: without decimals that only values need."""
    panels: tuple[Chart, ...] = ()
    """Small multiples: one chart for each, on one scale; this one then has no values of its own."""


class Column(Struct, frozen=True):
    name: Text
    align: str
    """left, right or center; numbers stand right."""
    width: Length | None = None
    """As the author wants it; else by content."""
    is_numeric: bool = False
    """Holds numbers, which are never broken over lines."""


class Table(Struct, frozen=True):
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    """Without the total row. Every text may have inline marks; those of data have theirs escaped."""
    span: Span
    alt: Text | None = None
    highlight: tuple[int, ...] = ()
    """Rows (by index) to highlight."""
    total: tuple[Text, ...] = ()
    """The total row; empty for none."""
    first_column: bool | None = None
    """Whether the first column's cells name their rows; None where the author does not say."""
    split: bool = True
    """May go on over several slides."""


class Picture(Struct, frozen=True):
    path: str
    data: bytes
    media_type: str
    width: int
    """Pixels."""
    height: int
    alt: Text | None
    """None only when `decorative`."""
    decorative: bool
    span: Span
    credit: Text | None = None
    fit: str = "contain"
    focus: tuple[Decimal, Decimal] = (Decimal(50), Decimal(50))
    """Percent from the left and from the top: what stays in sight when the picture is cut."""
    raster: bytes | None = None
    """Of a drawing (image/svg+xml): a PNG that was made with it; None where it is still to be drawn."""
    families: tuple[str, ...] = ()
    """Of a drawing: the fonts of its letters."""


class Slide(Struct, frozen=True):
    kind: str
    """The name of its slide template."""
    id: str
    """Unique in the deck; links, translations and miniatures name it."""
    fields: Record
    span: Span
    notes: Text | None = None
    """Speaker notes; paragraphs are separated by an empty line."""
    section: Text | None = None
    """The name of the section that begins with this slide."""
    sources: tuple[str, ...] = ()
    """The names under `data:` of the tables that its fields, notes and alternative texts were made with."""
    facts: tuple[str, ...] = ()
    """The names under `facts:` that they were made with."""
    source_line: Text | None = None
    """Where its values come from, as it stands on the slide."""


class Section(Struct, frozen=True):
    """A run of slides under one name, as PowerPoint's slide sorter shows it."""

    name: Text
    slides: tuple[str, ...]
    """Ids, in order; never empty."""

    @property
    def slide(self) -> str:
        """Id of its first slide."""
        return self.slides[0]


class Deck(Struct, frozen=True):
    name: str
    """The stem of the file name: `den-digitaliserede-laegesekretaer`."""
    title: Text
    language: str
    """BCP 47 tag of the language this deck is now in."""
    slides: tuple[Slide, ...]
    """All of them; or those of a share of the deck, and what they show in small."""
    speaker: Record
    subtitle: Text | None = None
    subject: Text | None = None
    date: date | None = None
    footer: Text | None = None
    date_text: Text | None = None
    """The date as the footer shows it, in the deck's language."""
    data: tuple[DataVersion, ...] = ()
    """The tables that slides use."""
    order: tuple[tuple[str, Text | None], ...] = ()
    """In a share: the id of every slide of the deck, and the section that begins with it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all slides of the deck."""
        return tuple(id_ for id_, _ in self.order) or tuple(slide.id for slide in self.slides)

    @property
    def sections(self) -> tuple[Section, ...]:
        """A section runs to the next slide that names another; slides before the first are the title's."""
        runs: list[tuple[Text, list[str]]] = []
        for id_, section in self.order or ((slide.id, slide.section) for slide in self.slides):
            if section and (not runs or runs[-1][0] != section):
                runs.append((section, []))
            elif not runs:
                runs.append((self.title, []))
            runs[-1][1].append(id_)
        if len(runs) == 1 and runs[0][0] is self.title:
            return ()
        return tuple(Section(name, tuple(slides)) for name, slides in runs)
