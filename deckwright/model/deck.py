"""The deck: the content of a talk in one language, checked and typed. `evaluate` makes it."""

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
        """Does the same as `Mapping.get`, without raising and catching an error for a missing name."""
        return self.values_by_name.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


class Bullet(Struct, frozen=True):
    """One entry of a bulleted list."""

    text: Text
    level: int
    """0 for the outermost."""
    span: Span


Values = tuple[Decimal | None, ...]
"""Values of a series; None for a gap."""


class Series(Struct, frozen=True):
    """A series of a chart."""

    name: Text
    values: Values
    """One for each category; in a scatter or bubble chart the y of each point."""
    labels: tuple[str, ...] = ()
    """Texts of the data labels, where no number format writes the values as the language does."""
    xs: Values = ()
    """The x of each point, for kinds that have one."""
    sizes: Values = ()
    names: tuple[str, ...] = ()
    """Names of the points."""
    plus: Values = ()
    """Lengths of the error bars above the values."""
    minus: Values = ()
    """Lengths of the error bars below the values."""
    x_name: str = ""
    """Headings of the columns for x and size in the workbook."""
    size_name: str = ""


class Chart(Struct, frozen=True):
    """The content of a chart; `arrange` decides its look from the brand."""

    kind: str
    """A key of CHART_KINDS: bar, column, line …"""
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    number_format: str
    """A number format code as the file stores it: `0%`."""
    span: Span
    title: Text | None = None
    alt: Text | None = None
    """The author's alternative text; None to write one from the data."""
    highlight: tuple[int, ...] = ()
    """Indexes of the categories to highlight; the others are muted. Empty to mute nothing."""
    options: Mapping[str, Any] | None = None
    """Other options of the kind, checked: minimum, maximum, gap, legend, axis titles …"""
    highlighted_series: tuple[int, ...] = ()
    """Indexes of the series to highlight."""
    dates: tuple[date, ...] = ()
    """The days that the categories are, one for each; empty if they are not days."""
    date_format: str = ""
    """A format code as the file stores it: `mmm yyyy`."""
    x_format: str = "General"
    percent_format: str = "0%"
    """Format code of labels that show a share of the whole."""
    second_format: str = ""
    """Format code of the series on the secondary axis."""
    widest: str = ""
    """The longest text of a value."""
    axis_formats: tuple[str, str] = ("", "")
    """Format codes of the value axis and the secondary axis, without decimals that only the values need."""
    panels: tuple[Chart, ...] = ()
    """The charts of small multiples, on one scale; this chart then has no values of its own."""


class ColumnHeading(Struct, frozen=True):
    """A column of a table: heading, alignment and width."""

    name: Text
    align: str
    """left, right or center."""
    width: Length | None = None
    """The author's width; None to fit the content."""
    is_numeric: bool = False
    """True for a column of numbers, which are never broken over lines."""


class Table(Struct, frozen=True):
    """The content of a table."""

    columns: tuple[ColumnHeading, ...]
    rows: tuple[tuple[Text, ...], ...]
    """The rows without the total row. Texts may hold inline marks; in texts from data files they are escaped."""
    span: Span
    alt: Text | None = None
    highlight: tuple[int, ...] = ()
    """Indexes of the rows to highlight."""
    total: tuple[Text, ...] = ()
    """The total row; empty for none."""
    first_column: bool | None = None
    """True if the cells of the first column name their rows; None if the author does not say."""
    split: bool = True
    """True if the table may continue on further slides."""


class Picture(Struct, frozen=True):
    """The content of a picture."""

    path: str
    data: bytes
    media_type: str
    width: int
    """Pixels."""
    height: int
    alt: Text | None
    """Alternative text; None for a decorative picture."""
    decorative: bool
    span: Span
    credit: Text | None = None
    fit: str = "contain"
    focus: tuple[Decimal, Decimal] = (Decimal(50), Decimal(50))
    """The point that stays visible when the picture is cropped, in percent from the left and the top."""
    raster: bytes | None = None
    """The PNG of a drawing (image/svg+xml), if one exists."""
    families: tuple[str, ...] = ()
    """The fonts that a drawing uses."""


class Slide(Struct, frozen=True):
    """A slide with its checked fields."""

    kind: str
    """The name of its slide template."""
    id: str
    """Unique in the deck: links, translations and thumbnails refer to it."""
    fields: Record
    span: Span
    notes: Text | None = None
    """Speaker notes; empty lines separate paragraphs."""
    section: Text | None = None
    """The name of the section that starts with this slide."""
    sources: tuple[str, ...] = ()
    """Names under `data:` of the tables used by its fields, notes and alternative texts."""
    facts: tuple[str, ...] = ()
    """Names under `facts:` that they use."""
    source_line: Text | None = None
    """The line on the slide that names the source of its data."""


class Section(Struct, frozen=True):
    """Consecutive slides under one name, as PowerPoint's slide sorter shows them."""

    name: Text
    slides: tuple[str, ...]
    """Ids in order; at least one."""

    @property
    def slide(self) -> str:
        """The id of its first slide."""
        return self.slides[0]


class Deck(Struct, frozen=True):
    """The content of a presentation in one language."""

    name: str
    """The name of the file without suffix: `den-digitaliserede-laegesekretaer`."""
    title: Text
    language: str
    """BCP 47 tag of this edition's language."""
    slides: tuple[Slide, ...]
    """All slides; in a share of a deck, its slides and those they show as thumbnails."""
    speaker: Record
    subtitle: Text | None = None
    subject: Text | None = None
    date: date | None = None
    footer: Text | None = None
    date_text: Text | None = None
    """The date as the footer shows it."""
    data: tuple[DataVersion, ...] = ()
    """The data tables that slides use."""
    order: tuple[tuple[str, Text | None], ...] = ()
    """In a share: the id of every slide of the deck, and the section that starts with it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all slides of the deck."""
        return tuple(id_ for id_, _ in self.order) or tuple(slide.id for slide in self.slides)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, each up to the next slide that names another. Slides before the first get the deck's title."""
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
