"""Finds font files on this machine: the brand's own and, as a last resort, the system's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


class FontFile(Struct, frozen=True):
    """A font in a file, by the names inside it."""

    family: str
    bold: bool
    italic: bool
    path: Path
    index: int = 0
    """The number of the font in a collection (.ttc, .otc)."""


def open_font(file: FontFile) -> Any:
    """Returns a uharfbuzz.Font at the font's own units."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file.path)), file.index))


def read_fonts_in(folder: str | Path) -> tuple[FontFile, ...]:
    """Reads the names of every font in `folder` and its subfolders; other files are ignored."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES)
    return tuple(font for path in paths for font in _read_fonts(path))


def choose_font(fonts: tuple[FontFile, ...], family: str, bold: bool, italic: bool) -> FontFile | None:
    """Returns the closest face of `family`, or None without the family."""
    faces = [font for font in fonts if font.family.casefold() == family.casefold()]
    return min(faces, key=lambda f: (f.bold != bold, f.italic != italic, str(f.path)), default=None)


@cache
def find_system_font(family: str, bold: bool, italic: bool) -> FontFile | None:
    """Returns the system's font `family`, but no font that fontconfig substitutes for it."""
    pattern = re.sub(r"([-\\:,])", r"\\\1", family)
    font = _run_fc_match(f"{pattern}{':bold' * bold}{':italic' * italic}")
    if font is not None:
        return font if font.family.casefold() == family.casefold() else None
    return choose_font(_read_system_fonts(), family, bold, italic)


@cache
def find_system_font_with(character: str, bold: bool) -> FontFile | None:
    """Returns a system font that has `character`."""
    font = _run_fc_match(f"sans-serif{':bold' * bold}:charset={ord(character):x}")
    if font is not None:
        return font if _has_character(font, character) else None
    return next((font for font in _read_system_fonts() if font.bold == bold and _has_character(font, character)), None)


def _has_character(font: FontFile, character: str) -> bool:
    return ord(character) in open_font(font).face.unicodes


def _read_fonts(path: Path) -> Iterator[FontFile]:
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(path))
    for index in range(uharfbuzz.Face(blob).count):
        face = uharfbuzz.Face(blob, index)
        # Names 1 and 2 are those that Office displays: a family of at most four faces.
        family, style = face.get_name(1), (face.get_name(2) or "").lower()
        if family:
            yield FontFile(family, "bold" in style, "italic" in style or "oblique" in style, path, index)


def _run_fc_match(pattern: str) -> FontFile | None:
    """Returns the font that fontconfig chooses, or None if fontconfig is not installed."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    form = "%{family[0]}\t%{weight}\t%{slant}\t%{index}\t%{file}"
    try:
        run = subprocess.run([program, "-f", form, pattern], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    fields = run.stdout.split("\t", 4)
    if len(fields) != 5 or not fields[4].lower().endswith(SUFFIXES):
        return None
    family, weight, slant, index, path = fields
    # Weights over 180 are bold in fontconfig; the upper half of an index names an instance of a variable font.
    return FontFile(family, _number(weight) >= 180, _number(slant) > 0, Path(path), int(_number(index)) & 0xFFFF)


def _number(field: str) -> float:
    try:
        return float(field)
    except ValueError:
        return 0.0


@cache
def _read_system_fonts() -> tuple[FontFile, ...]:
    return tuple(font for folder in _system_folders() if folder.is_dir() for font in read_fonts_in(folder))


def _system_folders() -> list[Path]:
    try:
        home = Path.home()
    except RuntimeError:  # no HOME is set, and the system does not know the user
        home = Path()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
