"""Whatever an author, a translator or a data file says: it is in the presentation, or it is refused with a message."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polib
from examples import BRANDS, KINDS, ROOT, draw_pictures
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from talk_files import Built
from test_talk_languages import words_of

from deckwright.cli.main import main
from deckwright.kinds.contracts.scalars import join_source_forms
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.localise.translatable import extract_texts
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Sequence
from deckwright.model.project import Project
from deckwright.parse.tree import parse
from deckwright.pipeline.talk import read_slide_templates

_MARKS = re.compile(r"[\\*`\[\]^~]")
_LOCATED = re.compile(r"[\w./-]+:\d+:\d+: error\[[a-z0-9-]+\]: \S")

MARKS = "aæßπжש中字🙂é \u0301\u00a0\u00ad\u200d.,:;-–'\"“<>&/|=+@#%$?!{}()_\\*`[]^~0123456789"
TRAPS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "no", "~", "null", "2019-10-07", "0123", "]]>", "<b>", "&amp;", "_x000D_", "''"),
    *("- a", "a: b", "#", "%", "|", ">-", "!!x", "&a", "*a", "a\u2028b", "\u202eabc", "a\nb", "a\tb", "{", "}}x{{"),
)
HOSTILE = (
    "\ufdd0\ufdd1",
    "\ufffe",
    "\x00",
    "\x0b",
    "\ufeff",
    "\x7f",
    "\x85",
    "\ud800",
    " ",
    "",
    "x" * 300,
    "{{",
    "{% if",
    "{{ 1/0 }}",
)
"""Texts of which something, or all, has no place in a presentation."""
SOUND = (
    st.text(st.sampled_from(MARKS), min_size=1, max_size=24)
    | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=24)
    | st.sampled_from(TRAPS)
).filter(lambda text: text.strip() and not re.search(r"\{[{%#]", text))


def bounded(examples: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    times = int(os.environ.get("DECKWRIGHT_FUZZ", "1"))
    return settings(max_examples=examples * times, deadline=None, suppress_health_check=slow)


@contextlib.contextmanager
def a_talk(deck: dict[str, Any]) -> Iterator[Project]:
    """A project whose deck.yaml is `deck` as JSON, which is YAML too: each text on a line of its own."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        for name in ("assets/data", "locales"):
            project.path(name).mkdir(parents=True)
        shutil.copytree(ROOT / "templates", project.path("templates"))
        draw_pictures(KINDS, project.path("assets"))
        project.path("deck.yaml").write_text(json.dumps(deck, ensure_ascii=False, indent=1), "utf-8", "surrogatepass")
        yield project


