"""Hypothesis strategies: decks generated from the contracts, and files with a few bytes or elements changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from examples import KINDS
from hypothesis import strategies as st
from lxml import etree

from deckwright.charts.kinds import CHART_KINDS
from deckwright.kinds.contracts.fields import Field, FieldType
from deckwright.kinds.slide_templates import SlideTemplate

Strategy = st.SearchStrategy[Any]

LETTERS = st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo"), max_codepoint=0x5FF)
WORD = st.text(LETTERS, min_size=1, max_size=6)
TEXT = st.lists(WORD, min_size=1, max_size=2).map(lambda words: "z" + " ".join(words))
"""A short text, so that most decks fit, which begins with a letter, so that YAML reads it as a text."""
NUMBER = st.integers(1, 900) | st.floats(0.5, 99.5, allow_nan=False).map(lambda number: round(number, 2))
NAME = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
SLIDE = "first"
"""The id of the first slide of every deck, for fields that name a slide."""


def chart() -> Strategy:
    def of(kind: str) -> Strategy:
        values = FORM_VALUES[CHART_KINDS[kind].form](1 if CHART_KINDS[kind].is_single_series else 3)
        legend = {"legend": st.booleans()} if "legend" in CHART_KINDS[kind].options else {}
        head = st.fixed_dictionaries({"kind": st.just(kind)}, optional={"title": TEXT, "alt": TEXT, **legend})
        return st.tuples(head, values).map(lambda both: {**both[0], **both[1]})

    return st.sampled_from(sorted(CHART_KINDS)).flatmap(of)


def in_categories(points: int, names: tuple[str, ...] = (), most: int = 1) -> Strategy:
    """Returns categories with values for each: in a list of series, or below these names."""
    one = st.fixed_dictionaries({"name": TEXT, "values": st.lists(NUMBER, min_size=points, max_size=points)})
    several = st.lists(one, min_size=1, max_size=most, unique_by=lambda row: row["name"])
    categories = st.lists(TEXT, min_size=points, max_size=points, unique=True)
    return st.fixed_dictionaries(
        {"categories": categories, **(dict.fromkeys(names, one) if names else {"series": several})}
    )


def of_points(names: tuple[str, ...], most: int) -> Strategy:
    points = st.lists(st.fixed_dictionaries(dict.fromkeys(names, NUMBER)), min_size=1, max_size=5)
    one = st.fixed_dictionaries({"name": TEXT, "points": points})
    return st.fixed_dictionaries(
        {"series": st.lists(one, min_size=1, max_size=most, unique_by=lambda row: row["name"])}
    )


SIZES = st.integers(1, 5)
FORM_VALUES: Mapping[str, Callable[[int], Strategy]] = {
    "series": lambda most: SIZES.flatmap(lambda points: in_categories(points, most=most)),
    "spans": lambda _: SIZES.flatmap(lambda points: in_categories(points, ("from", "to"))),
    "points": lambda most: of_points(("x", "y"), most),
    "bubbles": lambda most: of_points(("x", "y", "size"), most),
    "raw": lambda _: st.fixed_dictionaries({"values": st.lists(NUMBER, min_size=1, max_size=9)}),
}
"""Returns values for each form of chart, with at most that many series."""


def table() -> Strategy:
    def of(columns: int) -> Strategy:
        row = st.lists(TEXT, min_size=columns, max_size=columns)
        return st.fixed_dictionaries(
            {"columns": row, "rows": st.lists(row, min_size=1, max_size=4)}, optional={"alt": TEXT}
        )

    return st.integers(1, 4).flatmap(of)


def bullets() -> Strategy:
    below = st.fixed_dictionaries({"text": TEXT, "bullets": st.lists(TEXT, min_size=1, max_size=2)})
    return st.lists(TEXT | below, min_size=1, max_size=4)


PICTURE = st.fixed_dictionaries({"file": st.just("picture.png"), "alt": TEXT}, optional={"credit": TEXT})

BY_TYPE: Mapping[str, Callable[[Any], Strategy]] = {
    "TextType": lambda _: TEXT,
    "WordType": lambda _: WORD,
    "NumberType": lambda _: NUMBER,
    "YesNoType": lambda _: st.booleans(),
    "DateType": lambda _: st.dates().map(str),
    "ChoiceType": lambda type_: st.sampled_from(type_.choices),
    "SlideType": lambda _: st.just(SLIDE),
    "ListType": lambda type_: st.lists(
        value(type_.item), min_size=type_.min_count, max_size=min(type_.max_count or 4, max(type_.min_count, 4))
    ),
    "RecordType": lambda type_: record(type_.fields),
    "NamesType": lambda type_: st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True), value(type_.item), max_size=3
    ),
    "BulletsType": lambda _: bullets(),
    "ChartType": lambda _: chart(),
    "TableType": lambda _: table(),
    "PictureType": lambda _: PICTURE,
}
"""Type of a field → strategy for its values. A field of another type has the value of its kind's example."""


