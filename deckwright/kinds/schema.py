"""The JSON Schema of deck.yaml, by which editors complete and check it while it is written."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.kinds.contracts import Schema
from deckwright.kinds.contracts.deck import DECK_FIELDS, SLIDE_KEYS
from deckwright.kinds.contracts.fields import build_fields_schema
from deckwright.kinds.contracts.scalars import TEXT_OR_PLURAL
from deckwright.kinds.slide_templates import SlideTemplate, list_slide_kinds

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_deck_schema(templates: Mapping[str, SlideTemplate]) -> Schema:
    """JSON Schema (draft 2020-12) of deck.yaml; which fields a slide may have goes by its `slide:`."""
    kinds = list(list_slide_kinds(templates))
    schema: Schema = {"$schema": DIALECT, "title": "A talk for Deckwright", **build_fields_schema(DECK_FIELDS)}
    schema["properties"]["slides"] |= {"items": _build_slide_schema(kinds)}
    schema["$defs"] = {kind.name: _build_kind_schema(kind) for kind in kinds} | {"_text": TEXT_OR_PLURAL}
    return schema


def _build_slide_schema(kinds: list[SlideTemplate]) -> Schema:
    # `anyOf` with one `const` each gives editors a description to show for each kind; `oneOf` and `enum` do not.
    named = [{"const": kind.name, "description": kind.contract.summary} for kind in kinds]
    return {
        "type": "object",
        "required": ["slide"],
        "properties": {"slide": {"description": SLIDE_KEYS[0].help, "anyOf": named}},
        "allOf": [
            {
                "if": {"properties": {"slide": {"const": kind.name}}, "required": ["slide"]},
                "then": {"$ref": f"#/$defs/{kind.name}"},
            }
            for kind in kinds
        ],
    }


def _build_kind_schema(kind: SlideTemplate) -> Schema:
    schema = build_fields_schema((*SLIDE_KEYS, *kind.contract.fields))
    schema["properties"]["slide"] = {"const": kind.name}
    return {"description": kind.contract.summary, **schema}
