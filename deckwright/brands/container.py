"""What a file is that somebody calls a template: a package that may be read, or why it may not, told in words.

It is looked at before anything in it is unpacked: a hostile file must cost neither time nor memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
"""How files of the years before 2007 begin, and files under a password ([MS-CFB] 2.2)."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_PARTS = 10_000
MOST_BYTES = 1_000_000_000
"""Unpacked, of all parts; PowerPoint's largest templates are a fifth of that."""
MOST_XML = 100_000_000
"""Of one part that is XML."""
MOST_PACKED = 1_000
"""How many times larger a part of some size may be than what it is packed in."""
LOOKED_INTO = 4_096
"""Bytes at the start of an XML part where a document type would stand."""
KINDS = {
    b"wordprocessingml": "a Word document",
    b"spreadsheetml.sheet.main": "an Excel workbook",
    b"opendocument.presentation": "a presentation of LibreOffice",
}
PRESENTATION = re.compile(
    rb"presentationml\.(presentation|template|slideshow)\.main|powerpoint\.\w+\.macroEnabled\.main|themeManager"
)
SAVE_AGAIN = "open it in PowerPoint and save it as .pptx or .potx, without a password"


class NoTemplateError(ValueError):
    """The file cannot be used. Its text ends the sentence that begins with the file's name."""


def check_container(data: bytes) -> None:
    """Raises NoTemplateError for what is not a PowerPoint package, or is made to do harm."""
    if data.startswith(COMPOUND):
        if ENCRYPTED in data:
            raise NoTemplateError("is protected by a password")
        raise NoTemplateError("is a PowerPoint file of the years before 2007")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            _check_names([member.filename for member in members])
            _check_kind(archive)
            _check_entities(archive, members)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, RuntimeError, OSError) as fault:
        raise NoTemplateError("is not a PowerPoint template that can be read") from fault


def _check_sizes(members: Sequence[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise NoTemplateError("is protected by a password")
    if len(members) > MOST_PARTS:
        raise NoTemplateError(f"holds {len(members):,} parts, more than any template")
    bombs = (m for m in members if m.file_size > 10_000_000 and m.file_size > MOST_PACKED * max(1, m.compress_size))
    large = (m for m in members if m.filename.lower().endswith((".xml", ".rels")) and m.file_size > MOST_XML)
    if sum(member.file_size for member in members) > MOST_BYTES or any(bombs) or any(large):
        raise NoTemplateError("would unpack to far more than any template holds")


def _check_names(names: Sequence[str]) -> None:
    """Part names as ECMA-376 part 2, 6.2.2 has them, and none twice."""
    for name in names:
        if (
            name.startswith("/")
            or "\\" in name
            or ":" in name
            or ".." in name.split("/")
            or min(name, default="!") < " "
        ):
            raise NoTemplateError("holds a part whose name leads out of the file")
    if len({name.lower() for name in names}) < len(names):
        raise NoTemplateError("holds two parts of one name")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if "_rels/.rels" in names and b"purl.oclc.org/ooxml" in archive.read("_rels/.rels"):
        raise NoTemplateError("is saved as Strict Open XML, which few programs read")
    if PRESENTATION.search(types):
        return
    mimetype = archive.read("mimetype") if "mimetype" in names else b""
    kind = next((words for token, words in KINDS.items() if token in types + mimetype), "")
    raise NoTemplateError(f"is {kind}, whatever its name says" if kind else "holds no presentation")


def _check_entities(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """No Office file declares entities; those that do want to be unfolded."""
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(LOOKED_INTO).replace(b"\0", b""):
                    raise NoTemplateError("declares entities, which no PowerPoint file does")
