"""The outline tells what a person would see, and the comparison shows what changed."""

from __future__ import annotations

from pathlib import Path

import accept
import outline
import pytest
import yaml
from defects import good_file


def test_what_the_outline_tells() -> None:
    told = yaml.safe_load(outline.outline(good_file()))
    assert told["language"] == "en"
    first, middle, last = told["slides"]
    assert (first["title"], first["notes"], first["layout"]) == ("First", ["Say hello."], "Title and Content")
    (paragraph,) = first["shapes"][1]["text"]
    assert paragraph["runs"][1:] == [
        {"text": "link", "link": "https://example.org/"},
        {"text": " and a jump", "link": "slide 3"},
    ]
    chart = middle["shapes"][1]
    assert chart["box"] == [2.0, 5.0, 20.0, 10.0]
    assert chart["chart type"] == "column_stacked"
    assert chart["series"] == {"Women": [0.4, None], "Men": [0.6, 0.5]}
    assert last["shapes"][1]["rows"] == [["cell", "cell"]] * 2
    assert (last["shapes"][2]["alt"], last["shapes"][3]["decorative"]) == ("A red field", True)


def test_a_change_is_shown_until_it_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "GOLDEN", tmp_path)
    monkeypatch.setattr(accept, "_accepting", False)
    with pytest.raises(AssertionError, match="make accept"):
        outline.assert_golden("talk", good_file())
    accept.start_accepting()
    outline.assert_golden("talk", good_file())
    accept.start_accepting(False)
    outline.assert_golden("talk", good_file())
    accepted = tmp_path / "talk.yaml"
    accepted.write_text(accepted.read_text("utf-8").replace("Say hello.", "Say nothing."), "utf-8")
    with pytest.raises(AssertionError, match=r"-  - Say nothing\.\n\+  - Say hello\."):
        outline.assert_golden("talk", good_file())
