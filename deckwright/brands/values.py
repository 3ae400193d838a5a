"""Reads the values of brand.yaml: each reader turns a node into a value, or reports an error and returns None."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field

from deckwright.kinds.contracts.fields import report_wrong_type
from deckwright.model.colours import COLOUR_SLOTS, Colour, parse_colour
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.page import Box
from deckwright.system.files import suggest_file

SIZES = {
    "16:9": (12_192_000, 6_858_000),
    "16:10": (9_144_000, 5_715_000),
    "4:3": (9_144_000, 6_858_000),
    "A4": (9_906_000, 6_858_000),
    "A3": (12_801_600, 9_601_200),
    "Letter": (9_144_000, 6_858_000),
}
"""PowerPoint's names of slide sizes (Design > Slide Size) → EMU; its A4 and A3 are without a printer's margin."""
LIGHT, DARK = "on-light", "on-dark"
"""The backgrounds for which a logo can have a file."""
MIN_SIDE, MAX_SIDE = 914_400, 51_206_400
"""ST_SlideSizeCoordinate (ECMA-376 19.7.9)."""
UNITS = {"cm": 360_000, "mm": 36_000, "in": 914_400, "pt": 12_700}
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(cm|mm|in|pt)", re.ASCII)


class ValueContext(Struct, frozen=True):
    """The place of a value, and where to report its errors."""

    folder: Path
    """The brand's folder."""
    path: str
    """Keys that lead to the value, joined by dots."""
    report: Report
    names: dict[str, Colour] = field(default_factory=dict)
    """The brand's own names of colours, once `names` has been read."""

    def enter(self, key: str) -> ValueContext:
        """Returns the context of the value of a key below this one."""
        path = f"{self.path}.{key}" if self.path else str(key)
        return ValueContext(self.folder, path, self.report, self.names)

    def refuse(self, node: Node, expected: str) -> None:
        """Reports `wrong-type`."""
        report_wrong_type(node, f"'{self.path}'", expected, self.report)

    def refuse_choice(self, node: Scalar, choices: Collection[str], note: str) -> None:
        """Reports `unknown-choice`."""
        message, advice = f"'{self.path}' cannot be '{node.raw}'", did_you_mean(node.raw.strip(), choices)
        self.report.error("unknown-choice", message, node.span, help=advice, notes=(note,))


ValueReader = Callable[[Node, ValueContext], object]
"""Returns the value of a node, or None after an error was reported."""


def require_scalar(expected: str) -> Callable[[Callable[[Scalar, ValueContext], object]], ValueReader]:
    """Decorates a reader of scalars: for lists, mappings and empty values an error is reported instead."""

    def decorate(read: Callable[[Scalar, ValueContext], object]) -> ValueReader:
        def read_scalar(node: Node, context: ValueContext) -> object:
            if not isinstance(node, Scalar):
                context.refuse(node, expected)
            elif node.value is None or node.value == "":
                advice = f"write {expected}, or remove it"
                context.report.error("empty-value", f"'{context.path}' is empty", node.span, help=advice)
            else:
                return read(node, context)
            return None

        return read_scalar

    return decorate


@require_scalar("a text")
def read_text(node: Scalar, context: ValueContext) -> object:
    """Returns a text as it was written, also a number: a font may be called 8514."""
    if isinstance(node.value, bool):
        message = f"'{node.raw}' without quotation marks means {'true' if node.value else 'false'}"
        context.report.error("yaml-trap", message, node.span, help=f'write "{node.raw}"')
        return None
    return node.raw


@require_scalar("yes or no")
def read_flag(node: Scalar, context: ValueContext) -> object:
    if not isinstance(node.value, bool):
        context.refuse(node, "yes or no")
        return None
    return node.value


def make_number_reader(minimum: float, maximum: float) -> ValueReader:
    @require_scalar("a number")
    def read_number(node: Scalar, context: ValueContext) -> object:
        if isinstance(node.value, bool) or not isinstance(node.value, int | Decimal):
            context.refuse(node, "a number")
            return None
        if not minimum <= node.value <= maximum:
            message = f"'{context.path}' must be a number from {minimum:g} to {maximum:g}, not {node.raw}"
            context.report.error("out-of-range", message, node.span)
            return None
        return float(node.value)

    return read_number


def make_choice_reader(*choices: str) -> ValueReader:
    expected = f"one of {', '.join(choices)}"

    @require_scalar(expected)
    def read_choice(node: Scalar, context: ValueContext) -> object:
        if node.raw in choices:
            return node.raw
        context.refuse_choice(node, choices, f"it is {expected}")
        return None

    return read_choice


@require_scalar("a colour such as '#003D73'")
def read_hex_colour(node: Scalar, context: ValueContext) -> object:
    """Returns RRGGBB of `"#003D73"`. Without quotation marks, YAML reads a comment and the value is empty."""
    digits = node.raw.removeprefix("#")
    if len(digits) == 6 and not set(digits.lower()) - set("0123456789abcdef"):
        return digits.upper()
    advice = 'write red, green and blue as six hexadecimal digits in quotation marks, as in "#003D73"'
    context.report.error("bad-colour", f"'{node.raw}' is not a colour", node.span, help=advice)
    return None


@require_scalar("a colour of the theme")
def read_theme_colour(node: Scalar, context: ValueContext) -> object:
    """Returns the Colour of `accent1`, `accent1 lighter 80%` or one of the brand's own names."""
    colour = context.names.get(node.raw) or parse_colour(node.raw)
    if colour is None:
        name = node.raw.split(" ", 1)[0]
        advice = did_you_mean(name, (*COLOUR_SLOTS, *context.names)) if name not in COLOUR_SLOTS else None
        note = f"colours are {', '.join(COLOUR_SLOTS)}, alone or as in 'accent1 lighter 80%'"
        message = f"the theme has no colour '{node.raw}'"
        context.report.error("unknown-colour", message, node.span, help=advice, notes=(note,))
    return colour


