"""Writes ready-made strings into a zip, and nothing else. `python zip_alone.py SLIDES TARGET`.

They are as many, as long and as compressible as the members of Deckwright's deck. No program that writes
compressed files with Python's zipfile can be faster.
"""

from __future__ import annotations

import sys
import zipfile

from benchmarks.decks import kind_of, sentence

EACH = {"slides/slide": 3500, "slides/_rels/slide": 490, "notesSlides/notesSlide": 1180, "notesSlides/_rels/notes": 450}
CHART = {"charts/chart": 5940, "charts/_rels/chart": 320, "embeddings/sheet": 7280}
"""Member → characters that Deckwright writes into it."""
READY = "".join(f"<a:off x='{one * 7919}' y='{one}'/><a:t>{sentence(one, 4)}</a:t>" for one in range(1000))
"""The text from which the members are cut, each at another place."""


def main(slides: int, target: str) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(slides):
            for name, size in (EACH | CHART if kind_of(number) == "chart" else EACH).items():
                start = number * 7919 % (len(READY) - size)
                archive.writestr(f"ppt/{name}{number}.xml", READY[start : start + size])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
