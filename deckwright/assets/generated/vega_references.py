"""What a Vega-Lite spec takes from the deck: tables by name, and words that stand for texts, headings and colours.

    {"data": {"name": "growth"}, "title": "$text.title", "color": {"value": "$colour.accent2"}}

A word is a whole string, so the spec stays one that every editor for Vega-Lite accepts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckwright.assets.generated.entry import GeneratedPicture
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span

_WORD = re.compile(r"\$(text|heading|colour|color)\.(.+)")


def read_spec(text: str, file: str, report: Report) -> dict[str, Any] | None:
    """The spec in `text`. Reported: `bad-generated-picture`."""
    try:
        spec = json.loads(text)
    except ValueError as fault:
        line, column = getattr(fault, "lineno", 1), getattr(fault, "colno", 1)
        message = f"this is not JSON: {str(fault).split(':')[0].lower()}"
        report.error("bad-generated-picture", message, Span(file, line, column))
        return None
    except RecursionError:
        spec = None
    if not isinstance(spec, dict):
        report.error("bad-generated-picture", "a Vega-Lite spec is an object: {…}", Span(file, 1, 1))
        return None
    for url in _find_addresses(spec):
        report.error(
            "bad-generated-picture",
            f"web addresses and image files are not allowed in a generated picture: '{url}'",
            place_of(url, text, file),
            help='use a data table of deck.yaml: "data": {"name": "growth"}',
        )
        return None
    return spec


def tables_in(spec: Any) -> tuple[str, ...]:
    """The names of the tables that a spec asks for and does not hold itself."""
    own = set(spec.get("datasets", ())) if isinstance(spec, dict) else set()
    named = (part["data"] for part in _objects(spec) if isinstance(part.get("data"), dict))
    names = (data["name"] for data in named if isinstance(data.get("name"), str) and not _has_own_data(data))
    return tuple(dict.fromkeys(name for name in names if name not in own))


def resolve_references(
    spec: dict[str, Any], wanted: GeneratedPicture, look: Mapping[str, Any], text: str, report: Report
) -> dict[str, Any]:
    """The spec with its words replaced and its tables put in. Reported at the word: `unknown-reference`."""
    known: dict[str, Mapping[str, str]] = {
        "text": wanted.texts,
        "heading": {
            f"{name}.{code}": word for name, t in wanted.tables.items() for code, word in t["headings"].items()
        },
        "colour": {**look["colours"], "muted": look["muted"], "highlight": look["highlight"], "text": look["text"]},
    }
    known["color"] = known["colour"]

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(part) for key, part in value.items()}
        if isinstance(value, list):
            return [fill(part) for part in value]
        match = _WORD.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            return value
        kind, name = match.groups()
        if name not in known[kind]:
            notes = [f"there is {', '.join(known[kind])}"] if known[kind] else [f"the picture has no {kind}s"]
            report.error(
                "unknown-reference",
                f"generated picture '{wanted.name}' has no {kind} '{name}'",
                place_of(value, text, wanted.shown),
                help=did_you_mean(name, known[kind]),
                notes=notes,
            )
        return known[kind].get(name, value)

    whole: dict[str, Any] = fill(spec)
    tables = {name: table["rows"] for name, table in wanted.tables.items()}
    return whole | {"datasets": {**tables, **whole.get("datasets", {})}}


def place_of(word: str, text: str, file: str) -> Span:
    """Where `word` stands in the file; its beginning when it is spelt otherwise there."""
    quoted = json.dumps(word, ensure_ascii=False)
    at = text.find(quoted)
    if at < 0:
        return Span(file, 1, 1)
    line = text.count("\n", 0, at) + 1
    return Span(file, line, at - text.rfind("\n", 0, at) + 1, len(quoted) - 2)


def _find_addresses(spec: Any) -> Iterator[str]:
    """Addresses: of data, of lookups, of pictures. In Vega-Lite, what is fetched stands under `url`."""
    for part in _objects(spec):
        if isinstance(part.get("url"), str):
            yield part["url"]
        if part.get("mark") == "image" or (isinstance(part.get("mark"), dict) and part["mark"].get("type") == "image"):
            yield "image"


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)


def _has_own_data(data: Mapping[str, Any]) -> bool:
    return any(key in data for key in ("values", "url", "sequence", "sphere", "graticule"))