def read_colour_or_none(node: Node, context: ValueContext) -> object:
    """Returns a colour, or the word none."""
    return "none" if isinstance(node, Scalar) and node.raw == "none" else read_theme_colour(node, context)


def read_colours(node: Node, context: ValueContext) -> object:
    if not isinstance(node, Sequence) or not node.items:
        context.refuse(node, "a list of colours")
        return None
    colours = [read_theme_colour(item, context) for item in node.items]
    return tuple(colour for colour in colours if isinstance(colour, Colour)) if None not in colours else None


def read_colour_names(node: Node, context: ValueContext) -> object:
    """Returns theme colours by the brand's own names: {brand-blue: accent2}. Later values may use these."""
    if not isinstance(node, Mapping):
        context.refuse(node, "names of colours, as in {brand-blue: accent2}")
        return None
    colours = {}
    for entry in node:
        name = str(entry.key)
        if name in COLOUR_SLOTS or not re.fullmatch(r"[^\W_][\w-]*", name):
            place = entry.key.span or entry.value.span
            advice = "use letters, digits and hyphens, and none of the theme's own names"
            context.report.error("bad-name", f"a colour cannot be called '{name}'", place, help=advice)
            continue
        colours[name] = read_theme_colour(entry.value, context.enter(name))
    if None in colours.values():
        return None
    context.names.update({name: colour for name, colour in colours.items() if isinstance(colour, Colour)})
    return colours


@require_scalar("a size, such as 16:9, 4:3, A4 or 25.4cm x 19.05cm")
def read_size(node: Scalar, context: ValueContext) -> object:
    """Returns the box of a slide, from one of PowerPoint's names or from width x height."""
    size = node.raw.strip()
    if size in SIZES:
        return Box(0, 0, *SIZES[size])
    lengths = [LENGTH.fullmatch(part.strip()) for part in re.split(r"[x×]", size)]
    if len(lengths) == 2 and all(lengths):
        width, height = (round(float(match[1]) * UNITS[match[2]]) for match in lengths if match)
        if min(width, height) >= MIN_SIDE and max(width, height) <= MAX_SIDE:
            return Box(0, 0, width, height)
    note = f"it is one of {', '.join(SIZES)}, or sides from 2.54 to 142 cm, as in '25.4cm x 19.05cm'"
    context.refuse_choice(node, SIZES, note)
    return None


def read_texts(node: Node, context: ValueContext) -> object:
    """Returns texts by keys that the author chooses: a font for each writing system."""
    if not isinstance(node, Mapping):
        context.refuse(node, "named texts")
        return None
    texts = {str(entry.key): read_text(entry.value, context.enter(entry.key)) for entry in node}
    return {key: text for key, text in texts.items() if text is not None}


def read_text_or_texts(node: Node, context: ValueContext) -> object:
    """Returns {"": text} for one text, or a text for each language."""
    if isinstance(node, Mapping):
        return read_texts(node, context)
    text = read_text(node, context)
    return None if text is None else {"": text}


@require_scalar("the name of a file")
def read_file_name(node: Scalar, context: ValueContext) -> object:
    """Returns the path of a file in the brand's folder; files elsewhere are refused."""
    target = (context.folder / node.raw).resolve()
    if not target.is_relative_to(context.folder.resolve()):
        message = f"'{node.raw}' is not in the brand's folder"
        context.report.error("outside-project", message, node.span, help="put the file into the folder of brand.yaml")
        return None
    if not target.is_file():
        paths = sorted(context.folder.rglob(f"*{target.suffix}"))
        files = [path.relative_to(context.folder).as_posix() for path in paths]
        near = suggest_file(node.raw, files)
        message = f"file '{node.raw}' does not exist in the folder of brand.yaml"
        advice, notes = f"did you mean '{near}'?" if near else None, (f"the folder has {', '.join(files)}",)
        context.report.error("missing-file", message, node.span, help=advice, notes=notes if files else ())
        return None
    return target


def read_logo(node: Node, context: ValueContext) -> object:
    """Returns the files for light and dark backgrounds: of one picture, or {on-light: a.svg, on-dark: b.svg}."""
    if not isinstance(node, Mapping):
        target = read_picture(node, context)
        return {LIGHT: target, DARK: target} if target is not None else None
    files: dict[str, object] = {}
    for entry in node:
        if entry.key not in (LIGHT, DARK):
            place, advice = entry.key.span or entry.value.span, did_you_mean(entry.key, (LIGHT, DARK))
            message, note = f"'{context.path}' has no key '{entry.key}'", f"its keys are {LIGHT}, {DARK}"
            context.report.error("unknown-key", message, place, help=advice, notes=(note,))
            return None
        files[str(entry.key)] = read_picture(entry.value, context.enter(entry.key))
    if not files or None in files.values():
        return None
    return {LIGHT: files.get(LIGHT, files.get(DARK)), DARK: files.get(DARK, files.get(LIGHT))}


def read_picture(node: Node, context: ValueContext) -> object:
    """Returns the path of a picture that presentations can hold, or of an SVG."""
    target = read_file_name(node, context)
    if not isinstance(target, Path):
        return None
    from deckwright.assets.pictures import PictureError, read_file

    try:
        read_file(target)
    except PictureError as error:
        context.report.error("bad-picture", f"'{target.name}' {error.reason}", node.span, help=error.help)
        return None
    return target