def outcome(project: Project, *arguments: str) -> tuple[Built | None, str]:
    """The file of a build, or None and what was said; every error is at its place, and none is our own fault."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(["build", *arguments], project)
    messages = said.getvalue()
    assert code in (0, 1), messages
    errors = [line for line in messages.splitlines() if re.match(r"(\S+: )?error\[", line)]
    assert [line for line in errors if not _LOCATED.match(line)] == []
    assert bool(errors) == bool(code)
    if code:
        assert not project.path("build").exists()
        return None, messages
    (file,) = project.path("build").glob("*.pptx")
    return Built(file.read_bytes(), "en"), messages


def typed(text: str) -> str:
    """`text` as an author types it who wants every mark of emphasis to be a character like any other."""
    return _MARKS.sub(r"\\\g<0>", text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def missing(texts: list[str], file: Built) -> list[str]:
    """Those of `texts` that nothing in the file says, spaces apart."""
    said = {squeezed(words) for words in words_of(file)}
    everything = "\n".join(said)
    return [line for text in texts for line in text.split("\n") if squeezed(line) not in everything]


def filled(kind: SlideTemplate, texts: dict[str, str]) -> dict[str, Any]:
    """The example of `kind` with `texts` at their paths."""
    assert kind.contract.example is not None
    fields: dict[str, Any] = json_of(kind.contract.example, "", texts)
    return {"slide": kind.name, "id": "example", **fields}


def json_of(node: Node, path: str, texts: dict[str, str]) -> Any:
    below = f"{path}." if path else ""
    if isinstance(node, Mapping):
        return {str(entry.key): json_of(entry.value, f"{below}{entry.key}", texts) for entry in node}
    if isinstance(node, Sequence):
        return [json_of(item, f"{below}{n}", texts) for n, item in enumerate(node.items, 1)]
    if path in texts:
        return texts[path]
    return (
        float(node.value)
        if isinstance(node.value, Decimal)
        else node.value
        if isinstance(node.value, bool | int)
        else node.raw
    )


def paths(kind: SlideTemplate) -> list[str]:
    """Where an example has its texts."""
    assert kind.contract.example is not None
    return [path for path, _ in kind.contract.find_texts(kind.contract.example)]


BY_NAME = {kind.name: kind for kind in KINDS}
HEAD = {"name": "talk", "title": "A talk", "language": "en"}
AFTER = {"slide": "section", "id": "example-1", "section": "Two", "title": "After it"}


def fields_of(kind: SlideTemplate) -> list[str]:
    return [*paths(kind), "section", "notes"]


def deck_of(kind: SlideTemplate, texts: dict[str, str], brand: str = "plain") -> dict[str, Any]:
    slide = filled(kind, texts) | {name: texts[name] for name in ("section", "notes") if name in texts}
    head: dict[str, Any] = {name: texts[name] for name in ("footer", "subject") if name in texts}
    return {**HEAD, **head, "brand": brand, "slides": [slide, AFTER]}


@bounded(30)
@given(st.data(), st.sampled_from(sorted(BY_NAME)), st.sampled_from(BRANDS))
def test_any_text_in_any_field_survives_or_is_refused(data: st.DataObject, name: str, brand: str) -> None:
    kind = BY_NAME[name]
    texts = {field: data.draw(SOUND, label=field) for field in (*fields_of(kind), "footer", "subject")}
    with a_talk(deck_of(kind, {field: typed(text) for field, text in texts.items()}, brand)) as project:
        file, _ = outcome(project)
        if file is not None:
            assert missing(list(texts.values()), file) == []


@bounded(60)
@given(st.data(), st.sampled_from(sorted(BY_NAME)), st.sampled_from(HOSTILE))
def test_a_text_that_has_no_place_is_refused_where_it_stands(data: st.DataObject, name: str, hostile: str) -> None:
    kind = BY_NAME[name]
    field = data.draw(st.sampled_from(fields_of(kind)))
    with a_talk(deck_of(kind, {field: hostile})) as project:
        file, said = outcome(project)
        if file is not None:
            assert missing([hostile], file) == []
        else:
            lines = project.path("deck.yaml").read_bytes().decode("utf-8", "surrogatepass").split("\n")
            places = {int(line) for line in re.findall(r"^deck\.yaml:(\d+):", said, re.MULTILINE)}
            assert [lines[place - 1] for place in places if json.dumps(hostile, ensure_ascii=False) in lines[place - 1]]


def test_the_word_that_is_too_wide_for_a_table_is_blamed_not_its_neighbours() -> None:
    table = {"columns": ["Place", "x" * 300, "Fish"], "rows": [["North", 120, 4311]]}
    slide = {"slide": "table", "id": "table", "title": "T", "table": table}
    with a_talk({**HEAD, "brand": "plain", "slides": [slide]}) as project:
        _, said = outcome(project)
    assert "the word 'xxx" in said
    assert said.count("error[text-overflow]") == 1


@bounded(12)
@given(st.data(), st.sampled_from(sorted(BY_NAME)))
def test_any_translation_survives_or_is_refused(data: st.DataObject, name: str) -> None:
    kind = BY_NAME[name]
    deck = {**deck_of(kind, {"section": "One", "notes": "Notes"}), "language": "de", "languages": ["en"]}
    with a_talk(deck) as project:
        report = Report()
        tree = parse(project.path("deck.yaml"), "deck.yaml", report)
        assert isinstance(tree, Mapping)
        catalog, texts = polib.POFile(), {}
        for key, text, _ in extract_texts(tree, read_slide_templates(project, report)):
            texts[key] = data.draw(SOUND, label=key)
            catalog.append(polib.POEntry(msgctxt=key, msgid=join_source_forms(text), msgstr=typed(texts[key])))
        catalog.save(str(project.path("locales/en.po")))
        file, _ = outcome(project)
        if file is not None:
            assert missing(list(texts.values()), file) == []


CELLS = SOUND | st.builds("".join, st.tuples(st.sampled_from("=+-@\t'"), SOUND))


@bounded(12)
@given(st.lists(CELLS, min_size=1, max_size=3, unique_by=squeezed), CELLS)
def test_any_cell_of_a_data_file_survives_or_is_refused(cells: list[str], series: str) -> None:
    cells = [*cells, "a word, so that this is no column of numbers"]
    chart = {"kind": "bar", "data": "table", "categories": "name", "values": "number"}
    slides = [
        {"slide": "chart", "id": "chart", "title": "T", "chart": chart},
        {"slide": "table", "id": "table", "title": "T", "table": {"data": "table"}},
        {"slide": "statement", "id": "fact", "title": "T", "statements": ["{{ data.table[0].name }}"]},
    ]
    columns = {"columns": {"number": typed(series)}}
    deck = {**HEAD, "brand": "plain", "data": {"table": {"file": "data/table.csv", **columns}}, "slides": slides}
    with a_talk(deck) as project:
        with project.path("assets/data/table.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("name", "number"), *((typed(cell), n) for n, cell in enumerate(cells, 1))])
        built, _ = outcome(project)
        if built is None:
            return
        told, grid, fact = (list(slide.shapes) for slide in built.slides)
        (plot,) = (shape.chart.plots[0] for shape in told if shape.has_chart)
        (table,) = (shape.table for shape in grid if shape.has_table)
        assert [squeezed(str(category)) for category in plot.categories] == list(map(squeezed, cells))
        assert squeezed(plot.series[0].name) == squeezed(series)
        # In a table what the data has is shown as it is; elsewhere it has marks like an author's text.
        as_it_is = [squeezed(typed(cell)) for cell in cells]
        assert [squeezed(table.cell(n, 0).text) for n in range(1, len(cells) + 1)] == as_it_is
        assert missing(cells[:1], built) == []
        assert any(squeezed(cells[0]) in squeezed(shape.text_frame.text) for shape in fact if shape.has_text_frame)
        assert {squeezed(text) for text in texts_in_workbook(built)} >= set(map(squeezed, [*cells, series]))


def texts_in_workbook(built: Built) -> Iterator[str]:
    """The cells of text in the workbook of the one chart; none is a formula."""
    (workbook,) = (data for name, data in built.parts.items() if name.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        shared = []
        if "xl/sharedStrings.xml" in package.namelist():
            strings = etree.fromstring(package.read("xl/sharedStrings.xml"))
            shared = ["".join(map(str, string.itertext())) for string in strings.iter("{*}si")]
    assert sheet.findall(".//{*}f") == []
    for cell in sheet.iter("{*}c"):
        if cell.get("t") == "s":
            yield shared[int(cell.findtext("{*}v", ""))].replace("_x005F_", "_")
        elif cell.get("t") in ("inlineStr", "str"):
            yield "".join(map(str, cell.itertext())).replace("_x005F_", "_")


@bounded(8)
@given(st.data(), st.sampled_from(sorted(BY_NAME)), st.sampled_from(BRANDS))
def test_the_same_deck_is_the_same_file(data: st.DataObject, name: str, brand: str) -> None:
    kind = BY_NAME[name]
    texts = {field: typed(data.draw(SOUND, label=field)) for field in fields_of(kind)}
    built = []
    for _ in range(2):
        with a_talk(deck_of(kind, texts, brand)) as project:
            file, said = outcome(project)
            built.append(file.parts if file else said)
    assert built[0] == built[1]


DECK = (ROOT / "deck.yaml").read_text("utf-8")
EDITS = st.sampled_from(
    ("", " ", "\n", "\t", ":", "- ", '"', "'", "{{", "}}", "[", "]", "{", "}", "#", "&", "*", "|", "!", "x", "  ")
)


@bounded(30)
@given(st.data())
def test_a_slip_of_the_fingers_is_told_or_does_no_harm(data: st.DataObject) -> None:
    """The talk's deck.yaml with a few characters put in, taken out or doubled at any place."""
    text = DECK
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        until = at + data.draw(st.sampled_from((0, 0, 1, 2, 10, 80)))
        text = text[:at] + data.draw(EDITS) + text[until:]
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), templates=str(ROOT / "templates"), assets=str(ROOT / "assets"))
        project.path("deck.yaml").write_text(text, "utf-8")
        project.path("locales").mkdir()
        project.path("locales/da.po").touch()  # asked for below, also where the slip took `language: da` away
        outcome(project, "--locale", "da")
