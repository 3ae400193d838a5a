"""Alternative texts written from figures, for those who cannot see a chart or table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from deckwright.deck import Series
from deckwright.inline import plain
from deckwright.languages.formats import Formats

_MOST_POINTS = 40
"""More than these are not read out one by one."""


def describe_chart(
    kind: str,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    highlight: Sequence[int],
    shown: Callable[[Decimal], str],
    formats: Formats,
) -> str:
    """ "Bar chart: Growth. All 18%, Doctors 57%. Picked out: Doctors." `shown` writes a value as the chart does."""
    points = len(categories) * len(series)
    read = _ends if points > _MOST_POINTS else _points
    parts = [read(categories, one, shown, formats) for one in series]
    heading = plain(title)
    if len(series) == 1 and (not heading or heading == series[0].name):
        heading, sentences = plain(series[0].name), parts
    else:
        sentences = [f"{plain(one.name)}: {part}" for one, part in zip(series, parts, strict=True)]
    word = formats.language.words.get(kind) or formats.word("chart")
    if highlight:
        sentences.append(f"{formats.word('highlighted')}: {formats.list(plain(categories[at]) for at in highlight)}")
    return " ".join([f"{word}: {_ended(heading)}" if heading else f"{word}.", *map(_ended, sentences)])


def describe_table(headings: Sequence[str], rows: int, missing: bool, formats: Formats) -> str:
    """ "Table. Columns: Group and Growth. Rows: 5." The cells themselves are read out from the table.

    Where figures are `missing`, it says what the dash in their cells means.
    """
    names = formats.list(map(plain, headings))
    text = f"{formats.word('table')}. {formats.word('columns')}: {names}. {formats.word('rows')}: {rows}."
    return f"{text} \N{EN DASH}: {formats.word('no-value')}." if missing else text


def _points(categories: Sequence[str], series: Series, shown: Callable[[Decimal], str], formats: Formats) -> str:
    """Every value."""
    values = (formats.word("no-value") if value is None else shown(value) for value in series.values)
    return ", ".join(f"{plain(category)} {value}" for category, value in zip(categories, values, strict=True))


def _ends(categories: Sequence[str], series: Series, shown: Callable[[Decimal], str], formats: Formats) -> str:
    """The first, the last, the lowest and the highest value."""
    points = zip(series.values, map(plain, categories), strict=True)
    known = [(value, category) for value, category in points if value is not None]
    if not known:
        return formats.word("no-value")
    lowest, highest = min(known, key=lambda point: point[0]), max(known, key=lambda point: point[0])
    said = [f"{category} {shown(value)}" for value, category in (known[0], known[-1])]
    said += [
        f"{formats.word(word)} {shown(value)} ({category})"
        for word, (value, category) in (("lowest", lowest), ("highest", highest))
    ]
    return f"{said[0]} … {', '.join(said[1:])}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…", "。")) else f"{sentence}."
