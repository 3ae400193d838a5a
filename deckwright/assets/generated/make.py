"""Generates pictures: draws a spec with Vega or runs a script, and reads the picture that comes out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.assets.generated.entry import GeneratedPicture
from deckwright.assets.generated.process import ProcessResult, run
from deckwright.assets.generated.store import SVG
from deckwright.assets.generated.vega_config import build_config, mirror, set_size
from deckwright.assets.generated.vega_references import read_spec, resolve_references
from deckwright.assets.pictures import PictureFault, PictureFile, read_file, read_picture
from deckwright.assets.pictures.svg_raster import rasterised, with_stand_ins
from deckwright.languages.d3 import number_locale, time_locale
from deckwright.languages.formats import Formats
from deckwright.languages.scripts import script_of
from deckwright.model.diagnostics import Report
from deckwright.model.page import PPI
from deckwright.system.program import program

PROGRAM = Path(__file__).with_name("vega_program.py")
INPUT = "DECKWRIGHT_PICTURE"
"""The environment variable that names the file with a script's input."""
SAME = {"MPLBACKEND": "Agg", "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
"""So that matplotlib opens no window, and that a script makes the same bytes twice."""
_PER_CSS_PIXEL = PPI / 96

DrawnPicture = tuple[PictureFile, bytes | None]
"""A picture and, of a drawing, its PNG."""


class Generator(Struct, frozen=True):
    """What pictures are generated with."""

    look: Mapping[str, Any]
    """Of the brand, see `look`."""
    formats: Formats
    fonts: str | None
    """The folder of the brand's font files."""
    seconds: float
    """Time limit for one picture."""
    report: Report

    def report_failure(
        self, wanted: GeneratedPicture, message: str, help: str | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        self.report.error("generation-failed", message, wanted.name.span, help=help, notes=notes)


def make(wanted: GeneratedPicture, generator: Generator) -> DrawnPicture | None:
    """Generates the picture; returns None after a report."""
    picture = _draw_spec(wanted, generator) if wanted.is_spec else _run_script(wanted, generator)
    if picture is None:
        return None
    if picture.media_type != SVG:
        return picture, None
    width, height = (max(1, round(side * _PER_CSS_PIXEL)) for side in (picture.width, picture.height))
    return picture, rasterised(picture.data, width, height, generator.fonts or "")


def _draw_spec(wanted: GeneratedPicture, generator: Generator) -> PictureFile | None:
    if find_spec("vl_convert") is None:
        generator.report_failure(
            wanted, f"'{wanted.name}' needs Vega, which is not installed", 'python -m pip install "deckwright[vega]"'
        )
        return None
    own, text = Report(), wanted.file.read_text("utf-8")
    spec = read_spec(text, wanted.shown, own)
    whole = resolve_references(spec, wanted, generator.look, text, own) if spec is not None else None
    for diagnostic in own.diagnostics:
        generator.report.add(diagnostic)
    if whole is None or own.failed:
        return None
    script = script_of(wanted.locale)
    family = with_stand_ins(generator.look["scripts"].get(script) or generator.look["fonts"]["body"], script)
    given = {
        "spec": set_size(mirror(whole) if wanted.rtl else whole, generator.look),
        "config": build_config(generator.look, family, wanted.rtl),
        "number_locale": number_locale(generator.formats),
        "time_locale": time_locale(generator.formats),
        "fonts": generator.fonts,
    }
    ran = run([PROGRAM], wanted.file.parent, generator.seconds, json.dumps(given).encode())
    return _read(ran.output, wanted, generator) if _has_succeeded(ran, wanted, generator) else None


def _run_script(wanted: GeneratedPicture, generator: Generator) -> PictureFile | None:
    with tempfile.TemporaryDirectory(prefix="deckwright-") as name:
        given = _build_input(wanted, generator, Path(name))
        file = Path(name, "picture.json")
        file.write_text(json.dumps(given, ensure_ascii=False, indent=2), encoding="utf-8")
        ran = run(
            [wanted.file.resolve()], wanted.file.parent, generator.seconds, environment={INPUT: str(file), **SAME}
        )
        if not _has_succeeded(ran, wanted, generator):
            return None
        written = next((path for key in ("svg", "png") if (path := Path(given[key])).is_file()), None)
        if written is None:
            help_ = 'write to picture["svg"] or picture["png"] in the script, as docs/pictures.md shows'
            generator.report_failure(wanted, f"'{wanted.name}' did not write a picture", help_, ran.complaint)
            return None
        return _read(written, wanted, generator)


def _build_input(wanted: GeneratedPicture, generator: Generator, folder: Path) -> dict[str, Any]:
    """Builds the input that a script reads."""
    data = {}
    for name, table in wanted.tables.items():
        file = folder / f"{name}.csv"
        _write_csv(file, table["rows"])
        data[name] = {"csv": str(file), "rows": table["rows"], "headings": table["headings"]}
    return {
        "name": str(wanted.name),
        "language": wanted.locale,
        "right_to_left": wanted.rtl,
        "svg": str(folder / "picture.svg"),
        "png": str(folder / "picture.png"),
        "texts": dict(wanted.texts),
        "data": data,
        "files": {name: str(path.resolve()) for name, path in wanted.files.items()},
        "font_folder": str(Path(generator.fonts).resolve()) if generator.fonts else None,
        **generator.look,
    }


def _write_csv(file: Path, rows: list[dict[str, Any]]) -> None:
    import csv

    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def _has_succeeded(ran: ProcessResult, wanted: GeneratedPicture, generator: Generator) -> bool:
    if ran.code is None:
        longer = f"{program()} generate {wanted.name} --seconds {generator.seconds * 5:g}"
        help_ = f"make it faster, or give it more time: {longer}"
        generator.report_failure(
            wanted, f"'{wanted.name}' was stopped after {generator.seconds:g} seconds", help_, ran.complaint
        )
    elif ran.code:
        generator.report_failure(wanted, f"'{wanted.name}' failed", None, ran.complaint)
    return ran.code == 0


def _read(made: bytes | Path, wanted: GeneratedPicture, generator: Generator) -> PictureFile | None:
    try:
        return read_file(made) if isinstance(made, Path) else read_picture(made)
    except PictureFault as fault:
        generator.report_failure(wanted, f"the file that '{wanted.name}' wrote {fault.why}", fault.help)
        return None
