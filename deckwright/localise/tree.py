"""Localise: the tree of a deck in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from deckwright.kinds.contracts.base import Wording
from deckwright.kinds.contracts.plurals import JOINT, is_plural, with_forms, wording
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.localise.catalogs import Catalog, Translation, match
from deckwright.localise.checks import sound
from deckwright.localise.glossary import Glossary
from deckwright.localise.plurals import translated_forms
from deckwright.localise.structure import Structure
from deckwright.localise.translatable import extract, needs_translation
from deckwright.model import node
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Entry, Node, Scalar
from deckwright.model.source import Text
from deckwright.texts.slide_ids import slide_ids, with_names

NO_GLOSSARY = Glossary()
AS_IT_IS = Structure()


def localise(
    tree: node.Mapping,
    catalogs: Sequence[Catalog],
    templates: Mapping[str, SlideTemplate],
    source: str,
    report: Report,
    glossary: Glossary = NO_GLOSSARY,
    mark_missing: bool = False,
    structure: Structure = AS_IT_IS,
) -> node.Mapping:
    """The tree of deck.yaml with its texts in the language of the first of `catalogs`; the others are its fallbacks.

    A translated text has its place in the catalog, and deck.yaml's as `origin`; one that no catalog has stays as it
    is and says that it is in the language `source`. Slide ids and the file's name are written out, for they
    come of the source text. Nothing but the texts changes, and what `structure` says. With `mark_missing`, what no
    catalog has stands in ⟦ ⟧.

    Reported: `outdated-translation`, `missing-translation`, `unused-translation` (warnings) and what `checks` reports.
    """
    if not catalogs:  # the deck's own language
        return structure.untranslated(tree)
    tree = with_names(tree)
    texts = {key: text for key, text, _ in extract(tree, templates)}
    sources = {key: wording(text) for key, text in texts.items()}
    found = [match(sources, catalog.translations.values()) for catalog in catalogs]
    translated: dict[str, Wording] = {}
    for key, text in texts.items():
        heard = Report() if structure.needless(key) else report
        near = [matches.get(key) for matches in found]
        new = _translation(key, text, catalogs, near, source, glossary, heard)
        wanted = needs_translation(key, sources[key])
        # Wording of the source stays in its language; what only expressions say is in that of what they name.
        translated[key] = new or _each_form(text, _untranslated(source if wanted else "", mark_missing and wanted))
    for catalog, matches in zip(catalogs, found, strict=True):
        _report_unused(catalog, matches, texts, report)
    return structure.applied(_rewritten_deck(tree, translated))


def _each_form(text: Wording, change: Callable[[Scalar], Scalar]) -> Wording:
    return change(text) if isinstance(text, Scalar) else with_forms(text, change)


def _untranslated(lang: str, marked: bool) -> Callable[[Scalar], Scalar]:
    """A text of the language `lang`; `marked`, so that everybody sees what is missing on a page and in its notes."""

    def change(scalar: Scalar) -> Scalar:
        text = f"⟦{str(scalar.value).strip()}⟧" if marked else str(scalar.value)
        return Scalar(Text(text, scalar.span, lang), scalar.span, scalar.raw)

    return change


def _translation(
    key: str,
    text: Wording,
    catalogs: Sequence[Catalog],
    translations: Sequence[Translation | None],
    source: str,
    glossary: Glossary,
    report: Report,
) -> Wording | None:
    """The nearest translation of `text`; None where there is none that can be shown."""
    for catalog, translation in zip(catalogs, translations, strict=True):
        if translation is not None and translation.text.strip():
            return _usable(translation, text, catalog, source, glossary, report)
    if needs_translation(key, wording(text)):
        pairs = zip(catalogs, translations, strict=True)
        empty = ((catalog.file, one.span) for catalog, one in pairs if one is not None)
        file, place = next(empty, (catalogs[-1].file, text.span))
        report.warning("missing-translation", f"'{file}' has no translation of '{key}'", place)
    return None


def _usable(
    translation: Translation, text: Wording, catalog: Catalog, source: str, glossary: Glossary, report: Report
) -> Wording | None:
    """`translation` if it can be shown. One that was made of another text can, with a warning."""

    def fits(translation: Translation, text: Text) -> bool:
        return sound(translation, text, catalog.tag, source, glossary, report)

    if isinstance(text, Scalar):
        if translation.forms:  # the source counted once
            last = translation.forms[-1]
            translation = replace(translation, text=str(last), span=last.span or translation.span)
        if not fits(translation, Text(str(text.value), text.span)):
            return None
        said = Text(translation.text, translation.span, catalog.tag, text.span)
        new: Wording | None = Scalar(said, translation.span, translation.text)
    else:
        new = translated_forms(translation, text, catalog, fits, report)
    if new is not None:
        _report_stale(translation, wording(text), report)
    return new


def _report_stale(translation: Translation, source: str, report: Report) -> None:
    if translation.source.strip() != source.strip():
        message = f"the source of '{translation.key}' has changed since it was translated"
        notes = [f"it was: {_short(translation.source)}", f"it is now: {_short(source)}"]
        report.warning("outdated-translation", message, translation.span, notes=notes)
    elif translation.fuzzy:
        message = f"the translation of '{translation.key}' is marked as fuzzy"
        report.warning(
            "outdated-translation", message, translation.span, help="check it and remove the mark '#, fuzzy'"
        )


def _report_unused(
    catalog: Catalog, matches: Mapping[str, Translation], texts: Mapping[str, Wording], report: Report
) -> None:
    used = {translation.key for translation in matches.values()}
    for translation in catalog.translations.values():
        if translation.key not in used:
            message = f"deck.yaml has no text '{translation.key}' to translate"
            untranslated = (key for key in texts if key not in matches)
            near = did_you_mean(translation.key, untranslated)
            report.warning("unused-translation", message, translation.key_span, help=near)


def _rewritten_deck(tree: node.Mapping, texts: Mapping[str, Wording]) -> node.Mapping:
    names = iter(slide_ids(tree))
    entries = []
    for entry in tree:
        value = entry.value
        if entry.key != "slides":
            value = _rewritten(value, str(entry.key), texts)
        elif isinstance(value, node.Sequence):
            slides = (_rewritten(s, next(names), texts) if isinstance(s, node.Mapping) else s for s in value.items)
            value = node.Sequence(tuple(slides), value.span)
        entries.append(Entry(entry.key, value))
    return node.Mapping(tuple(entries), tree.span)


def _rewritten(value: Node, path: str, texts: Mapping[str, Wording]) -> Node:
    """`value`, which stands at `path`, with its texts replaced. By path, for an alias is one node in two places."""
    if isinstance(value, Scalar) or is_plural(value):
        return texts.get(path, value)
    if isinstance(value, node.Sequence):
        items = (_rewritten(item, f"{path}.{n}", texts) for n, item in enumerate(value.items, 1))
        return node.Sequence(tuple(items), value.span)
    entries = [Entry(entry.key, _rewritten(entry.value, f"{path}.{entry.key}", texts)) for entry in value]
    new = node.Mapping(tuple(entries), value.span)
    return _names_followed(value, new) if any(value.get(key) is not None for key in _NAMING) else new


_NAMING = ("highlight", "totals", "lines", "colours")
"""Fields in which a chart or table that holds its own values names its categories and series, by their text."""


def _names_followed(old: node.Mapping, new: node.Mapping) -> node.Mapping:
    """What names categories and series by their text, which is another one now."""
    pairs = zip(_scalars(old), _scalars(new), strict=True)
    by_text = {str(before.value): after for before, after in pairs if before is not after}

    def rename(value: Node) -> Node:
        if isinstance(value, node.Sequence):
            return node.Sequence(tuple(map(rename, value.items)), value.span)
        if isinstance(value, Scalar) and (other := by_text.get(str(value.value))) is not None:
            return Scalar(Text(str(other.value), value.span), value.span, value.raw)
        if isinstance(value, node.Mapping):
            return node.Mapping(tuple(Entry(key(e.key), e.value) for e in value), value.span)
        return value

    def key(name: Text) -> Text:
        other = by_text.get(str(name))
        return Text(str(other.value), name.span) if other is not None else name

    entries = (Entry(e.key, rename(e.value) if e.key in _NAMING else e.value) for e in new)
    return node.Mapping(tuple(entries), new.span)


def _scalars(value: Node) -> list[Scalar]:
    if isinstance(value, Scalar):
        return [value]
    if is_plural(value):
        return []  # which has other forms in another language
    children = value.items if isinstance(value, node.Sequence) else [entry.value for entry in value]
    return [scalar for child in children for scalar in _scalars(child)]


def _short(text: str) -> str:
    text = " ".join(text.replace(JOINT, " / ").split())
    return text if len(text) <= 80 else f"{text[:79]}…"
