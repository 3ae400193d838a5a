"""Plural forms: the categories by which a language counts (CLDR), and the msgstr[n] of each in a translation file.

A `tag` is one that CLDR knows, see `Language.cldr_tag`.
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
"""CLDR's plural categories, in CLDR's order. Every language has `other`."""

_SAMPLE_NUMBERS = 1000
"""Whole numbers below this decide which categories a language has. French has one more, only from a million on."""
_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*")
_MAX_EXAMPLES = 3


class PluralForms(Struct, frozen=True):
    """The plural forms of the texts in one translation file."""

    header: str
    """Plural-Forms, as gettext has it: `nplurals=2; plural=(n != 1);`."""
    categories: tuple[str, ...]
    """The category of msgstr[0], of msgstr[1] …"""
    index: Mapping[str, int]
    """Category → n of its msgstr[n]; also for categories that only fractions have."""


def get_plural_category(tag: str, number: int | Decimal) -> str:
    """Returns the category of `number` in the language `tag`: `one` for 1 in Danish."""
    return str(_load_rule(tag)(number))


@cache
def list_plural_categories(tag: str) -> tuple[str, ...]:
    """Returns the categories that whole numbers have in the language `tag`, and `other`."""
    return tuple(category for category in CATEGORIES if category == "other" or category in _collect_samples(tag))


def get_plural_examples(tag: str, category: str) -> str:
    """Returns a few whole numbers of a category: `2, 3, 4`; empty if only fractions have it."""
    return ", ".join(map(str, _collect_samples(tag).get(category, ())[:_MAX_EXAMPLES]))


@cache
def get_plural_forms(tag: str, header: str = "") -> PluralForms:
    """Returns the forms of a translation file in the language `tag`, by its `header` if that is valid.

    If a header splits one of CLDR's categories, the category has the form of most of its numbers.
    """
    header = header if _read_header(header) else _choose_header(tag)
    rule = _read_header(header)
    assert rule is not None, "Babel's header is valid"
    count, find_form = rule
    forms = {
        category: min(numbers.items(), key=lambda item: (-item[1], item[0]))[0]
        for category, numbers in _count_forms(tag, find_form).items()
    }
    names = (next((c for c in reversed(forms) if forms[c] == n), str(n)) for n in range(count))
    categories = [category for category in CATEGORIES if category in {"other", *forms, *_load_rule(tag).tags}]
    return PluralForms(header, tuple(names), {c: min(forms.get(c, count), count - 1) for c in categories})


def _count_forms(tag: str, find_form: Callable[[int], int]) -> dict[str, Counter[int]]:
    """Returns, for each category in CLDR's order, how many of the sample numbers have which msgstr[n]."""
    samples = _collect_samples(tag)
    return {category: Counter(map(find_form, samples[category])) for category in CATEGORIES if category in samples}


def _read_header(header: str) -> tuple[int, Callable[[int], int]] | None:
    """Returns the number of forms and the function from a number to its form; None for an invalid header."""
    match = _HEADER.fullmatch(header)
    if match is None or not 0 < int(match[1]) <= len(CATEGORIES):
        return None
    try:
        return int(match[1]), gettext.c2py(match[2])
    except ValueError:
        return None


def _choose_header(tag: str) -> str:
    """Returns gettext's usual header if it separates CLDR's categories, else CLDR's own if that does."""
    from babel.messages.plurals import get_plural
    from babel.plural import to_gettext

    usual = str(get_plural(tag.replace("-", "_")).plural_forms)
    own = str(to_gettext(_load_rule(tag)))  # type: ignore[no-untyped-call]
    for header in (usual, own):
        rule = _read_header(header)
        forms = [set(numbers) for numbers in _count_forms(tag, rule[1]).values()] if rule else []
        if rule and all(len(form) == 1 for form in forms) and len(set.union(*forms)) == len(forms):
            return header
    return usual


@cache
def _collect_samples(tag: str) -> Mapping[str, list[int]]:
    """Returns the sample numbers of each category."""
    samples: dict[str, list[int]] = defaultdict(list)
    rule = _load_rule(tag)
    for number in range(_SAMPLE_NUMBERS):
        samples[str(rule(number))].append(number)
    return samples


@cache
def _load_rule(tag: str) -> PluralRule:
    from babel import Locale

    return Locale.parse(tag, sep="-").plural_form
