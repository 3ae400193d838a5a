"""The slides of a deck: the entries of `slides:`, repeated or left out, each with its id and checked fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.source_lines import source_lines
from deckwright.kinds.contracts import Contract
from deckwright.kinds.contracts.base import FieldType
from deckwright.kinds.contracts.deck import SLIDE_KEYS
from deckwright.kinds.contracts.scalars import as_text
from deckwright.kinds.slide_templates import SlideTemplate, slide_kinds
from deckwright.model import node
from deckwright.model.deck import Slide
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text
from deckwright.system.limits import REPEATS, SLIDES
from deckwright.system.work import WHOLE, Share
from deckwright.texts.facts import bare
from deckwright.texts.names import FAILED, Use, names_of
from deckwright.texts.slide_ids import slide_entries, slide_ids, slug

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REPEAT = re.compile(r"\s*([A-Za-z_]\w*)\s+in\s+(.+)", re.DOTALL)
_TYPES: Mapping[str, FieldType] = {field.name: field.type for field in SLIDE_KEYS}


_Row = tuple[Mapping[str, object], Mapping[str, object]]
_ONCE: tuple[tuple[_Row, ...], frozenset[Use]] = (({}, {}),), frozenset()
"""What there is of an entry that is not repeated, and what that asks for."""


class SlideInstance(Struct, frozen=True):
    """A slide to be: an entry of `slides:`, or one of those that it is repeated to."""

    entry: node.Mapping
    id: str
    id_span: Span
    context: DeckContext
    """With the name of the row, where the entry is repeated."""
    used: frozenset[Use] = frozenset()
    """What `repeat` and `when` asked for."""


def expand_slides(tree: node.Mapping, context: DeckContext) -> tuple[SlideInstance, ...]:
    """The slides that are to be shown; `context` learns their ids. Reported: `bad-repeat`, `bad-id`,
    `duplicate-id`, `too-many-slides`."""
    entries = list(slide_entries(tree))
    if len(entries) > SLIDES:
        _too_many(entries[SLIDES], context.report)
        return ()
    all_slides = (
        instance
        for entry, written in zip(entries, slide_ids(tree), strict=True)
        for instance in _instances(entry, written, context)
    )
    slides = tuple(islice(all_slides, SLIDES))
    if (beyond := next(all_slides, None)) is not None:
        _too_many(beyond.entry, context.report)
        return ()
    _report_ids(slides, context.report)
    context.slide_ids.update((slide.id, None) for slide in slides)
    return slides


def _too_many(entry: node.Mapping, report: Report) -> None:
    message = f"a deck has at most {SLIDES:,} slides, and this is one more"
    report.error("too-many-slides", message, entry.span, help="divide it between several decks")


def check_slides(
    slides: Sequence[SlideInstance], templates: Mapping[str, SlideTemplate], report: Report, share: Share = WHOLE
) -> tuple[Slide, ...]:
    """The slides of this share whose kind is known, their fields checked by its contract; then others that those show
    in small."""
    kinds = {template.name: template.contract for template in slide_kinds(templates)}
    own = share.of([instance.id for instance in slides])
    checked = [pair for one in slides if one.id in own and (pair := _checked(one, kinds, templates, report))]
    if share is not WHOLE:
        known = {instance.id: instance for instance in slides}
        made = {slide.id for slide, _ in checked}
        for _, used in checked:  # which grows meanwhile
            for name in names_of("slide", used):
                if name in known and name not in made:
                    made.add(name)
                    checked += filter(None, [_checked(known[name], kinds, templates, report)])
    return _with_uses(checked)


def sections_of(slides: Sequence[SlideInstance]) -> tuple[tuple[str, Text | None], ...]:
    """The id of each slide, and the section that begins with it."""
    return tuple((instance.id, _key(instance.entry, "section", instance.context)) for instance in slides)


def _checked(
    instance: SlideInstance, kinds: Mapping[str, Contract], templates: Mapping[str, SlideTemplate], report: Report
) -> tuple[Slide, frozenset[Use]] | None:
    own = instance.context
    kind = _kind(instance.entry, kinds, templates, report)
    if kind is None:
        return None
    fields, shown = own.uses.of(kinds[kind].check, instance.entry, kind, own)
    notes, spoken = own.uses.of(_key, instance.entry, "notes", own)
    shown |= instance.used
    section, used = _key(instance.entry, "section", own), shown | spoken
    line, said = source_lines(instance.entry, fields, shown, used, own)
    return Slide(
        kind,
        instance.id,
        fields,
        instance.entry.span,
        _with_line(notes, said),
        section,
        source_line=line,
    ), used


def _with_line(notes: Text | None, said: Text | None) -> Text | None:
    return notes.like(f"{notes}\n\n{said}") if notes and said else notes or said


def _with_uses(checked: Sequence[tuple[Slide, frozenset[Use]]]) -> tuple[Slide, ...]:
    """The slides with what they show: also what stands in a miniature of another slide."""
    by_id = {slide.id: used for slide, used in checked}

    def with_uses(slide: Slide) -> Slide:
        used, waiting, seen = set(by_id[slide.id]), [slide.id], {slide.id}
        while waiting:
            inner = {name for name in names_of("slide", by_id[waiting.pop()]) if name in by_id} - seen
            used.update(*(by_id[name] for name in inner))
            seen |= inner
            waiting += inner
        return replace(slide, sources=names_of("data", used), facts=names_of("fact", used))

    return tuple(with_uses(slide) if used else slide for slide, used in checked)


def _instances(entry: node.Mapping, written: str, context: DeckContext) -> Iterator[SlideInstance]:
    repeat, when, given = entry.get("repeat"), entry.get("when"), entry.get("id")
    id_span = given.span if isinstance(given, Scalar) else entry.span
    rows, repeated = _ONCE if repeat is None else context.uses.of(lambda: tuple(_rows(repeat, context)))
    for names, codes in rows:
        own, used = context.with_names(names), repeated
        if isinstance(when, Scalar) and when.value not in (None, ""):
            holds, asked = own.uses.of(own.expressions.condition, when, own.names)
            used = repeated | asked
            if holds is False:
                continue
        elif when is not None:
            _TYPES["when"].check(when, "'when'", own)
        if isinstance(given, node.Sequence | node.Mapping):
            _TYPES["id"].check(given, "'id'", own)
        # In an id a row's values stand as the data has them, for it must be the same in every language.
        name: str | None = written
        if isinstance(given, Scalar) and written:
            name = context.with_names(codes).text(as_text(given, context))
        if name is not None:
            yield SlideInstance(entry, str(name).strip(), id_span, own, used)


def _rows(repeat: node.Node, context: DeckContext) -> Iterator[_Row]:
    """The name that each repetition adds: as expressions have it, and with the bare values of the data."""
    match = _REPEAT.fullmatch(repeat.raw) if isinstance(repeat, Scalar) else None
    if match is None or not isinstance(repeat, Scalar):
        context.report.error(
            "bad-repeat", "'repeat' must be a name and a table", repeat.span, help="write it so: row in data.growth"
        )
        return
    name, source = match.groups()
    if name in context.names:
        message = f"'{name}' is a name of the deck already"
        context.report.error("bad-repeat", message, repeat.span, help="take another one: row in …")
        return
    rows = context.expressions.bare_expression(repeat, source, context.names)
    if rows is FAILED:
        return
    if not isinstance(rows, tuple | list):
        context.report.error("bad-repeat", f"'{source.strip()}' is not a table", repeat.span)
        return
    if len(rows) > REPEATS:
        context.report.error("bad-repeat", f"this would make more than {REPEATS:,} slides", repeat.span)
        return
    for row in rows:
        codes = {key: bare(value) for key, value in row.items()} if isinstance(row, Mapping) else bare(row)
        yield {name: row}, {name: codes}


def _report_ids(slides: Sequence[SlideInstance], report: Report) -> None:
    first: dict[str, SlideInstance] = {}
    for slide in slides:
        if not _ID.fullmatch(slide.id):
            proposal = slug(slide.id)
            report.error(
                "bad-id",
                f"the id '{slide.id}' has other characters than a-z, 0-9 and '-'",
                slide.id_span,
                help=f"write '{proposal}'" if proposal else None,
            )
        earlier = first.setdefault(slide.id, slide)
        if earlier is slide:
            continue
        if earlier.entry is slide.entry:
            message = f"the slides that this entry is repeated to all have the id '{slide.id}'"
            report.error("duplicate-id", message, slide.id_span, help="put a column into it: id: name-{{ row.column }}")
        else:
            place = earlier.id_span
            notes = [f"first at {place}"]
            message, advice = f"two slides have the id '{slide.id}'", "give one of them another id"
            report.error("duplicate-id", message, slide.id_span, help=advice, notes=notes)


def _kind(
    entry: node.Mapping, kinds: Mapping[str, Contract], templates: Mapping[str, SlideTemplate], report: Report
) -> str | None:
    """The slide kind of an entry. Reported: `missing-field`, `unknown-slide-kind`."""
    value = entry.get("slide")
    if value is None:
        known = {*_TYPES, *(name for template in templates.values() for name in template.fields)}
        near = next((str(e.key) for e in entry if e.key not in known and did_you_mean(e.key, ["slide"])), None)
        span = next((e.key.span for e in entry if e.key == near and e.key.span), entry.span)
        help_ = f"did you mean 'slide' instead of '{near}'?" if near else "begin with '- slide: ' and a slide kind"
        report.error("missing-field", "this slide does not say of which kind it is", span, help=help_)
        return None
    if isinstance(value, Scalar) and value.raw in kinds:
        return value.raw
    if not isinstance(value, Scalar) or value.value in (None, ""):
        report.error("empty-value", "'slide' is empty", value.span, help="write the name of a slide kind")
        return None
    near_kind = did_you_mean(value.raw, kinds)
    notes = [] if near_kind else [f"the slide kinds are {', '.join(kinds)}"]
    report.error("unknown-slide-kind", f"there is no slide kind '{value.raw}'", value.span, help=near_kind, notes=notes)
    return None


def _key(entry: node.Mapping, key: str, context: DeckContext) -> Text | None:
    value = entry.get(key)
    text = _TYPES[key].check(value, f"'{key}'", context) if value is not None else None
    return text if isinstance(text, Text) and text else None
