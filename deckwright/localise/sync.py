"""Sync: a catalog made of a deck, or brought up to date with it, and no translation lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.kinds.contracts.deck import DECK_FIELDS
from deckwright.kinds.contracts.plurals import JOINT, wording
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.plurals import PluralForms, plural_forms
from deckwright.languages.table import language as language_of
from deckwright.localise.catalogs import Translation, match
from deckwright.localise.entries import FUZZY, PLURAL_FORMS, empty_entry, put_target, source_of, state, target_of
from deckwright.localise.glossary import Glossary
from deckwright.localise.structure import Structure
from deckwright.localise.translatable import extract, needs_translation, without_positions
from deckwright.model import node
from deckwright.model.source import Span
from deckwright.texts.slide_ids import deck_name, slide_ids

if TYPE_CHECKING:
    import polib

_GROWTH = ((10, 3.0), (20, 2.0), (30, 1.8), (50, 1.6), (70, 1.4))
"""Characters of the source → how many times as long a translation may become (IBM's table); 1.3 above that."""
_NO_GLOSSARY = Glossary()
_AS_IT_IS = Structure()
_DECK_KEYS = frozenset(field.name for field in DECK_FIELDS)


class Counts(Struct, frozen=True):
    """What a catalog holds, in entries."""

    translated: int = 0
    outdated: int = 0
    missing: int = 0
    obsolete: int = 0

    def __str__(self) -> str:
        return (
            f"{self.translated} translated, {self.outdated} outdated, {self.missing} missing, {self.obsolete} obsolete"
        )


def sync_catalog(
    tree: node.Mapping,
    templates: Mapping[str, SlideTemplate],
    catalog: str,
    language: str,
    glossary: Glossary = _NO_GLOSSARY,
    structure: Structure = _AS_IT_IS,
) -> polib.POFile:
    """The catalog for `language`, of what stood in it so far (`catalog`, a .po that can be read, or nothing).

    A text with the same key and wording keeps its translation, also when its slide was moved or given another id. One
    that has changed makes its translation fuzzy and has the old text beside it (`#|`); one that is gone makes it
    obsolete (`#~`). A text without a translation is offered that of the very same text elsewhere, as fuzzy.
    Entries stand in the order of deck.yaml; what `structure` leaves out in this language gets no new ones.
    """
    import polib

    old = polib.pofile(catalog + "\n", encoding="utf-8") if catalog else polib.POFile()
    texts = [(key, wording(text).strip(), comment) for key, text, comment in extract(tree, templates)]
    sources = {key: source for key, source, _ in texts}
    current = {entry.msgctxt: entry for entry in old if entry.msgctxt and not entry.obsolete}
    gone = {(entry.msgctxt, source_of(entry)): entry for entry in old if entry.obsolete and target_of(entry)}
    renamed = _renamed_slides(sources, current, slide_ids(tree))
    by_key = {_under(key, renamed): entry for key, entry in current.items()}
    matched = match(sources, [_bare(key, entry) for key, entry in by_key.items()])
    elsewhere = _translations(old)

    new = polib.POFile()
    new.header, new.metadata_is_fuzzy = old.header, old.metadata_is_fuzzy
    plurals = _plurals(sources, language, old.metadata)
    new.metadata = _metadata(old.metadata, tree, language, plurals)
    kept: set[int] = set()
    for key, source, comment in texts:
        earlier = by_key[matched[key].key] if key in matched else None
        if earlier is None and (structure.needless(key) or not needs_translation(key, source)):
            continue
        if (back := gone.get((key, source))) and not (earlier and target_of(earlier)):
            earlier = back
        entry = empty_entry(key, source, plurals)
        terms = (f"glossary: {term} = {' or '.join(names)}" for term, names in glossary.hits(source, language))
        entry.comment = "\n".join((_comment(key, comment, sources), *terms))
        if earlier is not None:
            kept.add(id(earlier))
            _carry_over(earlier, entry)
        if not target_of(entry) and needs_translation(key, source) and source in elsewhere:
            put_target(entry, elsewhere[source])
            entry.flags = [FUZZY, *entry.flags]
        new.append(entry)
    for entry in old:
        if entry.msgctxt and id(entry) not in kept and target_of(entry):
            entry.obsolete = True
            new.append(entry)
    return new


def _plurals(sources: Mapping[str, str], language: str, metadata: Mapping[str, str]) -> PluralForms | None:
    """The forms that texts which count have in the catalog, if there are such texts."""
    if not any(JOINT in source for source in sources.values()):
        return None
    return plural_forms(language_of(language).formats, metadata.get(PLURAL_FORMS, ""))


def counts(catalog: polib.POFile) -> Counts:
    """Of a catalog as `sync_catalog` makes it. What needs no translation (a name, an address) is not missed."""
    found = Counter(state(entry) for entry in catalog if entry.obsolete or target_of(entry) or _missed(entry))
    return Counts(**{name: found[name] for name in ("translated", "outdated", "missing", "obsolete")})


def _missed(entry: polib.POEntry) -> bool:
    return needs_translation(entry.msgctxt, entry.msgid)


def _carry_over(earlier: polib.POEntry, entry: polib.POEntry) -> None:
    """What translators have written, into the new `entry`; fuzzy when it was written for another text."""
    put_target(entry, target_of(earlier))
    entry.tcomment = earlier.tcomment
    entry.flags = list(dict.fromkeys(earlier.flags))
    was_fuzzy = FUZZY in entry.flags
    if was_fuzzy:
        entry.previous_msgid, entry.previous_msgid_plural = earlier.previous_msgid, earlier.previous_msgid_plural
    if source_of(earlier).strip() != source_of(entry) and target_of(earlier):
        if not entry.previous_msgid:
            entry.previous_msgid, entry.previous_msgid_plural = earlier.msgid, earlier.msgid_plural or None
        entry.flags = [FUZZY, *(flag for flag in entry.flags if flag != FUZZY)]


def _renamed_slides(sources: Mapping[str, str], old: Mapping[str, polib.POEntry], ids: Sequence[str]) -> dict[str, str]:
    """Old id → new id of the slides that have another one now: those which say, for the most part, the same."""
    now, was = _by_slide(sources), _by_slide({key: source_of(entry).strip() for key, entry in old.items()})
    lost = [name for name in was if name not in ids and name not in _DECK_KEYS]
    fresh = [name for name in ids if name in now and name not in was]
    scores = sorted(
        ((-(was[before] & now[after]).total(), before, after) for before in lost for after in fresh),
        key=lambda row: row[0],
    )
    renamed: dict[str, str] = {}
    for score, before, after in scores:
        most = max(was[before].total(), now[after].total())
        if -score * 2 >= most and before not in renamed and after not in renamed.values():
            renamed[before] = after
    return renamed


def _by_slide(texts: Mapping[str, str]) -> dict[str, Counter[tuple[str, str]]]:
    """For each slide, how often it says what in which field. Only what is translated counts."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for key, source in texts.items():
        slide, _, path = key.partition(".")
        if path and needs_translation(key, source):
            found.setdefault(slide, Counter())[(without_positions(path), source)] += 1
    return found


def _under(key: str, renamed: Mapping[str, str]) -> str:
    """`key` with its slide's new id."""
    slide, dot, path = key.partition(".")
    return renamed.get(slide, slide) + dot + path


def _translations(catalog: polib.POFile) -> dict[str, str]:
    """Source → a translation that somebody stands by, for the same text in another place; the living ones first."""
    found: dict[str, str] = {}
    for entry in sorted(catalog, key=lambda entry: bool(entry.obsolete)):
        if target_of(entry).strip() and FUZZY not in entry.flags:
            found.setdefault(source_of(entry).strip(), target_of(entry))
    return found


def _comment(key: str, where: str, sources: Mapping[str, str]) -> str:
    """What a translator should know: where the text stands, who says it, how long it may become."""
    lines = [where]
    speaker = sources.get(f"{key.rpartition('.')[0]}.by")
    if speaker and not key.endswith(".by"):
        lines.append(f"said by: {' '.join(speaker.split())}")
    if needs_translation(key, sources[key]):
        lines.append(f"up to about {budget(sources[key].rpartition(JOINT)[2])} characters")
    return "\n".join(lines)


def budget(source: str) -> int:
    """How many characters a translation of `source` may have, roughly."""
    length = len(source)
    return round(length * next((growth for limit, growth in _GROWTH if length <= limit), 1.3))


def _metadata(old: Mapping[str, str], tree: node.Mapping, language: str, plurals: PluralForms | None) -> dict[str, str]:
    return {
        **(old or {"Project-Id-Version": deck_name(tree)}),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({PLURAL_FORMS: plurals.header} if plurals else {}),
    }


def _bare(key: str, entry: polib.POEntry) -> Translation:
    nowhere = Span("", 1, 1)
    return Translation(key, source_of(entry), target_of(entry), False, nowhere, nowhere)
