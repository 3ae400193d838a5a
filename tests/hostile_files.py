"""Hostile inputs that are files: pictures, data, templates, places to write to, with the expected diagnostic of each.

A row is: the code, the place of the diagnostic (the beginning of its line), the function that makes the file in a
project, and the arguments of the command if there are more than `build`.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from hostile_inputs import HEAD, Files, deck
from PIL import Image

Make = Callable[[Path], object]
"""Makes files in the project's folder."""
Row = tuple[str, str, Files, Make]

PICTURE = deck("  - slide: picture\n    id: a\n    title: T\n    picture: {file: x.png, alt: Seen}")
P = "deck.yaml:8:"
DATA = deck("  - {slide: title, id: a, title: T}", "data: {d: {file: d.csv}}\n")
D = "deck.yaml:4:"
HOUSE: Files = {"deck.yaml": HEAD.replace("plain", "house") + "slides: [{slide: title, id: a, title: A}]\n"}
B = "templates/house/brand.yaml:1:"


def asset(name: str, content: bytes) -> Make:
    return lambda folder: put(folder / "assets" / name, content)


def named(written: str) -> Files:
    """Writes a picture, and a deck that shows it."""
    return {"deck.yaml": str(PICTURE["deck.yaml"]).replace("x.png", f'"{written}"')}


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def brand(data: bytes) -> Make:
    """Writes a brand named `house` with this template."""

    def make(folder: Path) -> None:
        put(folder / "templates/house/brand.yaml", b"template: house.pptx\n")
        put(folder / "templates/house/house.pptx", data)

    return make


def linked(target: str) -> Make:
    def make(folder: Path) -> None:
        (folder / "assets").mkdir()
        (folder / "assets/x.png").symlink_to(target)

    return make


def pipe(name: str) -> Make:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / name)

    return make


def large(name: str, size: int) -> Make:
    """Writes a sparse file of this size, which takes no room on the disk."""

    def make(folder: Path) -> None:
        put(folder / name, b"")
        os.truncate(folder / name, size)

    return make


def saved(mode: str, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (32, 18)).save(file, kind, **options)
    return file.getvalue()


