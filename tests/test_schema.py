"""Schema and reference: what editors and people are told is what is checked."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deckwright.kinds.reference import build_deck_schema, format_example, format_kind_list, format_kind_reference
from deckwright.kinds.slide_templates import BUILT_IN_FOLDER, SlideTemplate, list_slide_kinds, read_templates
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.parse.tree import parse, parse_text
from generators.slide_kinds import write_slide_kinds_page

ROOT = Path(__file__).parent.parent
TEMPLATES = read_templates(
    [(BUILT_IN_FOLDER, "deckwright/slides"), (ROOT / "templates/slides", "templates/slides")], Report()
)
SCHEMA = build_deck_schema(TEMPLATES)
HEAD: dict[str, Any] = {"title": "T", "language": "en", "brand": "plain"}


def plain(node: Node | None) -> Any:
    """A tree as an editor sees it: YAML 1.2, in which `yes` and dates are texts."""
    if isinstance(node, Mapping):
        return {str(entry.key): plain(entry.value) for entry in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    if isinstance(node.value, bool) and node.raw.lower() in ("true", "false"):
        return node.value
    if isinstance(node.value, Decimal):
        return float(node.value)
    if isinstance(node.value, bool | date):
        return node.raw
    return str(node.value) if isinstance(node.value, str) else node.value


def complaints(deck: dict[str, Any]) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(deck)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_this_talk_keeps_it() -> None:
    assert complaints(plain(parse(ROOT / "deck.yaml", "deck.yaml", Report()))) == []


@pytest.mark.parametrize("kind", list(list_slide_kinds(TEMPLATES)), ids=lambda kind: kind.name)
def test_every_example_keeps_it(kind: SlideTemplate) -> None:
    slide = {"slide": kind.name, "id": "x", "notes": "n"} | plain(kind.contract.example)
    assert complaints(HEAD | {"slides": [slide]}) == []


@pytest.mark.parametrize(
    ("slide", "part"),
    [
        ({"slide": "bullets", "title": "T", "bullet": ["a"]}, "'bullet' was unexpected"),
        ({"slide": "bullets", "title": "T"}, "'bullets' is a required property"),
        ({"slide": "bullets", "title": ["T"], "bullets": ["a"]}, "$.slides[0].title"),
        ({"slide": "bullets", "title": "T", "bullets": [{"txt": "a"}]}, "$.slides[0].bullets[0]"),
        ({"slide": "bulets", "title": "T"}, "$.slides[0].slide"),
        ({"title": "T"}, "'slide' is a required property"),
        ({"slide": "quotes", "title": "T", "quotes": []}, "$.slides[0].quotes"),
        ({"slide": "chart", "title": "T", "chart": {"kind": "barr", "data": "d"}}, "$.slides[0].chart"),
        ({"slide": "picture", "title": "T", "picture": {"alt": "a"}}, "'file' is a required property"),
    ],
)
def test_mistakes_do_not(slide: dict[str, Any], part: str) -> None:
    found = complaints(HEAD | {"slides": [slide]})
    assert any(part in complaint for complaint in found), found


@pytest.mark.parametrize("key", ["titel", "slide", "fact"])
def test_unknown_keys_at_the_top_do_not(key: str) -> None:
    assert complaints(HEAD | {"slides": [{"slide": "section", "title": "T"}], key: "x"})


def test_expressions_may_stand_for_anything_single() -> None:
    key_figure = {"value": "{{ fact.x }}", "label": "l", "highlight": "{{ yes }}"}
    chart = {"kind": "bar", "data": "d", "categories": "c", "values": "v", "minimum": "{{ 3 }}"}
    slide = {"slide": "chart-key-figures", "title": "T", "chart": chart, "key_figures": [key_figure]}
    assert complaints(HEAD | {"slides": [slide]}) == []


def test_descriptions_come_from_the_front_matter() -> None:
    quotes = TEMPLATES["quotes"]
    assert SCHEMA["$defs"]["quotes"]["description"] == quotes.contract.summary
    assert SCHEMA["$defs"]["quotes"]["properties"]["title"]["description"] == quotes.fields["title"].help


def test_a_new_template_is_in_schema_and_reference_without_more(tmp_path: Path) -> None:
    (tmp_path / "duel.xml").write_text(
        "---\nsummary: Two words against each other.\nfields:\n  title: text\n  left: text - the first word\n"
        "  right: optional one of a, b\nexample:\n  title: Or\n  left: 'No: never'\n---\n<slide/>\n",
        "utf-8",
    )
    report = Report()
    templates = read_templates([(tmp_path, "slides")], report)
    assert report.diagnostics == ()
    assert build_deck_schema(templates)["$defs"]["duel"]["required"] == ["slide", "title", "left"]
    assert format_kind_list(templates).startswith(
        "duel\n  Two words against each other.\n  fields: title, left, right (one of a, b, optional)\n"
    )
    reference = format_kind_reference(templates["duel"])
    assert "  left   text                  the first word\n" in reference
    assert reference.endswith("Example\n  - slide: duel\n    title: Or\n    left: 'No: never'\n")
    page = write_slide_kinds_page(templates, tmp_path)
    assert "| `left` | text | the first word |" in page
    assert "```yaml\n- slide: duel\n  title: Or\n  left: 'No: never'\n```" in page


@pytest.mark.parametrize("kind", list(list_slide_kinds(TEMPLATES)), ids=lambda kind: kind.name)
def test_the_printed_example_is_the_example(kind: SlideTemplate) -> None:
    report = Report()
    node = parse_text("\n".join(format_example(kind)), "example", report)
    assert report.diagnostics == ()
    assert plain(node) == [{"slide": kind.name} | plain(kind.contract.example)]


def test_the_list_names_every_kind() -> None:
    listed = format_kind_list(TEMPLATES).splitlines()
    assert all(kind.name in listed for kind in list_slide_kinds(TEMPLATES))
    assert max(map(len, listed)) <= 100


@pytest.mark.parametrize("kind", list(list_slide_kinds(TEMPLATES)), ids=lambda kind: kind.name)
def test_the_reference_names_every_field(kind: SlideTemplate) -> None:
    reference = format_kind_reference(kind)
    assert all(f"  {name} " in reference for name in kind.fields)
