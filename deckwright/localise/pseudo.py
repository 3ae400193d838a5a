"""Pseudo-locales: a language that nobody speaks, in which cut and hard-coded texts are seen before one translates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckwright.kinds.contracts.plurals import JOINT, forms_of, wording
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.plurals import PluralForms, plural_forms
from deckwright.languages.table import language
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.translatable import extract
from deckwright.model import node
from deckwright.model.source import Span, Text
from deckwright.texts.expressions import PLACEHOLDER
from deckwright.texts.slide_ids import with_names

BEFORE, AFTER = "⟦", "⟧"

_NAMES = "speaker."
"""Keys of what is mostly names, which stay as long as they are."""
_GROWTH = ((10, 100), (20, 80), (30, 60), (50, 40), (70, 31))
"""Up to so many characters → percent that a translation may be longer, after IBM's table; +30 beyond."""
_ACCENTED = str.maketrans(
    "AÁBCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz", "ÅÁßÇÐÉFĜĤÎĴĶĻMÑÖPQŔŠŢÛVŴÝŽåbçðéfĝĥîĵķļmñöpqŕšţûvŵýž"
)
_FILLING = "öñé ţŵö ţĥŕéé föûŕ fîvé šîx šévéñ éîĝĥţ ñîñé ţéñ éļévéñ ţŵéļvé "
_PROTECTED = re.compile(
    rf"{PLACEHOLDER.pattern}|`[^`]*`|\]\([^)]*\)|\{{[^{{}}]*\}}|\S+@\S+|[a-z]+://\S+|www\.\S+|\\.", re.DOTALL
)


def pseudo_catalog(tree: node.Mapping, templates: Mapping[str, SlideTemplate], tag: str, file: str) -> Catalog:
    """A catalog for the whole deck. Its texts have their place in `file`, deck.yaml."""
    translations = {}
    source_tag = tree.get("language")
    counts_as = language(source_tag.raw).formats if isinstance(source_tag, node.Scalar) else ""
    for key, text, _ in extract(with_names(tree), templates):
        source, grown = wording(text), not key.startswith(_NAMES)
        forms = _forms(text, plural_forms(counts_as), grown) if isinstance(text, node.Mapping) else ()
        said = JOINT.join(forms) or pseudo(source, grown=grown)
        if said != source:
            place = text.span or Span(file, 1, 1)
            translations[key] = Translation(key, source, said, False, place, place, forms)
    return Catalog(tag, file, translations, counts_as)


def _forms(text: node.Mapping, plurals: PluralForms, grown: bool) -> tuple[Text, ...]:
    """What msgstr[0], msgstr[1] … would be, for the language of deck.yaml has the same forms."""
    written = forms_of(text)
    named = (written.get(plurals.names[n], written["other"]) for n in range(len(plurals.names)))
    return tuple(Text(pseudo(str(form.value), grown=grown), form.span) for form in named)


def pseudo(text: str, *, grown: bool = True) -> str:
    """`text` with accents, in brackets, and as much longer as a translation may be.

    Expressions, code, addresses and marks stay. What has no letter of the author's stays as it is.
    """
    parts = _PROTECTED.split(text)
    if not any(character.isalpha() for part in parts for character in part):
        return text
    kept = [match[0] for match in _PROTECTED.finditer(text)]
    length = sum(map(len, parts))
    accented = [part.translate(_ACCENTED) for part in parts]
    together = "".join(part + (kept[n] if n < len(kept) else "") for n, part in enumerate(accented))
    return f"{BEFORE}{together.rstrip()}{' ' + _filling(length) if grown else ''}{AFTER}"


def _filling(length: int) -> str:
    percent = next((growth for most, growth in _GROWTH if length <= most), 30)
    wanted = max(1, length * percent // 100 - 3)  # brackets and a space are growth too
    return (_FILLING * (wanted // len(_FILLING) + 1))[:wanted].rstrip()
