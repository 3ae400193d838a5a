"""The context of a deck in one language: what its fields need to know of it while they are checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.evaluate.sources import Source
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.deck import Chart, Picture, Table
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Scalar
from deckwright.model.source import Text, placed
from deckwright.texts.expressions import Expressions
from deckwright.texts.facts import bare
from deckwright.texts.names import FAILED, Uses, names_of

if TYPE_CHECKING:
    from deckwright.assets.generated import GeneratedPicture, GeneratedPictures, StoredPicture
    from deckwright.assets.pictures import PictureFile

_Content = TypeVar("_Content")


class Builders(Struct, frozen=True):
    """The functions that build the content of charts, tables and pictures from their fields in deck.yaml."""

    chart: Callable[[node.Mapping, DeckContext], Chart | None]
    table: Callable[[node.Mapping, DeckContext], Table | None]
    picture: Callable[[node.Mapping, DeckContext], Picture | None]


class DeckContext(Struct, frozen=True):
    """The `Context` of the contracts. A slide that is repeated has one of its own, with one more name."""

    report: Report
    expressions: Expressions
    source_language: str
    """Of deck.yaml and the data; the deck's own is that of `formats`."""
    assets: Path
    assets_name: str
    builders: Builders
    names: Mapping[str, object]
    sources: dict[str, Source]
    declared: Collection[str]
    """The names under `data:`, those that could not be read too."""
    slide_ids: dict[str, None] = field(default_factory=dict)
    """Of all slides, in order. Filled when they are known, before any field is checked."""
    uses: Uses = field(default_factory=Uses)
    """Which facts and tables have been asked for."""
    show_sources: bool | None = None
    """What deck.yaml says at its top: whether slides say where their charts and tables come from."""
    generated: dict[str, GeneratedPicture | None] = field(default_factory=dict)
    """What is declared under `generated:`; None where that is faulty, which has been reported."""
    generated_pictures: GeneratedPictures | None = None
    """The store of generated pictures; None where no pages are made."""
    pictures: dict[str, tuple[str, PictureFile]] = field(default_factory=dict)
    """What has been read of assets/, as the author calls it, with its path from the project's folder."""

    @property
    def formats(self) -> Formats:
        return self.expressions.formats

    def with_names(self, names: Mapping[str, object]) -> DeckContext:
        return replace(self, names={**self.names, **names}) if names else self

    def text(self, scalar: Scalar) -> Text | None:
        text: object = scalar.value
        if not isinstance(text, Text) or "{" in text:
            text = self.expressions.text(scalar, self.names)
        if not isinstance(text, Text):
            return None
        return text if text.lang else placed(text, text.span, self.expressions.formats.locale, text.origin)

    def value(self, scalar: Scalar) -> object:
        value = self.expressions.value(scalar, self.names)
        if value is FAILED:
            return None
        if value is None and scalar.value is not None:
            self.report.error("empty-cell", f"'{scalar.raw}' gives nothing, for the data is empty there", scalar.span)
        return bare(value)

    @property
    def language(self) -> str:
        return self.formats.locale

    def plural_category(self, number: int | Decimal, lang: str) -> str:
        return self.formats.plural_category(number, lang)

    def plural_categories(self, lang: str) -> Collection[str]:
        return self.formats.plural_categories(lang)

    def shown(self, value: object) -> str:
        """A value as it stands in a text of this language."""
        return self.expressions.shown(value)

    def shows(self, slide: str) -> None:
        self.uses.note("slide", slide)

    def chart(self, mapping: node.Mapping) -> Chart | None:
        return self._drawn(self.builders.chart, mapping)

    def table(self, mapping: node.Mapping) -> Table | None:
        return self._drawn(self.builders.table, mapping)

    def _drawn(self, build: Callable[[node.Mapping, DeckContext], _Content], mapping: node.Mapping) -> _Content:
        content, used = self.uses.of(build, mapping, self)
        self.uses.add(("drawn", name) for name in names_of("data", used))
        return content

    def picture(self, mapping: node.Mapping) -> Picture | None:
        return self.builders.picture(mapping, self)

    def generated_picture(self, name: Text) -> StoredPicture | None:
        """Returns the stored picture `name`.

        Reports there `unknown-generated-picture` and `missing-generated-picture`.
        """
        if name not in self.generated:
            notes = (
                [f"there is {', '.join(self.generated)}"] if self.generated else ["nothing is named under 'generated:'"]
            )
            message = f"there is no generated picture '{name}' under 'generated:'"
            help_ = did_you_mean(name, self.generated)
            self.report.error("unknown-generated-picture", message, name.span, help=help_, notes=notes)
        wanted = self.generated.get(name)
        for table in wanted.tables if wanted else ():
            self.uses.note("data", table)
            self.uses.add([("drawn", table)])
        return self.generated_pictures.take(wanted, name, self.report) if wanted and self.generated_pictures else None

    def source(self, name: object) -> Source | None:
        """The table called `name`. Reported there: `unknown-data`; nothing more of one that could not be read."""
        if not isinstance(name, Text):
            return None
        self.uses.note("data", name)
        if name not in self.declared:
            notes = [f"there is {', '.join(self.declared)}"] if self.declared else ["nothing is named under 'data:'"]
            message = f"there is no table '{name}' under 'data:'"
            self.report.error("unknown-data", message, name.span, help=did_you_mean(name, self.declared), notes=notes)
        return self.sources.get(name)
