"""Languages: their names, marks and words, read from languages.yaml, and their tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping as MappingNode
from deckwright.model.node import Node
from deckwright.model.source import Text, span_of
from deckwright.system.cache import load_object, make_key, store_object

FALLBACK_LANGUAGE = "en"
"""The language that supplies the words and quotation marks that another one lacks."""
PSEUDO_LOCALES = ("qps-ploc", "qps-plocm")
"""Windows' own names for the pseudo-locales, see localise/pseudo.py; the second is written from right to left."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class Language(Struct, frozen=True):
    tag: str
    """BCP 47, as the author wrote it: `en-GB`."""
    name: str
    """In the language itself: `dansk`."""
    office_tag: str
    """The tag that PowerPoint's spelling checker knows the language by: `da-DK`."""
    cldr_tag: str
    """The CLDR locale of its numbers and dates."""
    quotes: tuple[str, str]
    """The marks before and after a quotation, no-break spaces included."""
    inner_quotes: tuple[str, str]
    """The marks of a quotation within a quotation."""
    words: Mapping[str, str]
    """The words that Deckwright itself writes on slides and in alternative texts: `words["table"]`."""
    is_rtl: bool = False


@cache
def get_language(tag: str) -> Language:
    """Returns the language `tag`. A region inherits from its language, and missing words are English."""
    rows = _load_rows()
    chain = [rows[name] for name in list_fallbacks(tag) if name in rows]
    inherited = {key: value for row in reversed(chain) for key, value in row.items()}
    marks = inherited if "quotes" in inherited else rows[FALLBACK_LANGUAGE]
    before, _, after = marks["quotes"].partition("…")
    inner_before, _, inner_after = marks["inner"].partition("…")
    words = dict(rows[FALLBACK_LANGUAGE]["words"])
    for row in reversed(chain):
        words |= row.get("words", {})
    own = rows.get(tag, {})
    return Language(
        tag=tag,
        name=own.get("name") or inherited.get("name", tag),
        # A region without a row (en-IE) keeps its own spelling and formats.
        office_tag=own.get("office") or (tag if "-" in tag else inherited.get("office", tag)),
        cldr_tag=own.get("formats", tag),
        quotes=(before, after),
        inner_quotes=(inner_before, inner_after),
        words=words,
        is_rtl="rtl" in inherited,
    )


def list_fallbacks(tag: str) -> tuple[str, ...]:
    """Returns `tag` and the tags it falls back to, nearest first: `zh-Hant-TW`, `zh-Hant`, `zh`."""
    parts = tag.split("-")
    return tuple("-".join(parts[:end]) for end in range(len(parts), 0, -1))


def list_languages() -> tuple[str, ...]:
    """Returns the tags of the languages in languages.yaml."""
    return tuple(_load_rows())


@cache
def get_number_marks(tag: str) -> tuple[str, str]:
    """Returns the decimal mark and the mark between thousands: `,` and `.` in Danish."""
    from babel import Locale, numbers

    locale = Locale.parse(get_language(tag).cldr_tag, sep="-")
    return numbers.get_decimal_symbol(locale), numbers.get_group_symbol(locale)


def is_known_locale(tag: str) -> bool:
    """Returns True if `tag` is well-formed BCP 47 and a language of CLDR or languages.yaml."""
    return tag in list_languages() or _normalise_tag(tag) == tag


def check_locale(tag: Text, report: Report) -> bool:
    """Returns True if `tag` is a known locale; else reports `unknown-locale` there."""
    if is_known_locale(tag):
        return True
    written = tag.replace("_", "-")
    suggestion = _normalise_tag(written) or _find_tag_by_name(written)
    report.error(
        "unknown-locale",
        f"unknown language '{tag}'",
        span_of(tag),
        help=f"did you mean '{suggestion}'?" if suggestion else did_you_mean(written, list_languages()),
        notes=["a language is written as a BCP 47 tag: da, en-GB, pt-BR"],
    )
    return False


def _find_tag_by_name(name: str) -> str | None:
    """Returns the tag of a language by its own or its English name: `da` for dansk and Danish."""
    own = next((tag for tag in list_languages() if get_language(tag).name.lower() == name.lower()), None)
    if own:
        return own
    from babel import Locale

    names = Locale(FALLBACK_LANGUAGE).languages
    return next((tag.replace("_", "-") for tag, english in names.items() if english.lower() == name.lower()), None)


def _normalise_tag(tag: str) -> str | None:
    """Returns the tag by which CLDR knows `tag`: `en-GB` for `en-UK`; None for an unknown one."""
    parts = [part.upper() if len(part) == 2 else part.title() for part in tag.split("-")]
    cased = "-".join([parts[0].lower(), *parts[1:]])
    if not _TAG.fullmatch(cased):
        return None
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(cased, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    # CLDR adds the script (zh-CN is zh_Hans_CN), and knows old and mistaken names of languages and countries.
    return cased if set(cased.split("-")) <= set(str(locale).split("_")) else str(locale).replace("_", "-")


@cache
def _load_rows() -> Mapping[str, Mapping[str, Any]]:
    name = make_key("languages", ("yaml",))
    if isinstance(cached := load_object(name), dict):
        return cached
    from deckwright.parse.tree import parse  # late: `--help` needs no YAML

    report = Report()
    tree = parse(Path(__file__).with_name("languages.yaml"), "languages.yaml", report)
    report.stop_if_failed()
    rows: dict[str, dict[str, Any]] = _read_values(tree)
    store_object(name, rows)
    return rows


def _read_values(node: Node | None) -> Any:
    """Returns a mapping as a dict, and a single value as its text."""
    if isinstance(node, MappingNode):
        return {str(entry.key): _read_values(entry.value) for entry in node}
    return str(getattr(node, "value", ""))
