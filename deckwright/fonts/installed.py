"""Font files on this machine: the brand's own and, as a last resort, the system's."""

from __future__ import annotations

import os
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
    family: str
    bold: bool
    italic: bool
    path: Path
    index: int = 0
    """Of the font in a collection."""


def open_font(file: FontFile) -> Any:
    """A uharfbuzz.Font at the font's own units."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file.path)), file.index))


def fonts_in(folder: str | Path) -> tuple[FontFile, ...]:
    """Every font in `folder` and below, by the names it has inside; what is not a font is passed over."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES)
    return tuple(font for path in paths for font in _fonts_of(path))


def choose(fonts: tuple[FontFile, ...], family: str, bold: bool, italic: bool) -> FontFile | None:
    """The face of `family` that is nearest to the wish, or None without the family."""
    own = [font for font in fonts if font.family.casefold() == family.casefold()]
    return min(own, key=lambda f: (f.bold != bold, f.italic != italic, str(f.path)), default=None)


@cache
def system_font(family: str, bold: bool, italic: bool) -> FontFile | None:
    """The system's own `family`; never a font that fontconfig would put in its place."""
    found = _fc_match(f"{_escaped(family)}{':bold' * bold}{':italic' * italic}")
    if found is not None:
        return found if found.family.casefold() == family.casefold() else None
    return choose(_system_fonts(), family, bold, italic)


@cache
def system_font_with(character: str, bold: bool) -> FontFile | None:
    """A system font that has `character`."""
    found = _fc_match(f"sans-serif{':bold' * bold}:charset={ord(character):x}")
    if found is not None:
        return found if _has(found, character) else None
    return next((font for font in _system_fonts() if font.bold == bold and _has(font, character)), None)


def _has(font: FontFile, character: str) -> bool:
    return ord(character) in open_font(font).face.unicodes


def _fonts_of(path: Path) -> Iterator[FontFile]:
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(path))
    for index in range(uharfbuzz.Face(blob).count):
        face = uharfbuzz.Face(blob, index)
        # Names 1 and 2 are the ones Office shows: a family of at most four faces.
        family, style = face.get_name(1), (face.get_name(2) or "").lower()
        if family:
            yield FontFile(family, "bold" in style, "italic" in style or "oblique" in style, path, index)


def _escaped(family: str) -> str:
    return "".join("\\" + character if character in "\\-:," else character for character in family)


def _fc_match(pattern: str) -> FontFile | None:
    """fontconfig's choice, or None where there is no fontconfig."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    form = "%{family[0]}\t%{weight}\t%{slant}\t%{index}\t%{file}"
    try:
        run = subprocess.run([program, "-f", form, pattern], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    answer = run.stdout
    fields = answer.split("\t", 4)
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
def _system_fonts() -> tuple[FontFile, ...]:
    return tuple(font for folder in _system_folders() if folder.is_dir() for font in fonts_in(folder))


def _system_folders() -> list[Path]:
    try:
        home = Path.home()
    except RuntimeError:  # nobody's: without HOME, and unknown to the system
        home = Path()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
