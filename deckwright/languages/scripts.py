"""Writing systems: the script of a language, the stretches of a text in other scripts, and alphabetical order.

Scripts are named by ISO 15924, as a theme lists its fonts (a:font script). Greek and Cyrillic count as Latin here:
they have the same fonts and no rules of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

LATIN = "Latn"
FULL_WIDTH = frozenset({"Jpan", "Hans", "Hant", "Hang"})
"""Scripts set in a theme's East Asian font (a:ea); the others except Latin have the one for complex scripts (a:cs)."""

_SCRIPT_OF_LANGUAGE = {
    "ja": "Jpan", "ko": "Hang", "zh": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "yue": "Hant",
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "ckb": "Arab", "sd": "Arab", "ug": "Arab",
    "he": "Hebr", "yi": "Hebr", "th": "Thai", "hi": "Deva", "mr": "Deva", "ne": "Deva", "bn": "Beng", "ta": "Taml",
    "am": "Ethi", "ti": "Ethi", "ka": "Geor", "hy": "Armn",
}  # fmt: skip
"""Language → its script, if that is not Latin, Greek or Cyrillic."""

_LETTERS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ˁͰ-ͽͿ-\u052f\u1d00-\u1fff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Kana": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hani": "\u2e80-\u2fdf\u3000-\u303f\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff65"
    "\U00020000-\U0003ffff",
    "Hang": "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "Thai": "\u0e01-\u0e5b",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Ethi": "\u1200-\u139f\u2d80-\u2ddf",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Armn": "\u0531-\u058f\ufb13-\ufb17",
}
"""The characters of each script. Japanese has Kana and Hani, Chinese has Hani, Korean has Hang and some Hani."""
_JAPANESE = ("Hani", "Kana")
_LETTERS_OF_SCRIPT = {"Jpan": _JAPANESE, "Hang": ("Hang", "Hani"), "Hans": ("Hani",), "Hant": ("Hani",)}
"""Script of a language → the keys of `_LETTERS` it is written with, if not the one of its own name."""

_LANGUAGE_OF_SCRIPT = {
    "Latn": "en-GB", "Arab": "ar-SA", "Hebr": "he-IL", "Jpan": "ja-JP", "Hang": "ko-KR", "Hans": "zh-CN",
    "Thai": "th-TH", "Deva": "hi-IN", "Beng": "bn-BD", "Taml": "ta-IN", "Ethi": "am-ET", "Geor": "ka-GE",
    "Armn": "hy-AM",
}  # fmt: skip
"""Script → the language of words in it that are not marked."""

_BEYOND_EUROPE = re.compile("[^\0-\u052f\u1d00-\u2cff]")
"""A quick test for scripts other than Latin, Greek and Cyrillic: the exact set of ranges takes 3 ms to compile."""


def is_european(text: str) -> bool:
    """Returns True if `text` has no letters but Latin, Greek and Cyrillic ones."""
    return text.isascii() or not _BEYOND_EUROPE.search(text)


@cache
def _compile_other_letters(names: frozenset[str]) -> re.Pattern[str]:
    """Returns the pattern of a letter of a script not in `names`."""
    return re.compile(f"[{''.join(letters for name, letters in _LETTERS.items() if name not in names)}]")


def has_tall_letters(text: str) -> bool:
    """Returns True if `text` needs a higher line than Latin letters do, as fonts of East and South Asia do."""
    return not is_european(text) and bool(
        _compile_other_letters(frozenset({LATIN, "Arab", "Hebr", "Armn"})).search(text)
    )


@cache
def find_script(tag: str) -> str:
    """Returns the script of the language `tag` (BCP 47): Jpan for ja-JP, Hant for zh-TW, Latn for da."""
    parts = tag.split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if script in _LETTERS or script in FULL_WIDTH:
        return script
    region = next((part for part in parts[1:] if len(part) == 2), "").upper()
    return _SCRIPT_OF_LANGUAGE.get(f"{parts[0]}-{region}") or _SCRIPT_OF_LANGUAGE.get(parts[0], LATIN)


def split_by_script(text: str, lang: str) -> Iterator[tuple[str, str, str]]:
    """Splits `text`, in the language `lang`, into stretches of one script: yields text, language and script of each.

    Digits and signs belong to the words around them, and at an edge to the text's own language.
    """
    own = find_script(lang)
    if own == LATIN and (is_european(text) or not _compile_other_letters(frozenset({LATIN})).search(text)):
        if text:
            yield text, lang, own
        return
    start = 0
    for match in _compile_foreign_stretches(own).finditer(text):
        if match.start() > start:
            yield text[start : match.start()], lang, own
        script = str(match.lastgroup)
        if script in _JAPANESE:  # Chinese characters in a text with kana are Japanese
            script = "Jpan" if re.search(f"[{_LETTERS['Kana']}]", text) else "Hans"
        yield match[0], _LANGUAGE_OF_SCRIPT[script], script
        start = match.end()
    if start < len(text):
        yield text[start:], lang, own


@cache
def _compile_foreign_stretches(own: str) -> re.Pattern[str]:
    """Returns the pattern of stretches in other scripts than that of a language; a group is named by its letters."""
    signs = f"[^{''.join(_LETTERS.values())}]"
    own_letters = _LETTERS_OF_SCRIPT.get(own, (own,))
    names = [name for name in _LETTERS if name not in own_letters]
    patterns = []
    for name in names:
        group = _JAPANESE if name in _JAPANESE else (name,)  # kana and Chinese characters go together
        letters = "".join(_LETTERS[key] for key in group if key in names)
        patterns.append(f"(?P<{name}>[{letters}](?:{signs}*[{letters}0-9])*)")
    return re.compile("|".join(patterns))


_LETTERS_AFTER_Z: Mapping[str, str] = {
    "da": "æøå",
    "et": "õäöü",
    "fi": "åäö",
    "fo": "æø",
    "is": "þæö",
    "nb": "æøå",
    "nn": "æøå",
    "sv": "åäö",
}
"""Language → the last letters of its alphabet, in order. In other languages ä is sorted as a."""

_BASE_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that Unicode does not decompose → what other languages sort them as."""

SortKey = tuple[tuple[tuple[int, str], ...], str]


def build_sort_key(text: str, tag: str) -> SortKey:
    """Returns the key to sort `text` by in the alphabet of `tag` (BCP 47): letters in any case, then accents."""
    last = _LETTERS_AFTER_Z.get(tag.split("-")[0], "")
    letters = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if (place := last.find(letter)) >= 0:
            letters.append((1, chr(place)))
        else:
            letters += [
                (0, part)
                for part in unicodedata.normalize("NFD", letter.translate(_BASE_LETTERS))
                if not unicodedata.combining(part)
            ]
    return tuple(letters), text
