"""What a brand.yaml says, checked: the table of its keys, and their values by dotted path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from deckwright.brands import values
from deckwright.brands.number_style import TIGHT
from deckwright.brands.roles import ROLES
from deckwright.brands.values import Check, Where
from deckwright.kinds.contracts.base import wrong_type
from deckwright.model import node as tree
from deckwright.model.colours import COLOUR_SLOTS
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Node
from deckwright.model.source import Span

Keys = Mapping[str, "Check | Keys"]
"""Key → the check of its value, or the keys that stand below it."""

PLACEHOLDER_STYLES = (
    "title", "subtitle", "body", "footer", "wordmark", "cover-title", "cover-subtitle", "cover-wordmark", "speaker",
    "speaker-detail", "section-title", "section-subtitle",
)  # fmt: skip
"""Looks of what stands in the base template's own layouts."""
TEXT_STYLES = (
    "lead", "statement", "quote", "quote-large", "quote-small", "source", "heading", "label", "caption", "key-figure",
    "key-figure-label", "small", "miniature-label", "year", "step", "table-header", "table-cell", "credit",
)  # fmt: skip
"""Looks that slide templates ask for."""

_STYLE: Keys = {
    "size": values.number(1, 400),
    "font": values.choice("heading", "body", "code"),
    "bold": values.flag,
    "italic": values.flag,
    "caps": values.flag,
    "colour": values.slot,
    "align": values.choice("left", "center", "right", "justify"),
    "line-spacing": values.number(50, 300),
    "space-before": values.number(0, 200),
}

KEYS: Keys = {
    "name": values.text,
    "template": values.file,
    "colours": dict.fromkeys(COLOUR_SLOTS, values.hexadecimal),
    "fonts": {"heading": values.text, "body": values.text, "code": values.text, "scripts": values.texts},
    "wordmark": values.text_or_texts,
    "logo": values.logo,
    "backgrounds": dict.fromkeys(ROLES, values.slot),
    "facets": values.flag,
    "edge": values.slot_or_none,
    "accent": values.slot_or_none,
    "bullets": {"character": values.text, "colour": values.slot},
    "styles": dict.fromkeys((*PLACEHOLDER_STYLES, *TEXT_STYLES), _STYLE),
    "smallest": values.number(6, 40),
    "size": values.slide_size,
    "reference": values.slide_size,
    "scale": values.number(0.3, 3),
    "names": values.slots_by_name,
    "layouts": dict.fromkeys(ROLES, values.text),
    "formats": {"percent": values.choice(TIGHT, "language")},
    "chart": {
        "series": values.slots,
        "muted": values.slot,
        "highlight": values.slot,
        "text-size": values.number(6, 60),
        "gap": values.number(0, 500),
    },
    "table": {
        "header": values.slot_or_none,
        "rule": values.slot,
        "bands": values.slot_or_none,
        "highlight": values.slot,
    },
}
"""Everything a brand.yaml may say."""

DRESS = (
    "colours", "fonts.heading", "fonts.body", "fonts.scripts", "wordmark", "logo", "backgrounds", "facets", "edge",
    "accent", "size",
)  # fmt: skip
"""Keys that dress the base template, and mean nothing where a brand brings a template of its own."""

_UNKNOWN = {
    "": ("unknown-key", "a brand has no key", "its keys"),
    "colours": ("unknown-colour", "the theme has no colour", "its colours"),
    "styles": ("unknown-style", "there is no text style", "the styles"),
    "layouts": ("unknown-role", "there is no role of slide layouts called", "the roles"),
    "backgrounds": ("unknown-role", "there is no role of slide layouts called", "the roles"),
}
"""Path → code and words for a key that is not in the table."""


class Settings(Struct):
    """Values by dotted path, of the types the table gives them: `values["styles.title.size"]` is 32.0."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    """Path → place of the value."""
    keys: dict[str, Span] = field(default_factory=dict)
    """Path → place of the key."""

    def over(self, defaults: Settings) -> Settings:
        """These, and `defaults` for what they do not say; places are of these alone."""
        return Settings(defaults.values | self.values, self.spans, self.keys)

    def under(self, path: str) -> dict[str, Any]:
        """`under("colours")`: the values below a key, by the rest of their path."""
        start = f"{path}."
        return {key.removeprefix(start): value for key, value in self.values.items() if key.startswith(start)}


def read_settings(root: Node, folder: Path, report: Report) -> Settings:
    """The settings of a brand.yaml that stands in `folder`. Faults are reported, and their values left out."""
    settings = Settings()
    _read(root, Where(folder, "", report), KEYS, settings)
    return settings


def _read(node: Node, where: Where, keys: Keys, settings: Settings) -> None:
    if not isinstance(node, tree.Mapping):
        wrong_type(node, f"'{where.path}'" if where.path else "a brand", "keys with values", where.report)
        return
    for entry in sorted(node, key=lambda one: one.key != "names"):  # which other values may use
        path = f"{where.path}.{entry.key}" if where.path else str(entry.key)
        below = where.at(path)
        key = keys.get(entry.key)
        settings.spans[path] = entry.value.span
        settings.keys[path] = entry.key.span or entry.value.span
        if key is None:
            _unknown(entry.key, below, where.path, keys, settings.keys[path])
        elif isinstance(key, Mapping):
            _read(entry.value, below, key, settings)
        elif (value := key(entry.value, below)) is not None:
            settings.values[path] = value


def _unknown(name: str, where: Where, parent: str, keys: Keys, span: Span) -> None:
    code, message, known = _UNKNOWN.get(parent, ("unknown-key", f"'{parent}' has no key", "its keys"))
    notes = (f"{known} are {', '.join(keys)}",)
    where.report.error(code, f"{message} '{name}'", span, help=did_you_mean(name, keys), notes=notes)
