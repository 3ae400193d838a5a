"""Translates texts with plural forms: checks each form, and assigns it to the plural categories of the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from deckwright.kinds.contracts.scalars import get_forms, join_source_forms, replace_forms
from deckwright.languages.plurals import get_plural_examples
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.translatable import find_expressions
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.source import Text

Check = Callable[[Translation, Text], bool]
"""Returns True if a translation can replace a source text; reports why not."""


def translate_forms(
    translation: Translation, source: node.Mapping, catalog: Catalog, check: Check, report: Report
) -> node.Mapping | None:
    """Returns `source` with translated plural forms; None if one cannot be used. Reports `missing-plural`."""
    if not _has_all_forms(translation, catalog, report):
        return None
    plurals, source_forms = catalog.plural_forms, get_forms(source)
    has_changed = translation.source.strip() != join_source_forms(source)
    forms = [
        replace(
            translation,
            key=f"{translation.key}[{category}]",
            text=str(form),
            span=form.span or translation.span,
            forms=(),
        )
        for category, form in zip(plurals.categories, translation.forms, strict=False)
    ]
    for form, category in zip(forms, plurals.categories, strict=True):
        source_form = _find_source_form(form.text, category, source_forms)
        if not check(replace(form, source="" if has_changed else str(source_form)), source_form):
            return None
    origin = source_forms["other"].span
    new_forms = {
        category: Scalar(Text(forms[n].text, forms[n].span, catalog.tag, origin), forms[n].span, forms[n].text)
        for category, n in plurals.index.items()
    }
    return replace_forms(source, new_forms)


def _has_all_forms(translation: Translation, catalog: Catalog, report: Report) -> bool:
    plurals, forms = catalog.plural_forms, translation.forms
    missing = next((n for n in range(len(plurals.categories)) if n >= len(forms) or not forms[n].strip()), None)
    if missing is None:
        return True
    category = plurals.categories[missing]
    examples = get_plural_examples(catalog.cldr_tag, category)
    report.error(
        "missing-plural",
        f"the translation of '{translation.key}' lacks the form '{category}' (msgstr[{missing}])",
        forms[missing].span if missing < len(forms) else translation.span,
        help=None if forms else f"add it with: translate {catalog.tag}",
        notes=(f"'{catalog.tag}' uses it for {examples}, for example",) if examples else (),
    )
    return False


def _find_source_form(form: str, category: str, source_forms: Mapping[str, Scalar]) -> Text:
    """Returns the source form to compare `form` with: that of the same category, or one with the same expressions."""
    near = [source_forms[name].value for name in (category, "other", "one") if name in source_forms]
    texts = [text for text in near if isinstance(text, Text)]
    return next((text for text in texts if find_expressions(text) == find_expressions(form)), texts[0])
