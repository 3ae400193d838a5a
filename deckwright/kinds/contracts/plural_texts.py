"""Texts with plural forms: a number, and a wording for each plural category, of which the number chooses one."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dict
from decimal import Decimal
from typing import TypeGuard

from deckwright.kinds.contracts.fields import Context, Field, FieldType, Schema, Wording, check_fields
from deckwright.languages.plurals import CATEGORIES, get_plural_examples
from deckwright.model.node import Entry, Mapping, Node, Scalar
from deckwright.model.source import Text

COUNT_KEY = "count"
FORM_SEPARATOR = "\0"
"""Separates the forms of one text within a string, as in a .mo file (GNU gettext manual, 10.3)."""

TEXT_SCHEMA: Schema = {"$ref": "#/$defs/_text"}
"""A reference to the schema of a text with or without plural forms, which `build_deck_schema` defines once."""


def is_plural(node: Node) -> TypeGuard[Mapping]:
    """Returns True if `node` is meant as a text with plural forms."""
    return isinstance(node, Mapping) and any(entry.key == COUNT_KEY or entry.key in CATEGORIES for entry in node)


def build_plural_fields(number: FieldType, text: FieldType) -> tuple[Field, ...]:
    forms = (Field(category, text, optional=category != "other") for category in CATEGORIES)
    return (Field(COUNT_KEY, number, help="the number that chooses the form"), *forms)


def check_plural(mapping: Mapping, name: str, fields: tuple[Field, ...], context: Context) -> Text | None:
    """Returns the form for the number in `count`. Reports `missing-plural`, and errors of the fields."""
    values = check_fields(mapping, fields, context, owner=name, at=mapping.span)
    number, forms = values[COUNT_KEY], get_forms(mapping)
    if "other" not in forms or not isinstance(number, int | Decimal):
        return None
    lang = _get_language(forms["other"])
    missing = next((category for category in context.list_plural_categories(lang) if category not in forms), None)
    if missing:
        _report_missing_form(missing, lang or context.language, f"{name} has no form '{missing}'", mapping, context)
        return None
    text = values[context.get_plural_category(number, lang)] or values["other"]
    return text if isinstance(text, Text) else None


def _report_missing_form(category: str, tag: str, message: str, mapping: Mapping, context: Context) -> None:
    examples = get_plural_examples(tag, category)
    notes = (f"'{tag}' uses it for {examples} and similar numbers",) if examples else ()
    context.report.error("missing-plural", message, mapping.span, help=f"add '{category}: …'", notes=notes)


def get_forms(mapping: Mapping) -> dict[str, Scalar]:
    """Returns the texts among the forms, by category."""
    return {
        str(entry.key): entry.value
        for entry in mapping
        if entry.key in CATEGORIES and isinstance(entry.value, Scalar) and isinstance(entry.value.value, Text)
    }


def map_forms(mapping: Mapping, change: Callable[[Scalar], Scalar]) -> Mapping:
    """Returns `mapping` with `change` applied to each of its forms."""
    forms = get_forms(mapping)
    entries = (Entry(e.key, change(forms[e.key]) if e.key in forms else e.value) for e in mapping)
    return Mapping(tuple(entries), mapping.span)


def replace_forms(mapping: Mapping, forms: Dict[str, Scalar]) -> Mapping:
    """Returns `mapping` with `forms` instead of its own."""
    count = tuple(entry for entry in mapping if entry.key == COUNT_KEY)
    return Mapping(
        (*count, *(Entry(Text(category, form.span), form) for category, form in forms.items())), mapping.span
    )


def join_source_forms(node: Wording) -> str:
    """Returns the source text of a translation file: the text, or singular and plural joined by `FORM_SEPARATOR`."""
    if isinstance(node, Scalar):
        return str(node.value)
    forms = get_forms(node)
    other = forms["other"]
    return FORM_SEPARATOR.join(str(form.value).strip() for form in (forms.get("one", other), other))


def _get_language(form: Scalar) -> str:
    """Returns the language of a form; empty for the deck's."""
    return form.value.lang if isinstance(form.value, Text) else ""
