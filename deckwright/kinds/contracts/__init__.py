"""Contracts: which fields a slide, or deck.yaml, has, of which types; checks, schema and reference come from them."""

from deckwright.kinds.contracts.base import Context, Field, FieldType, Schema
from deckwright.kinds.contracts.declared import Contract, read_fields
from deckwright.kinds.contracts.fields import check_fields, find_field_texts

__all__ = ["Context", "Contract", "Field", "FieldType", "Schema", "check_fields", "field_texts", "read_fields"]
