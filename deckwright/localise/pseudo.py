"""Pseudo-locales: a language that nobody speaks, in which cut and hard-coded texts are seen before one translates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deckwright import node
from deckwright.evaluate.expressions import PLACEHOLDER
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.slide_ids import with_names
from deckwright.localise.translatable import extract
from deckwright.slide_templates import SlideTemplate
from deckwright.source import Span

PSEUDO = ("qps-ploc", "qps-plocm")
"""Windows' own names for them; lines of the second run from right to left."""
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
    for key, scalar, _ in extract(with_names(tree), templates):
        source = str(scalar.value)
        if (text := pseudo(source, grown=not key.startswith(_NAMES))) != source:
            place = scalar.span or Span(file, 1, 1)
            translations[key] = Translation(key, source, text, False, place, place)
    return Catalog(tag, file, translations)


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
