"""How the attributes of the slide markup are read: a text becomes a value, or what is description is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from deckwright.model.colours import COLOUR_SLOTS, Colour, parse_colour
from deckwright.model.lengths import read_distance, read_length, read_offset, read_sides


class Reader(Struct, frozen=True):
    """Of one kind of attribute."""

    description: str
    """What must be written, in a few words; for messages and for the reference."""
    read: Callable[[str], Any]
    """Raises ValueError or KeyError for another text."""
    choices: tuple[str, ...] = ()
    """Words that may be meant."""

    def __call__(self, text: str) -> Any:
        """Raises ValueError."""
        try:
            return self.read(text)
        except (ValueError, KeyError):
            raise ValueError(f"'{text}' is not {self.description}") from None


class WholeValue(Struct, frozen=True):
    """Of an attribute that takes no text but a value, passed through whole by `{{ … }}`: a chart, a list."""

    description: str
    accepts: Callable[[object], bool]
    choices: tuple[str, ...] = ()


def whole_value(description: str, kind: type) -> WholeValue:
    return WholeValue(description, lambda value: isinstance(value, kind))


def one_of(*choices: str) -> Reader:
    return Reader(f"one of {', '.join(choices)}", {choice: choice for choice in choices}.__getitem__, choices)


def whole_number(least: int, most: int) -> Reader:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return Reader(f"a whole number from {least} to {most}", read)


def _read_growth(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1_000:
        raise ValueError(text)
    return number


def _read_colour(text: str) -> Colour:
    colour = parse_colour(text)
    if colour is None:
        raise ValueError(text)
    return colour


def keep_text(text: str) -> str:
    """The very text, which may know its place."""
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
GROWTH = Reader("a number from 0 to 1000", _read_growth)
YES_NO = Reader("yes or no", {"yes": True, "no": False}.__getitem__, ("yes", "no"))
