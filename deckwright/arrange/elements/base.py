"""The base of all elements of the slide markup: typed attributes, and methods that measure and place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from msgspec import Struct, StructMeta
from msgspec.structs import replace

from deckwright.arrange.elements.readers import GROWTH, LENGTH, NAME, OFFSET, Reader, WholeValue
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.typesetting import Block, estimate_characters
from deckwright.model.lengths import Length
from deckwright.model.page import Box
from deckwright.model.source import Span

ROOT = ""
"""The parent of the markup's root, in `Element.parents`."""
BOX_ATTRIBUTES = frozenset({"name", "width", "height", "grow", "x", "y"})
"""Attributes of elements with a box of their own."""


def attribute(reader: Reader | WholeValue, default: str | None = None, *, required: bool = False) -> Any:
    """Declares a field that slide templates write as an attribute, with `default` as they would write it."""
    value = reader(default) if isinstance(reader, Reader) and default is not None else None
    return Attribute(reader, default, value, required)


class Attribute(Struct, frozen=True):
    """The declaration of an attribute: how it is read, and its default."""

    reader: Reader | WholeValue
    default_text: str | None
    """The default as a slide template would write it."""
    default: Any
    required: bool
    field: str = ""
    """Name of the field: the attribute's name in Python's spelling, such as `line_width` or `from_`."""


class _AttributeMeta(StructMeta):
    """Turns the declarations of a class into fields with defaults, and keeps the declarations."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> Any:
        declared = {field: replace(value, field=field) for field, value in body.items() if isinstance(value, Attribute)}
        body |= {field: attribute.default for field, attribute in declared.items()}
        body["declared_attributes"] = {**getattr(bases[0], "declared_attributes", {}), **declared}
        return super().__new__(mcs, name, bases, body, **options)


class Element(Struct, metaclass=_AttributeMeta, frozen=True, kw_only=True, gc=False):
    """A node of the slide markup. The attributes that all elements share are those of CSS flexbox."""

    declared_attributes: ClassVar[dict[str, Attribute]]
    """Field → attribute, including those of the base classes."""
    parents: ClassVar[tuple[str, ...]] = ()
    """Elements that may contain it; empty for any `Container`."""
    excluded: ClassVar[frozenset[str]] = frozenset()
    """Attributes of its base classes that it does not have."""
    holds_text: ClassVar[bool] = False
    is_in_flow: ClassVar[bool] = True
    """False for elements that are drawn over their siblings and take no space."""

    span: Span
    """Place in the slide template."""
    children: tuple[Element, ...] = ()
    content: tuple[str, ...] = ()
    name: str = attribute(NAME, "")
    """Name for connectors, and in PowerPoint's selection pane."""
    width: Length | None = attribute(LENGTH)
    """A percentage is of the box around the element. The default is the width of the content; in a column, all of its
    width."""
    height: Length | None = attribute(LENGTH)
    grow: float | None = attribute(GROWTH)
    """Share of the free space along a row or down a column."""
    x: Length | None = attribute(OFFSET)
    """Distance from the left edge of a `<layer>`; from the right edge in right-to-left languages."""
    y: Length | None = attribute(OFFSET)
    """Distance from the top of a `<layer>`."""

    @classmethod
    @cache
    def list_attributes(cls) -> dict[str, Attribute]:
        """Returns its attributes by their names in the markup."""
        named = {field.rstrip("_").replace("_", "-"): value for field, value in cls.declared_attributes.items()}
        return {name: attribute for name, attribute in named.items() if name not in cls.excluded}

    @classmethod
    @cache
    def list_required(cls) -> tuple[tuple[str, str], ...]:
        """Returns the required attributes: name in the markup, and field."""
        return tuple((name, attribute.field) for name, attribute in cls.list_attributes().items() if attribute.required)

    @classmethod
    @cache
    def list_defaults(cls) -> tuple[tuple[str, str, Any], ...]:
        """Returns all attributes: name in the markup, field and default."""
        return tuple((name, attribute.field, attribute.default) for name, attribute in cls.list_attributes().items())

    @property
    def explicit_attributes(self) -> frozenset[str]:
        """Names of the attributes that differ from their defaults."""
        return frozenset([name for name, field, default in self.list_defaults() if getattr(self, field) != default])

    @property
    def growth(self) -> float:
        """The attribute `grow`, or the default of this kind of element."""
        return self.grow or 0.0

    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """Returns its paragraphs, or a text that stands for them in messages about text that does not fit."""
        return ()

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        """Returns the width in EMU without constraints (CSS: max-content), or the smallest (CSS: min-content)."""
        return 0

    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        """Returns the height in EMU at this width, or that to which it can shrink."""
        return 0

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        """Returns the first text that does not fit a box of this size."""
        return None

    def place(self, context: SlideContext, box: Box) -> Shapes:
        """Returns its shapes in `box`."""
        raise NotImplementedError

    def name_shape(self, stem: str, context: SlideContext, box: Box) -> str:
        """Returns the name of its shape, and registers the slide template's name for connectors."""
        if self.name:
            context.names.boxes[self.name] = box
        return self.name or context.names.make_name(stem)


class Misfit(Struct, frozen=True):
    """A text that does not fit, or a table with too many columns."""

    span: Span | None
    excess: int
    """Missing height in EMU; missing width for a table with too many columns."""
    characters: int
    """About as many characters as do not fit."""
    width: int
    """Width of the line, or of the table's box, in EMU."""
    word: str = ""
    """The word that is wider than its line, if there is one."""
    columns: int = 0
    """Number of columns of a table that has too many."""

    @classmethod
    def from_blocks(
        cls, blocks: Sequence[Block], excess: int, width: int, context: SlideContext, word: str = "", spacing: int = 0
    ) -> Misfit:
        """Returns the misfit at the longest of the paragraphs; `spacing` as in `measure_extent`."""
        longest = max(blocks, key=lambda block: len(block.plain), default=None)
        if longest is None:
            return cls(None, excess, 1, width, word)
        return cls(longest.span, excess, estimate_characters(longest, excess, width, context, spacing), width, word)


_E = TypeVar("_E", bound=Element)
_P = ParamSpec("_P")
_R = TypeVar("_R")


def cache_measure(
    measure: Callable[Concatenate[_E, SlideContext, _P], _R],
) -> Callable[Concatenate[_E, SlideContext, _P], _R]:
    """Decorates a method that measures: it runs once for each element, scale and size."""

    @wraps(measure)
    def measure_once(element: _E, context: SlideContext, /, *sizes: _P.args, **named: _P.kwargs) -> _R:
        # Elements live as long as their slide is arranged, so ids are unique.
        key = (id(element), measure, context.scale, *sizes, *named.values())
        result: _R | None = context.measure_cache.get(key)
        if result is None:  # measures are never None
            result = context.measure_cache[key] = measure(element, context, *sizes, **named)
        return result

    return measure_once
