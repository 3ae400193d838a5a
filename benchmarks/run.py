"""Deckwright beside a plain python-pptx script, as ratios of one run: `make benchmark` (or run.py 10 100).

Both make the same deck, as whole processes, in turn; what counts is the best of some rounds. Seconds drift with
the machine, ratios hardly. Below stands where the time goes in ours, for each size.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from decks import make_project

HERE = Path(__file__).resolve().parent
SIZES = (10, 100, 1000)
ROUNDS = {10: 5, 100: 3}
"""For larger decks once is enough."""


def main(sizes: tuple[int, ...]) -> int:
    print(f"{'slides':>7} {'deckwright':>11} {'python-pptx':>12} {'ratio':>7} {'ms a slide':>11}")
    stages = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            make_project(project, size)
            ours = [sys.executable, "-m", "deckwright", "build", "--timings"]
            target, picture = str(project / "peer.pptx"), str(project / "assets/reef.png")
            peer = [sys.executable, str(HERE / "with_python_pptx.py"), str(size), picture, target]
            rounds = [(run(ours, project), run(peer, project)) for _ in range(ROUNDS.get(size, 1))]
        (own, said), (other, _) = (min(times) for times in zip(*rounds, strict=True))
        print(f"{size:>7} {own:>10.2f}s {other:>11.2f}s {own / other:>7.3f} {own / size * 1000:>11.2f}")
        stages.append(f"\n{size} slides\n{said.partition(chr(10))[2]}")
    print("".join(stages), end="")
    return 0


def run(command: list[str], project: Path) -> tuple[float, str]:
    """The seconds of a whole process, which must not fail, and what it said."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, cwd=project, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - start, done.stdout


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
