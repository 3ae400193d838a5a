"""What a brand.yaml says, checked: values by the dotted path of their keys, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from deckwright import node as tree
from deckwright.brand import COLOUR_SLOTS
from deckwright.brands.colours import parse_colour
from deckwright.brands.roles import ROLES
from deckwright.diagnostics import Report, did_you_mean
from deckwright.node import Node, Scalar, Sequence
from deckwright.source import Span


@dataclass(slots=True)
class Settings:
    """`values["title.size"]` and the like. Which type each has is the table's matter (KEYS, below)."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    """Values' places; those of keys end in a colon (`title:`)."""

    def over(self, defaults: Settings) -> Settings:
        """These settings, and `defaults` for what they do not say; places are of these alone."""
        return Settings(defaults.values | self.values, self.spans)

    def under(self, path: str) -> dict[str, Any]:
        """`under("colours")`: what stands below a key, by the rest of the path."""
        start = f"{path}."
        return {key.removeprefix(start): value for key, value in self.values.items() if key.startswith(start)}


@dataclass(frozen=True, slots=True)
class _Reading:
    folder: Path
    report: Report
    settings: Settings


Check = Callable[[Scalar, str, _Reading], object]
"""The value that a scalar at a path stands for, or None after an error was reported."""
Keys = Mapping[str, "Key"]
Key = Check | Keys
"""A check for a value, or the keys that may stand below. The key `*` allows any name."""


def read_settings(root: Node, folder: Path, report: Report) -> Settings:
    """The settings of a brand.yaml in `folder`; faults are reported and the value left out."""
    reading = _Reading(folder, report, Settings())
    _read_keys(root, "", KEYS, reading)
    return reading.settings


def _read(found: Node, path: str, key: Key, reading: _Reading) -> None:
    reading.settings.spans[path] = found.span
    if isinstance(key, Mapping):
        # A wordmark may be one text, or one for each language.
        if "*" in key and "" in key and isinstance(found, Scalar):
            _read(found, path, key[""], reading)
        else:
            _read_keys(found, path, key, reading)
    elif key is _series:
        _read_series(found, path, reading)
    elif not isinstance(found, Scalar):
        _wrong(reading, found, f"'{path}' wants one value, not {_kind(found)}")
    elif found.value is None:
        reading.report.error("empty-value", f"'{path}' has no value", found.span, help="give it one or take it out")
    else:
        value = key(found, path, reading)
        if value is not None:
            reading.settings.values[path] = value


def _read_keys(found: Node, path: str, keys: Keys, reading: _Reading) -> None:
    if not isinstance(found, tree.Mapping):
        what = f"'{path}'" if path else "a brand"
        _wrong(reading, found, f"{what} wants keys with values, not {_kind(found)}")
        return
    for entry in found:
        below = f"{path}.{entry.key}" if path else str(entry.key)
        key = keys.get(entry.key) or keys.get("*")
        if key is None:
            code, what, notes = _unknown(path, keys)
            reading.report.error(
                code, f"{what} '{entry.key}'", entry.key.span, help=did_you_mean(entry.key, keys), notes=notes
            )
            continue
        if entry.key.span:
            reading.settings.spans[f"{below}:"] = entry.key.span
        _read(entry.value, below, key, reading)


def _unknown(path: str, keys: Keys) -> tuple[str, str, tuple[str, ...]]:
    """Code, wording and note for a key that is not in the table."""
    known = ", ".join(name for name in keys if name != "*")
    match path:
        case "colours":
            return "unknown-colour", "the theme has no colour", (f"the theme's colours are {known}",)
        case "styles":
            return "unknown-style", "there is no text style", (f"the styles are {known}",)
        case "layouts" | "backgrounds":
            return "unknown-role", "no slide layout has the role", (f"the roles are {known}",)
        case "":
            return "unknown-key", "a brand has no key", (f"its keys are {known}",)
    return "unknown-key", f"'{path}' has no key", (f"its keys are {known}",)


def _wrong(reading: _Reading, found: Node, message: str, *, help: str | None = None) -> None:
    reading.report.error("wrong-type", message, found.span, help=help)


def _kind(found: Node) -> str:
    if isinstance(found, Sequence):
        return "a list"
    return "keys with values" if isinstance(found, tree.Mapping) else "a single value"


def _text(found: Scalar, path: str, reading: _Reading) -> object:
    """A text as it was written: `Arial`, `no` in quotation marks, 2019."""
    if isinstance(found.value, bool):
        _wrong(reading, found, f"'{found.raw}' is read as yes or no", help="put quotation marks around it")
        return None
    return found.raw if not isinstance(found.value, str) else str(found.value)


def _flag(found: Scalar, path: str, reading: _Reading) -> object:
    if not isinstance(found.value, bool):
        _wrong(reading, found, f"'{path}' wants yes or no, not '{found.raw}'")
        return None
    return found.value


def _number(least: float, most: float) -> Check:
    def check(found: Scalar, path: str, reading: _Reading) -> object:
        value = found.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            _wrong(reading, found, f"'{path}' wants a number, not '{found.raw}'")
            return None
        if not least <= value <= most:
            reading.report.error(
                "out-of-range", f"'{path}' wants a number from {least:g} to {most:g}, not {found.raw}", found.span
            )
            return None
        return float(value)

    return check


def _choice(*choices: str) -> Check:
    def check(found: Scalar, path: str, reading: _Reading) -> object:
        if found.value not in choices:
            reading.report.error(
                "unknown-choice",
                f"'{path}' cannot be '{found.raw}'",
                found.span,
                help=did_you_mean(found.raw, choices),
                notes=(f"it is one of {', '.join(choices)}",),
            )
            return None
        return str(found.value)

    return check


def _hex(found: Scalar, path: str, reading: _Reading) -> object:
    """`#003D73` → 003D73. Without quotation marks YAML takes it for a comment, which is told as no value."""
    digits = found.raw.removeprefix("#")
    if len(digits) != 6 or set(digits.lower()) - set("0123456789abcdef"):
        reading.report.error(
            "bad-colour",
            f"'{found.raw}' is not a colour",
            found.span,
            help='write red, green and blue as six hexadecimal digits in quotation marks: "#003D73"',
        )
        return None
    return digits.upper()


def _slot(found: Scalar, path: str, reading: _Reading) -> object:
    colour = parse_colour(found.raw)
    if colour is None:
        name = found.raw.split(" ", 1)[0]
        reading.report.error(
            "unknown-colour",
            f"'{found.raw}' is not a colour of the theme",
            found.span,
            help=did_you_mean(name, COLOUR_SLOTS) if name not in COLOUR_SLOTS else None,
            notes=(f"colours are {', '.join(COLOUR_SLOTS)}, as they are or as in 'accent1 lighter 80%'",),
        )
    return colour


def _slot_or_none(found: Scalar, path: str, reading: _Reading) -> object:
    return "none" if found.value == "none" else _slot(found, path, reading)


def _file(found: Scalar, path: str, reading: _Reading) -> object:
    """A file beside brand.yaml; a path that leads out of the brand's folder is refused."""
    target = (reading.folder / found.raw).resolve()
    if not target.is_relative_to(reading.folder.resolve()):
        reading.report.error("outside-folder", f"'{found.raw}' is not in the brand's folder", found.span)
        return None
    if not target.is_file():
        near = sorted(file.name for file in reading.folder.glob(f"*{target.suffix}") if file.is_file())
        reading.report.error(
            "missing-file", f"there is no file '{found.raw}' in the brand's folder", found.span,
            help=did_you_mean(found.raw, near), notes=(f"it has {', '.join(near)}",) if near else (),
        )  # fmt: skip
        return None
    return target


