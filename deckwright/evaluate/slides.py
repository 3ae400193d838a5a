"""Reads `slides:` of a deck: repeats entries or leaves them out, gives them ids and checks their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from deckwright.evaluate.automatic_texts import format_source_lines
from deckwright.evaluate.context import DeckContext, ReportedError
from deckwright.kinds.contracts.deck_fields import SLIDE_KEYS
from deckwright.kinds.contracts.fields import FieldType
from deckwright.kinds.contracts.scalars import evaluate_as_text
from deckwright.kinds.slide_templates import Contract, SlideTemplate, list_slide_kinds
from deckwright.model import node
from deckwright.model.deck import Slide
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text
from deckwright.system.limits import REPEATS, SLIDES
from deckwright.system.work import WHOLE, Share
from deckwright.texts.slide_ids import assign_slide_ids, iterate_slide_entries, make_slug
from deckwright.texts.values import FAILED, Use, select_names, unwrap_fact

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REPEAT = re.compile(r"\s*([A-Za-z_]\w*)\s+in\s+(.+)", re.DOTALL)
_TYPES: Mapping[str, FieldType] = {field.name: field.type for field in SLIDE_KEYS}

_Row = tuple[Mapping[str, object], Mapping[str, object]]
"""The name that a repetition adds to expressions: with facts, and with the bare values of the data."""


class SlideInstance(Struct, frozen=True):
    """An entry of `slides:` before its fields are checked, or one repetition of it."""

    entry: node.Mapping
    id: str
    id_span: Span
    context: DeckContext
    used: frozenset[Use] = frozenset()
    """The facts and tables that `repeat` and `when` use."""


def expand_slides(tree: node.Mapping, context: DeckContext) -> tuple[SlideInstance, ...]:
    """Returns the slides to show, and adds their ids to `context`.

    Reports `bad-repeat`, `bad-id`, `duplicate-id` and `too-many-slides`.
    """
    entries, slides = list(iterate_slide_entries(tree)), tuple[SlideInstance, ...]()
    surplus = entries[SLIDES:]
    if not surplus:
        all_slides = (
            instance
            for entry, default_id in zip(entries, assign_slide_ids(tree), strict=True)
            for instance in _expand_entry(entry, default_id, context)
        )
        slides = tuple(islice(all_slides, SLIDES + 1))
        surplus = [slide.entry for slide in slides[SLIDES:]]
    if surplus:
        message = f"the deck has more than {SLIDES:,} slides"
        context.report.error("too-many-slides", message, surplus[0].span, help="split it into several decks")
        return ()
    _report_ids(slides, context.report)
    context.slide_ids.update((slide.id, None) for slide in slides)
    return slides


def check_slides(
    slides: Sequence[SlideInstance], templates: Mapping[str, SlideTemplate], report: Report, share: Share = WHOLE
) -> tuple[Slide, ...]:
    """Returns the slides of this share with their fields checked, then the slides that they show as thumbnails."""
    kinds = {template.name: template.contract for template in list_slide_kinds(templates)}
    own_ids = share.select([instance.id for instance in slides])
    checked = [
        pair for slide in slides if slide.id in own_ids and (pair := _check_slide(slide, kinds, templates, report))
    ]
    if share is not WHOLE:
        by_id = {instance.id: instance for instance in slides}
        done = {slide.id for slide, _ in checked}
        for _, used in checked:  # `checked` grows during the loop: thumbnails may contain thumbnails
            for name in select_names("slide", used):
                if name in by_id and name not in done:
                    done.add(name)
                    checked += filter(None, [_check_slide(by_id[name], kinds, templates, report)])
    return _add_uses(checked)


def list_sections(slides: Sequence[SlideInstance]) -> tuple[tuple[str, Text | None], ...]:
    """Returns the id of each slide, and the section that begins with it."""
    return tuple((instance.id, _check_key(instance.entry, "section", instance.context)) for instance in slides)


def _check_slide(
    instance: SlideInstance, kinds: Mapping[str, Contract], templates: Mapping[str, SlideTemplate], report: Report
) -> tuple[Slide, frozenset[Use]] | None:
    context = instance.context
    kind = _find_kind(instance.entry, kinds, templates, report)
    if kind is None:
        return None
    fields, field_uses = context.uses.track(kinds[kind].check, instance.entry, kind, context)
    notes, notes_uses = context.uses.track(_check_key, instance.entry, "notes", context)
    field_uses |= instance.used
    section, all_uses = _check_key(instance.entry, "section", context), field_uses | notes_uses
    source_line, notes_line = format_source_lines(instance.entry, fields, field_uses, all_uses, context)
    if notes and notes_line:
        notes = notes.like(f"{notes}\n\n{notes_line}")
    span, notes = instance.entry.span, notes or notes_line
    return Slide(kind, instance.id, fields, span, notes, section, source_line=source_line), all_uses


def _add_uses(checked: Sequence[tuple[Slide, frozenset[Use]]]) -> tuple[Slide, ...]:
    """Returns the slides with the facts and tables that they use, also inside thumbnails of other slides."""
    by_id = {slide.id: used for slide, used in checked}

    def add_uses(slide: Slide) -> Slide:
        used, waiting, seen = set(by_id[slide.id]), [slide.id], {slide.id}
        while waiting:
            inner = {name for name in select_names("slide", by_id[waiting.pop()]) if name in by_id} - seen
            used.update(*(by_id[name] for name in inner))
            seen |= inner
            waiting += inner
        return replace(slide, sources=select_names("data", used), facts=select_names("fact", used))

    return tuple(add_uses(slide) if used else slide for slide, used in checked)


def _expand_entry(entry: node.Mapping, default_id: str, context: DeckContext) -> Iterator[SlideInstance]:
    repeat, when, id_ = entry.get("repeat"), entry.get("when"), entry.get("id")
    id_span = id_.span if isinstance(id_, Scalar) else entry.span
    try:
        rows, used = context.uses.track(_read_rows, repeat, context)
    except ReportedError:
        return
    for names, codes in rows:
        row_context, row_used = context.with_names(names), used
        if isinstance(when, Scalar) and when.value not in (None, ""):
            holds, when_uses = row_context.uses.track(
                row_context.expressions.evaluate_condition, when, row_context.names
            )
            row_used = used | when_uses
            if holds is False:
                continue
        elif when is not None:
            _TYPES["when"].check(when, "'when'", row_context)
        if isinstance(id_, node.Sequence | node.Mapping):
            _TYPES["id"].check(id_, "'id'", row_context)
        name: str | None = default_id
        if isinstance(id_, Scalar) and default_id:
            # Bare values, because labels and number formats would give each language other ids.
            name = evaluate_as_text(id_, context.with_names(codes))
        if name is not None:
            yield SlideInstance(entry, str(name).strip(), id_span, row_context, row_used)


def _read_rows(repeat: node.Node | None, context: DeckContext) -> list[_Row]:
    """Returns the name that each repetition adds; one row without a name for a slide that is not repeated.

    Fails with `bad-repeat`.
    """
    if repeat is None:
        return [({}, {})]
    match = _REPEAT.fullmatch(repeat.raw) if isinstance(repeat, Scalar) else None
    if match is None or not isinstance(repeat, Scalar):
        message = "'repeat' must be a name and a table"
        context.fail("bad-repeat", message, repeat.span, help="for example: row in data.growth")
    name, source = match.groups()
    if name in context.names:
        message = f"'{name}' is already a name of the deck"
        context.fail("bad-repeat", message, repeat.span, help="use another name: row in …")
    rows = context.expressions.evaluate_source(repeat, source, context.names)
    if rows is FAILED:
        raise ReportedError
    if not isinstance(rows, tuple | list):
        context.fail("bad-repeat", f"'{source.strip()}' is not a table", repeat.span)
    if len(rows) > REPEATS:
        context.fail("bad-repeat", f"'repeat' makes more than {REPEATS:,} slides", repeat.span)
    return [({name: row}, {name: _unwrap_facts(row)}) for row in rows]


def _unwrap_facts(row: object) -> object:
    return {key: unwrap_fact(value) for key, value in row.items()} if isinstance(row, Mapping) else unwrap_fact(row)


def _report_ids(slides: Sequence[SlideInstance], report: Report) -> None:
    first: dict[str, SlideInstance] = {}
    for slide in slides:
        if not _ID.fullmatch(slide.id):
            message = f"the id '{slide.id}' has characters other than a-z, 0-9 and '-'"
            advice = f"write '{proposal}'" if (proposal := make_slug(slide.id)) else None
            report.error("bad-id", message, slide.id_span, help=advice)
        earlier = first.setdefault(slide.id, slide)
        if earlier is slide:
            continue
        if earlier.entry is slide.entry:
            message = f"all repetitions of this slide have the id '{slide.id}'"
            report.error("duplicate-id", message, slide.id_span, help="add a column to it: id: name-{{ row.column }}")
        else:
            notes = [f"first at {earlier.id_span}"]
            message, advice = f"two slides have the id '{slide.id}'", "give one of them another id"
            report.error("duplicate-id", message, slide.id_span, help=advice, notes=notes)


def _find_kind(
    entry: node.Mapping, kinds: Mapping[str, Contract], templates: Mapping[str, SlideTemplate], report: Report
) -> str | None:
    """Returns the slide kind of an entry; None after reporting `missing-field` or `unknown-slide-kind`."""
    value = entry.get("slide")
    if value is None:
        keys = {*_TYPES, *(name for template in templates.values() for name in template.fields)}
        near = next((str(e.key) for e in entry if e.key not in keys and did_you_mean(e.key, ["slide"])), None)
        span = next((e.key.span for e in entry if e.key == near and e.key.span), entry.span)
        help_ = f"did you mean 'slide' instead of '{near}'?" if near else "begin with '- slide: ' and a slide kind"
        report.error("missing-field", "this slide has no 'slide:' with its kind", span, help=help_)
        return None
    if isinstance(value, Scalar) and value.raw in kinds:
        return value.raw
    if not isinstance(value, Scalar) or value.value in (None, ""):
        report.error("empty-value", "'slide' is empty", value.span, help="write the name of a slide kind")
        return None
    near_kind = did_you_mean(value.raw, kinds)
    notes = [] if near_kind else [f"the slide kinds are {', '.join(kinds)}"]
    report.error("unknown-slide-kind", f"unknown slide kind '{value.raw}'", value.span, help=near_kind, notes=notes)
    return None


def _check_key(entry: node.Mapping, key: str, context: DeckContext) -> Text | None:
    value = entry.get(key)
    text = _TYPES[key].check(value, f"'{key}'", context) if value is not None else None
    return text if isinstance(text, Text) and text else None
