"""Resolves what a Vega-Lite spec takes from the deck: tables, texts, headings and colours.

    {"data": {"name": "growth"}, "title": "$text.title", "color": {"value": "$colour.accent2"}}

A reference is a whole string, so every editor for Vega-Lite accepts the spec.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckwright.assets.generated.entry import GeneratedPicture
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span

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
    names = (data["name"] for data in parts if isinstance(data.get("name"), str) and not _has_own_data(data))
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
    """Returns the place of the string `word` in the file; the beginning when it is written with escapes there."""
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


def _has_own_data(data: Mapping[str, Any]) -> bool:
    return any(key in data for key in ("values", "url", "sequence", "sphere", "graticule"))
