"""Finds the translatable texts of a deck, gives each the key that it has in catalogs, and finds its translation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from deckwright.kinds.contracts.deck_fields import DECK_FIELDS
from deckwright.kinds.contracts.fields import Wording, find_field_texts
from deckwright.kinds.contracts.scalars import FORM_SEPARATOR
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.localise.catalogs import Translation
from deckwright.model import node
from deckwright.model.node import Scalar
from deckwright.texts.expressions import EXPRESSION_PATTERN
from deckwright.texts.slide_ids import assign_slide_ids, iterate_slide_entries

_TRANSLATABLE = re.compile(r"[^\W\d_]|\d[.,]\d")
"""A letter, or a number with a mark that depends on the language."""
_ADDRESS = re.compile(r"\S+@\S+|[a-z]+://\S+|www\.\S+")


def extract_texts(tree: node.Mapping, templates: Mapping[str, SlideTemplate]) -> Iterator[tuple[str, Wording, str]]:
    """Yields key, text, and a comment for the translator, in the order of deck.yaml.

    Keys are `title`, `texts.name`, `data.growth.labels.group.all`; those of a slide begin with its id, and count lists
    from 1: `foerste-kontakt.quotes.2.text`.
    """
    for key, text in find_field_texts(tree, DECK_FIELDS):
        yield key, text, f"deck.yaml, {key}"
    for number, (slide, name) in enumerate(zip(iterate_slide_entries(tree), assign_slide_ids(tree), strict=True), 1):
        kind = slide.get("slide")
        template = templates.get(str(kind.value)) if isinstance(kind, Scalar) else None
        if template is not None:
            for path, text in template.contract.find_texts(slide):
                yield f"{name}.{path}", text, f"slide {number} ('{template.name}'), {strip_positions(path)}"


def needs_translation(key: str, source: str) -> bool:
    """Returns True unless `source` is a name or an address, or has only expressions and whole numbers."""
    wording = EXPRESSION_PATTERN.sub(" ", source) if "{" in source else source
    return key != "speaker.name" and bool(_TRANSLATABLE.search(wording)) and not _ADDRESS.fullmatch(wording.strip())


def strip_positions(key: str) -> str:
    """Returns the key without positions in lists, such as `foerste-kontakt.quotes.text`."""
    return re.sub(r"\.\d+(?=\.|$)", "", key)


def find_expressions(text: str) -> frozenset[str]:
    """Returns the expressions in `text`, with single spaces."""
    return frozenset(
        f"{part[0][:2]} {' '.join(part[0][2:-2].split())} {part[0][-2:]}" for part in EXPRESSION_PATTERN.finditer(text)
    )


def shorten(text: str) -> str:
    """Returns a text, or its plural forms, in one line of at most 80 characters for a message."""
    text = " ".join(text.replace(FORM_SEPARATOR, " / ").split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def match_translations(texts: Mapping[str, str], translations: Iterable[Translation]) -> dict[str, Translation]:
    """Finds the translation of each text; `texts` are key → source text.

    Entries of a list are matched by their source texts first, then by their positions between neighbours whose texts
    are unchanged, then by the number in the key. So an inserted entry moves no translation to another text.
    """
    lists: dict[str, list[Translation]] = defaultdict(list)
    for translation in translations:
        lists[strip_positions(translation.key)].append(translation)
    keys: dict[str, list[str]] = defaultdict(list)
    for key in texts:
        keys[strip_positions(key)].append(key)
    matches: dict[str, Translation] = {}
    for name, members in keys.items():
        free = {translation.key: translation for translation in lists[name]}
        for key in members:
            if key in free and free[key].source.strip() == texts[key].strip():
                matches[key] = free.pop(key)
        by_source: dict[str, list[str]] = defaultdict(list)
        for translation in free.values():
            by_source[translation.source.strip()].append(translation.key)
        for key in members:
            if key not in matches and (others := by_source.get(texts[key].strip())):
                matches[key] = free.pop(others.pop(0))
        old_keys = [translation.key for translation in lists[name]]
        for old, key in _match_between_neighbours(members, matches, old_keys, free).items():
            matches[key] = free.pop(old)
        for key in members:
            if key not in matches and key in free:
                matches[key] = free.pop(key)
    return matches


def _match_between_neighbours(
    members: Sequence[str], matches: Mapping[str, Translation], old_keys: Sequence[str], free: Mapping[str, Translation]
) -> dict[str, str]:
    """Matches changed texts in order, if as many as before are between the same two unchanged texts.

    Returns old key → key.
    """

    def find_positions(key: str) -> tuple[int, ...]:
        return tuple(int(part) for part in key.split(".") if part.isascii() and part.isdigit())

    before = {key: place for place, key in enumerate(sorted(old_keys, key=find_positions))}
    order = sorted(before, key=lambda key: before[key])
    pairs: dict[str, str] = {}
    start, left = 0, -1
    for place in range(len(members) + 1):
        if place < len(members) and members[place] not in matches:
            continue
        right = before[matches[members[place]].key] if place < len(members) else len(order)
        now, was = members[start:place], [key for key in order[left + 1 : max(right, left + 1)] if key in free]
        if len(now) == len(was):
            pairs.update((old, new) for old, new in zip(was, now, strict=True) if old not in pairs)
        start, left = place + 1, right
    return pairs
