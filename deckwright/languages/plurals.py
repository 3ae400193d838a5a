"""Plural forms: how a language counts (CLDR's categories), and which msgstr[n] of a catalog each of them is.

A `tag` is one that CLDR knows: the `formats` of a row of the table of languages.
"""

from __future__ import annotations

import gettext
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from babel.plural import PluralRule

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""CLDR's names for them, in CLDR's order. Every language has `other`."""

_COUNTED = 1000
"""Whole numbers up to this say which categories a language has; French has one more, for millions alone."""
_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*")
_MOST_EXAMPLES = 3


class PluralForms(Struct, frozen=True):
    """The forms that each counted text has in one catalog."""

    header: str
    """Plural-Forms, as gettext has it: `nplurals=2; plural=(n != 1);`."""
    names: tuple[str, ...]
    """What msgstr[0], msgstr[1] … are called: the category of their numbers."""
    index: Mapping[str, int]
    """Category → n of its msgstr[n]; also of the categories that no whole number has."""


def plural_category(tag: str, number: int | Decimal) -> str:
    """The category that `number` has in the language `tag`: `one` for 1 in Danish."""
    return str(_rule(tag)(number))


@cache
def plural_categories(tag: str) -> tuple[str, ...]:
    """Those that whole numbers have in the language `tag`, and `other`."""
    return tuple(category for category in CATEGORIES if category == "other" or category in _samples(tag))


def plural_examples(tag: str, category: str) -> str:
    """A few numbers of a category: `2, 3, 4`; empty where no whole number has it."""
    return ", ".join(map(str, _samples(tag).get(category, ())[:_MOST_EXAMPLES]))


@cache
def plural_forms(tag: str, header: str = "") -> PluralForms:
    """The forms of a catalog in the language `tag`, by its own `header` where that is one, else by the usual one.

    Where a header of others cuts through one of CLDR's categories, that has the form of most of its numbers.
    """
    header = header if _read(header) else _usual_header(tag)
    read = _read(header)
    assert read is not None, "a header of our own that cannot be read"
    count, rule = read
    places = {category: min(at.most_common(), key=_most)[0] for category, at in _places(tag, rule).items()}
    names = (next((c for c in reversed(places) if places[c] == n), str(n)) for n in range(count))
    every = [category for category in CATEGORIES if category in {"other", *places, *_rule(tag).tags}]
    return PluralForms(header, tuple(names), {c: min(places.get(c, count), count - 1) for c in every})


def _places(tag: str, rule: Callable[[int], int]) -> dict[str, Counter[int]]:
    """For each category, in CLDR's order, which msgstr[n] its numbers have, and how many of them."""
    samples = _samples(tag)
    return {category: Counter(map(rule, samples[category])) for category in CATEGORIES if category in samples}


def _most(place: tuple[int, int]) -> tuple[int, int]:
    index, numbers = place
    return -numbers, index


def _read(header: str) -> tuple[int, Callable[[int], int]] | None:
    match = _HEADER.fullmatch(header)
    if match is None or not 0 < int(match[1]) <= len(CATEGORIES):
        return None
    try:
        return int(match[1]), gettext.c2py(match[2])
    except ValueError:
        return None


def _usual_header(tag: str) -> str:
    """The one that translators' programs know, if it tells CLDR's categories apart; else CLDR's own, if it is one."""
    from babel.messages.plurals import get_plural
    from babel.plural import to_gettext

    usual = get_plural(tag.replace("-", "_")).plural_forms
    own = str(to_gettext(_rule(tag)))  # type: ignore[no-untyped-call]
    return str(next((header for header in (usual, own) if _tells_apart(tag, header)), usual))


def _tells_apart(tag: str, header: str) -> bool:
    """Whether each category of whole numbers has one msgstr[n] of its own."""
    read = _read(header)
    places = [set(at) for at in _places(tag, read[1]).values()] if read else []
    return bool(read) and all(len(at) == 1 for at in places) and len(set.union(*places)) == len(places)


@cache
def _samples(tag: str) -> Mapping[str, list[int]]:
    samples: dict[str, list[int]] = defaultdict(list)
    rule = _rule(tag)
    for number in range(_COUNTED):
        samples[str(rule(number))].append(number)
    return samples


@cache
def _rule(tag: str) -> PluralRule:
    from babel import Locale

    return Locale.parse(tag, sep="-").plural_form
