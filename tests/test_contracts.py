"""Contracts: what a slide template asks for is what is checked, and what is said when it is not met."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from contract_cases import Plain, contract, faults, tree

from deckwright.model.deck import Bullet, Chart, Picture, Record, Table
from deckwright.model.source import Span, Text


def checked(fields: str, slide: str, tmp_path: Path, **values: object) -> Record:
    context = Plain(("one", "two"), **values)
    record = contract(fields, tmp_path).check(tree(slide), "kind", context)
    assert faults(context) == []
    return record


def told(fields: str, slide: str, tmp_path: Path, **values: object) -> list[str]:
    context = Plain(("one", "two"), **values)
    contract(fields, tmp_path).check(tree(slide), "kind", context)
    return faults(context)


def test_every_type_gives_its_value(tmp_path: Path) -> None:
    record = checked(
        "a: text\nb: number\nc: yes/no\nd: one of left, right\ne: slide\nf: date\ng: word\nh: list of 1-3 text\n"
        "i: {x: text, y: optional number}\nj: {list of: {x: text}}\nk: chart\nl: table\nm: picture",
        "slide: kind\nid: this\nnotes: n\na: 2018\nb: 1.5\nc: yes\nd: right\ne: two\nf: 2019-10-07\ng: code\n"
        "h: [p, q]\ni: {x: X}\nj: [{x: Y}]\nk: {kind: bar}\nl: {data: d}\nm: {file: f}",
        tmp_path,
    )
    assert list(record) == list("abcdefghijklm")
    assert [record[name] for name in "abcdefgh"] == [
        "2018",
        Decimal("1.5"),
        True,
        "right",
        "two",
        date(2019, 10, 7),
        "code",
        ("p", "q"),
    ]
    assert isinstance(record["a"], Text)
    assert record["a"].span == Span("deck.yaml", 4, 4, 4)
    assert dict(record["i"]) == {"x": "X", "y": None}  # type: ignore[call-overload]
    assert [dict(item) for item in record["j"]] == [{"x": "Y"}]  # type: ignore[attr-defined]
    assert [type(record[name]) for name in "klm"] == [Chart, Table, Picture]


def test_optional_fields_that_are_not_given_are_there_and_empty(tmp_path: Path) -> None:
    fields = (
        "a: optional text\nb: optional list of text\nc: optional bullets\nd: {optional: {x: text}}\ne: optional chart"
    )
    record = checked(fields, "slide: kind", tmp_path)
    assert dict(record) == {"a": None, "b": (), "c": (), "d": None, "e": None}


def test_expressions_give_typed_values(tmp_path: Path) -> None:
    fields = "a: number\nb: yes/no\nc: optional text\nd: list of text"
    slide = 'slide: k\na: "{{ n }}"\nb: "{{ yes }}"\nc: "{{ empty }}"\nd: [x, "{{ empty }}"]'
    record = checked(fields, slide, tmp_path, n=3, yes=True, empty=Text(""))
    assert dict(record) == {"a": 3, "b": True, "c": None, "d": ("x",)}


def test_bullets_know_their_levels(tmp_path: Path) -> None:
    slide = (
        "slide: k\na:\n  - one\n  - text: two\n    bullets:\n      - three\n      - {text: four, bullets: [five]}\n"
        "  - six\n"
    )
    bullets = checked("a: bullets", slide, tmp_path)["a"]
    assert isinstance(bullets, tuple)
    assert all(isinstance(bullet, Bullet) for bullet in bullets)
    assert [(b.text, b.level) for b in bullets] == [
        ("one", 0),
        ("two", 0),
        ("three", 1),
        ("four", 1),
        ("five", 2),
        ("six", 0),
    ]


FAULTS = [
    (
        "title: text",
        "slide: k\ntitel: x",
        ["2:1 unknown-field: slide 'kind' has no field 'titel' (did you mean 'title'?)"],
    ),
    (
        "title: text\nstate: optional text",
        "slide: k\ntitle: x\nzzz: x",
        ["3:1 unknown-field: slide 'kind' has no field 'zzz' [its fields are title, state]"],
    ),
    (
        "title: text",
        "slide: k\nids: x\ntitle: y",
        ["2:1 unknown-field: slide 'kind' has no field 'ids' (did you mean 'id'?)"],
    ),
    (
        "title: text\nquotes: list of text",
        "id: x\nslide: k\ntitle: x",
        ["2:8 missing-field: slide 'kind' needs the field 'quotes' (add 'quotes:' with a list)"],
    ),
    (
        "q: {list of: {text: text, by: optional text}}",
        "slide: k\nq:\n  - {text: a}\n  - {tekst: b}\n  - c\n  - {by: d}",
        [
            "4:6 unknown-field: entry 2 of 'q' has no field 'tekst' (did you mean 'text'?)",
            "5:5 wrong-type: entry 3 of 'q' must be fields (text, by), not a text",
            "6:5 missing-field: entry 4 of 'q' needs the field 'text' (add 'text:' with a text)",
        ],
    ),
    ("a: text", "slide: k\na: [b, c]", ["2:4 wrong-type: 'a' must be a text, not a list"]),
    ("a: text", "slide: k\na: {b: c}", ["2:4 wrong-type: 'a' must be a text, not named fields"]),
    (
        "a: list of text",
        "slide: k\na: b",
        ["2:4 wrong-type: 'a' must be a list, not a text (begin each entry on a line of its own with '- ')"],
    ),
    (
        "a: number",
        "slide: k\na: 12,4",
        ["2:4 wrong-type: 'a' must be a number, not a text (write it with a point: 12.4)"],
    ),
    ("a: number", "slide: k\na: yes", ["2:4 wrong-type: 'a' must be a number, not yes or no"]),
    (
        "a: number",
        'slide: k\na: "{{ t }}"',
        ["2:4 wrong-type: 'a' must be a number, but '{{ t }}' is a text"],
    ),
    ("a: yes/no", "slide: k\na: maybe", ["2:4 wrong-type: 'a' must be yes or no, not a text"]),
    (
        "a: date",
        "slide: k\na: 7. oktober",
        ["2:4 wrong-type: 'a' must be a date, not a text (write year-month-day, as in 2019-10-07)"],
    ),
    (
        "a: text\nb: text",
        "slide: k\na:\nb: ''",
        [
            "2:1 empty-value: 'a' is empty (write a text)",
            "3:1 empty-value: 'b' is empty (write a text)",
        ],
    ),
    ("a: text", 'slide: k\na: "{{ empty }}"', ["2:1 empty-value: 'a' is empty"]),
    (
        "a: text",
        "slide: k\na: No",
        ["2:4 yaml-trap: 'No' without quotation marks means false (write \"No\")"],
    ),
    ("a: list of 2-3 text", "slide: k\na: [x]", ["2:4 too-few: 'a' must have 2-3 entries, not 1"]),
    ("a: list of 2 text", "slide: k\na: [x, y, z, w]", ["2:11 too-many: 'a' must have 2 entries, not 4"]),
    ("a: list of text", "slide: k\na: []", ["2:4 too-few: 'a' must have 1+ entries, not 0"]),
    (
        "a: one of danger, future",
        "slide: k\na: dangr",
        ["2:4 unknown-choice: 'a' cannot be 'dangr' (did you mean 'danger'?) [it must be one of danger, future]"],
    ),
    (
        "a: slide",
        "slide: k\na: onne",
        ["2:4 unknown-slide: the deck has no slide with the id 'onne' (did you mean 'one'?) [the slides are one, two]"],
    ),
    (
        "a: bullets",
        "slide: k\na: [{text: 1, bullets: [{text: 2, bullets: [{text: 3, bullets: [4]}]}]}, [x], {bullets: [y]}]",
        [
            "2:64 too-many-levels: bullets may have at most 3 levels",
            "2:74 wrong-type: bullet 2 of 'a' must be a text, not a list (write {text: …, bullets: […]})",
            "2:79 missing-field: bullet 3 of 'a' needs the field 'text' (add 'text:' with a text)",
        ],
    ),
    ("a: chart", "slide: k\na: bar", ["2:4 wrong-type: 'a' must be a chart, with named fields, not a text"]),
]


@pytest.mark.parametrize(("fields", "slide", "messages"), FAULTS)
def test_what_is_wrong_is_said_where_it_is(fields: str, slide: str, messages: list[str], tmp_path: Path) -> None:
    assert told(fields, slide, tmp_path, t=Text("x"), empty=Text("")) == messages
