"""Prepares Vega-Lite specs: fills in tables, texts and colours of the deck, the look of the brand and the language.

    {"data": {"name": "growth"}, "title": "$text.title", "color": {"value": "$colour.accent2"}}

A reference is a whole string, so every editor for Vega-Lite accepts the spec.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckwright.assets.generated import GeneratedPicture
from deckwright.languages.formats import Formats
from deckwright.languages.language import get_number_marks
from deckwright.model.colours import mix_colours
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span

CSS_PIXELS_PER_POINT = 96 / 72
CSS_PIXELS_PER_CM = 96 / 2.54
_OWN_DATA = {"values", "url", "sequence", "sphere", "graticule"}
"""Keys of data that a spec contains or makes itself."""
_OPPOSITE = {"left": "right", "right": "left"}
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c]")
_REFERENCE = re.compile(r"\$(text|heading|colour|color)\.(.+)")


def read_spec(text: str, file: str, report: Report) -> dict[str, Any] | None:
    """Parses a spec. Returns None after reporting `bad-generated-picture`."""
    try:
        spec = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = f"this is not valid JSON: {str(error).split(':')[0].lower()}"
        report.error("bad-generated-picture", message, Span(file, line, column))
        return None
    except RecursionError:
        spec = None
    if not isinstance(spec, dict):
        report.error("bad-generated-picture", "a Vega-Lite spec must be an object: {…}", Span(file, 1, 1))
        return None
    for url in _find_addresses(spec):
        report.error(
            "bad-generated-picture",
            f"web addresses and image files are not allowed in a generated picture: '{url}'",
            find_span(url, text, file),
            help='use a data table of deck.yaml: "data": {"name": "growth"}',
        )
        return None
    return spec


def find_tables(spec: Any) -> tuple[str, ...]:
    """Returns the names of the tables that a spec uses and does not contain itself."""
    datasets = set(spec.get("datasets", ())) if isinstance(spec, dict) else set()
    parts = (part["data"] for part in _iterate_objects(spec) if isinstance(part.get("data"), dict))
    names = (data["name"] for data in parts if isinstance(data.get("name"), str) and not _OWN_DATA & data.keys())
    return tuple(dict.fromkeys(name for name in names if name not in datasets))


def resolve_references(
    spec: dict[str, Any], picture: GeneratedPicture, look: Mapping[str, Any], text: str, report: Report
) -> dict[str, Any]:
    """Returns the spec with its references replaced and its tables added. Reports `unknown-reference`."""
    values: dict[str, Mapping[str, str]] = {
        "text": picture.texts,
        "heading": {
            f"{name}.{code}": word for name, t in picture.tables.items() for code, word in t["headings"].items()
        },
        "colour": {**look["colours"], "muted": look["muted"], "highlight": look["highlight"], "text": look["text"]},
    }
    values["color"] = values["colour"]

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(part) for key, part in value.items()}
        if isinstance(value, list):
            return [fill(part) for part in value]
        match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            return value
        kind, name = match.groups()
        if name not in values[kind]:
            notes = [f"its {kind}s are {', '.join(values[kind])}"] if values[kind] else [f"it has no {kind}s"]
            report.error(
                "unknown-reference",
                f"generated picture '{picture.name}' has no {kind} '{name}'",
                find_span(value, text, picture.display_path),
                help=did_you_mean(name, values[kind]),
                notes=notes,
            )
        return values[kind].get(name, value)

    resolved: dict[str, Any] = fill(spec)
    tables = {name: table["rows"] for name, table in picture.tables.items()}
    return resolved | {"datasets": {**tables, **resolved.get("datasets", {})}}


def find_span(word: str, text: str, file: str) -> Span:
    """Returns the place of the string `word` in the file; the first character if the file spells it with escapes."""
    quoted = json.dumps(word, ensure_ascii=False)
    start = text.find(quoted)
    if start < 0:
        return Span(file, 1, 1)
    line = text.count("\n", 0, start) + 1
    return Span(file, line, start - text.rfind("\n", 0, start) + 1, len(quoted) - 2)


def _find_addresses(spec: Any) -> Iterator[str]:
    """Yields everything that Vega-Lite would load: each `url`, and "image" for marks that show pictures."""
    for part in _iterate_objects(spec):
        if isinstance(part.get("url"), str):
            yield part["url"]
        if part.get("mark") == "image" or (isinstance(part.get("mark"), dict) and part["mark"].get("type") == "image"):
            yield "image"


def _iterate_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _iterate_objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _iterate_objects(part)


def build_config(look: Mapping[str, Any], fonts: str, rtl: bool = False) -> dict[str, Any]:
    """Returns the look of a brand as Vega-Lite's `config`, which the spec can override. `fonts` is a CSS font list."""
    size = round(look["text_size"] * CSS_PIXELS_PER_POINT, 1)
    small = round(look["caption_size"] * CSS_PIXELS_PER_POINT, 1)
    background, text = look["background"], look["text"]
    line, faint = _mix(background, text, 0.45), _mix(background, text, 0.15)
    words = {"labelFontSize": size, "labelColor": text, "titleFontSize": size, "titleColor": text}
    pale = [_mix(background, look["series"][0], 0.2), look["series"][0]]
    words |= {"titleFontWeight": "normal", "labelLimit": 0, "titleLimit": 0}
    heading = {"anchor": "end" if rtl else "start", "color": text, "fontSize": size, "fontWeight": "bold", "offset": 12}
    heading |= {"subtitleColor": text, "subtitleFontSize": small, "subtitlePadding": 6}
    from_right = {"scale": {"xReverse": True}, "axisY": {"orient": "right"}} if rtl else {}
    return from_right | {
        "background": None,
        "font": fonts,
        "padding": {"left": 10 if rtl else 2, "right": 2 if rtl else 10, "top": 2, "bottom": 8},
        "title": heading,
        "axis": words | {"domainColor": line, "tickColor": line, "gridColor": faint, "labelPadding": 6},
        "axisQuantitative": {"tickCount": 5, "domain": False, "ticks": False},
        "axisBand": {"ticks": False},
        "axisTemporal": {"grid": False},
        "axisPoint": {"grid": False},
        "legend": words | {"orient": "left" if rtl else "right", "symbolSize": size * 8, "columnPadding": 20},
        "header": words,
        "range": {
            "category": look["series"],
            "ordinal": pale,
            "ramp": pale,
            "heatmap": pale,
            "diverging": [look["highlight"], background, look["series"][0]],
        },
        "mark": {"color": look["series"][0]},
        "text": {"fontSize": size, "color": text},
        "line": {"strokeWidth": 3},
        "rule": {"color": line},
        "point": {"size": size * 5, "filled": True},
        "view": {"stroke": None},
    }