def png(width: int, height: int, data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def animated() -> bytes:
    frames = [Image.new("L", (32, 18), shade) for shade in (0, 99, 199)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def rotated() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved("RGB", "JPEG", exif=exif)


ZEROES = zlib.compress(bytes(50_000_000), 9)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">%s</svg>'

# fmt: off
FILES: Mapping[str, Row] = {
    # paths of files
    "a picture above": ("outside-project", P, named("../x.png"), lambda _: None),
    "a picture by its whole path": ("outside-project", P, named("/etc/hostname"), lambda _: None),
    "a picture at home": ("missing-file", P, named("~/x.png"), lambda _: None),
    "a picture by an address": ("missing-file|outside", P, named("file:///etc/hostname"), lambda _: None),
    "a picture on the web": ("missing-file|outside", P, named("https://example.org/x.png"), lambda _: None),
    "a picture on a share": ("outside-project|missing-file", P, named("\\\\\\\\host\\\\share\\\\x.png"), lambda _: None),
    "a picture on a drive": ("outside-project", P, named("C:/x.png"), lambda _: None),
    "a link out": ("outside-project", P, PICTURE, linked("/etc/hostname")),
    "a link to a device": ("missing-file|outside-project", P, PICTURE, linked("/dev/zero")),
    "a link to itself": ("missing-file", P, PICTURE, linked("x.png")),
    "a device": ("outside-project", P, named("/dev/zero"), lambda _: None),
    "a pipe": ("missing-file|unreadable-file", P, PICTURE, pipe("assets/x.png")),
    "a pipe for data": ("missing-file|unreadable-file", D, DATA, pipe("assets/d.csv")),
    "a pipe for a slide template": ("unreadable-file", "", deck("  - {slide: title, id: a, title: T}"), pipe("templates/slides/x.xml")),
    "a pipe for the glossary": ("", "", deck("  - {slide: title, id: a, title: T}"), pipe("glossary.yaml")),
    "a pipe for a catalog": ("unreadable-file", "", deck("  - {slide: title, id: a, title: T}", "languages: [en, da]\n"), pipe("locales/da.po")),
    "a folder": ("missing-file|unreadable-file", P, PICTURE, lambda folder: (folder / "assets/x.png").mkdir(parents=True)),
    "a file that is not there": ("missing-file", P, PICTURE, lambda _: None),
    "a name with NUL": ("refused-character", "deck.yaml:8:", named("a\0.png"), lambda _: None),
    "a name of 5,000 characters": ("missing-file", P, named("x" * 5_000 + ".png"), lambda _: None),
    "a large data file": ("too-large|too-much-data", D, DATA, large("assets/d.csv", 60_000_000)),
    "a large picture": ("bad-picture|too-large", P, PICTURE, large("assets/x.png", 60_000_000)),
    "a large template": ("too-large", B, HOUSE, lambda folder: (brand(b"")(folder), large("templates/house/house.pptx", 200_000_000)(folder))),
    # pictures
    "a picture of a billion pixels": ("bad-picture", P, PICTURE, asset("x.png", png(65_000, 65_000, ZEROES))),
    "a picture with a long text": ("bad-picture", P, PICTURE, asset("x.png", png(9, 9, zlib.compress(bytes(9 * 28)), (b"zTXt", b"a\0\0" + ZEROES)))),
    "a picture with a huge profile": ("bad-picture", P, PICTURE, asset("x.png", png(9, 9, zlib.compress(bytes(9)), (b"iCCP", b"a\0\0" + ZEROES)))),
    "a picture that is cut off": ("bad-picture", P, PICTURE, asset("x.png", saved("RGB", "PNG")[:50])),
    "a picture of no width": ("bad-picture", P, PICTURE, asset("x.png", png(0, 9, zlib.compress(b"")))),
    "a text called picture": ("bad-picture", P, PICTURE, asset("x.png", b"not a picture")),
    "an empty file": ("bad-picture", P, PICTURE, asset("x.png", b"")),
    "a drawing that fetches": ("bad-picture", P, named("x.svg"), asset("x.svg", SVG % b'<image href="https://example.org/x.png"/>')),
    "a drawing that reads": ("bad-picture", P, named("x.svg"), asset("x.svg", b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + SVG % b"<text>&e;</text>")),
    # data
    "data that is a program": ("malformed-data|not-utf8|refused", "assets/d.csv:", DATA, asset("d.csv", b"\x7fELF\0\0\0")),
    "data with NUL": ("refused-character", "assets/d.csv:2:", DATA, asset("d.csv", b"a,b\n1,\0\n")),
    "data without an end": ("malformed-data", "assets/d.csv:2:", DATA, asset("d.csv", b'a,b\n1,"' + b"x" * 1_000_000)),
    "data nested deep": ("malformed-data|too-deep", "assets/d.json:", {"deck.yaml": str(DATA["deck.yaml"]).replace("csv", "json")}, asset("d.json", b'[{"a": ' + b"[" * 100_000)),
    "data of 5,000 digits": ("malformed-data", "assets/d.json:", {"deck.yaml": str(DATA["deck.yaml"]).replace("csv", "json")}, asset("d.json", b'[{"a": ' + b"9" * 5_000 + b"}]")),
    # paths of output
    "a folder in the way": ("unwritable-output", "", deck("  - {slide: title, id: a, title: T}"), lambda folder: (folder / "out/a-talk.en.pptx").mkdir(parents=True)),
    "a file in the way of the folder": ("unwritable-output", "", deck("  - {slide: title, id: a, title: T}"), lambda folder: put(folder / "out", b"")),
    "a name that leads out": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", "name: ../../owned\n"), lambda _: None),
    "a whole path for a name": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", "name: /tmp/owned\n"), lambda _: None),
    "a name of Windows' own": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", "name: CON\n"), lambda _: None),
    "a name with a line break": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", 'name: "a\\nb"\n'), lambda _: None),
    "a name of 300 characters": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", f"name: {'x' * 300}\n"), lambda _: None),
    "a name that begins with a dot": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", "name: .hidden\n"), lambda _: None),
    "a name with a question mark": ("bad-name", D, deck("  - {slide: title, id: a, title: T}", "name: what?\n"), lambda _: None),
}
"""Name → code (several are separated by `|`), place of the diagnostic, deck, function that makes the other files."""


SOUND: Mapping[str, Make] = {
    "CMYK": asset("x.png", saved("CMYK", "JPEG")),
    "rotated by its camera": asset("x.png", rotated()),
    "16 bits a colour": asset("x.png", saved("I;16", "PNG")),
    "a palette with transparency": asset("x.png", saved("P", "PNG", transparency=0)),
    "animated": asset("x.png", animated()),
    "a drawing with a script, called PNG": asset("x.png", SVG % b"<script>alert(1)</script>"),
    "large, but sound": asset("x.png", saved("L", "PNG")),
}
"""Unusual pictures that are shown, without the scripts in them."""
# fmt: on
