"""Checking named fields: every key known, nothing missing, every value of its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

from deckwright.kinds.contracts.base import Context, Field, Schema, Wording
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Mapping
from deckwright.model.source import Span, Text


def check_fields(
    mapping: Mapping, fields: Many[Field], context: Context, *, owner: str, at: Span, others: Iterable[str] = ()
) -> Record:
    """The values of `fields` in `mapping`, by name; `None` or empty where an optional one is not given, or wrong.

    `owner` is what has the fields ("slide 'quotes'"), `at` where a missing one is reported, `others` are keys that
    someone else checks. A misspelt field is not reported as missing too.
    """
    known = {field.name: field for field in fields}
    passed = set(others)
    values: dict[str, object] = {}
    meant: set[str] = set()
    for entry in mapping.entries:
        if (field := known.get(entry.key)) is not None:
            value = field.type.check(entry.value, f"'{field.name}'", context)
            values[field.name] = field.type.default if value is None else value
            if not field.optional and isinstance(value, Text) and not value:
                context.report.error("empty-value", f"'{field.name}' is empty", value.span or entry.key.span)
        elif entry.key not in passed:
            meant |= _report_unknown(entry.key, [*known, *passed], known, owner, context)
    for field in fields:
        if field.name not in values:
            values[field.name] = field.type.default
            if not field.optional and field.name not in meant:
                message = f"{owner} needs the field '{field.name}'"
                context.report.error("missing-field", message, at, help=f"add '{field.name}:' with {field.type.noun}")
        elif field.optional and values[field.name] == "":
            values[field.name] = None
    return Record(values, mapping.span)


def find_field_texts(mapping: Mapping, fields: Iterable[Field], path: str = "") -> Iterator[tuple[str, Wording]]:
    """What is translatable in `mapping`, in the order it is written, each with its path below `path`."""
    types = {field.name: field.type for field in fields}
    for entry in mapping.entries:
        if (type_ := types.get(entry.key)) is not None:
            yield from type_.find_texts(entry.value, f"{path}.{entry.key}" if path else str(entry.key))


def build_fields_schema(fields: Iterable[Field]) -> Schema:
    """An object with `fields` and nothing else."""
    fields = tuple(fields)
    schema: Schema = {
        "type": "object",
        "properties": {field.name: build_field_schema(field) for field in fields},
        "additionalProperties": False,
    }
    if required := [field.name for field in fields if not field.optional]:
        schema["required"] = required
    return schema


def build_field_schema(field: Field) -> Schema:
    return field.type.build_schema() | ({"description": field.help} if field.help else {})


def describe_fields(fields: Iterable[Field]) -> str:
    """Fields in a line: `text, by (optional)`; the type only where it is not a text."""
    words = []
    for field in fields:
        kind = field.type.describe()
        details = [kind] * (kind != "text") + ["optional"] * field.optional
        words.append(field.name + (f" ({', '.join(details)})" if details else ""))
    return ", ".join(words)


def _report_unknown(key: Text, names: list[str], known: dict[str, Field], owner: str, context: Context) -> set[str]:
    """Reports `key`; the field it probably is."""
    question = did_you_mean(key, names)
    notes = () if question else (f"its fields are {', '.join(known)}",) if known else (f"{owner} has no fields",)
    context.report.error("unknown-field", f"{owner} has no field '{key}'", key.span, help=question, notes=notes)
    return {name for name in known if question == f"did you mean '{name}'?"}
