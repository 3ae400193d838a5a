"""Writing systems: which one a language is written in, and the stretches of a text that are in another one.

Scripts are named by ISO 15924, as a theme lists its fonts (a:font script). Greek and Cyrillic count as Latin here:
they have the same fonts and no rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

LATIN = "Latn"
FULL_WIDTH = frozenset({"Jpan", "Hans", "Hant", "Hang"})
"""Those that take a theme's East Asian font (a:ea); the others but Latin take the one for complex scripts (a:cs)."""

_OF_LANGUAGE = {
    "ja": "Jpan", "ko": "Hang", "zh": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "yue": "Hant",
    "ar": "Arab", "fa": "Arab", "ur": "Arab", "ps": "Arab", "ckb": "Arab", "sd": "Arab", "ug": "Arab",
    "he": "Hebr", "yi": "Hebr", "th": "Thai", "hi": "Deva", "mr": "Deva", "ne": "Deva", "bn": "Beng", "ta": "Taml",
    "am": "Ethi", "ti": "Ethi", "ka": "Geor", "hy": "Armn",
}  # fmt: skip
"""Language → its script, where that is not Latin, Greek or Cyrillic."""

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
"""What only this script has. Kana and Hani are of Japanese; Hani alone of Chinese, and now and then of Korean."""
_WITHIN = {"Jpan": ("Hani", "Kana"), "Hang": ("Hang", "Hani"), "Hans": ("Hani",), "Hant": ("Hani",)}
"""Script of a language → the letters it is written with, where they are not its own alone."""

_LANGUAGE_OF = {
    "Latn": "en-GB", "Arab": "ar-SA", "Hebr": "he-IL", "Jpan": "ja-JP", "Hang": "ko-KR", "Hans": "zh-CN",
    "Thai": "th-TH", "Deva": "hi-IN", "Beng": "bn-BD", "Taml": "ta-IN", "Ethi": "am-ET", "Geor": "ka-GE",
    "Armn": "hy-AM",
}  # fmt: skip
"""Script → the language of words in it that nobody has marked."""

_ONLY_LATIN = frozenset({LATIN})
_LOW = frozenset({LATIN, "Arab", "Hebr", "Armn"})
_BEYOND_EUROPE = re.compile("[^\0-\u052f\u1d00-\u2cff]")
"""Everything that Latin, Greek and Cyrillic texts have none of, and a little more: a set of few ranges is compiled in
no time, one of many in 3 ms."""


def is_european(text: str) -> bool:
    """Whether there is nothing in `text` but Latin, Greek and Cyrillic letters, digits and signs."""
    return text.isascii() or not _BEYOND_EUROPE.search(text)


@cache
def _letters_but(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(letters for name, letters in _LETTERS.items() if name not in names)}]")


def stands_taller(text: str) -> bool:
    """Whether a line of `text` is higher than one of Latin letters: the fonts of East and South Asia need the room."""
    return not is_european(text) and bool(_letters_but(_LOW).search(text))


@cache
def script_of(tag: str) -> str:
    """The script that the language `tag` (BCP 47) is written in: Jpan for ja-JP, Hant for zh-TW, Latn for da."""
    parts = tag.split("-")
    named = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if named in _LETTERS or named in FULL_WIDTH:
        return named
    region = next((part for part in parts[1:] if len(part) == 2), "").upper()
    return _OF_LANGUAGE.get(f"{parts[0]}-{region}") or _OF_LANGUAGE.get(parts[0], LATIN)


def by_script(text: str, lang: str) -> Iterator[tuple[str, str, str]]:
    """`text`, which is in the language `lang`, in stretches of one script: text, language and script of each.

    Digits and signs go with the words they stand among, and with the text's own language at an edge.
    """
    own = script_of(lang)
    if own == LATIN and (is_european(text) or not _letters_but(_ONLY_LATIN).search(text)):
        if text:
            yield text, lang, own
        return
    start = 0
    for match in _foreign_to(own).finditer(text):
        if match.start() > start:
            yield text[start : match.start()], lang, own
        script = _script_in(str(match.lastgroup), text)
        yield match[0], _LANGUAGE_OF[script], script
        start = match.end()
    if start < len(text):
        yield text[start:], lang, own


def _script_in(letters: str, text: str) -> str:
    """Chinese characters beside kana are Japanese."""
    if letters in ("Kana", "Hani"):
        return "Jpan" if re.search(f"[{_LETTERS['Kana']}]", text) else "Hans"
    return letters


@cache
def _foreign_to(own: str) -> re.Pattern[str]:
    """Stretches in scripts that a language in the script `own` is not written in."""
    signs = f"[^{''.join(_LETTERS.values())}]"
    within = _WITHIN.get(own, (own,))
    names = [name for name in _LETTERS if name not in within]
    return re.compile("|".join(f"(?P<{name}>{_stretch(_together(name, names), signs)})" for name in names))


def _together(name: str, names: list[str]) -> str:
    """Kana and Chinese characters make one stretch, whichever comes first."""
    japanese = ("Kana", "Hani")
    return "".join(_LETTERS[one] for one in (japanese if name in japanese else (name,)) if one in names)


def _stretch(letters: str, signs: str) -> str:
    return f"[{letters}](?:{signs}*[{letters}0-9])*"