def value(type_: FieldType) -> Strategy:
    return BY_TYPE[type(type_).__name__](type_)


def record(fields: tuple[Field, ...]) -> Strategy:
    known = [field for field in fields if type(field.type).__name__ in BY_TYPE]
    return st.fixed_dictionaries(
        {field.name: value(field.type) for field in known if not field.optional},
        optional={field.name: value(field.type) for field in known if field.optional},
    )


def slide(kind: SlideTemplate) -> Strategy:
    more = st.fixed_dictionaries({}, optional={"notes": TEXT, "section": TEXT})
    return st.tuples(record(kind.contract.fields), more).map(lambda both: {"slide": kind.name, **both[0], **both[1]})


def understood(type_: FieldType) -> bool:
    fields = getattr(type_, "fields", ())
    inside = [getattr(type_, "item", None), *(field.type for field in (fields if isinstance(fields, tuple) else ()))]
    return type(type_).__name__ in BY_TYPE and all(understood(one) for one in inside if one is not None)


FUZZED = [kind for kind in KINDS if all(understood(field.type) for field in kind.contract.fields)]


def decks() -> Strategy:
    slides = st.lists(st.sampled_from(FUZZED).flatmap(slide), min_size=1, max_size=3)
    return slides.map(lambda found: [{"slide": "closing", "id": SLIDE, "title": "First"}, *numbered(found)])


def numbered(slides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "id": f"a-{number}"} for number, one in enumerate(slides)]


def texts_in(found: Any, key: str = "") -> list[str]:
    """Yields the texts of a deck that must be in its presentation, without names of files, slides and choices."""
    if isinstance(found, dict):
        return [text for name, one in found.items() for text in texts_in(one, name)]
    if isinstance(found, list):
        return [text for one in found for text in texts_in(one, key)]
    return [found] if isinstance(found, str) and re.match(r"z\w", found) and key != "section" else []


NEW = (*"{}[]:-#&*!|>'\"%@`,?\t\n\0\ufeff", "{{", "}}", "{%", "<<: ", "---\n", "é", "\u2028", "9" * 400)
"""Characters that people, editors and programs insert by mistake."""


def mutated_text(source: str) -> Strategy:
    """Changes, removes, doubles or moves a few characters of `source`."""
    change = st.tuples(
        st.integers(0, max(0, len(source) - 1)),
        st.sampled_from(["drop", "double", "line", "put"]),
        st.sampled_from(NEW),
    )

    def apply(changes: list[tuple[int, str, str]]) -> str:
        text = source
        for at, what, new in changes:
            end = text.find("\n", at) + 1 or len(text)
            if what == "drop":
                text = text[:at] + text[at + 1 :]
            elif what == "double":
                text = text[:end] + text[at:end] + text[end:]
            elif what == "line":
                text = text[:at] + text[end:]
            else:
                text = text[:at] + new + text[at:]
        return text

    return st.lists(change, min_size=1, max_size=3).map(apply)


def mutated_bytes(data: bytes) -> Strategy:
    """Cuts `data` off, or changes a few bytes of it."""
    change = st.tuples(st.integers(0, len(data) - 1), st.binary(min_size=1, max_size=4))

    def apply(changes: list[tuple[int, bytes]]) -> bytes:
        changed = bytearray(data)
        for at, new in changes:
            changed[at : at + len(new)] = new
        return bytes(changed)

    return st.lists(change, min_size=1, max_size=4).map(apply) | st.integers(0, len(data)).map(lambda end: data[:end])


def mutated_package(data: bytes) -> Strategy:
    """Removes, doubles, renames or fills with nonsense one element or attribute in a part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in members if name.endswith((".xml", ".rels"))]
    change = st.tuples(
        st.sampled_from(names),
        st.integers(0, 400),
        st.sampled_from(["remove", "double", "empty", "attribute", "nonsense", "number", "part"]),
    )

    def apply(chosen: tuple[str, int, str]) -> bytes:
        name, number, what = chosen
        return packed({**members, **_changed(name, members[name], number, what)}, name if what == "part" else "")

    return change.map(apply)


def packed(members: Mapping[str, bytes], without: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            if name != without:
                archive.writestr(name, content)
    return file.getvalue()


def _changed(name: str, content: bytes, number: int, what: str) -> dict[str, bytes]:
    root = etree.fromstring(content)
    elements = list(root.iter("*"))
    element = elements[number % len(elements)]
    parent = element.getparent()
    attributes = sorted(map(str, element.attrib))
    if what == "remove" and parent is not None:
        parent.remove(element)
    elif what == "double" and parent is not None:
        parent.append(etree.fromstring(etree.tostring(element)))
    elif what == "empty":
        for child in list(element):
            element.remove(child)
    elif what in ("attribute", "nonsense", "number") and attributes:
        key = attributes[number % len(attributes)]
        if what == "attribute":
            del element.attrib[key]
        else:
            element.set(key, "nonsense" if what == "nonsense" else "-99999999999999999999")
    return {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
