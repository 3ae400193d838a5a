"""Translates the tree of a deck into another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from deckwright.kinds.contracts.fields import Wording
from deckwright.kinds.contracts.scalars import get_forms, is_plural, join_source_forms, map_forms, replace_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.plurals import get_plural_examples
from deckwright.localise.catalogs import Catalog, Translation
from deckwright.localise.checks import check_translation
from deckwright.localise.locale_files import NO_CHANGES, NO_GLOSSARY, Glossary, SlideChanges
from deckwright.localise.translatable import (
    extract_texts,
    find_expressions,
    match_translations,
    needs_translation,
    shorten,
)
from deckwright.model import node
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Entry, Node, Scalar
from deckwright.model.source import Text
from deckwright.texts.slide_ids import assign_slide_ids, write_out_names


def localise(
    tree: node.Mapping,
    catalogs: Sequence[Catalog],
    templates: Mapping[str, SlideTemplate],
    source: str,
    report: Report,
    glossary: Glossary = NO_GLOSSARY,
    mark_missing: bool = False,
    slide_changes: SlideChanges = NO_CHANGES,
) -> node.Mapping:
    """Returns the tree of deck.yaml with its texts in the language of the first catalog; the others are fallbacks.

    A translated text has its place in the catalog as `span`, and the place in deck.yaml as `origin`. A text without a
    translation stays, with the language `source`; with `mark_missing` it is put in ⟦ ⟧. Slide ids and the file
    name, which come from source texts, are written out. `slide_changes` changes the slides.

    Reports `outdated-translation`, `missing-translation` and `unused-translation` as warnings, and what
    `check_translation` reports.
    """
    tree = write_out_names(tree)
    if not catalogs:  # the deck's own language
        return slide_changes.apply(tree)
    texts = {key: text for key, text, _ in extract_texts(tree, templates)}
    sources = {key: join_source_forms(text) for key, text in texts.items()}
    matches = [match_translations(sources, catalog.translations.values()) for catalog in catalogs]
    new_texts: dict[str, Wording] = {}
    for key, text in texts.items():
        text_report = Report() if slide_changes.omits(key) else report
        translations = [by_key.get(key) for by_key in matches]
        new = _translate(key, text, catalogs, translations, source, glossary, text_report)
        is_needed = needs_translation(key, sources[key])
        # A text of expressions alone has no language of its own.
        new_texts[key] = new or _tag_untranslated(text, source if is_needed else "", mark_missing and is_needed)
    for catalog, by_key in zip(catalogs, matches, strict=True):
        _report_unused(catalog, by_key, texts, report)
    return slide_changes.apply(_replace_deck_texts(tree, new_texts))


def _tag_untranslated(text: Wording, lang: str, mark: bool) -> Wording:
    """Returns `text` with the language `lang`; with `mark` in brackets that are visible on slides and in notes."""

    def tag(scalar: Scalar) -> Scalar:
        value = f"⟦{str(scalar.value).strip()}⟧" if mark else str(scalar.value)
        return Scalar(Text(value, scalar.span, lang), scalar.span, scalar.raw)

    return tag(text) if isinstance(text, Scalar) else map_forms(text, tag)


def _translate(
    key: str,
    text: Wording,
    catalogs: Sequence[Catalog],
    translations: Sequence[Translation | None],
    source: str,
    glossary: Glossary,
    report: Report,
) -> Wording | None:
    """Returns the translation of `text` from the nearest catalog; None if there is none, or it cannot be used."""
    for catalog, translation in zip(catalogs, translations, strict=True):
        if translation is not None and translation.text.strip():
            return _use_translation(translation, text, catalog, source, glossary, report)
    if needs_translation(key, join_source_forms(text)):
        pairs = zip(catalogs, translations, strict=True)
        empty = ((catalog.file, translation.span) for catalog, translation in pairs if translation is not None)
        file, place = next(empty, (catalogs[-1].file, text.span))
        report.warning("missing-translation", f"'{file}' has no translation of '{key}'", place)
    return None


def _use_translation(
    translation: Translation, text: Wording, catalog: Catalog, source: str, glossary: Glossary, report: Report
) -> Wording | None:
    """Returns `text` translated; None if `translation` cannot be used. An outdated one is used, with a warning."""

    def check(translation: Translation, text: Text) -> bool:
        return check_translation(translation, text, catalog.tag, source, glossary, report)

    if isinstance(text, Scalar):
        if translation.forms:  # the source had plural forms before
            last = translation.forms[-1]
            translation = replace(translation, text=str(last), span=last.span or translation.span)
        if not check(translation, Text(str(text.value), text.span)):
            return None
        value = Text(translation.text, translation.span, catalog.tag, text.span)
        new: Wording | None = Scalar(value, translation.span, translation.text)
    else:
        new = _translate_forms(translation, text, catalog, check, report)
    if new is not None:
        _report_outdated(translation, join_source_forms(text), report)
    return new


def _translate_forms(
    translation: Translation,
    source: node.Mapping,
    catalog: Catalog,
    check: Callable[[Translation, Text], bool],
    report: Report,
) -> node.Mapping | None:
    """Returns `source` with translated plural forms; None if one cannot be used. Reports `missing-plural`."""
    if not _has_all_forms(translation, catalog, report):
        return None
    plurals, source_forms = catalog.plural_forms, get_forms(source)
    has_changed = translation.source.strip() != join_source_forms(source)
    forms = []
    for category, text in zip(plurals.categories, translation.forms, strict=False):
        source_form, span = _find_source_form(text, category, source_forms), text.span or translation.span
        key, form_source = f"{translation.key}[{category}]", "" if has_changed else str(source_form)
        if not check(Translation(key, form_source, str(text), span=span), source_form):
            return None
        forms.append(Scalar(Text(str(text), span, catalog.tag, source_forms["other"].span), span, str(text)))
    return replace_forms(source, {category: forms[n] for category, n in plurals.index.items()})


def _has_all_forms(translation: Translation, catalog: Catalog, report: Report) -> bool:
    plurals, forms = catalog.plural_forms, translation.forms
    missing = next((n for n in range(len(plurals.categories)) if n >= len(forms) or not forms[n].strip()), None)
    if missing is None:
        return True
    category = plurals.categories[missing]
    examples = get_plural_examples(catalog.cldr_tag, category)
    report.error(
        "missing-plural",
        f"the translation of '{translation.key}' lacks the form '{category}' (msgstr[{missing}])",
        forms[missing].span if missing < len(forms) else translation.span,
        help=None if forms else f"add it with: translate {catalog.tag}",
        notes=(f"'{catalog.tag}' uses it for {examples}, for example",) if examples else (),
    )
    return False


def _find_source_form(form: str, category: str, source_forms: Mapping[str, Scalar]) -> Text:
    """Returns the source form to compare `form` with: that of the same category, or one with the same expressions."""
    near = [source_forms[name].value for name in (category, "other", "one") if name in source_forms]
    texts = [text for text in near if isinstance(text, Text)]
    return next((text for text in texts if find_expressions(text) == find_expressions(form)), texts[0])


def _report_outdated(translation: Translation, source: str, report: Report) -> None:
    if translation.source.strip() != source.strip():
        message = f"the source of '{translation.key}' has changed since it was translated"
        notes = [f"it was: {shorten(translation.source)}", f"it is now: {shorten(source)}"]
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
            near = did_you_mean(translation.key, (key for key in texts if key not in matches))
            report.warning("unused-translation", message, translation.key_span, help=near)


def _replace_deck_texts(tree: node.Mapping, texts: Mapping[str, Wording]) -> node.Mapping:
    names = iter(assign_slide_ids(tree))
    entries = []
    for entry in tree:
        value = entry.value
        if entry.key != "slides":
            value = _replace_texts(value, str(entry.key), texts)
        elif isinstance(value, node.Sequence):
            slides = (_replace_texts(s, next(names), texts) if isinstance(s, node.Mapping) else s for s in value.items)
            value = node.Sequence(tuple(slides), value.span)
        entries.append(Entry(entry.key, value))
    return node.Mapping(tuple(entries), tree.span)


def _replace_texts(value: Node, path: str, texts: Mapping[str, Wording]) -> Node:
    """Returns the node at `path` with its texts replaced: by path, because an alias is one node in several places."""
    if isinstance(value, Scalar) or is_plural(value):
        return texts.get(path, value)
    if isinstance(value, node.Sequence):
        items = (_replace_texts(item, f"{path}.{n}", texts) for n, item in enumerate(value.items, 1))
        return node.Sequence(tuple(items), value.span)
    entries = [Entry(entry.key, _replace_texts(entry.value, f"{path}.{entry.key}", texts)) for entry in value]
    new = node.Mapping(tuple(entries), value.span)
    return _rename_references(value, new) if any(value.get(key) is not None for key in _REFERRING) else new


_REFERRING = ("highlight", "totals", "lines", "colours")
"""Fields in which a chart or table with its own values refers to categories and series by their texts."""


def _rename_references(old: node.Mapping, new: node.Mapping) -> node.Mapping:
    """Replaces texts that refer to categories and series by the translations of these."""
    pairs = zip(_list_scalars(old), _list_scalars(new), strict=True)
    by_text = {str(before.value): after for before, after in pairs if before is not after}

    def rename(value: Node) -> Node:
        if isinstance(value, node.Sequence):
            return node.Sequence(tuple(map(rename, value.items)), value.span)
        if isinstance(value, Scalar) and (other := by_text.get(str(value.value))) is not None:
            return Scalar(Text(str(other.value), value.span), value.span, value.raw)
        if isinstance(value, node.Mapping):
            return node.Mapping(tuple(Entry(rename_key(e.key), e.value) for e in value), value.span)
        return value

    def rename_key(name: Text) -> Text:
        other = by_text.get(str(name))
        return Text(str(other.value), name.span) if other is not None else name

    entries = (Entry(e.key, rename(e.value) if e.key in _REFERRING else e.value) for e in new)
    return node.Mapping(tuple(entries), new.span)


def _list_scalars(value: Node) -> list[Scalar]:
    if isinstance(value, Scalar):
        return [value]
    if is_plural(value):
        return []  # the number of its forms depends on the language
    children = value.items if isinstance(value, node.Sequence) else [entry.value for entry in value]
    return [scalar for child in children for scalar in _list_scalars(child)]
