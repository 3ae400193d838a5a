"""What the values of a brand.yaml may be: each kind a check that turns a node into its value, or reports why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import wraps
from pathlib import Path

from msgspec import Struct, field

from deckwright.kinds.contracts.base import wrong_type
from deckwright.model.colours import COLOUR_SLOTS, Colour, parse_colour
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.page import Box
from deckwright.system.files import near_file

SIZES = {
    "16:9": (12_192_000, 6_858_000),
    "16:10": (9_144_000, 5_715_000),
    "4:3": (9_144_000, 6_858_000),
    "A4": (9_906_000, 6_858_000),
    "A3": (12_801_600, 9_601_200),
    "Letter": (9_144_000, 6_858_000),
}
"""What PowerPoint calls its sizes of slides (Design > Slide Size) → EMU; its A4 and A3 have a printer's margin."""
LIGHT, DARK = "on-light", "on-dark"
"""What a logo stands on."""
SMALLEST_SIDE, LARGEST_SIDE = 914_400, 51_206_400
"""ST_SlideSizeCoordinate (ECMA-376 19.7.9)."""
UNITS = {"cm": 360_000, "mm": 36_000, "in": 914_400, "pt": 12_700}
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(cm|mm|in|pt)", re.ASCII)
NAME = re.compile(r"[^\W_][\w-]*")


class Where(Struct, frozen=True):
    """What a check may ask: the brand's folder, where the value stands, where to report."""

    folder: Path
    path: str
    report: Report
    names: dict[str, Colour] = field(default_factory=dict)
    """The brand's own names of colours, as far as they have been read."""

    def at(self, path: str) -> Where:
        """The same, for what stands at another path."""
        return Where(self.folder, path, self.report, self.names)


Check = Callable[[Node, Where], object]
"""The value a node stands for, or None after an error was reported."""
ScalarCheck = Callable[[Scalar, Where], object]


def single(wanted: str) -> Callable[[ScalarCheck], Check]:
    """A check of one word, number or text; lists, keys and empty values never reach it."""

    def decorate(check: ScalarCheck) -> Check:
        @wraps(check)
        def checked(node: Node, where: Where) -> object:
            if not isinstance(node, Scalar):
                wrong_type(node, f"'{where.path}'", wanted, where.report)
            elif node.value is None or node.value == "":
                where.report.error(
                    "empty-value", f"'{where.path}' is empty", node.span, help=f"write {wanted}, or remove it"
                )
            else:
                return check(node, where)
            return None

        return checked

    return decorate


@single("a text")
def text(node: Scalar, where: Where) -> object:
    """As it was written, be it a number: a font may be called 8514."""
    if isinstance(node.value, bool):
        advice = f'write "{node.raw}"'
        where.report.error(
            "yaml-trap",
            f"'{node.raw}' without quotation marks means {'true' if node.value else 'false'}",
            node.span,
            help=advice,
        )
        return None
    return node.raw


@single("yes or no")
def flag(node: Scalar, where: Where) -> object:
    if not isinstance(node.value, bool):
        wrong_type(node, f"'{where.path}'", "yes or no", where.report)
        return None
    return node.value


def number(least: float, most: float) -> Check:
    @single("a number")
    def check(node: Scalar, where: Where) -> object:
        if isinstance(node.value, bool) or not isinstance(node.value, int | Decimal):
            wrong_type(node, f"'{where.path}'", "a number", where.report)
            return None
        if not least <= node.value <= most:
            message = f"'{where.path}' must be a number from {least:g} to {most:g}, not {node.raw}"
            where.report.error("out-of-range", message, node.span)
            return None
        return float(node.value)

    return check


def choice(*choices: str) -> Check:
    known = ", ".join(choices)

    @single(f"one of {known}")
    def check(node: Scalar, where: Where) -> object:
        if node.raw in choices:
            return node.raw
        where.report.error(
            "unknown-choice", f"'{where.path}' cannot be '{node.raw}'", node.span,
            help=did_you_mean(node.raw, choices), notes=(f"it is one of {known}",),
        )  # fmt: skip
        return None

    return check


@single("a colour such as '#003D73'")
def hexadecimal(node: Scalar, where: Where) -> object:
    """`#003D73` → 003D73. Without quotation marks YAML takes it for a comment and the value for empty."""
    digits = node.raw.removeprefix("#")
    if len(digits) == 6 and not set(digits.lower()) - set("0123456789abcdef"):
        return digits.upper()
    where.report.error(
        "bad-colour",
        f"'{node.raw}' is not a colour",
        node.span,
        help='write red, green and blue as six hexadecimal digits in quotation marks, as in "#003D73"',
    )
    return None


@single("a colour of the theme")
def slot(node: Scalar, where: Where) -> object:
    """`accent1`, `accent1 lighter 80%`."""
    colour = where.names.get(node.raw) or parse_colour(node.raw)
    if colour is None:
        name = node.raw.split(" ", 1)[0]
        where.report.error(
            "unknown-colour",
            f"the theme has no colour '{node.raw}'",
            node.span,
            help=did_you_mean(name, (*COLOUR_SLOTS, *where.names)) if name not in COLOUR_SLOTS else None,
            notes=(f"colours are {', '.join(COLOUR_SLOTS)}, alone or as in 'accent1 lighter 80%'",),
        )
    return colour


def slot_or_none(node: Node, where: Where) -> object:
    """A colour, or the word none."""
    return "none" if isinstance(node, Scalar) and node.raw == "none" else slot(node, where)


