"""Contracts: the fields that a slide or deck.yaml may have, from which checks, schema and reference are derived."""

from deckwright.kinds.contracts.fields import Context, Field, FieldType, Schema, check_fields, find_field_texts
from deckwright.kinds.contracts.front_matter import Contract, read_fields

__all__ = ["Context", "Contract", "Field", "FieldType", "Schema", "check_fields", "find_field_texts", "read_fields"]
