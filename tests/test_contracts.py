"""Contracts: what a slide template asks for is what is checked, and what is said when it is not met."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deckwright.kinds.contracts import Context, Contract
from deckwright.kinds.contracts.deck import DECK_FIELDS, SLIDE_KEYS, deck_texts
from deckwright.kinds.contracts.declared import TYPES
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.plurals import wording
from deckwright.kinds.slide_templates import BUILT_IN, SlideTemplate, read_template, read_templates, slide_kinds
from deckwright.model.deck import Bullet, Chart, Picture, Record, Table
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text

OWN = Path(__file__).parent.parent / "templates/slides"


class Plain(Context):
    """A deck whose expressions are `{{ name }}` with values given."""

    def __init__(self, ids: Collection[str] = (), **values: object) -> None:
        self._report, self._ids, self.values = Report(), ids, values
        self.mappings: list[Mapping] = []
        self.shown: list[str] = []

    @property
    def report(self) -> Report:
        return self._report

    @property
    def slide_ids(self) -> Collection[str]:
        return self._ids

    @property
    def language(self) -> str:
        return "en"

    def plural_category(self, number: int | Decimal, lang: str) -> str:
        return "one" if number == 1 else "other"

    def plural_categories(self, lang: str) -> Collection[str]:
        return "one", "other"

    def text(self, scalar: Scalar) -> Text | None:
        value = self.value(scalar)
        return value if isinstance(value, Text) else Text(str(value), scalar.span)

    def value(self, scalar: Scalar) -> object:
        if isinstance(scalar.value, Text) and scalar.value.startswith("{{"):
            return self.values[scalar.value.strip("{} ")]
        return scalar.value

    def shows(self, slide: str) -> None:
        self.shown.append(slide)

    def chart(self, mapping: Mapping) -> Chart | None:
        self.mappings.append(mapping)
        return Chart("bar", (), (), "number", mapping.span)

    def table(self, mapping: Mapping) -> Table | None:
        self.mappings.append(mapping)
        return Table((), (), mapping.span)

    def picture(self, mapping: Mapping) -> Picture | None:
        self.mappings.append(mapping)
        return Picture("x.png", b"", "image/png", 1, 1, None, True, mapping.span)


def template(text: str, tmp_path: Path, report: Report | None = None) -> SlideTemplate:
    (tmp_path / "kind.xml").write_text(text, "utf-8")
    own = Report()
    made = read_template(tmp_path / "kind.xml", "kind.xml", report or own)
    assert own.diagnostics == ()
    assert made is not None
    return made


def contract(fields: str, tmp_path: Path) -> Contract:
    lines = "".join(f"  {line}\n" for line in fields.splitlines())
    return template(f"---\nsummary: A kind.\nfields:\n{lines}---\n<slide/>\n", tmp_path).contract


def tree(text: str, report: Report | None = None) -> Mapping:
    node = parse_text(text, "deck.yaml", report or Report())
    assert isinstance(node, Mapping)
    return node


def faults(context: Plain) -> list[str]:
    """`line:column code: message (help) [note]`."""
    return [
        f"{d.span.line}:{d.span.column} {d.code}: {d.message}"
        + (f" ({d.help})" if d.help else "")
        + "".join(f" [{note}]" for note in d.notes)
        for d in context.report.diagnostics
        if d.span
    ]


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
        ["2:4 wrong-type: 'a' must be a number, and '{{ t }}' gives a text"],
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
    ("a: list of 2-3 text", "slide: k\na: [x]", ["2:4 too-few: 'a' must have 2-3 entries, and has 1"]),
    ("a: list of 2 text", "slide: k\na: [x, y, z, w]", ["2:11 too-many: 'a' must have 2 entries, and has 4"]),
    ("a: list of text", "slide: k\na: []", ["2:4 too-few: 'a' must have 1+ entries, and has 0"]),
    (
        "a: one of danger, future",
        "slide: k\na: dangr",
        ["2:4 unknown-choice: 'a' cannot be 'dangr' (did you mean 'danger'?) [it is one of danger, future]"],
    ),
    (
        "a: slide",
        "slide: k\na: onne",
        ["2:4 unknown-slide: there is no slide with the id 'onne' (did you mean 'one'?) [the slides are one, two]"],
    ),
    (
        "a: bullets",
        "slide: k\na: [{text: 1, bullets: [{text: 2, bullets: [{text: 3, bullets: [4]}]}]}, [x], {bullets: [y]}]",
        [
            "2:64 too-many-levels: bullets go 3 levels deep at most",
            "2:74 wrong-type: bullet 2 of 'a' must be a text, not a list (write {text: …, bullets: […]})",
            "2:79 missing-field: bullet 3 of 'a' needs the field 'text' (add 'text:' with a text)",
        ],
    ),
    ("a: chart", "slide: k\na: bar", ["2:4 wrong-type: 'a' must be a chart, with named fields, not a text"]),
]


@pytest.mark.parametrize(("fields", "slide", "messages"), FAULTS)
def test_what_is_wrong_is_said_where_it_is(fields: str, slide: str, messages: list[str], tmp_path: Path) -> None:
    assert told(fields, slide, tmp_path, t=Text("x"), empty=Text("")) == messages


def test_what_is_translatable_has_stable_paths(tmp_path: Path) -> None:
    made = contract(
        "title: text\nn: number\nq: {list of: {text: text, by: optional text}}\nb: bullets\nc: chart\nd: chart\n"
        "t: table\np: picture\ns: optional slide",
        tmp_path,
    )
    slide = tree(
        "slide: kind\nid: x\nsection: S\nnotes: N\ntitle: T\nn: 3\nq: [{text: A, by: B}, {text: C}]\n"
        "b: [D, {text: E, bullets: [F]}]\ns: one\n"
        "c: {kind: bar, data: d, categories: col, values: [v], highlight: h, title: G}\n"
        "d: {kind: bar, categories: [H], series: [{name: I, values: [1]}], alt: J}\n"
        "t: {columns: [K], rows: [[L, 2]]}\np: {file: f.png, alt: M}"
    )
    assert [(path, wording(text)) for path, text in made.texts(slide)] == [
        ("section", "S"),
        ("notes", "N"),
        ("title", "T"),
        ("q.1.text", "A"),
        ("q.1.by", "B"),
        ("q.2.text", "C"),
        ("b.1", "D"),
        ("b.2.text", "E"),
        ("b.2.bullets.1", "F"),
        ("c.title", "G"),
        ("d.categories.1", "H"),
        ("d.series.1.name", "I"),
        ("d.alt", "J"),
        ("t.columns.1", "K"),
        ("t.rows.1.1", "L"),
        ("p.alt", "M"),
    ]


def test_what_is_translatable_outside_the_slides() -> None:
    deck = tree(
        "title: A\nlanguage: da\nbrand: b\nspeaker: {role: B}\ntexts: {x: C}\n"
        "data: {d: {file: f.csv, columns: {c: D}, labels: {c: {k: E}}, format: {c: percent}}}\n"
        "facts: {f: {data: d, where: {c: k}, field: v}}\nslides: [{slide: s, title: X}]"
    )
    assert [path for path, _ in deck_texts(deck)] == [
        "title",
        "speaker.role",
        "texts.x",
        "data.d.columns.c",
        "data.d.labels.c.k",
    ]


def test_deck_yaml_has_its_own_contract() -> None:
    context = Plain()
    report = context.report
    deck = tree(
        "titel: A\nlanguage: no\ndate: soon\nspeaker: {full-name: x}\n"
        "facts: {f: {data: d, were: {}, field: v}}\nslides: [x]",
        report,
    )
    check_fields(deck, DECK_FIELDS, context, owner="deck.yaml", at=Span("deck.yaml", 1, 1))
    assert faults(context) == [
        "1:1 missing-field: deck.yaml needs the field 'brand' (add 'brand:' with a brand)",
        "1:1 unknown-field: deck.yaml has no field 'titel' (did you mean 'title'?)",
        "2:11 yaml-trap: 'no' without quotation marks means false (write \"no\")",
        "3:7 wrong-type: 'date' must be a date, not a text (write year-month-day, as in 2019-10-07)",
        "4:11 bad-name: 'full-name' cannot be used in an expression (use letters a-z, digits and '_')",
        "5:22 unknown-field: 'f' has no field 'were' (did you mean 'where'?)",
        (
            "6:10 wrong-type: entry 1 of 'slides' must be named fields, 'slide:' first, not a text "
            "(write '- slide: ' and the name of a slide kind)"
        ),
    ]


def test_types_say_what_they_are(tmp_path: Path) -> None:
    fields = [
        "list of 1-4 text",
        "list of 2 slide",
        "list of 2+ number",
        "list of text",
        "one of a, b",
        "yes/no",
        "bullets",
        "word",
    ]
    made = contract("\n".join(f"f{n}: optional {kind} - help - {n}" for n, kind in enumerate(fields)), tmp_path)
    assert [field.type.describe() for field in made.fields] == fields
    assert [field.help for field in made.fields] == [f"help - {n}" for n in range(len(fields))]
    assert all(field.optional for field in made.fields)


def test_lists_of_records_are_declared_in_either_style(tmp_path: Path) -> None:
    flow = contract("q: {optional list of 1-4 - voices: {text: text, by: optional text}}", tmp_path)
    block = contract("q:\n  optional list of 1-4 - voices:\n    text: text\n    by: optional text", tmp_path)
    for made in (flow, block):
        assert made.fields[0].type.describe() == "list of 1-4 {text, by (optional)}"
        assert (made.fields[0].optional, made.fields[0].help) == (True, "voices")


def test_a_wrong_declaration_is_told_in_the_template(tmp_path: Path) -> None:
    report = Report()
    made = template(
        "---\nsummary: x\nexmaple: content\nfields:\n  a: txt\n  notes: text\n  b-c: text\n  d: [text]\n  e: text\n"
        "example: x\n---\n<slide/>\n",
        tmp_path,
        report,
    )
    types = f"the types are {', '.join(TYPES)}, 'one of a, b', 'list of …'"
    assert [(d.code, d.span and (d.span.line, d.span.column), d.help, d.notes) for d in report.diagnostics] == [
        ("unknown-field", (3, 1), "did you mean 'example'?", ("it has summary, fields, example, abstract",)),
        ("bad-field-type", (5, 6), "did you mean 'text'?", (types,)),
        ("reserved-field", (6, 3), None, ()),
        ("bad-name", (7, 3), "use small letters a-z, digits and '_'", ()),
        ("bad-field-type", (8, 6), "write 'list of text'", ()),
        ("wrong-type", (10, 10), None, ()),
    ]
    assert list(made.fields) == ["e"]


def test_a_template_is_split_at_its_front_matter(tmp_path: Path) -> None:
    made = template("---\nsummary: x\nabstract: no\n---\n<slide>\n", tmp_path)
    assert (made.name, made.source, made.first_line, made.abstract) == ("kind", "<slide>\n", 5, False)
    bare = template("<slide/>\n", tmp_path)
    assert (bare.source, bare.first_line, bare.abstract) == ("<slide/>\n", 1, True)
    base = template("---\nabstract: yes\n---\n", tmp_path)
    assert base.abstract


def test_front_matter_without_end(tmp_path: Path) -> None:
    (tmp_path / "kind.xml").write_text("---\nsummary: x\n<slide/>\n", "utf-8")
    report = Report()
    assert read_template(tmp_path / "kind.xml", "kind.xml", report) is None
    assert [d.code for d in report.diagnostics] == ["unclosed-front-matter"]


def test_the_talks_own_templates_win(tmp_path: Path) -> None:
    for folder, summary in (("ours", "Built in."), ("theirs", "Own.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.xml").write_text(f"---\nsummary: {summary}\n---\n", "utf-8")
    (tmp_path / "theirs/base.xml").write_text("<slide/>", "utf-8")
    report = Report()
    folders = [(tmp_path / "ours", "ours"), (tmp_path / "theirs", "theirs/"), (tmp_path / "none", "none")]
    templates = read_templates(folders, report)
    assert report.diagnostics == ()
    assert [(t.name, t.file, t.contract.summary) for t in slide_kinds(templates)] == [("one", "theirs/one.xml", "Own.")]
    assert list(templates) == ["base", "one"]


def shipped() -> list[SlideTemplate]:
    return list(slide_kinds(read_templates([(BUILT_IN, "deckwright/slides"), (OWN, "templates/slides")], Report())))


def test_the_shipped_templates_are_declared_without_fault() -> None:
    report = Report()
    read_templates([(BUILT_IN, "deckwright/slides"), (OWN, "templates/slides")], report)
    assert report.diagnostics == ()


@pytest.mark.parametrize("made", shipped(), ids=lambda made: made.name)
def test_every_example_keeps_its_own_contract(made: SlideTemplate) -> None:
    example = made.contract.example
    assert example is not None
    names = {scalar.raw for path, scalar in _scalars(example, "") if path.endswith(".slide")}
    context = Plain(names)
    made.contract.check(example, made.name, context)
    assert faults(context) == []
    assert made.contract.summary.endswith(".")
    assert not {field.name for field in SLIDE_KEYS} & set(made.fields)


def _scalars(node: object, path: str) -> list[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        return [(path, node)]
    if isinstance(node, Mapping):
        return [found for entry in node for found in _scalars(entry.value, f"{path}.{entry.key}")]
    return [found for item in getattr(node, "items", ()) for found in _scalars(item, path)]
