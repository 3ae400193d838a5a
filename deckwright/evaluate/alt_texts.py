"""Alternative texts written from values, for those who cannot see a chart or table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from deckwright.charts.kinds import CHART_KINDS
from deckwright.evaluate.charts.labels import Writing
from deckwright.evaluate.charts.points import drop_missing
from deckwright.languages.formats import Formats
from deckwright.model.deck import Chart, Record, Series
from deckwright.texts.marks import plain

_MOST_POINTS = 40
"""More than these are not read out one by one."""
_MOST_SERIES = 12


def describe_chart(chart: Chart, writing: Writing) -> str:
    """ "Bar chart: Growth. All 18%, Doctors 57%. Picked out: Doctors." Values are written as the chart writes them."""
    formats, kind = writing.formats, CHART_KINDS[chart.kind]
    say = _SAID.get(kind.form) or _SAID.get(kind.made) or _series
    heading = plain(chart.title or "")
    parts = list(say(chart, writing))
    if len(parts) == 1 and (not heading or heading == parts[0][0]):
        heading, sentences = parts[0][0], [parts[0][1]]
    else:
        sentences = [f"{name}: {part}" if name else part for name, part in parts]
    word = formats.language.words.get(kind.name) or formats.word("chart")
    sentences += _besides(chart, writing)
    return " ".join([f"{word}: {_ended(heading)}" if heading else f"{word}.", *map(_ended, sentences)])


def describe_table(headings: Sequence[str], rows: int, missing: bool, formats: Formats) -> str:
    """ "Table. Columns: Group and Growth. Rows: 5." The cells themselves are read out from the table.

    Where values are `missing`, it says what the dash in their cells means.
    """
    names = formats.list(map(plain, headings))
    text = f"{formats.word('table')}. {formats.word('columns')}: {names}. {formats.word('rows')}: {rows}."
    return f"{text} \N{EN DASH}: {formats.word('no-value')}." if missing else text


Said = Iterator[tuple[str, str]]
"""What a chart shows, as names and what is said of each."""


def _series(chart: Chart, writing: Writing) -> Said:
    points = len(chart.categories) * len(chart.series)
    read = _ends if points > _MOST_POINTS else _points
    shown = chart.series if len(chart.series) <= _MOST_SERIES else _first_of(chart)
    for one in shown:
        yield plain(one.name), read(chart, chart.series.index(one), writing)
    if len(shown) < len(chart.series):
        yield writing.formats.word("series"), writing.formats.number(len(chart.series))


def _first_of(chart: Chart) -> Sequence[Series]:
    """Of very many series, those that are highlighted, else the first."""
    return [chart.series[n] for n in chart.picked][:_MOST_SERIES] or chart.series[:_MOST_SERIES]


def _points(chart: Chart, index: int, writing: Writing) -> str:
    """Every value."""
    nothing = writing.formats.word("no-value")
    values = (nothing if value is None else writing.show(index, value) for value in chart.series[index].values)
    return ", ".join(f"{plain(category)} {value}" for category, value in zip(chart.categories, values, strict=True))


def _ends(chart: Chart, index: int, writing: Writing) -> str:
    """The first, the last, the lowest and the highest value."""
    points = zip(chart.series[index].values, chart.categories, strict=True)
    known = [(value, category) for value, category in points if value is not None]
    if not known:
        return writing.formats.word("no-value")
    lowest, highest = min(known, key=lambda point: point[0]), max(known, key=lambda point: point[0])
    said = [f"{plain(category)} {writing.show(index, value)}" for value, category in (known[0], known[-1])]
    said += [
        f"{writing.formats.word(word)} {writing.show(index, value)} ({plain(category)})"
        for word, (value, category) in (("lowest", lowest), ("highest", highest))
    ]
    return f"{said[0]} … {', '.join(said[1:])}"


def _steps(chart: Chart, writing: Writing) -> Said:
    """Changes with their sign, totals without."""
    one, totals = chart.series[0], (chart.options or {}).get("totals", ())
    assert isinstance(totals, tuple)
    said = []
    for n, (category, value) in enumerate(zip(chart.categories, one.values, strict=True)):
        if value is None:
            shown = writing.formats.word("no-value")
        else:
            shown = writing.show(0, value) if n in totals else writing.change(value)
        said.append(f"{plain(category)} {shown}")
    yield plain(one.name), ", ".join(said)


def _spans(chart: Chart, writing: Writing) -> Said:
    """ "Copenhagen 3–9": from which value to which."""
    begin, end = chart.series
    nothing = writing.formats.word("no-value")
    said = []
    for category, *pair in zip(chart.categories, begin.values, end.values, strict=True):
        first, last = (nothing if value is None else writing.show(0, value) for value in pair)
        said.append(f"{plain(category)} {first} → {last}")
    yield f"{plain(begin.name)} → {plain(end.name)}", ", ".join(said)


def _clouds(chart: Chart, writing: Writing) -> Said:
    """Each point where there are few, else how many there are and how far they reach."""
    formats, options = writing.formats, chart.options or {}
    titles = [plain(str(options.get(key) or letter)) for key, letter in (("x_title", "x"), ("y_title", "y"))]
    few = sum(len(one.values) for one in chart.series) <= _MOST_POINTS
    for one in chart.series:
        if few:
            rows = zip(one.names or ("",) * len(one.values), *_coordinates(one), strict=True)
            said = [f"{name} ({'; '.join(_number(part, formats) for part in place)})" for name, *place in rows]
            yield plain(one.name), ", ".join(map(str.strip, said))
        else:
            reach = (
                f"{title} {_number(min(known), formats)}–{_number(max(known), formats)}"
                for title, known in zip(titles, map(drop_missing, (one.xs, one.values)), strict=True)
                if known
            )
            yield plain(one.name), f"{formats.word('points')}: {formats.number(len(one.values))}, {', '.join(reach)}"


def _coordinates(one: Series) -> list[Sequence[object]]:
    return [one.xs, one.values, *([one.sizes] if one.sizes else [])]


def _number(value: object, formats: Formats) -> str:
    return formats.word("no-value") if value is None else formats.number(value)


_SAID: Mapping[str, Callable[[Chart, Writing], Said]] = {
    "spans": _spans,
    "points": _clouds,
    "bubbles": _clouds,
    "waterfall": _steps,
}
"""What is said of a chart, by the form of its values or by what they are made into."""


def _besides(chart: Chart, writing: Writing) -> Iterator[str]:
    """The target, the trend, and what is highlighted."""
    formats, options = writing.formats, chart.options or {}
    if isinstance(target := options.get("target"), Record):
        value = target["value"]
        yield f"{plain(str(target['name']))}: {formats.show(value, *writing.first)}"
    if options.get("trend"):
        names = (plain(one.name) for one in chart.series[:_MOST_SERIES])
        yield f"{formats.word('trend')}: {formats.list(names)}"
    picked = [plain(chart.series[n].name) for n in chart.picked]
    if CHART_KINDS[chart.kind].numeric:
        names_of_all = [name for one in chart.series for name in one.names or ("",) * len(one.values)]
        picked += [names_of_all[n] for n in chart.highlight]
    else:
        picked += [plain(chart.categories[n]) for n in chart.highlight]
    if picked:
        yield f"{formats.word('highlighted')}: {formats.list(picked)}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…", "。")) else f"{sentence}."