def mirror(spec: Any) -> Any:
    """Moves text marks to the other side of their points, for right-to-left languages, where the config reverses x."""
    if isinstance(spec, list):
        return [mirror(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    mirrored = {key: mirror(part) for key, part in spec.items()}
    mark = mirrored.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text":
        mirrored["mark"] = mark | {
            **({"align": _OPPOSITE[mark["align"]]} if mark.get("align") in _OPPOSITE else {}),
            **({"dx": -mark["dx"]} if isinstance(mark.get("dx"), int | float) else {}),
        }
    return mirrored


def set_default_size(spec: Mapping[str, Any], look: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the spec with the size of a slide's body if it gives none, so that type appears at its stated size."""
    encoding = spec.get("encoding")
    facets = isinstance(encoding, dict) and {"row", "column", "facet"} & encoding.keys()
    if facets or {"facet", "repeat", "concat", "hconcat", "vconcat"} & spec.keys():
        return dict(spec)  # width and height would be those of each of its views
    return {
        **spec,
        "width": spec.get("width", round(look["width_cm"] * CSS_PIXELS_PER_CM)),
        "height": spec.get("height", round(look["height_cm"] * CSS_PIXELS_PER_CM)),
        "autosize": spec.get("autosize", {"type": "fit", "contains": "padding"}),
    }


def _mix(start: str, end: str, share: float) -> str:
    return f"#{mix_colours(start[1:], end[1:], share)}".lower()


def build_number_locale(formats: Formats) -> dict[str, Any]:
    """Returns d3-format's locale definition, by which Vega writes numbers as `formats` does."""
    decimal, thousands = get_number_marks(formats.locale)
    return {
        "decimal": decimal,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
        "percent": re.split(r"\d", _DIRECTION_MARKS.sub("", formats.format_percent(1, 0)))[-1] or "%",
        "minus": re.sub(r"\d", "", formats.format_number(-1, 0)),
    }


def build_time_locale(formats: Formats) -> dict[str, Any]:
    """Returns d3-time-format's locale definition, by which Vega writes dates; its weeks begin with Sunday."""
    from babel import Locale, dates

    locale = Locale.parse(formats.language.cldr_tag, sep="-")
    halves = dates.get_period_names("abbreviated", "format", locale)
    week = [6, 0, 1, 2, 3, 4, 5]
    days, short_days = (dates.get_day_names(width, "format", locale) for width in ("wide", "abbreviated"))
    months, short_months = (dates.get_month_names(width, "format", locale) for width in ("wide", "abbreviated"))
    return {
        "dateTime": "%Y-%m-%d %H:%M",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": [halves.get("am", "AM"), halves.get("pm", "PM")],
        "days": [days[day] for day in week],
        "shortDays": [short_days[day] for day in week],
        "months": [months[month] for month in range(1, 13)],
        "shortMonths": [short_months[month] for month in range(1, 13)],
    }
