"""Libraries imported lightly work as others do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from examples import ROOT

MODULE = """\
import re
import statistics
from statistics import mean
try:
    import colorsys
except ImportError:
    colorsys = None
PATTERN = re.compile("(a+)b", re.IGNORECASE)
"""
USED = """\
from deckwright.libraries import lightly
import re, sys
with lightly(without=["colorsys"], later=["statistics"]):
"""


def said(code: str, folder: Path) -> str:
    (folder / "library.py").write_text(MODULE)
    command = [sys.executable, "-c", USED + code]
    made = subprocess.run(command, cwd=folder, env={"PYTHONPATH": f"{ROOT}:{folder}"}, capture_output=True, text=True)
    assert (made.returncode, made.stderr) == (0, "")
    return made.stdout.strip()


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("print(library.PATTERN.fullmatch('AAB')[1], library.PATTERN.sub('x', 'ab'))", "AA x"),
        ("print(library.colorsys, 'colorsys' in sys.modules); import colorsys", "None False"),
        ("print('statistics' in sys.modules, library.mean([1]), library.statistics.mean([2]))", "False 1 2"),
        ("import statistics; print(library.statistics is statistics, statistics.mode([3]))", "False 3"),
        ("print(type(re.compile('a')) is re.Pattern)", "True"),
    ],
)
def test_what_is_left_out_comes_when_it_is_used(code: str, what: str, tmp_path: Path) -> None:
    assert said(f"    import library\n{code}", tmp_path) == what


def test_also_while_it_is_imported(tmp_path: Path) -> None:
    code = "    from library import PATTERN, mean, statistics\n    print(mean([1]), PATTERN.match('ab')[1])\n"
    code += "    import statistics as now\n    print(now.mean([2]))\nprint(sys.modules['statistics'] is now)"
    assert said(code, tmp_path).split() == ["1", "a", "2", "True"]


def test_and_when_it_cannot_be_imported(tmp_path: Path) -> None:
    code = "    pass\ntry:\n    with lightly(without=['colorsys']):\n        import colorsys\nexcept ImportError:\n"
    code += "    print(type(re.compile('a')) is re.Pattern, 'colorsys' in sys.modules)"
    assert said(code, tmp_path) == "True False"
