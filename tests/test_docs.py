"""The generated pages of the documentation are what they would be if they were made now."""

import os
import subprocess
import sys

from examples import ROOT


def test_generated_pages_are_current() -> None:
    command = [sys.executable, "docs/make_pages.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
