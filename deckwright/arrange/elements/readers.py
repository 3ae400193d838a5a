"""Readers of the attributes of the slide markup: each turns a text into a value, or says what must be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from deckwright.model.colours import COLOUR_SLOTS, Colour, parse_colour
from deckwright.model.lengths import read_distance, read_length, read_offset, read_sides


class Reader(Struct, frozen=True):
    """Reads an attribute that is written as text."""

    description: str
    """What to write, in a few words, for messages and the reference."""
    read: Callable[[str], Any]
    """Raises ValueError or KeyError for another text."""
    choices: tuple[str, ...] = ()
    """Words to suggest."""

    def __call__(self, text: str) -> Any:
        """Raises ValueError."""
        try:
            return self.read(text)
        except (ValueError, KeyError):
            raise ValueError(f"'{text}' is not {self.description}") from None


class WholeValue(Struct, frozen=True):
    """Checks an attribute that takes a value, passed whole as `{{ … }}`: a chart, a list."""

    description: str
    accepts: Callable[[object], bool]
    choices: tuple[str, ...] = ()


def whole_value(description: str, kind: type) -> WholeValue:
    return WholeValue(description, lambda value: isinstance(value, kind))


def one_of(*choices: str) -> Reader:
    return Reader(f"one of {', '.join(choices)}", {choice: choice for choice in choices}.__getitem__, choices)


def whole_number(least: int, most: int) -> Reader:
    return Reader(f"a whole number from {least} to {most}", partial(_read_number, int, least, most))


def _read_number(kind: type[int] | type[float], least: int, most: int, text: str) -> float:
    number = kind(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _read_colour(text: str) -> Colour:
    colour = parse_colour(text)
    if colour is None:
        raise ValueError(text)
    return colour


def keep_text(text: str) -> str:
    """Returns the same object, which may know its place in deck.yaml."""
    return text


TEXT = Reader("a text", keep_text)
NAME = Reader("a name", keep_text)
SLIDE = Reader("the id of a slide", keep_text)
STYLE = Reader("a text style of the brand", keep_text)
COLOUR = Reader("a theme colour, such as accent1 or accent1 lighter 80%", _read_colour, tuple(COLOUR_SLOTS))
LENGTH = Reader("a length in cm, mm, in, pt or %, such as 0.6cm", read_length)
OFFSET = Reader("a length in cm, mm, in, pt or %, such as 0.6cm or -5%", read_offset)
DISTANCE = Reader("a length in cm, mm, in or pt, such as 0.6cm", read_distance)
SIDES = Reader("one to four lengths in cm, mm, in or pt: top, right, bottom, left", read_sides)
GROWTH = Reader("a number from 0 to 1000", partial(_read_number, float, 0, 1_000))
YES_NO = Reader("yes or no", {"yes": True, "no": False}.__getitem__, ("yes", "no"))

_GALLERY = msgspec.json.decode(Path(__file__).with_name("gallery.json").read_bytes())
GEOMETRIES: Mapping[str, str] = {name: handle for handle, names in _GALLERY["handles"].items() for name in names}
"""Shape of PowerPoint's gallery (ECMA-376 ST_ShapeType) → the guide (a:gd) that its first handle moves, if any."""
DIRECTED = frozenset(_GALLERY["directed"])
"""Shapes that point or lean to one side, and are mirrored in right-to-left languages. Clockwise arrows are not."""

GEOMETRY = Reader(
    "a shape of PowerPoint's gallery, such as rect, ellipse or rightArrow",
    {name: name for name in GEOMETRIES}.__getitem__,
    tuple(GEOMETRIES),
)
