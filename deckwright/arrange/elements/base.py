"""What every element of the slide markup is: typed attributes, a way to be measured, a way to be placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from msgspec import Struct, StructMeta
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.readers import GROWTH, LENGTH, NAME, OFFSET, Reader, WholeValue
from deckwright.arrange.typeset import Block, estimate_characters
from deckwright.model.lengths import Length
from deckwright.model.page import Box
from deckwright.model.source import Span

ROOT = ""
"""What the root of the markup stands in, in `Element.parents`."""
BOX_ATTRIBUTES = frozenset({"name", "width", "height", "grow", "x", "y"})
"""The attributes of what has a box of its own."""


def attribute(reader: Reader | WholeValue, default: str | None = None, *, required: bool = False) -> Any:
    """A field of an element that the slide template writes as an attribute; `default` is written as there."""
    value = reader(default) if isinstance(reader, Reader) and default is not None else None
    return Attribute(reader, default, value, required)


class Attribute(Struct, frozen=True):
    """What the markup writes for a field of an element, and how it is read."""

    reader: Reader | WholeValue
    default_text: str | None
    """Its default as a slide template would write it."""
    default: Any
    """The same as a value."""
    required: bool
    field: str = ""
    """The name of the field, which is the attribute's but for what Python cannot spell."""


class _AttributeMeta(StructMeta):
    """Makes fields with a default of what a class declares by `attribute`, and keeps the declarations."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], **options: Any) -> Any:
        declared = {field: replace(value, field=field) for field, value in body.items() if isinstance(value, Attribute)}
        body |= {field: attribute.default for field, attribute in declared.items()}
        body["declared"] = {**getattr(bases[0], "declared", {}), **declared}
        return super().__new__(mcs, name, bases, body, **options)


class Element(Struct, metaclass=_AttributeMeta, frozen=True, kw_only=True, gc=False):
    """A node of the slide markup. Attributes that all elements share are CSS flexbox's."""

    declared_attributes: ClassVar[dict[str, Attribute]]
    """Its attributes by the name of the field, those of its base classes among them."""
    parents: ClassVar[tuple[str, ...]] = ()
    """The elements it stands in; empty: any that arranges others (a `Container`)."""
    excluded: ClassVar[frozenset[str]] = frozenset()
    """Attributes of its base classes that it does not have."""
    holds_text: ClassVar[bool] = False
    """Holds text."""
    is_in_flow: ClassVar[bool] = True
    """Takes a place among its siblings; what does not is drawn over them."""

    span: Span
    """Where the slide template has it."""
    children: tuple[Element, ...] = ()
    content: tuple[str, ...] = ()
    name: str = attribute(NAME, "")
    """What connectors call it, and PowerPoint's selection pane shows."""
    width: Length | None = attribute(LENGTH)
    """A percentage is of the box around it. Without one: what the content needs, or all there is in a column."""
    height: Length | None = attribute(LENGTH)
    grow: float | None = attribute(GROWTH)
    """Its share of the space that is left over: along a row or down a column."""
    x: Length | None = attribute(OFFSET)
    """In a `<layer>`: from its left edge; in right-to-left languages from its right."""
    y: Length | None = attribute(OFFSET)
    """In a `<layer>`: from its top."""

    @classmethod
    @cache
    def list_attributes(cls) -> dict[str, Attribute]:
        """Those it has, by the name they have in the markup."""
        found = {field.rstrip("_").replace("_", "-"): attribute for field, attribute in cls.declared_attributes.items()}
        return {name: attribute for name, attribute in found.items() if name not in cls.excluded}

    @classmethod
    @cache
    def list_required(cls) -> tuple[tuple[str, str], ...]:
        """Names of the attributes that it cannot do without, in the markup and as fields."""
        return tuple((name, one.field) for name, one in cls.list_attributes().items() if one.required)

    @classmethod
    @cache
    def list_defaults(cls) -> tuple[tuple[str, str, Any], ...]:
        """Names of the attributes, in the markup and as fields, with what they are by themselves."""
        return tuple((name, one.field, one.default) for name, one in cls.list_attributes().items())

    @property
    def explicit_attributes(self) -> frozenset[str]:
        """Names of the attributes that are not as they are by themselves."""
        return frozenset([name for name, field, default in self.list_defaults() if getattr(self, field) != default])

    @property
    def growth(self) -> float:
        return self.grow or 0.0

    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """The paragraphs that are set in it, or what stands for them when there is no room."""
        return ()

    def measure_natural_width(self, context: SlideContext) -> int:
        """EMU it would like when nothing hinders it (CSS: max-content)."""
        raise NotImplementedError

    def measure_least_width(self, context: SlideContext) -> int:
        """EMU it cannot do without (CSS: min-content)."""
        return 0

    def measure_height(self, context: SlideContext, width: int) -> int:
        """EMU it needs at this width."""
        raise NotImplementedError

    def measure_least_height(self, context: SlideContext, width: int) -> int:
        """EMU it can be pressed to; for all but pictures and charts what it needs."""
        return self.measure_height(context, width)

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        """The first text in it that does not fit a box of this size, if there is one."""
        return None

    def place(self, context: SlideContext, box: Box) -> Shapes:
        """The shapes it becomes in `box`."""
        raise NotImplementedError

    def name_shape(self, stem: str, context: SlideContext, box: Box) -> str:
        """The name of its shape, by which connectors find it if the slide template gave it one."""
        if self.name:
            context.names.boxes[self.name] = box
        return self.name or context.names.make_name(stem)


class Misfit(Struct, frozen=True):
    """A text without room."""

    span: Span | None
    excess: int
    """EMU of height that are missing."""
    characters: int
    """About how many that is."""
    width: int
    """EMU of the line it had."""
    word: str = ""
    """The word that is wider than its line, where that is the fault."""
    columns: int = 0
    """How many columns a table has, where they are more than there is room for."""

    @classmethod
    def from_blocks(
        cls,
        blocks: Sequence[Block],
        excess: int,
        width: int,
        context: SlideContext,
        *,
        word: str = "",
        spacing: int = 0,
    ) -> Misfit:
        """The longest of the paragraphs is the one to shorten; `spacing` as in `measure_extent`."""
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
    """A measure that is worked out once for each element, scale and size: sharing out space asks again and again."""

    @wraps(measure)
    def measure_once(element: _E, context: SlideContext, /, *sizes: _P.args, **named: _P.kwargs) -> _R:
        # An element lives as long as its slide is arranged, so its id names it.
        key = (id(element), measure, context.scale, *sizes, *named.values())
        found: _R | None = context.measure_cache.get(key)
        if found is None:  # no measure is
            found = context.measure_cache[key] = measure(element, context, *sizes, **named)
        return found

    return measure_once
