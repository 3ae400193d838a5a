"""Contracts as slide templates declare them: types, front matter, and the templates that are shipped."""

from pathlib import Path

import pytest
from contract_cases import Plain, contract, faults, template, tree

from deckwright.kinds.contracts.deck_fields import DECK_FIELDS, SLIDE_KEYS
from deckwright.kinds.contracts.fields import check_fields, find_field_texts
from deckwright.kinds.contracts.scalars import join_source_forms
from deckwright.kinds.slide_templates import (
    BUILT_IN_FOLDER,
    FIELD_TYPES,
    SlideTemplate,
    list_slide_kinds,
    read_template,
    read_templates,
)
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.model.source import Span

OWN = Path(__file__).parent.parent / "templates/slides"


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
    assert [(path, join_source_forms(text)) for path, text in made.find_texts(slide)] == [
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
    assert [path for path, _ in find_field_texts(deck, DECK_FIELDS)] == [
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
    types = f"the types are {', '.join(FIELD_TYPES)}, 'one of a, b', 'list of …'"
    assert [(d.code, d.span and (d.span.line, d.span.column), d.help, d.notes) for d in report.diagnostics] == [
        ("unknown-field", (3, 1), "did you mean 'example'?", ("its keys are summary, fields, example, abstract",)),
        ("bad-field-type", (5, 6), "did you mean 'text'?", (types,)),
        ("reserved-field", (6, 3), None, ()),
        ("bad-name", (7, 3), "use small letters a-z, digits and '_'", ()),
        ("bad-field-type", (8, 6), "write 'list of text'", ()),
        ("wrong-type", (10, 10), None, ()),
    ]
    assert list(made.fields) == ["e"]


def test_a_template_is_split_at_its_front_matter(tmp_path: Path) -> None:
    made = template("---\nsummary: x\nabstract: no\n---\n<slide>\n", tmp_path)
    assert (made.name, made.source, made.first_line, made.is_abstract) == ("kind", "<slide>\n", 5, False)
    bare = template("<slide/>\n", tmp_path)
    assert (bare.source, bare.first_line, bare.is_abstract) == ("<slide/>\n", 1, True)
    base = template("---\nabstract: yes\n---\n", tmp_path)
    assert base.is_abstract


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
    assert [(t.name, t.file, t.contract.summary) for t in list_slide_kinds(templates)] == [
        ("one", "theirs/one.xml", "Own.")
    ]
    assert list(templates) == ["base", "one"]


def shipped() -> list[SlideTemplate]:
    return list(
        list_slide_kinds(read_templates([(BUILT_IN_FOLDER, "deckwright/slides"), (OWN, "templates/slides")], Report()))
    )


def test_the_shipped_templates_are_declared_without_fault() -> None:
    report = Report()
    read_templates([(BUILT_IN_FOLDER, "deckwright/slides"), (OWN, "templates/slides")], report)
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
