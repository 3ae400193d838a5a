"""Brings a catalog (translation file) up to date with the deck, and counts its translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deckwright.kinds.contracts.deck_fields import DECK_FIELDS
from deckwright.kinds.contracts.scalars import FORM_SEPARATOR, join_source_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.language import get_language
from deckwright.languages.plurals import PluralForms, get_plural_forms
from deckwright.localise.catalogs import (
    FUZZY,
    PLURAL_FORMS,
    Catalog,
    Translation,
    get_source,
    get_target,
    make_empty_entry,
    set_target,
)
from deckwright.localise.locale_files import NO_CHANGES, NO_GLOSSARY, Glossary, SlideChanges
from deckwright.localise.translatable import extract_texts, match_translations, needs_translation, strip_positions
from deckwright.model import node
from deckwright.texts.slide_ids import assign_slide_ids, choose_file_name, write_out_names

if TYPE_CHECKING:
    import polib

_GROWTH = ((10, 3.0), (20, 2.0), (30, 1.8), (50, 1.6), (70, 1.4))
"""Length of the source → factor by which a translation may be longer (IBM's table); 1.3 above that."""
OUTSIDE = "deck.yaml"
"""The place of texts that belong to no slide."""
_DECK_KEYS = frozenset(field.name for field in DECK_FIELDS)


def update_catalog(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    catalog: str,
    language: str,
    glossary: Glossary = NO_GLOSSARY,
    slide_changes: SlideChanges = NO_CHANGES,
) -> polib.POFile:
    """Returns the catalog for `language`; `catalog` is the .po file so far (it must be readable), or empty.

    A text with the same key and wording keeps its translation, also if its slide is moved or gets another id. If the
    wording has changed, the translation becomes fuzzy and gets the old text (`#|`); if the text is gone, it becomes
    obsolete (`#~`). A text without a translation gets that of the same text in another place, as fuzzy. Entries have
    the order of deck.yaml. Texts that `slide_changes` omits in this language get no new entries.
    """
    import polib

    old = polib.pofile(catalog + "\n", encoding="utf-8") if catalog else polib.POFile()
    texts = [(key, join_source_forms(text).strip(), comment) for key, text, comment in extract_texts(tree, templates)]
    sources = {key: source for key, source, _ in texts}
    current = {entry.msgctxt: entry for entry in old if entry.msgctxt and not entry.obsolete}
    obsolete = {(entry.msgctxt, get_source(entry)): entry for entry in old if entry.obsolete and get_target(entry)}
    renamed = _find_renamed_slides(sources, current, assign_slide_ids(tree))
    by_key = {}
    for key, entry in current.items():
        slide, dot, path = key.partition(".")
        by_key[renamed.get(slide, slide) + dot + path] = entry
    translations = (Translation(key, get_source(entry), get_target(entry)) for key, entry in by_key.items())
    matches = match_translations(sources, translations)
    same_source = _collect_translations(old)

    new = polib.POFile()
    new.header, new.metadata_is_fuzzy = old.header, old.metadata_is_fuzzy
    plurals = None
    if any(FORM_SEPARATOR in source for source in sources.values()):
        plurals = get_plural_forms(get_language(language).cldr_tag, old.metadata.get(PLURAL_FORMS, ""))
    new.metadata = _make_metadata(old.metadata, tree, language, plurals)
    used: set[int] = set()
    for key, source, comment in texts:
        earlier = by_key[matches[key].key] if key in matches else None
        if earlier is None and (slide_changes.omits(key) or not needs_translation(key, source)):
            continue
        if (restored := obsolete.get((key, source))) and not (earlier and get_target(earlier)):
            earlier = restored
        entry = make_empty_entry(key, source, plurals)
        terms = (f"glossary: {term} = {' or '.join(names)}" for term, names in glossary.find_terms(source, language))
        entry.comment = "\n".join((_make_comment(key, comment, sources), *terms))
        if earlier is not None:
            used.add(id(earlier))
            _carry_over(earlier, entry)
        if not get_target(entry) and needs_translation(key, source) and source in same_source:
            set_target(entry, same_source[source])
            entry.flags = [FUZZY, *entry.flags]
        new.append(entry)
    for entry in old:
        if entry.msgctxt and id(entry) not in used and get_target(entry):
            entry.obsolete = True
            new.append(entry)
    return new


def _carry_over(earlier: polib.POEntry, entry: polib.POEntry) -> None:
    """Copies the work of translators into the new `entry`; it becomes fuzzy if the source has changed."""
    set_target(entry, get_target(earlier))
    entry.tcomment = earlier.tcomment
    entry.flags = list(dict.fromkeys(earlier.flags))
    if FUZZY in entry.flags:
        entry.previous_msgid, entry.previous_msgid_plural = earlier.previous_msgid, earlier.previous_msgid_plural
    if get_source(earlier).strip() != get_source(entry) and get_target(earlier):
        if not entry.previous_msgid:
            entry.previous_msgid, entry.previous_msgid_plural = earlier.msgid, earlier.msgid_plural or None
        entry.flags = [FUZZY, *(flag for flag in entry.flags if flag != FUZZY)]


def _find_renamed_slides(
    sources: Mapping[str, str], old: Mapping[str, polib.POEntry], ids: Sequence[str]
) -> dict[str, str]:
    """Returns old id → new id of slides whose id has changed: at least half of their texts are the same."""
    now, was = _group_by_slide(sources), _group_by_slide({key: get_source(entry).strip() for key, entry in old.items()})
    lost = [name for name in was if name not in ids and name not in _DECK_KEYS]
    new = [name for name in ids if name in now and name not in was]
    scores = sorted(
        ((-(was[before] & now[after]).total(), before, after) for before in lost for after in new),
        key=lambda row: row[0],
    )
    renamed: dict[str, str] = {}
    for score, before, after in scores:
        most = max(was[before].total(), now[after].total())
        if -score * 2 >= most and before not in renamed and after not in renamed.values():
            renamed[before] = after
    return renamed


def _group_by_slide(texts: Mapping[str, str]) -> dict[str, Counter[tuple[str, str]]]:
    """Counts for each slide how often a field has a text. Only texts to translate count."""
    slides: dict[str, Counter[tuple[str, str]]] = {}
    for key, source in texts.items():
        slide, _, path = key.partition(".")
        if path and needs_translation(key, source):
            slides.setdefault(slide, Counter())[(strip_positions(path), source)] += 1
    return slides


def _collect_translations(catalog: polib.POFile) -> dict[str, str]:
    """Returns source → translation of all entries that are not fuzzy; entries in use come before obsolete ones."""
    translations: dict[str, str] = {}
    for entry in sorted(catalog, key=lambda entry: bool(entry.obsolete)):
        if get_target(entry).strip() and FUZZY not in entry.flags:
            translations.setdefault(get_source(entry).strip(), get_target(entry))
    return translations


def _make_comment(key: str, place: str, sources: Mapping[str, str]) -> str:
    """Returns the comment for the translator: the place of the text, its speaker and its recommended length."""
    lines = [place]
    speaker = sources.get(f"{key.rpartition('.')[0]}.by")
    if speaker and not key.endswith(".by"):
        lines.append(f"said by: {' '.join(speaker.split())}")
    if needs_translation(key, sources[key]):
        lines.append(f"up to about {estimate_length(sources[key].rpartition(FORM_SEPARATOR)[2])} characters")
    return "\n".join(lines)


def estimate_length(source: str) -> int:
    """Returns the number of characters that a translation of `source` may have."""
    length = len(source)
    return round(length * next((growth for limit, growth in _GROWTH if length <= limit), 1.3))


def _make_metadata(
    old: Mapping[str, str], tree: node.Mapping, language: str, plurals: PluralForms | None
) -> dict[str, str]:
    return {
        **(old or {"Project-Id-Version": choose_file_name(tree)}),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({PLURAL_FORMS: plurals.header} if plurals else {}),
    }


def describe_counts(catalog: polib.POFile) -> str:
    """Returns the numbers of entries of a catalog by their state. Untranslated names and addresses are not missing."""
    states = Counter(
        _get_state(entry)
        for entry in catalog
        if entry.obsolete or get_target(entry) or needs_translation(entry.msgctxt, entry.msgid)
    )
    return ", ".join(f"{states[name]} {name}" for name in ("translated", "outdated", "missing", "obsolete"))


def _get_state(entry: polib.POEntry) -> str:
    if entry.obsolete:
        return "obsolete"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        return "missing"
    return "outdated" if FUZZY in entry.flags else "translated"


def count_by_slide(
    tree: node.Mapping, catalogs: Sequence[Catalog], templates: Mapping[str, SlideTemplate], slide_changes: SlideChanges
) -> dict[str, Counter[str]]:
    """Returns slide id → numbers of its `translated`, `outdated` and `missing` texts, in the order of the slides.

    `catalogs` are those of a language and its fallbacks, the nearest first; a translation in any of them counts.
    Untranslated names and addresses are not missing. Texts that `slide_changes` omits do not count.
    """
    tree = write_out_names(tree)
    texts = {key: join_source_forms(text) for key, text, _ in extract_texts(tree, templates)}
    matches = [match_translations(texts, catalog.translations.values()) for catalog in catalogs]
    places: dict[str, Counter[str]] = {name: Counter() for name in (OUTSIDE, *assign_slide_ids(tree))}
    for key, source in texts.items():
        if slide_changes.omits(key):
            continue
        state = _find_state(source, [by_key.get(key) for by_key in matches])
        if state != "missing" or needs_translation(key, source):
            slide, _, path = key.partition(".")
            places[slide if path and slide in places else OUTSIDE][state] += 1
    return places


def _find_state(source: str, translations: Sequence[Translation | None]) -> str:
    for translation in translations:
        if translation and translation.text.strip() and all(form.strip() for form in translation.forms):
            is_outdated = translation.fuzzy or translation.source.strip() != source.strip()
            return "outdated" if is_outdated else "translated"
    return "missing"
