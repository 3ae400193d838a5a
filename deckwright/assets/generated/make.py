"""The making of figures: a spec drawn by Vega, or a script run, and what comes of it as a picture on the shelf."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.assets.generated.inputs import Asked
from deckwright.assets.generated.process import Ran, run
from deckwright.assets.generated.shelf import SVG
from deckwright.assets.generated.vega_config import config_of, mirrored, sized
from deckwright.assets.generated.vega_references import read_spec, resolved
from deckwright.assets.pictures import PictureFault, PictureFile, read_file, read_picture
from deckwright.assets.pictures.svg_raster import rasterised, with_stand_ins
from deckwright.languages.d3 import number_locale, time_locale
from deckwright.languages.formats import Formats
from deckwright.languages.scripts import script_of
from deckwright.model.diagnostics import Report
from deckwright.model.page import PPI
from deckwright.system.program import program

PROGRAM = Path(__file__).with_name("vega_program.py")
INPUT = "DECKWRIGHT_FIGURE"
"""The environment variable that tells a script where its input stands."""
SAME = {"MPLBACKEND": "Agg", "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
"""So that matplotlib opens no window, and that a script makes the same bytes twice."""
_PER_CSS_PIXEL = PPI / 96

Made = tuple[PictureFile, bytes | None]
"""A picture and, of a drawing, its PNG."""


class Workshop(Struct, frozen=True):
    """What figures are made with."""

    look: Mapping[str, Any]
    """Of the brand, see `look`."""
    formats: Formats
    fonts: str | None
    """The folder of the brand's font files."""
    seconds: float
    """That one figure may take."""
    report: Report

    def failed(self, asked: Asked, why: str, help: str | None = None, notes: tuple[str, ...] = ()) -> None:
        self.report.error("figure-failed", f"'{asked.name}' {why}", asked.name.span, help=help, notes=notes)


def make(asked: Asked, shop: Workshop) -> Made | None:
    """The figure; None after a report."""
    picture = _of_spec(asked, shop) if asked.is_spec else _of_script(asked, shop)
    if picture is None:
        return None
    if picture.media_type != SVG:
        return picture, None
    width, height = (max(1, round(side * _PER_CSS_PIXEL)) for side in (picture.width, picture.height))
    return picture, rasterised(picture.data, width, height, shop.fonts or "")


def _of_spec(asked: Asked, shop: Workshop) -> PictureFile | None:
    if find_spec("vl_convert") is None:
        shop.failed(asked, "needs Vega, which is not installed", 'python -m pip install "deckwright[vega]"')
        return None
    own, text = Report(), asked.file.read_text("utf-8")
    spec = read_spec(text, asked.shown, own)
    whole = resolved(spec, asked, shop.look, text, own) if spec is not None else None
    for diagnostic in own.diagnostics:
        shop.report.add(diagnostic)
    if whole is None or own.failed:
        return None
    script = script_of(asked.locale)
    family = with_stand_ins(shop.look["scripts"].get(script) or shop.look["fonts"]["body"], script)
    given = {
        "spec": sized(mirrored(whole) if asked.rtl else whole, shop.look),
        "config": config_of(shop.look, family, asked.rtl),
        "number_locale": number_locale(shop.formats),
        "time_locale": time_locale(shop.formats),
        "fonts": shop.fonts,
    }
    ran = run([PROGRAM], asked.file.parent, shop.seconds, json.dumps(given).encode())
    return _read(ran.output, asked, shop) if _well(ran, asked, shop) else None


def _of_script(asked: Asked, shop: Workshop) -> PictureFile | None:
    with tempfile.TemporaryDirectory(prefix="deckwright-") as name:
        given = _given(asked, shop, Path(name))
        file = Path(name, "figure.json")
        file.write_text(json.dumps(given, ensure_ascii=False, indent=2), encoding="utf-8")
        ran = run([asked.file.resolve()], asked.file.parent, shop.seconds, environment={INPUT: str(file), **SAME})
        if not _well(ran, asked, shop):
            return None
        written = next((path for key in ("svg", "png") if (path := Path(given[key])).is_file()), None)
        if written is None:
            help_ = 'let it write to figure["svg"] or figure["png"], as docs/pictures.md shows'
            shop.failed(asked, "has written nothing", help_, ran.complaint)
            return None
        return _read(written, asked, shop)


def _given(asked: Asked, shop: Workshop, folder: Path) -> dict[str, Any]:
    """What a script finds in its input."""
    data = {}
    for name, table in asked.tables.items():
        file = folder / f"{name}.csv"
        _write_csv(file, table["rows"])
        data[name] = {"csv": str(file), "rows": table["rows"], "headings": table["headings"]}
    return {
        "name": str(asked.name),
        "language": asked.locale,
        "right_to_left": asked.rtl,
        "svg": str(folder / "figure.svg"),
        "png": str(folder / "figure.png"),
        "texts": dict(asked.texts),
        "data": data,
        "files": {name: str(path.resolve()) for name, path in asked.files.items()},
        "font_folder": str(Path(shop.fonts).resolve()) if shop.fonts else None,
        **shop.look,
    }


def _write_csv(file: Path, rows: list[dict[str, Any]]) -> None:
    import csv

    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def _well(ran: Ran, asked: Asked, shop: Workshop) -> bool:
    if ran.code is None:
        help_ = f"make it quicker, or give it more: {program()} figures {asked.name} --seconds {shop.seconds * 5:g}"
        shop.failed(asked, f"was stopped after {shop.seconds:g} seconds", help_, ran.complaint)
    elif ran.code:
        shop.failed(asked, "has failed", None, ran.complaint)
    return ran.code == 0


def _read(made: bytes | Path, asked: Asked, shop: Workshop) -> PictureFile | None:
    try:
        return read_file(made) if isinstance(made, Path) else read_picture(made)
    except PictureFault as fault:
        shop.failed(asked, f"has made a picture that {fault.why}", fault.help)
        return None
