"""Checks: what a translation must share with its source, and what it should."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from msgspec.structs import fields

from deckwright.localise.catalogs import Translation
from deckwright.localise.glossary import Glossary
from deckwright.localise.numbers import Number, numbers_of
from deckwright.localise.translatable import placeholders
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.texts.expressions import PLACEHOLDER
from deckwright.texts.marks import SUBSCRIPT, SUPERSCRIPT, Piece, parse_inline

_MYRIADS = re.compile(r"\d\s*[万億萬亿만억]")
_SPELLED = 12
"""Whole numbers up to this may be written as words, in one language and not in another; months are among them."""
_LOOKS: dict[object, str] = {
    "bold": "**bold**",
    "italic": "*italic*",
    "code": "`code`",
    ("baseline", SUPERSCRIPT): "^super^",
    ("baseline", SUBSCRIPT): "~sub~",
    "url": "a link to",
    "slide": "a link to slide",
    "lang": "words marked as of the language",
}


def sound(
    translation: Translation, source: Text, tag: str, source_tag: str, glossary: Glossary, report: Report
) -> bool:
    """Whether `translation` into the language `tag` can be shown in place of `source`.

    Reported at the catalog's line: `placeholder-mismatch`, `mark-mismatch`, and as warnings, which do not count,
    `number-mismatch` and `glossary-term`. One that was made of another text is only asked for its expressions.
    """
    if not _same_placeholders(translation, source, report):
        return False
    if translation.source.strip() != source.strip():
        return True
    if not _same_marks(translation, source, tag, report):
        return False
    if not tag.startswith("qps-"):  # pseudo-locales change no number
        _compare_numbers(translation, source, tag, source_tag, report)
    _look_for_terms(translation, source, tag, glossary, report)
    return True


def _same_placeholders(translation: Translation, source: str, report: Report) -> bool:
    wanted, had = placeholders(source), placeholders(translation.text)
    if wanted == had:
        return True
    notes = [f"the source has {part}, the translation has not" for part in sorted(wanted - had)]
    notes += [f"the translation has {part}, the source has not" for part in sorted(had - wanted)]
    message = f"the translation of '{translation.key}' must have the same expressions as its source"
    report.error("placeholder-mismatch", message, translation.span, notes=notes)
    return False


def _same_marks(translation: Translation, source: str, tag: str, report: Report) -> bool:
    """A word in the language `tag` needs no mark of its language in a text of that language, so those do not count."""
    wanted, had = _marks(source, tag), _marks(translation.text, tag)
    if wanted == had:
        return True
    notes = [f"the source has {_times(mark, n)} more" for mark, n in sorted((wanted - had).items())]
    notes += [f"the translation has {_times(mark, n)} more" for mark, n in sorted((had - wanted).items())]
    message = f"the translation of '{translation.key}' must have the same marks and links as its source"
    report.error("mark-mismatch", message, translation.span, notes=notes)
    return False


def _marks(text: str, tag: str) -> Counter[str]:
    """Each stretch of a look, and each link with where it leads."""
    # What is in an expression is no mark. A letter in its place, for marks around nothing are none.
    pieces = parse_inline(Text(PLACEHOLDER.sub("x", text)), Report())
    found: Counter[str] = Counter()
    for look in fields(Piece):
        if look.name == "text":
            continue
        plain, before = look.default, look.default
        for piece in pieces:
            value = getattr(piece, look.name)
            if value not in (before, plain) and (look.name, value) != ("lang", tag):
                name = _LOOKS.get((look.name, value)) or _LOOKS.get(look.name, look.name)
                found[f"{name} '{value}'" if isinstance(value, str) else str(name)] += 1
            before = value
    return found


def _read(number: Number) -> str:
    """The number as it is written, and what it means in its language where that is written differently."""
    meant = number.written if number.value is None else f"{number.value.normalize():f}"
    return number.written if meant == number.written else f"{number.written} (read as {meant})"


def _times(mark: str, number: int) -> str:
    return mark if number == 1 else f"{number} × {mark}"


def _compare_numbers(translation: Translation, source: str, tag: str, source_tag: str, report: Report) -> None:
    if _MYRIADS.search(translation.text) or _MYRIADS.search(source):
        return  # 2万 is 20 000
    missing, rest = _left(numbers_of(source, source_tag), numbers_of(translation.text, tag))
    missing, rest = _left(_apart(missing), _apart(rest))  # 7.10.2019 may be 7 October 2019
    if not missing and not rest:
        return
    if not (missing and rest) and all(part <= _SPELLED for number in (*missing, *rest) for part in number.parts):
        return
    notes = []
    if missing:
        notes.append(f"the source says {', '.join(map(_read, missing))}")
    if rest:
        notes.append(f"the translation says {', '.join(map(_read, rest))}")
    message = f"the translation of '{translation.key}' has other numbers than its source"
    report.warning("number-mismatch", message, translation.span, notes=notes)


def _left(wanted: list[Number], had: list[Number]) -> tuple[list[Number], list[Number]]:
    """What is only among `wanted`, and what is only among `had`."""
    missing, rest = [], list(had)
    for number in wanted:
        same = next((other for other in rest if _agree(number, other)), None)
        if same is None:
            missing.append(number)
        else:
            rest.remove(same)
    return missing, rest


def _apart(numbers: list[Number]) -> list[Number]:
    """`numbers`, with those that are none in their language as the numbers between their marks."""
    return [
        part
        for number in numbers
        for part in ([number] if number.value is not None else [Number(str(n), Decimal(n), (n,)) for n in number.parts])
    ]


def _agree(source: Number, other: Number) -> bool:
    if source.value is not None:
        return source.value == other.value
    return source.parts == other.parts


def _look_for_terms(translation: Translation, source: str, tag: str, glossary: Glossary, report: Report) -> None:
    wording = PLACEHOLDER.sub(" ", source)
    said = " ".join(translation.text.split()).casefold()
    for term, names in glossary.hits(" ".join(wording.split()), tag):
        if not any(name.casefold() in said for name in names):
            message = f"use '{names[0]}' for '{term}' in '{translation.key}' (glossary)"
            notes = [f"it may also be {', '.join(names[1:])}"] if len(names) > 1 else []
            report.warning("glossary-term", message, translation.span, notes=notes)
