"""Reads brand.yaml: the table of its keys, and their checked values by dotted path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from deckwright.brands import values
from deckwright.brands.roles import ROLES
from deckwright.brands.values import ValueContext, ValueReader
from deckwright.kinds.contracts.fields import report_wrong_type
from deckwright.model import node as nodes
from deckwright.model.colours import COLOUR_SLOTS
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span

Keys = Mapping[str, "ValueReader | Keys"]
"""Key → the reader of its value, or the keys below it."""

PLACEHOLDER_STYLES = (
    "title", "subtitle", "body", "footer", "wordmark", "cover-title", "cover-subtitle", "cover-wordmark", "speaker",
    "speaker-detail", "section-title", "section-subtitle",
)  # fmt: skip
"""Styles of the placeholders in the layouts of the built-in template."""
TEXT_STYLES = (
    "lead", "statement", "quote", "quote-large", "quote-small", "source", "heading", "label", "caption", "key-figure",
    "key-figure-label", "small", "miniature-label", "year", "step", "table-header", "table-cell", "credit",
)  # fmt: skip
"""Styles that slide templates name."""

_STYLE: Keys = {
    "size": values.make_number_reader(1, 400),
    "font": values.make_choice_reader("heading", "body", "code"),
    "bold": values.read_flag,
    "italic": values.read_flag,
    "caps": values.read_flag,
    "colour": values.read_theme_colour,
    "align": values.make_choice_reader("left", "center", "right", "justify"),
    "line-spacing": values.make_number_reader(50, 300),
    "space-before": values.make_number_reader(0, 200),
}

KEYS: Keys = {
    "name": values.read_text,
    "template": values.read_file_name,
    "colours": dict.fromkeys(COLOUR_SLOTS, values.read_hex_colour),
    "fonts": {
        "heading": values.read_text,
        "body": values.read_text,
        "code": values.read_text,
        "scripts": values.read_texts,
    },
    "wordmark": values.read_text_or_texts,
    "logo": values.read_logo,
    "backgrounds": dict.fromkeys(ROLES, values.read_theme_colour),
    "facets": values.read_flag,
    "edge": values.read_colour_or_none,
    "accent": values.read_colour_or_none,
    "bullets": {"character": values.read_text, "colour": values.read_theme_colour},
    "styles": dict.fromkeys((*PLACEHOLDER_STYLES, *TEXT_STYLES), _STYLE),
    "smallest": values.make_number_reader(6, 40),
    "size": values.read_size,
    "reference": values.read_size,
    "scale": values.make_number_reader(0.3, 3),
    "names": values.read_colour_names,
    "layouts": dict.fromkeys(ROLES, values.read_text),
    "formats": {"percent": values.make_choice_reader("tight", "language")},
    "chart": {
        "series": values.read_colours,
        "muted": values.read_theme_colour,
        "highlight": values.read_theme_colour,
        "text-size": values.make_number_reader(6, 60),
        "gap": values.make_number_reader(0, 500),
    },
    "table": {
        "header": values.read_colour_or_none,
        "rule": values.read_theme_colour,
        "bands": values.read_colour_or_none,
        "highlight": values.read_theme_colour,
    },
}
"""The keys of brand.yaml."""

DESIGN_KEYS = (
    "colours", "fonts.heading", "fonts.body", "fonts.scripts", "wordmark", "logo", "backgrounds", "facets", "edge",
    "accent", "size",
)  # fmt: skip
"""Keys that design the built-in template. They are refused if a brand has its own template."""

_UNKNOWN = {
    "": ("unknown-key", "a brand has no key", "its keys"),
    "colours": ("unknown-colour", "the theme has no colour", "its colours"),
    "styles": ("unknown-style", "brands have no text style", "the styles"),
    "layouts": ("unknown-role", "slide layouts have no role", "the roles"),
    "backgrounds": ("unknown-role", "slide layouts have no role", "the roles"),
}
"""Path → code, message and note for a key that is not in the table."""


class Settings(Struct):
    """The values of brand.yaml by dotted path, as their readers return them: `values["styles.title.size"]` is 32.0."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    """Path → place of the value in brand.yaml."""
    keys: dict[str, Span] = field(default_factory=dict)
    """Path → place of the key in brand.yaml."""

    def merge_defaults(self, defaults: Settings) -> Settings:
        """Returns these settings with missing values taken from `defaults`; places are of these settings only."""
        return Settings(defaults.values | self.values, self.spans, self.keys)

    def select(self, path: str) -> dict[str, Any]:
        """Returns the values below a key by the rest of their path: `select("colours")["accent1"]`."""
        start = f"{path}."
        return {key.removeprefix(start): value for key, value in self.values.items() if key.startswith(start)}


def read_settings(root: nodes.Node, folder: Path, report: Report) -> Settings:
    """Reads the settings of a brand.yaml in `folder`. Wrong values are reported and left out."""
    settings = Settings()
    _read_keys(root, ValueContext(folder, "", report), KEYS, settings)
    return settings


def _read_keys(node: nodes.Node, context: ValueContext, keys: Keys, settings: Settings) -> None:
    if not isinstance(node, nodes.Mapping):
        report_wrong_type(node, f"'{context.path}'" if context.path else "a brand", "keys with values", context.report)
        return
    for entry in sorted(node, key=lambda entry: entry.key != "names"):  # first, because other values may use them
        below = context.enter(entry.key)
        settings.spans[below.path] = entry.value.span
        settings.keys[below.path] = entry.key.span or entry.value.span
        reader = keys.get(entry.key)
        if reader is None:
            default = ("unknown-key", f"'{context.path}' has no key", "its keys")
            code, message, known = _UNKNOWN.get(context.path, default)
            advice, notes = did_you_mean(entry.key, keys), (f"{known} are {', '.join(keys)}",)
            context.report.error(code, f"{message} '{entry.key}'", settings.keys[below.path], help=advice, notes=notes)
        elif isinstance(reader, Mapping):
            _read_keys(entry.value, below, reader, settings)
        elif (value := reader(entry.value, below)) is not None:
            settings.values[below.path] = value
