"""Describes slide kinds from their contracts: for the terminal, for the docs, and as a JSON Schema for editors."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from deckwright.kinds.contracts.composites import ListType, RecordType
from deckwright.kinds.contracts.deck_fields import DECK_FIELDS, SLIDE_KEYS
from deckwright.kinds.contracts.fields import Field, FieldType, Schema, build_fields_schema, describe_fields
from deckwright.kinds.contracts.scalars import TEXT_OR_PLURAL
from deckwright.kinds.contracts.visuals import CHART_AND_TABLE_TYPES, PictureType
from deckwright.kinds.slide_templates import SlideTemplate, list_slide_kinds
from deckwright.parse.tree import format_list_entry

_WIDTH = 100
_MAX_TYPE_WIDTH = 32


def format_kind_list(templates: Mapping[str, SlideTemplate]) -> str:
    """Returns a list of the slide kinds with summaries and fields, for `deckwright slides`."""
    blocks = []
    for kind in list_slide_kinds(templates):
        summary = textwrap.fill(kind.contract.summary, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        fields = describe_fields(kind.contract.fields)
        listed = textwrap.fill(fields, _WIDTH, initial_indent="  fields: ", subsequent_indent="          ")
        blocks.append("\n".join([kind.name, summary, *([listed] if fields else [])]))
    return (
        "\n\n".join(blocks) + "\n\nFor details of a kind and an example to copy, add its name, as in `slides quotes`\n"
    )


def format_kind_reference(template: SlideTemplate) -> str:
    """Returns summary, fields with help, and the example as a slide of deck.yaml, for `deckwright slides KIND`."""
    fields = template.contract.fields
    lines = [template.name, textwrap.fill(template.contract.summary, _WIDTH)]
    if fields:
        lines += ["", "Fields", *_format_columns(fields)]
    for type_ in (*CHART_AND_TABLE_TYPES, PictureType):
        if any(isinstance(field.type, type_) for field in fields):
            for title, keys in type_().list_forms():
                lines += ["", title, *_format_columns(keys)]
    lines += ["", "Every slide may also have", *_format_columns(SLIDE_KEYS[1:])]
    if template.contract.example is not None:
        lines += ["", "Example", *(f"  {line}" for line in format_example(template))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def format_example(template: SlideTemplate) -> list[str]:
    """Returns the example of `template` in its own style, as the lines of an entry of `slides:`."""
    return format_list_entry(template.front, "example", ("slide", template.name), _WIDTH)


def _iterate_fields(fields: Sequence[Field], depth: int = 0) -> Iterator[tuple[int, Field]]:
    """Yields the fields with their depth, each followed by the fields of the records in it."""
    for field in fields:
        yield depth, field
        item = _get_item_type(field.type)
        if isinstance(item, RecordType):
            yield from _iterate_fields(item.fields, depth + 1)


def _get_item_type(type_: FieldType) -> FieldType:
    return _get_item_type(type_.item) if isinstance(type_, ListType) else type_


def _describe_type(field: Field) -> str:
    """Returns the type of a field (`optional list of 1-4`) without the fields of records, which have their own rows."""
    item = _get_item_type(field.type)
    kind = field.type.describe()
    if isinstance(item, RecordType):
        kind = kind.removesuffix(item.describe()).removesuffix(" of ").strip() or "fields"
    return f"optional {kind}" if field.optional else kind


def _format_columns(fields: Sequence[Field]) -> list[str]:
    """Returns the lines of three columns: name, type and help. A type too wide for its column precedes the help."""
    rows = []
    for depth, field in _iterate_fields(fields):
        kind, text = _describe_type(field), field.help
        if len(kind) > _MAX_TYPE_WIDTH:
            kind, text = "", "; ".join([kind, *([text] if text else [])])
        rows.append(("  " * depth + field.name, kind, text))
    first, second = (max(len(row[n]) for row in rows) for n in (0, 1))
    lines = []
    for name, kind, text in rows:
        start = f"  {name:<{first}}  {kind:<{second}}  "
        wrapped = textwrap.wrap(text, max(30, _WIDTH - len(start)), break_on_hyphens=False) or [""]
        lines += [start + wrapped[0], *(" " * len(start) + line for line in wrapped[1:])]
    return lines


def format_field_table(fields: Sequence[Field]) -> list[str]:
    """Returns the lines of a Markdown table of `fields`, with the fields of records below them."""
    lines = ["| field | type | |", "|---|---|---|"]
    for depth, field in _iterate_fields(fields):
        name = " ".join(["–"] * depth + [f"`{field.name}`"])
        lines.append(f"| {name} | {escape_cell(_describe_type(field))} | {escape_cell(field.help)} |")
    return lines


def escape_cell(text: str) -> str:
    """Returns `text` escaped for a cell of a Markdown table."""
    return text.replace("|", r"\|").replace("{", r"\{").replace("\n", " ")


def build_deck_schema(templates: Mapping[str, SlideTemplate]) -> Schema:
    """Returns the JSON Schema of deck.yaml, in which `slide:` decides the fields of a slide."""
    kinds = list(list_slide_kinds(templates))
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A deck for Deckwright",
        **build_fields_schema(DECK_FIELDS),
    }
    # Editors show a description for each `const` in `anyOf`, but not for `oneOf` or `enum`.
    kinds_with_summaries = [{"const": kind.name, "description": kind.contract.summary} for kind in kinds]
    schema["properties"]["slides"]["items"] = {
        "type": "object",
        "required": ["slide"],
        "properties": {"slide": {"description": SLIDE_KEYS[0].help, "anyOf": kinds_with_summaries}},
        "allOf": [
            {
                "if": {"properties": {"slide": {"const": kind.name}}, "required": ["slide"]},
                "then": {"$ref": f"#/$defs/{kind.name}"},
            }
            for kind in kinds
        ],
    }
    schema["$defs"] = {kind.name: _build_kind_schema(kind) for kind in kinds} | {"_text": TEXT_OR_PLURAL}
    return schema


def _build_kind_schema(kind: SlideTemplate) -> Schema:
    schema = build_fields_schema((*SLIDE_KEYS, *kind.contract.fields))
    schema["properties"]["slide"] = {"const": kind.name}
    return {"description": kind.contract.summary, **schema}
