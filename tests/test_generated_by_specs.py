"""Pictures that a Vega-Lite spec generates: what is refused, its size, its direction and its numbers."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from generated_cases import SPEC, changed, copy_talk, kept, write
from PIL import Image

from deckwright.assets.generated import generate as generate_module
from deckwright.assets.generated.vega import (
    build_number_locale,
    build_time_locale,
    find_tables,
    mirror,
    read_spec,
    set_default_size,
)
from deckwright.cli.main import main
from deckwright.languages.formats import Formats
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_talk(tmp_path_factory, tmp_path)


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "https://example.org/a.csv"}},
        {"data": {"url": "file:///etc/passwd", "format": {"type": "csv"}}},
        {"data": {"url": "growth.csv"}},
        {"layer": [{"data": {"url": "https://example.org/a.csv"}, "mark": "bar"}]},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "https://example.org/a.csv"}, "key": "a"}}]},
        {"mark": {"type": "image", "url": "https://example.org/a.png"}},
        {"mark": "image", "encoding": {"url": {"field": "a"}}},
        {"mark": {"type": "image"}, "encoding": {"url": {"field": "a"}}},
    ],
)
def test_a_spec_fetches_nothing(part: dict[str, Any]) -> None:
    report = Report()
    assert read_spec(json.dumps(SPEC | part), "trend.vl.json", report) is None
    (said,) = report.diagnostics
    assert said.code == "bad-generated-picture"
    assert said.message.startswith("web addresses and image files are not allowed")


@pytest.mark.parametrize("text", ["[]", "7", '"bar"', "", "{", "[" * 100_000])
def test_what_is_no_spec_is_refused(text: str) -> None:
    report = Report()
    assert read_spec(text, "trend.vl.json", report) is None
    assert [said.code for said in report.diagnostics] == ["bad-generated-picture"]


def test_the_tables_of_a_spec_are_found_wherever_it_names_them() -> None:
    spec = {
        "data": {"name": "growth"},
        "datasets": {"own": []},
        "layer": [{"data": {"name": "own"}}, {"data": {"name": "values", "values": []}}, {"data": {"name": "growth"}}],
        "transform": [{"lookup": "a", "from": {"data": {"name": "other"}, "key": "a"}}],
    }
    assert find_tables(spec) == ("growth", "other")


def test_a_table_that_is_not_there_is_reported_in_the_spec(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    changed("assets/generated/trend.vl.json", '"name": "growth"', '"name": "grwoth"')(project.root)
    assert main(["build", "--locale", "en"], project) == 1
    said = capsys.readouterr().err
    assert "assets/generated/trend.vl.json:4:14: error[unknown-data]: 'data:' has no table 'grwoth'" in said
    assert "did you mean 'growth'?" in said


def test_what_vega_refuses_is_said_without_the_places_in_its_own_code(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project.root, "assets/generated/trend.vl.json", '{"data": {"name": "growth"}}')
    assert main(["generate", "trend", "--locale", "en"], project) == 1
    said = capsys.readouterr().err
    assert "error[generation-failed]: 'trend' failed" in said
    assert "Invalid specification" in said
    assert "    at " not in said
    assert "Traceback" not in said


def test_a_spec_without_vega_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate_module, "find_spec", lambda _: None)
    assert main(["generate", "trend", "--force", "--locale", "en"], project) == 1
    assert 'help: python -m pip install "deckwright[vega]"' in capsys.readouterr().err
    assert main(["build", "--locale", "en"], project) == 0


def test_a_spec_has_the_size_of_a_body_unless_it_says_one() -> None:
    look = {"width_cm": 25.4, "height_cm": 12.7}
    assert set_default_size({"mark": "bar"}, look) == {
        "mark": "bar",
        "width": 960,
        "height": 480,
        "autosize": {"type": "fit", "contains": "padding"},
    }
    assert set_default_size({"width": 100, "height": {"step": 20}, "autosize": "none"}, look) == {
        "width": 100,
        "height": {"step": 20},
        "autosize": "none",
    }
    composed: tuple[dict[str, Any], ...] = ({"hconcat": []}, {"facet": {}}, {"encoding": {"row": {}}})
    for several in composed:
        assert set_default_size(several, look) == several


def test_labels_stand_at_the_other_side_where_lines_run_from_the_right() -> None:
    label = {"mark": {"type": "text", "align": "left", "dx": 6, "dy": 2}}
    assert mirror({"layer": [label, {"mark": "bar"}]}) == {
        "layer": [{"mark": {"type": "text", "align": "right", "dx": -6, "dy": 2}}, {"mark": "bar"}]
    }


def test_in_arabic_a_chart_runs_from_the_right(project: Project) -> None:
    """The bars of a spec begin at the right, where its axis stands."""
    left, right = (bars_of(project, tag) for tag in ("en", "ar"))
    assert left[0] < 300
    assert right[0] > left[0] + 300


def bars_of(project: Project, language: str) -> tuple[float, float]:
    """Where the bars of the chart begin and where the longest ends, in pixels from the left."""
    deck = (project.root / "deck.yaml").read_text("utf-8")
    deck = deck.replace("\nlanguage: en", f"\nlanguage: {language}").replace("[en, da]", f"[{language}]")
    other = project.root.with_name(language)
    shutil.copytree(project.root, other, dirs_exist_ok=True)
    (other / "deck.yaml").write_text(deck, "utf-8")
    assert main(["generate", "trend", "--force"], Project(other)) == 0
    pixels = Image.open(io.BytesIO(kept(other, f"trend.plain.{language}.png"))).convert("RGB")
    places = [n % pixels.width for n, colour in enumerate(pixels.get_flattened_data()) if colour == (0x12, 0x34, 0x56)]
    begin, end = (min(places), max(places)) if language == "en" else (max(places), min(places))
    return begin * 96 / 220, end * 96 / 220


@pytest.mark.parametrize(
    ("tag", "decimal", "thousands", "percent"),
    [
        ("en", ".", ",", "%"),
        ("da", ",", ".", "\N{NO-BREAK SPACE}%"),
        ("de", ",", ".", "\N{NO-BREAK SPACE}%"),
        ("fr", ",", "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}%"),
        ("sv", ",", "\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}%"),
        ("ja", ".", ",", "%"),
        ("he", ".", ",", "%"),
    ],
)
def test_numbers_in_generated_pictures_are_those_of_texts(tag: str, decimal: str, thousands: str, percent: str) -> None:
    known = build_number_locale(Formats(tag))
    assert (known["decimal"], known["thousands"], known["percent"]) == (decimal, thousands, percent)
    assert known["minus"] == Formats(tag).format_number(-1, 0).replace("1", "")


def test_a_brand_with_tight_percent_signs_has_them_in_generated_pictures_too() -> None:
    assert build_number_locale(Formats("da", tight=True))["percent"] == "%"


def test_months_and_days_of_the_language() -> None:
    danish = build_time_locale(Formats("da"))
    assert danish["months"][0] == "januar"
    assert danish["shortMonths"][11] == "dec."
    assert danish["days"][:2] == ["søndag", "mandag"]
    assert len(danish["days"]) == len(danish["shortDays"]) == 7
