"""Texts that count, in another language: each form of a translation checked, and put where its number looks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from deckwright.kinds.contracts.plurals import forms_of, with_other_forms, wording
from deckwright.languages.plurals import plural_examples
from deckwright.languages.table import language
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.translatable import placeholders
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.source import Text

Sound = Callable[[Translation, Text], bool]
"""Whether a translation can be shown in place of a source; reports why not."""


def translated_forms(
    translation: Translation, source: node.Mapping, catalog: Catalog, sound: Sound, report: Report
) -> node.Mapping | None:
    """`source` with the forms that `translation` has; None when one cannot be shown. Reported: `missing-plural`."""
    if not _whole(translation, catalog, report):
        return None
    plurals, written = catalog.plural_forms, forms_of(source)
    changed = translation.source.strip() != wording(source)
    named = [_named(translation, *one) for one in zip(plurals.names, translation.forms, strict=False)]
    for one, name in zip(named, plurals.names, strict=True):
        alike = _alike(one.text, name, written)
        if not sound(replace(one, source="" if changed else str(alike)), alike):
            return None
    origin = written["other"].span
    forms = {
        category: Scalar(Text(named[n].text, named[n].span, catalog.tag, origin), named[n].span, named[n].text)
        for category, n in plurals.index.items()
    }
    return with_other_forms(source, forms)


def _whole(translation: Translation, catalog: Catalog, report: Report) -> bool:
    """Whether no form is missing that the catalog's language has."""
    plurals, forms = catalog.plural_forms, translation.forms
    missing = next((n for n in range(len(plurals.names)) if n >= len(forms) or not forms[n].strip()), None)
    if missing is None:
        return True
    name = plurals.names[missing]
    examples = plural_examples(catalog.counts_as or language(catalog.tag).formats, name)
    report.error(
        "missing-plural",
        f"the translation of '{translation.key}' has no form '{name}', msgstr[{missing}]",
        forms[missing].span if missing < len(forms) else translation.span,
        help=None if forms else f"make room for it with: translate {catalog.tag}",
        notes=(f"'{catalog.tag}' has it for {examples} and the like",) if examples else (),
    )
    return False


def _named(translation: Translation, name: str, form: Text) -> Translation:
    """One form as a translation of its own, called `key[few]`."""
    span = form.span or translation.span
    return replace(translation, key=f"{translation.key}[{name}]", text=str(form), span=span, forms=())


def _alike(form: str, name: str, written: Mapping[str, Scalar]) -> Text:
    """The form of the source that `form` is compared with: that of the same name, or one with the same expressions."""
    near = [written[one].value for one in (name, "other", "one") if one in written]
    texts = [text for text in near if isinstance(text, Text)]
    return next((text for text in texts if placeholders(text) == placeholders(form)), texts[0])
