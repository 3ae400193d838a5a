"""The order of words in a language's alphabet, where it differs from what Unicode has."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

AFTER_Z: Mapping[str, str] = {
    "da": "æøå",
    "et": "õäöü",
    "fi": "åäö",
    "fo": "æø",
    "is": "þæö",
    "nb": "æøå",
    "nn": "æøå",
    "sv": "åäö",
}
"""Language → the letters that stand at the end of its alphabet, in their order. Elsewhere an ä is an a."""

LIKE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters with no mark that could be taken off → what they are sorted as where they are no letters of the alphabet."""

Key = tuple[tuple[tuple[int, str], ...], str]


def alphabetical(text: str, tag: str) -> Key:
    """What to sort `text` by in the language `tag` (BCP 47): letters without regard to case, marks only in a tie."""
    last = AFTER_Z.get(tag.split("-")[0], "")
    letters = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if (place := last.find(letter)) >= 0:
            letters.append((1, chr(place)))
        else:
            letters += [
                (0, part)
                for part in unicodedata.normalize("NFD", letter.translate(LIKE))
                if not unicodedata.combining(part)
            ]
    return tuple(letters), text
