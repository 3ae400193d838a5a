"""The floor: ready-made strings into a zip of as many members, and nothing else. `python zip_alone.py SLIDES TARGET`.

They are as many, as long and as compressible as the members of Deckwright's deck. No generator that writes
compressed files with Python's zipfile can be faster.
"""

from __future__ import annotations

import sys
import zipfile

from benchmarks.decks import kind_of, sentence

EACH = {"slides/slide": 3500, "slides/_rels/slide": 490, "notesSlides/notesSlide": 1180, "notesSlides/_rels/notes": 450}
CHART = {"charts/chart": 5940, "charts/_rels/chart": 320, "embeddings/sheet": 7280}
"""Member → characters, as Deckwright writes them."""


def main(slides: int, target: str) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(slides):
            for name, size in (EACH | CHART if kind_of(number) == "chart" else EACH).items():
                archive.writestr(f"ppt/{name}{number}.xml", _content(number, size))


def _content(number: int, size: int) -> str:
    places = (
        f"<a:off x='{(number + one) * 7919}' y='{one}'/><a:t>{sentence(number + one, 4)}</a:t>"
        for one in range(size // 50)
    )
    return "".join(places)[:size]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
