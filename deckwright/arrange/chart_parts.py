"""What a kind of chart is made into: the series that PowerPoint draws, and what else the kind decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deckwright.arrange.context import Context
from deckwright.languages.table import language
from deckwright.page_chart import ChartSeries


@dataclass(frozen=True, slots=True)
class Made:
    """The series of a chart, and what else its kind decides: fields of `page.Chart`."""

    series: tuple[ChartSeries, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


def word(key: str, context: Context) -> str:
    """What Deckwright itself says in the deck's language."""
    return language(context.locale).words[key]
