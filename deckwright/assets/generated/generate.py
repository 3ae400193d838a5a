"""Generates pictures: runs Vega or a script in a separate process, and reads the picture that it writes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

from deckwright.assets.generated import SVG_MEDIA_TYPE, GeneratedPicture
from deckwright.assets.generated.vega import (
    build_config,
    build_number_locale,
    build_time_locale,
    mirror,
    read_spec,
    resolve_references,
    set_default_size,
)
from deckwright.assets.pictures import PictureError, PictureFile, read_file, read_picture
from deckwright.assets.pictures.svg_raster import add_fallback_fonts, rasterise_svg
from deckwright.languages.formats import Formats
from deckwright.languages.scripts import find_script
from deckwright.model.diagnostics import Report
from deckwright.model.page import PPI
from deckwright.system.words import get_program

VEGA_PROGRAM = Path(__file__).with_name("vega_program.py")
SCRIPT_ENVIRONMENT = {"MPLBACKEND": "Agg", "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
"""Keeps matplotlib from opening windows, and lets a script write the same bytes each time."""
MAX_ERROR_LINES = 12
_PIXELS_PER_CSS_PIXEL = PPI / 96


class Generator(Struct, frozen=True):
    """The settings with which pictures are generated."""

    look: Mapping[str, Any]
    """Colours, fonts and sizes of the brand, see `read_look`."""
    formats: Formats
    font_folder: str | None
    """The folder of the brand's font files."""
    seconds: float
    """Time limit for one picture."""
    report: Report

    def report_failure(
        self, picture: GeneratedPicture, message: str, help: str | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        self.report.error("generation-failed", message, picture.name.span, help=help, notes=notes)


class ProcessResult(Struct, frozen=True):
    output: bytes
    error_lines: tuple[str, ...]
    """The last lines of its standard error."""
    exit_code: int | None
    """None if it was stopped at the time limit."""


def generate_picture(picture: GeneratedPicture, generator: Generator) -> tuple[PictureFile, bytes | None] | None:
    """Returns the generated picture, and its PNG if it is an SVG; None after reporting `generation-failed`."""
    content = _draw_spec(picture, generator) if picture.is_spec else _run_script(picture, generator)
    if content is None:
        return None
    if content.media_type != SVG_MEDIA_TYPE:
        return content, None
    width, height = (max(1, round(side * _PIXELS_PER_CSS_PIXEL)) for side in (content.width, content.height))
    return content, rasterise_svg(content.data, width, height, generator.font_folder or "")


def run_python(
    file: Path, folder: Path, seconds: float, stdin: bytes = b"", environment: Mapping[str, str] = {}
) -> ProcessResult:
    """Runs a Python file in `folder`. Stops it, and all processes that it started, at the time limit or its end."""
    process = subprocess.Popen(
        [sys.executable, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        start_new_session=os.name == "posix",
    )
    exit_code: int | None = None
    try:
        output, errors = process.communicate(stdin, timeout=seconds)
        exit_code = process.returncode
    except subprocess.TimeoutExpired:
        exit_code = process.poll()  # it may have ended while a process that it started still holds the pipes
        _stop(process)
        output = errors = b""
        with suppress(subprocess.TimeoutExpired):  # a process that left its group still holds the pipes
            output, errors = process.communicate(timeout=2)
    finally:
        _stop(process)
    lines = [line.rstrip() for line in errors.decode("utf-8", errors="replace").splitlines() if line.strip()]
    return ProcessResult(output, tuple(lines[-MAX_ERROR_LINES:]), exit_code)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Kills the process and, where processes have groups, all that it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()


def _draw_spec(picture: GeneratedPicture, generator: Generator) -> PictureFile | None:
    if find_spec("vl_convert") is None:
        message = f"'{picture.name}' needs Vega, which is not installed"
        generator.report_failure(picture, message, 'python -m pip install "deckwright[vega]"')
        return None
    report, text = Report(), picture.file.read_text("utf-8")
    spec = read_spec(text, picture.display_path, report)
    resolved = resolve_references(spec, picture, generator.look, text, report) if spec is not None else None
    for diagnostic in report.diagnostics:
        generator.report.add(diagnostic)
    if resolved is None or report.failed:
        return None
    script = find_script(picture.locale)
    fonts = add_fallback_fonts(generator.look["scripts"].get(script) or generator.look["fonts"]["body"], script)
    program_input = {
        "spec": set_default_size(mirror(resolved) if picture.rtl else resolved, generator.look),
        "config": build_config(generator.look, fonts, picture.rtl),
        "number_locale": build_number_locale(generator.formats),
        "time_locale": build_time_locale(generator.formats),
        "fonts": generator.font_folder,
    }
    stdin = json.dumps(program_input).encode()
    result = run_python(VEGA_PROGRAM, picture.file.parent, generator.seconds, stdin)
    return _read_result(result.output, picture, generator) if _has_succeeded(result, picture, generator) else None


def _run_script(picture: GeneratedPicture, generator: Generator) -> PictureFile | None:
    with tempfile.TemporaryDirectory(prefix="deckwright-") as name:
        script_input = _build_input(picture, generator, Path(name))
        file = Path(name, "picture.json")
        file.write_text(json.dumps(script_input, ensure_ascii=False, indent=2), encoding="utf-8")
        environment = {"DECKWRIGHT_PICTURE": str(file), **SCRIPT_ENVIRONMENT}
        script = picture.file.resolve()
        result = run_python(script, picture.file.parent, generator.seconds, environment=environment)
        if not _has_succeeded(result, picture, generator):
            return None
        path = next((path for key in ("svg", "png") if (path := Path(script_input[key])).is_file()), None)
        if path is None:
            help_ = 'write to picture["svg"] or picture["png"] in the script, as docs/pictures.md shows'
            generator.report_failure(picture, f"'{picture.name}' did not write a picture", help_, result.error_lines)
            return None
        return _read_result(path, picture, generator)


def _build_input(picture: GeneratedPicture, generator: Generator, folder: Path) -> dict[str, Any]:
    """Returns what a script reads, and writes its tables as CSV files into `folder`."""
    data = {}
    for name, table in picture.tables.items():
        file = folder / f"{name}.csv"
        rows = table["rows"]
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]) if rows else [])
            writer.writeheader()
            writer.writerows(rows)
        data[name] = {"csv": str(file), "rows": rows, "headings": table["headings"]}
    return {
        "name": str(picture.name),
        "language": picture.locale,
        "right_to_left": picture.rtl,
        "svg": str(folder / "picture.svg"),
        "png": str(folder / "picture.png"),
        "texts": dict(picture.texts),
        "data": data,
        "files": {name: str(path.resolve()) for name, path in picture.files.items()},
        "font_folder": str(Path(generator.font_folder).resolve()) if generator.font_folder else None,
        **generator.look,
    }


def _has_succeeded(result: ProcessResult, picture: GeneratedPicture, generator: Generator) -> bool:
    """Returns True if the process ended without an error; otherwise reports `generation-failed`."""
    if result.exit_code is None:
        command = f"{get_program()} generate {picture.name} --seconds {generator.seconds * 5:g}"
        message = f"'{picture.name}' was stopped after {generator.seconds:g} seconds"
        help_ = f"make it faster, or give it more time: {command}"
        generator.report_failure(picture, message, help_, result.error_lines)
    elif result.exit_code:
        generator.report_failure(picture, f"'{picture.name}' failed", None, result.error_lines)
    return result.exit_code == 0


def _read_result(result: bytes | Path, picture: GeneratedPicture, generator: Generator) -> PictureFile | None:
    try:
        return read_file(result) if isinstance(result, Path) else read_picture(result)
    except PictureError as error:
        generator.report_failure(picture, f"the file that '{picture.name}' wrote {error.reason}", error.help)
        return None
