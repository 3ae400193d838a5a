"""Structure: what the deck has otherwise in one language, as `locales/<tag>.yaml` says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from deckwright.kinds.contracts.base import wrong_type
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Entry, Node, Scalar, Sequence
from deckwright.model.node import Mapping as Tree
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse
from deckwright.texts.slide_ids import slide_ids, with_names

_KEYS = ("skip", "add", "replace")
_AFTER, _SECTION = "after", "section"


class Structure(Struct):
    """How one language's deck differs. Slides are known by the ids they have in deck.yaml."""

    skipped: set[str] = field(default_factory=set)
    added: dict[str, list[Tree]] = field(default_factory=lambda: defaultdict(list))
    """Id of a slide → what follows it."""
    replaced: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Id of a slide → its other fields; one without a value is taken away."""

    def needless(self, key: str) -> bool:
        """Whether the text with this key in the catalog is not shown, so that it need not be translated."""
        name, _, path = key.partition(".")
        return name in self.skipped or path.partition(".")[0] in {entry.key for entry in self.replaced.get(name, ())}

    def untranslated(self, deck: Tree) -> Tree:
        """`deck` in its own language: with its names written out, for in others they come of the source text."""
        return self.applied(with_names(deck))

    def applied(self, deck: Tree) -> Tree:
        """`deck` with its slides as this language has them."""
        slides = deck.get("slides")
        if not isinstance(slides, Sequence):
            return deck
        new = Sequence(tuple(self._slides(slides, iter(slide_ids(deck)))), slides.span)
        return Tree(tuple(Entry(e.key, new) if e.key == "slides" else e for e in deck), deck.span)

    def _slides(self, slides: Sequence, names: Iterator[str]) -> Iterator[Node]:
        section: Entry | None = None
        for slide in slides.items:
            if not isinstance(slide, Tree):
                yield slide
                continue
            name = next(names)
            opens = next((entry for entry in slide if entry.key == _SECTION), section)
            if name in self.skipped:
                section = opens  # which begins with the next slide then
            else:
                fields = {str(entry.key): entry for entry in (*slide, *self.replaced.get(name, ()))}
                if opens is not None:
                    fields.setdefault(_SECTION, opens)
                section = None
                taken = {str(entry.key) for entry in self.replaced.get(name, ()) if _empty(entry.value)}
                yield Tree(tuple(entry for key, entry in fields.items() if key not in taken), slide.span)
            yield from self.added.get(name, ())


def read_structure(path: Path, file: str, deck: Tree, report: Report) -> Structure:
    """What `path`, which diagnostics call `file`, says of `deck`; nothing where there is no such file.

    Reported: `unknown-slide`, `unknown-field`, `missing-field`, `wrong-type` and what `parse` reports.
    """
    structure = Structure()
    tree = parse(path, file, report) if path.is_file() else None
    if tree is None:
        return structure
    if not isinstance(tree, Tree):
        wrong_type(tree, "the structure of a language", f"keys with values: {', '.join(_KEYS)}", report)
        return structure
    known = slide_ids(with_names(deck))
    for entry in tree:
        if entry.key == "skip":
            structure.skipped |= {str(name) for name in _names(entry.value, known, report)}
        elif entry.key == "add":
            _add(entry.value, structure, known, report)
        elif entry.key == "replace":
            _replace(entry.value, structure, known, report)
        else:
            notes = (f"it has {', '.join(_KEYS)}",)
            message = f"the structure of a language has no '{entry.key}'"
            report.error("unknown-field", message, entry.key.span, help=did_you_mean(entry.key, _KEYS), notes=notes)
    return structure


def _names(value: Node, known: tuple[str, ...], report: Report) -> Iterator[Text]:
    if not isinstance(value, Sequence):
        wrong_type(value, "'skip'", "a list of slide ids", report)
        return
    for item in value.items:
        if (name := _slide(item, "'skip'", known, report)) is not None:
            yield name


def _add(value: Node, structure: Structure, known: tuple[str, ...], report: Report) -> None:
    if not isinstance(value, Sequence):
        wrong_type(value, "'add'", "a list of slides, each with 'after:' and the id of a slide", report)
        return
    for item in value.items:
        if not isinstance(item, Tree):
            wrong_type(item, "'add'", "slides, each with 'after:' and the id of a slide", report)
        elif (after := item.get(_AFTER)) is None:
            message = "a slide that is added needs the field 'after'"
            report.error("missing-field", message, item.span, help="add 'after:' with the id of a slide")
        elif (name := _slide(after, f"'{_AFTER}'", known, report)) is not None:
            slide = Tree(tuple(entry for entry in item if entry.key != _AFTER), item.span)
            structure.added[str(name)].append(slide)


def _replace(value: Node, structure: Structure, known: tuple[str, ...], report: Report) -> None:
    if not isinstance(value, Tree):
        wrong_type(value, "'replace'", "slide ids, each with fields of the slide", report)
        return
    for entry in value:
        if not isinstance(entry.value, Tree):
            wrong_type(entry.value, f"'{entry.key}'", "fields of the slide", report)
        elif _is_known(entry.key, entry.key.span, known, report):
            structure.replaced[str(entry.key)] = entry.value.entries


def _slide(value: Node, name: str, known: tuple[str, ...], report: Report) -> Text | None:
    if not isinstance(value, Scalar) or not value.raw:
        wrong_type(value, name, "the id of a slide", report)
        return None
    return Text(value.raw, value.span) if _is_known(value.raw, value.span, known, report) else None


def _is_known(name: str, span: Span | None, known: tuple[str, ...], report: Report) -> bool:
    if name in known:
        return True
    notes = (f"the slides are {', '.join(known)}",)
    report.error("unknown-slide", f"there is no slide '{name}'", span, help=did_you_mean(name, known), notes=notes)
    return False


def _empty(value: Node) -> bool:
    return isinstance(value, Scalar) and value.value is None
