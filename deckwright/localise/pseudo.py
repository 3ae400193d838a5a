"""Pseudo-locales: generated translations that reveal texts which are cut, or which no translation reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckwright.kinds.contracts.scalars import FORM_SEPARATOR, get_forms, join_source_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.language import get_language
from deckwright.languages.plurals import get_plural_forms
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.translatable import extract_texts
from deckwright.model import node
from deckwright.model.source import Span, Text
from deckwright.texts.expressions import EXPRESSION_PATTERN
from deckwright.texts.slide_ids import write_out_names

BEFORE, AFTER = "⟦", "⟧"

_GROWTH = ((10, 100), (20, 80), (30, 60), (50, 40), (70, 31))
"""Length of the source → percent by which a translation may be longer (IBM's table); 30 above that."""
_ACCENTED = str.maketrans(
    "AÁBCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz", "ÅÁßÇÐÉFĜĤÎĴĶĻMÑÖPQŔŠŢÛVŴÝŽåbçðéfĝĥîĵķļmñöpqŕšţûvŵýž"
)
_FILLING = "öñé ţŵö ţĥŕéé föûŕ fîvé šîx šévéñ éîĝĥţ ñîñé ţéñ éļévéñ ţŵéļvé "
_PROTECTED = re.compile(
    rf"{EXPRESSION_PATTERN.pattern}|`[^`]*`|\]\([^)]*\)|\{{[^{{}}]*\}}|\S+@\S+|[a-z]+://\S+|www\.\S+|\\.", re.DOTALL
)


def make_pseudo_catalog(tree: node.Mapping, templates: Mapping[str, SlideTemplate], tag: str, file: str) -> Catalog:
    """Returns a catalog for the whole deck. The places of its texts are in `file`, deck.yaml."""
    translations = {}
    source_tag = tree.get("language")
    plural_locale = get_language(source_tag.raw).cldr_tag if isinstance(source_tag, node.Scalar) else ""
    for key, text, _ in extract_texts(write_out_names(tree), templates):
        source, grow = join_source_forms(text), not key.startswith("speaker.")  # names do not become longer
        forms: tuple[Text, ...] = ()
        if isinstance(text, node.Mapping):
            # A pseudo-locale has the plural forms of deck.yaml's language.
            source_forms = get_forms(text)
            scalars = (source_forms.get(c, source_forms["other"]) for c in get_plural_forms(plural_locale).categories)
            forms = tuple(Text(pseudo_translate(str(form.value), grow=grow), form.span) for form in scalars)
        target = FORM_SEPARATOR.join(forms) or pseudo_translate(source, grow=grow)
        if target != source:
            place = text.span or Span(file, 1, 1)
            translations[key] = Translation(key, source, target, key_span=place, span=place, forms=forms)
    return Catalog(tag, file, translations, plural_locale)


def pseudo_translate(text: str, *, grow: bool = True) -> str:
    """Returns `text` in brackets with accents, and with `grow` as much longer as a translation may be.

    Expressions, code, addresses and marks do not change; a text without other letters does not change at all.
    """
    parts = _PROTECTED.split(text)
    if not any(character.isalpha() for part in parts for character in part):
        return text
    protected = [match[0] for match in _PROTECTED.finditer(text)]
    length = sum(map(len, parts))
    accented = [part.translate(_ACCENTED) for part in parts]
    joined = "".join(part + (protected[n] if n < len(protected) else "") for n, part in enumerate(accented)).rstrip()
    if grow:
        percent = next((growth for most, growth in _GROWTH if length <= most), 30)
        count = max(1, length * percent // 100 - 3)  # brackets and a space are growth too
        joined += " " + (_FILLING * (count // len(_FILLING) + 1))[:count].rstrip()
    return f"{BEFORE}{joined}{AFTER}"