def _series(found: Scalar, path: str, reading: _Reading) -> object:
    raise NotImplementedError  # a list: _read_series


def _read_series(found: Node, path: str, reading: _Reading) -> None:
    if not isinstance(found, Sequence) or not found.items:
        _wrong(reading, found, f"'{path}' wants a list of colours")
        return
    colours = [_slot(item, path, reading) if isinstance(item, Scalar) else None for item in found.items]
    if None not in colours:
        reading.settings.values[path] = tuple(colours)


STYLE: Keys = {
    "size": _number(1, 400),
    "font": _choice("heading", "body", "code"),
    "bold": _flag,
    "italic": _flag,
    "caps": _flag,
    "colour": _slot,
    "align": _choice("left", "center", "right", "justify"),
    "line-spacing": _number(50, 300),
    "space-before": _number(0, 200),
}

PLACEHOLDER_STYLES = (
    "title", "subtitle", "body", "footer", "wordmark", "cover-wordmark", "cover-title", "cover-subtitle", "speaker", "speaker-detail",
    "section-title", "section-subtitle",
)  # fmt: skip
"""Looks of the base template's own placeholders; a brand with its own template leaves these to it."""
TEXT_STYLES = (
    "lead", "statement", "quote", "quote-large", "quote-small", "source", "heading", "label", "caption", "figure",
    "figure-label", "small", "miniature-label", "year", "step", "table-header", "table-cell", "credit",
)  # fmt: skip
"""Looks that slide templates ask for."""

KEYS: Keys = {
    "name": _text,
    "template": _file,
    "logo": _file,
    "wordmark": {"*": _text, "": _text},
    "colours": dict.fromkeys(COLOUR_SLOTS, _hex),
    "fonts": {"heading": _text, "body": _text, "code": _text, "scripts": {"*": _text}},
    "backgrounds": dict.fromkeys(ROLES, _slot),
    "accent": _slot_or_none,
    "bullets": {"character": _text, "colour": _slot},
    "styles": dict.fromkeys((*PLACEHOLDER_STYLES, *TEXT_STYLES), STYLE),
    "smallest": _number(6, 40),
    "layouts": dict.fromkeys(ROLES, _text),
    "chart": {
        "series": _series,
        "muted": _slot,
        "highlight": _slot,
        "text-size": _number(6, 60),
        "gap": _number(0, 500),
    },
}
"""Everything a brand.yaml may say."""

DRESS = (
    "logo",
    "wordmark",
    "colours",
    "fonts.heading",
    "fonts.body",
    "fonts.scripts",
    "backgrounds",
    "accent",
    "bullets",
)
"""Keys that dress the base template, and mean nothing where a brand brings a template of its own."""
