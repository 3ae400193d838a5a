"""A build leaves Python and all libraries as they were: nothing of Deckwright is put into them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import side_effects
from examples import ROOT

from deckwright.cli.exit_codes import DONE
from deckwright.system.processes import JOBS


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talk")
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "deck.yaml", folder)
    return folder


def run(project: Path, *arguments: str, trick: str = "", jobs: str = "1") -> dict[str, Any]:
    """What the script `side_effects` says after Deckwright has run in `project`."""
    command = [sys.executable, side_effects.__file__, trick, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), JOBS: jobs}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["code"] == DONE
    return found


@pytest.mark.parametrize(
    ("locales", "jobs"), [(("da",), "1"), (("da", "en"), "2")], ids=["one language", "two languages in two processes"]
)
def test_a_build_changes_nothing_in_python_and_libraries(locales: tuple[str, ...], jobs: str, project: Path) -> None:
    arguments = [word for locale in locales for word in ("--locale", locale)]
    found = run(project, "build", *arguments, jobs=jobs)
    assert found["found"] == []
    assert found["loaded"] > 300  # the libraries of all stages


@pytest.mark.parametrize(
    ("trick", "place"),
    [
        ("import re\ndef compile(*given): pass\nre.compile = compile", "re.compile"),
        ("import re\nclass Later: pass\nre.Pattern = Later", "re.Pattern"),
        ("import re; re.compile = re.match", "re.compile"),
        ("import inspect\nclass Lazy: pass\ninspect.signature = Lazy()", "inspect.signature"),
        ("import json; json.JSONDecoder.decode = lambda self, text: None", "json.decoder.JSONDecoder.decode"),
        ("import copyreg; copyreg.dispatch_table[print] = lambda value: ''", "copyreg.dispatch_table[<built-in"),
        ("import sys; sys.modules['typing_extensions'] = None", "sys.modules['typing_extensions'] is of"),
        ("import sys, types; sys.modules['colorsys'] = types.ModuleType('colorsys')", "sys.modules['colorsys'] has"),
        ("import sys, types\nclass Module(types.ModuleType): pass\nsys.modules['a'] = Module('a')", "sys.modules['a']"),
        ("import sys, importlib; del sys.modules['json']; importlib.import_module('json')", "sys.modules['json']"),
    ],
)
def test_tricks_are_found(trick: str, place: str, project: Path) -> None:
    found = run(project, "slides", trick=trick)["found"]
    assert any(one.startswith(place) for one in found), found


def test_without_a_trick_none_is_found(project: Path) -> None:
    assert run(project, "slides")["found"] == []
