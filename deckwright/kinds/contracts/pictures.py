"""The field type picture: a file or a generated picture; and the point of it that stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal, InvalidOperation

from deckwright.kinds.contracts.base import Context, Field, FieldType, Schema, report_wrong_type
from deckwright.kinds.contracts.charts_and_tables import TwoFormType
from deckwright.kinds.contracts.composites import report_empty_or_wrong
from deckwright.kinds.contracts.scalars import ChoiceType, TextType, WordType, YesNoType, read_as_text
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Mapping, Node, Scalar, Sequence

_ACROSS: Dict[str, int] = {"left": 0, "right": 100}
_DOWN: Dict[str, int] = {"top": 0, "bottom": 100}
_MIDDLE = ("center", "middle")
_WORDS = (*_DOWN, *_ACROSS, _MIDDLE[0])

Focus = tuple[Decimal, Decimal]
"""Percent from the left, percent from the top."""


class FocusType(FieldType, frozen=True):
    """A point of a picture: `[30%, 40%]` from the left and from the top, or words (`top left`)."""

    noun = "two percentages, as in [30%, 40%], or words such as 'top left'"

    def check(self, node: Node, name: str, context: Context) -> Focus | None:
        if isinstance(node, Sequence) and len(node.items) == 2:
            across, down = (self._percentage(item, name, context) for item in node.items)
            return None if across is None or down is None else (across, down)
        if isinstance(node, Scalar) and node.value not in (None, ""):
            return self._words(node, name, context)
        report_empty_or_wrong(node, name, self.noun, context)
        return None

    def _percentage(self, node: Node, name: str, context: Context) -> Decimal | None:
        if not isinstance(node, Scalar):
            report_wrong_type(node, f"each of {name}", "a percentage", context.report)
            return None
        text = context.evaluate_text(read_as_text(node, context)) if node.value is not None else None
        try:
            percent = Decimal((text or "").strip().removesuffix("%").strip())
        except InvalidOperation:
            report_wrong_type(
                node, f"each of {name}", "a percentage", context.report, advice="write it as in [30%, 40%]"
            )
            return None
        if not 0 <= percent <= 100:
            context.report.error("out-of-range", f"{name} is within the picture: from 0% to 100%", node.span)
            return None
        return percent

    def _words(self, node: Scalar, name: str, context: Context) -> Focus | None:
        words = node.raw.split()
        across = [word for word in words if word in _ACROSS]
        down = [word for word in words if word in _DOWN]
        strange = [word for word in words if word not in (*_WORDS, *_MIDDLE)]
        if strange or len(words) > 2 or len(across) > 1 or len(down) > 1:
            help_ = did_you_mean(strange[0], _WORDS) if strange else None
            notes = () if help_ else (f"it is {self.noun}; the words are {', '.join(_WORDS)}",)
            context.report.error("unknown-choice", f"{name} cannot be '{node.raw}'", node.span, help=help_, notes=notes)
            return None
        return (
            Decimal(next((_ACROSS[word] for word in across), 50)),
            Decimal(next((_DOWN[word] for word in down), 50)),
        )

    def build_schema(self) -> Schema:
        percentage: Schema = {"type": ["string", "number"], "pattern": "%$|\\{\\{|^[0-9.]+$"}
        pair: Schema = {"type": "array", "items": percentage, "minItems": 2, "maxItems": 2}
        words = "|".join((*_WORDS, _MIDDLE[1]))
        return {"anyOf": [pair, {"type": "string", "pattern": f"^({words})( ({words}))?$"}]}

    def describe(self) -> str:
        return "two percentages, or words"


_COMMON_FIELDS = (
    Field("alt", TextType(), optional=True, help="says what can be seen; needed unless the picture is decorative"),
    Field("decorative", YesNoType(), optional=True, help="yes: the picture says nothing that must be read aloud"),
    Field("credit", TextType(), optional=True, help="who made it; stands small below it"),
    Field("fit", ChoiceType(("contain", "cover")), optional=True, help="contain shows all of it, cover fills the box"),
    Field("focus", FocusType(), optional=True, help="with cover: what stays in sight, as in [30%, 40%] or top left"),
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
