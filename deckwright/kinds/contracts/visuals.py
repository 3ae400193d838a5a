"""The field types chart, table and picture, each with two sets of fields: to name a source, or to hold the content."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from deckwright.kinds.contracts.chart_fields import build_chart_schema, get_chart_fields, list_reference_forms
from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    FieldType,
    Schema,
    Wording,
    build_fields_schema,
    build_optional,
    find_field_texts,
    report_empty_or_wrong,
    report_wrong_type,
)
from deckwright.kinds.contracts.scalars import ChoiceType, TextType, WordType, YesNoType, read_as_text
from deckwright.kinds.contracts.table_fields import TABLE_FIELDS_FROM_DATA, TABLE_FIELDS_INLINE
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Mapping, Node, Scalar, Sequence

_ACROSS: Dict[str, int] = {"left": 0, "right": 100}
_DOWN: Dict[str, int] = {"top": 0, "bottom": 100}
_MIDDLE = ("center", "middle")
_FOCUS_WORDS = (*_DOWN, *_ACROSS, _MIDDLE[0])

Focus = tuple[Decimal, Decimal]
"""Percent from the left, percent from the top."""


class TwoFormType(FieldType, frozen=True):
    """A type with one set of fields if it names its source (`data: growth`), and another if it holds its content."""

    key: ClassVar[str] = "data"
    """The field that names the source."""
    from_data: ClassVar[tuple[Field, ...]]
    inline: ClassVar[tuple[Field, ...]]
    content_name: ClassVar[str]

    @property
    def noun(self) -> str:
        return f"a {self.content_name}, with named fields"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        """Returns the fields that `mapping` may have."""
        return self.from_data if mapping.get(self.key) is not None else self.inline

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """Yields both sets of fields, each with a title, for the reference."""
        yield f"A {self.content_name} from a data table has", self.from_data
        yield f"A {self.content_name} with its own values has", self.inline

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Mapping):
            report_empty_or_wrong(node, name, self.noun, context)
            return None
        return self.check_mapping(node, context)

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        raise NotImplementedError

    def build_schema(self) -> Schema:
        with_source: Schema = {"type": "object", "required": [self.key]}
        return {
            "if": with_source,
            "then": build_fields_schema(self.from_data),
            "else": build_fields_schema(self.inline),
        }

    def describe(self) -> str:
        return self.content_name

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return find_field_texts(node, self.get_fields(node), path) if isinstance(node, Mapping) else iter(())


class ChartType(TwoFormType, frozen=True):
    content_name = "chart"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return get_chart_fields(mapping)

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        return list_reference_forms()

    def build_schema(self) -> Schema:
        return build_chart_schema()

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        return context.build_chart(mapping)


class TableType(TwoFormType, frozen=True):
    content_name = "table"
    from_data = TABLE_FIELDS_FROM_DATA
    inline = TABLE_FIELDS_INLINE

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        return context.build_table(mapping)


CHART_AND_TABLE_TYPES: tuple[type[ChartType | TableType], ...] = (ChartType, TableType)


class FocusType(FieldType, frozen=True):
    """A point of a picture: `[30%, 40%]` from the left and from the top, or words (`top left`)."""

    noun = "two percentages, as in [30%, 40%], or words such as 'top left'"
    label = "two percentages, or words"

    def check(self, node: Node, name: str, context: Context) -> Focus | None:
        if isinstance(node, Sequence) and len(node.items) == 2:
            across, down = (self._check_percentage(item, name, context) for item in node.items)
            return None if across is None or down is None else (across, down)
        if isinstance(node, Scalar) and node.value not in (None, ""):
            return self._check_words(node, name, context)
        report_empty_or_wrong(node, name, self.noun, context)
        return None

    def _check_percentage(self, node: Node, name: str, context: Context) -> Decimal | None:
        if not isinstance(node, Scalar):
            report_wrong_type(node, f"each of {name}", "a percentage", context.report)
            return None
        text = context.evaluate_text(read_as_text(node, context)) if node.value is not None else None
        try:
            percent = Decimal((text or "").strip().removesuffix("%").strip())
        except InvalidOperation:
            report_wrong_type(node, f"each of {name}", "a percentage", context.report, advice="write [30%, 40%]")
            return None
        if not 0 <= percent <= 100:
            context.report.error("out-of-range", f"{name} must be within the picture: 0% to 100%", node.span)
            return None
        return percent

    def _check_words(self, node: Scalar, name: str, context: Context) -> Focus | None:
        words = node.raw.split()
        across = [word for word in words if word in _ACROSS]
        down = [word for word in words if word in _DOWN]
        unknown = [word for word in words if word not in (*_FOCUS_WORDS, *_MIDDLE)]
        if unknown or len(words) > 2 or len(across) > 1 or len(down) > 1:
            help_ = did_you_mean(unknown[0], _FOCUS_WORDS) if unknown else None
            notes = () if help_ else (f"it must be {self.noun}; the words are {', '.join(_FOCUS_WORDS)}",)
            context.report.error("unknown-choice", f"{name} cannot be '{node.raw}'", node.span, help=help_, notes=notes)
            return None
        return (
            Decimal(next((_ACROSS[word] for word in across), 50)),
            Decimal(next((_DOWN[word] for word in down), 50)),
        )

    def build_schema(self) -> Schema:
        percentage: Schema = {"type": ["string", "number"], "pattern": "%$|\\{\\{|^[0-9.]+$"}
        pair: Schema = {"type": "array", "items": percentage, "minItems": 2, "maxItems": 2}
        words = "|".join((*_FOCUS_WORDS, _MIDDLE[1]))
        return {"anyOf": [pair, {"type": "string", "pattern": f"^({words})( ({words}))?$"}]}


_COMMON_FIELDS = (
    build_optional("alt", TextType(), "describes the picture; needed unless it is decorative"),
    build_optional("decorative", YesNoType(), "yes: screen readers skip the picture"),
    build_optional("credit", TextType(), "who made it; in small type below it"),
    build_optional("fit", ChoiceType(("contain", "cover")), "contain shows all of it, cover fills the box"),
    build_optional("focus", FocusType(), "with cover: the point that stays visible, as in [30%, 40%] or top left"),
)
PICTURE_FIELDS = (
    Field("file", WordType("a file"), help="under assets/: PNG, JPEG, GIF, WebP, TIFF, BMP or SVG"),
    *_COMMON_FIELDS,
)
GENERATED_PICTURE_FIELDS = (
    Field("generated", WordType("a name"), help="the name of a picture under generated:"),
    *_COMMON_FIELDS,
)


class PictureType(TwoFormType, frozen=True):
    content_name = "picture"
    key = "generated"
    from_data = GENERATED_PICTURE_FIELDS
    inline = PICTURE_FIELDS

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        yield "A picture from a file has", self.inline
        yield "A generated picture has", self.from_data

    def check_mapping(self, mapping: Mapping, context: Context) -> object:
        return context.build_picture(mapping)
