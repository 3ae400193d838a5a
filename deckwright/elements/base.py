"""What every element of the slide markup is: typed attributes, a way to be measured, a way to be placed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.lengths import Length, read_length
from deckwright.brand import COLOUR_SLOTS
from deckwright.colours import parse_colour
from deckwright.diagnostics import did_you_mean
from deckwright.page import Box, Colour
from deckwright.source import Span

Reader = Callable[[str], Any]
"""Turns an attribute's text into its value; raises ValueError with what is wanted."""


def attribute(read: Reader, default: Any = None, *, required: bool = False) -> Any:
    """A field of an element that the slide template writes as an attribute.

    `read` gets the text, or is skipped for a value that `{{ … }}` passed through whole (a chart, a list).
    """
    return dataclasses.field(default=default, metadata={"read": read, "required": required})


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A node of the slide markup. Attributes that all elements share are CSS flexbox's."""

    leaf: ClassVar[bool] = False
    """Has no child elements."""
    worded: ClassVar[bool] = False
    """Holds text."""
    in_flow: ClassVar[bool] = True
    """Takes a place among its siblings; what does not is drawn over them."""

    span: Span
    """Where the slide template has it."""
    children: tuple[Element, ...] = ()
    content: tuple[str, ...] = ()
    name: str = attribute(str, "")
    """What connectors call it, and PowerPoint's selection pane shows."""
    width: Length | None = attribute(read_length)
    height: Length | None = attribute(read_length)
    grow: float | None = attribute(float)
    x: Length | None = attribute(read_length)
    """From the left of a `<layer>`."""
    y: Length | None = attribute(read_length)

    @property
    def growth(self) -> float:
        return self.grow or 0.0

    def natural_width(self, context: Context) -> int:
        """EMU it would like when nothing hinders it (CSS: max-content)."""
        raise NotImplementedError

    def least_width(self, context: Context) -> int:
        """EMU it cannot do without (CSS: min-content)."""
        return 0

    def measured_height(self, context: Context, width: int) -> int:
        """EMU it needs at this width."""
        raise NotImplementedError

    def least_height(self, context: Context, width: int) -> int:
        """EMU it can be pressed to; for all but pictures and charts what it needs."""
        return self.measured_height(context, width)

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        """The first text in it that does not fit a box of this size, if there is one."""
        return None

    def place(self, context: Context, box: Box) -> Shapes:
        """The shapes it becomes in `box`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Misfit:
    """A text without room."""

    text: str
    span: Span | None
    excess: int
    """EMU of height that are missing."""
    width: int
    """EMU of the line it had."""
    word: str = ""
    """The word that is wider than its line, where that is the fault."""


def read_colour(value: str) -> Colour:
    """`accent1`, `accent1 lighter 80%`; raises ValueError."""
    colour = parse_colour(value)
    if colour is None:
        near = did_you_mean(value.split()[0] if value.split() else "", COLOUR_SLOTS)
        raise ValueError(near or "a colour is a theme colour, such as accent1 or accent1 lighter 80%")
    return colour


def one_of(*choices: str) -> Reader:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return read


def yes_or_no(value: str) -> bool:
    """Raises ValueError."""
    if value not in ("yes", "no"):
        raise ValueError("yes or no")
    return value == "yes"


def whole(kind: type, what: str) -> Reader:
    """An attribute whose value is passed through whole by `{{ … }}`; a text is not one."""

    return Whole(kind, what)


@dataclass(frozen=True, slots=True)
class Whole:
    """The reader of an attribute that takes no text."""

    kind: type
    what: str

    def __call__(self, value: str) -> object:
        raise ValueError(f"it is {self.what}, passed as {{{{ … }}}}; '{value}' is a text")