def slots(node: Node, where: Where) -> object:
    """A list of colours."""
    if not isinstance(node, Sequence) or not node.items:
        wrong_type(node, f"'{where.path}'", "a list of colours", where.report)
        return None
    colours = [slot(item, where) for item in node.items]
    return tuple(colour for colour in colours if isinstance(colour, Colour)) if None not in colours else None


def slots_by_name(node: Node, where: Where) -> object:
    """Colours of the theme under the brand's own names: {brand-blue: accent2}."""
    if not isinstance(node, Mapping):
        wrong_type(node, f"'{where.path}'", "names of colours, as in {brand-blue: accent2}", where.report)
        return None
    found = {}
    for entry in node:
        name = str(entry.key)
        if name in COLOUR_SLOTS or not NAME.fullmatch(name):
            where.report.error(
                "bad-name", f"a colour cannot be called '{name}'", entry.key.span or entry.value.span,
                help="use letters, digits and hyphens, and none of the theme's own names",
            )  # fmt: skip
            continue
        found[name] = slot(entry.value, where.at(f"{where.path}.{name}"))
    if None in found.values():
        return None
    where.names.update({name: colour for name, colour in found.items() if isinstance(colour, Colour)})
    return found


@single("a size, such as 16:9, 4:3, A4 or 25.4cm x 19.05cm")
def slide_size(node: Scalar, where: Where) -> object:
    """One of PowerPoint's, or width x height, as a box at the corner."""
    said = node.raw.strip()
    if said in SIZES:
        return Box(0, 0, *SIZES[said])
    lengths = [LENGTH.fullmatch(part.strip()) for part in re.split(r"[x×]", said)]
    if len(lengths) == 2 and all(lengths):
        width, height = (round(float(match[1]) * UNITS[match[2]]) for match in lengths if match)
        if min(width, height) >= SMALLEST_SIDE and max(width, height) <= LARGEST_SIDE:
            return Box(0, 0, width, height)
    where.report.error(
        "unknown-choice",
        f"'{where.path}' cannot be '{node.raw}'",
        node.span,
        help=did_you_mean(said, SIZES),
        notes=(f"it is one of {', '.join(SIZES)}, or sides from 2.54 to 142 cm, as in '25.4cm x 19.05cm'",),
    )
    return None


def texts(node: Node, where: Where) -> object:
    """Texts under names that the author chooses: a font for each writing system."""
    if not isinstance(node, Mapping):
        wrong_type(node, f"'{where.path}'", "named texts", where.report)
        return None
    return dict(_texts(node, where))


def text_or_texts(node: Node, where: Where) -> object:
    """One text, which becomes {"": text}, or one for each language."""
    if isinstance(node, Mapping):
        return texts(node, where)
    written = text(node, where)
    return None if written is None else {"": written}


@single("the name of a file")
def file(node: Scalar, where: Where) -> object:
    """A file in the brand's folder, never one that lies elsewhere."""
    target = (where.folder / node.raw).resolve()
    if not target.is_relative_to(where.folder.resolve()):
        message = f"'{node.raw}' is not in the brand's folder"
        where.report.error("outside-project", message, node.span, help="put the file beside brand.yaml")
        return None
    if not target.is_file():
        beside = [
            found.relative_to(where.folder).as_posix() for found in sorted(where.folder.rglob(f"*{target.suffix}"))
        ]
        near = near_file(node.raw, beside)
        where.report.error(
            "missing-file", f"there is no file '{node.raw}' beside brand.yaml", node.span,
            help=f"did you mean '{near}'?" if near else None,
            notes=(f"there is {', '.join(beside)}",) if beside else (),
        )  # fmt: skip
        return None
    return target


def logo(node: Node, where: Where) -> object:
    """A picture, or one for light backgrounds and one for dark ones: {on-light: logo.svg, on-dark: logo-white.svg}."""
    if not isinstance(node, Mapping):
        target = picture(node, where)
        return {LIGHT: target, DARK: target} if target is not None else None
    found: dict[str, object] = {}
    for entry in node:
        below = where.at(f"{where.path}.{entry.key}")
        if entry.key not in (LIGHT, DARK):
            where.report.error(
                "unknown-key", f"'{where.path}' has no key '{entry.key}'", entry.key.span or entry.value.span,
                help=did_you_mean(entry.key, (LIGHT, DARK)), notes=(f"its keys are {LIGHT}, {DARK}",),
            )  # fmt: skip
            return None
        found[str(entry.key)] = picture(entry.value, below)
    if not found or None in found.values():
        return None
    return {LIGHT: found.get(LIGHT, found.get(DARK)), DARK: found.get(DARK, found.get(LIGHT))}


def picture(node: Node, where: Where) -> object:
    """A picture of a kind that presentations hold, or a drawing (SVG), beside which a PNG is stored."""
    target = file(node, where)
    if not isinstance(target, Path):
        return None
    from deckwright.assets.pictures import PictureFault, read_file

    try:
        read_file(target)
    except PictureFault as fault:
        where.report.error("bad-picture", f"'{target.name}' {fault.why}", node.span, help=fault.help)
        return None
    return target


def _texts(mapping: Mapping, where: Where) -> Iterator[tuple[str, str]]:
    for entry in mapping:
        written = text(entry.value, where.at(f"{where.path}.{entry.key}"))
        if isinstance(written, str):
            yield str(entry.key), written
