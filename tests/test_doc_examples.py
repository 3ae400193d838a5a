"""Builds every example of the documentation: YAML of each of a talk's files, slide templates, code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from documented import find_file, lay_out
from examples import built, draw_pictures, example, talk
from pages import PAGES, CodeBlock

from deckwright.cli.exit_codes import DONE
from deckwright.cli.main import main
from deckwright.kinds.slide_templates import read_templates
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project

COLUMNS = """\
chart:
  kind: column
  categories: ["2024", "2025"]
  series: [{name: Wrasse, values: [12, 18]}, {name: Tang, values: [7, 9]}]
"""


def find_inline_examples() -> set[str]:
    """Keys with fields in braces that stand in sentences. In docs/charts.md they are options of a chart."""
    found = {(page.name, code.text) for page in PAGES for code in page.inline_code}
    found = {(page, text) for page, text in found if re.match(r"[a-z_]+: \{[^{…]", text)}
    return {f"{COLUMNS}  {text}\n" if page == "docs/charts.md" else f"{text}\n" for page, text in found}


BLOCKS = [block for page in PAGES for block in page.blocks]
YAML = [block for block in BLOCKS if block.language == "yaml"]
INLINE = sorted(find_inline_examples())
XML = [block for block in BLOCKS if block.language == "xml"]
EXPECTED = {
    "missing-translation": "the examples are in one language",
    "substitute-font": "a brand's own font is not on this machine",
    "low-contrast": "an example gives a brand some of its colours",
}
"""Warnings that an example may bring about, and why."""
WRONG = "docs/diagnostics.md"
"""The page whose examples show mistakes, as it says at its top. They are not said to be YAML."""
OUTSIDE = {
    *("missing-file", "unknown-column", "unknown-data", "undefined-name", "query-failed", "unknown-slide"),
    "typed-fact",
    *EXPECTED,
}
"""Of examples in docs/diagnostics.md: what they name may not be there, and the talk around them has facts."""


def test_every_block_of_code_says_what_it_is() -> None:
    assert {block.language for block in BLOCKS} == {"", "bat", "json", "python", "sh", "xml", "yaml"}
    unnamed = [block for block in BLOCKS if not block.language and block.page not in (WRONG, "docs/commands.md")]
    assert [str(block) for block in unnamed if looks_like_yaml(block.text)] == []
    assert {block.language for block in BLOCKS if block.page == WRONG} == {""}


def find_mistakes() -> list[CodeBlock]:
    """The examples in docs/diagnostics.md that can be read as YAML of a talk: not deck.lock, and nothing abridged."""
    return [
        block
        for block in BLOCKS
        if block.page == WRONG
        and not block.heading.endswith("-lock")
        and "…" not in block.text
        and find_example_file(block.text) not in ("", "glossary")
    ]


def find_example_file(text: str) -> str:
    try:
        return find_file(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError):  # the second of a date that there is not
        return ""


def looks_like_yaml(text: str) -> bool:
    try:
        return isinstance(yaml.safe_load(text), dict | list)
    except yaml.YAMLError:
        return bool(re.match(r"(- )?[a-z_]+:( |\n)", text))


def test_examples_of_every_file_are_found() -> None:
    pages = {block.page for block in YAML}
    assert {"README.md", "docs/charts.md", "docs/data.md", "docs/brands.md", "docs/slide-kinds.md"} <= pages
    files = [find_file(yaml.safe_load(block.text)) for block in YAML]
    assert set(files) == {"slides", "slide", "deck", "structure", "brand", "glossary"}
    assert len(files) > 80
    assert len(INLINE) >= 4


@pytest.mark.parametrize("block", YAML, ids=str)
def test_every_yaml_example_can_be_built(
    block: CodeBlock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert build_example(block.text, tmp_path, capsys) <= set(EXPECTED)


@pytest.mark.parametrize("text", INLINE, ids=lambda text: text.splitlines()[-1].strip())
def test_every_yaml_example_in_a_sentence_can_be_built(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert build_example(text, tmp_path, capsys) <= set(EXPECTED)


def test_mistakes_are_found() -> None:
    assert len(find_mistakes()) > 80


@pytest.mark.parametrize("block", find_mistakes(), ids=lambda block: block.heading)
def test_an_example_of_a_mistake_has_no_other_mistake(
    block: CodeBlock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(block.text, yaml.safe_load(block.text), tmp_path)
    main(["check"], Project(tmp_path))
    codes = set(re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", capsys.readouterr().err))
    assert codes - OUTSIDE <= {block.heading}


def build_example(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Builds the talk that the example makes, without an error. Returns the codes of the warnings."""
    parsed = yaml.safe_load(text)
    assert find_file(parsed), "the keys at the top of this example belong to no file of a talk"
    said = ""
    for command in lay_out(text, parsed, folder):
        code = main(command.split(), Project(folder))
        said += capsys.readouterr().err
        assert code == DONE, said
    return set(re.findall(r"warning\[([a-z-]+)\]", said))


@pytest.mark.parametrize("block", XML, ids=str)
def test_every_slide_template_can_be_built(block: CodeBlock, tmp_path: Path) -> None:
    project = talk(tmp_path, [])
    (tmp_path / "templates/slides/documented.xml").write_text(block.text, encoding="utf-8")
    report = Report()
    kind = read_templates([(tmp_path / "templates/slides", "templates/slides")], report)["documented"]
    assert report.diagnostics == ()
    draw_pictures([kind], tmp_path / "assets")
    talk(tmp_path, example(kind, "documented"))
    assert len(built(project)) > 10_000


def test_json_and_python_can_be_read() -> None:
    for block in BLOCKS:
        if block.language == "json":
            assert json.loads(block.text)
        if block.language == "python":
            assert compile(block.text, str(block), "exec")
