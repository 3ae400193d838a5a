"""What a kind of chart is made into: the series that PowerPoint draws, and what else the kind decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from deckwright.arrange.context import SlideContext
from deckwright.languages.language import get_language
from deckwright.model.page_chart import ChartSeries


class SeriesParts(Struct, frozen=True):
    """The series of a chart, and what else its kind decides: fields of `page.Chart`."""

    series: tuple[ChartSeries, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


def find_word(key: str, context: SlideContext) -> str:
    """What Deckwright itself says in the deck's language."""
    return get_language(context.locale).words[key]
