"""The names of slide layouts and subtitle placeholders in the languages of PowerPoint, and the roles they stand for.

PowerPoint translates the names of layouts, never their types. But other programs, and designers who draw their own
layouts, leave the type out; then the name is the best evidence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def find_named_roles(name: str) -> tuple[str | None, str | None]:
    """Returns the role whose layouts have exactly this name in some language, and the one that a word reveals."""
    plain, (roles, words, _) = _normalise_name(name), _load_names()
    by_word = (role for role, parts in words.items() if any(part in plain for part in parts))
    return roles.get(plain), next(by_word, None)


def is_subtitle_name(name: str) -> bool:
    return _normalise_name(name).startswith(_load_names()[2])


@cache
def _load_names() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Reads layout_names.json: name of a layout → role, role → words, and how names of subtitle placeholders begin.

    The words are in the order of the search; those of `content` come last, because other layouts speak of content too.
    """
    tables = json.loads(Path(__file__).with_name("layout_names.json").read_text("utf-8"))
    roles = {_normalise_name(name): role for role, names in tables["names"].items() for name in names}
    words = {role: tuple(map(_normalise_name, words)) for role, words in tables["words"].items()}
    return roles, words, tuple(tables["subtitles"])


def _normalise_name(name: str) -> str:
    """Returns a name to compare: in lower case, without the number that PowerPoint puts before or after it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"^\d+[_ .-]+|\s*\(\d+\)$|[_-]\d+$", "", " ".join(folded.replace("_", " ").split())).strip()
