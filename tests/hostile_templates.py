"""Hostile inputs that are templates of brands, and unusual templates that a build accepts.

A row is: the code, and the function that makes the brand `house` in a project.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from hostile_files import Make, brand, png

from deckwright.brands.find import BUILT_IN
from deckwright.brands.read import read_brand as _read_brand
from deckwright.model.diagnostics import Report
from deckwright.ooxml.xml import quoteattr


def template() -> dict[str, bytes]:
    """Returns the members of a template without defects."""
    found = _read_brand(BUILT_IN / "plain", "brand.yaml", Report())
    assert found is not None
    with zipfile.ZipFile(io.BytesIO(found.template)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(name: str, old: bytes, new: bytes) -> Make:
    """Makes a brand whose template has one part changed."""

    def make(folder: Path) -> None:
        members = template()
        assert old in members[name]
        brand(packed({**members, name: members[name].replace(old, new, 1)}))(folder)

    return make


def cut(name: str, pattern: bytes) -> Make:
    """Makes a brand whose template lacks a piece of one part."""
    old = re.search(pattern, template()[name], re.DOTALL)
    assert old is not None
    return changed(name, old[0], b"")


def added(name: str, content: bytes, shown: bytes = b"") -> Make:
    """Makes a brand whose template has an additional part, related to its master, which shows it if `shown` has the XML."""

    def make(folder: Path) -> None:
        members, target = template(), "/" + name.lstrip("/")
        link = LINK % (99, b"image", quoteattr(target)[1:-1].encode())
        members[RELS] = members[RELS].replace(b"</Relationships>", link + b"</Relationships>")
        if b'"png"' not in members[TYPES]:
            png_type = b'<Default Extension="png" ContentType="image/png"/></Types>'
            members[TYPES] = members[TYPES].replace(b"</Types>", png_type)
        if shown:
            members[MASTER] = re.sub(rb"<p:bg>.*?</p:bg>", shown, members[MASTER], flags=re.DOTALL)
            assert shown in members[MASTER]
        brand(packed({**members, name: content}))(folder)

    return make


def more(**members: bytes) -> Make:
    """Makes a brand whose template has additional members without a relationship; `_` in their names means `/`."""
    return lambda folder: brand(packed({**template(), **{n.replace("_", "/"): c for n, c in members.items()}}))(folder)


def crowded(name: str, before: bytes, fill: Callable[[int], bytes], times: int) -> Make:
    """Makes a brand whose template repeats a piece of XML `times` times in one part, each with its number."""
    return lambda folder: changed(name, before, b"".join(map(fill, range(times))) + before)(folder)


def patched(change: Callable[[bytearray], None], **members: bytes) -> Make:
    """Makes a brand whose template is a damaged archive."""

    def make(folder: Path) -> None:
        data = bytearray(packed({**template(), **{n.replace("_", "/"): c for n, c in members.items()}}))
        change(data)
        brand(bytes(data))(folder)

    return make


def lies(name: bytes, size: int) -> Callable[[bytearray], None]:
    """Changes the unpacked size of a member in the archive's directory (PKWARE's APPNOTE 4.3.12)."""

    def change(data: bytearray) -> None:
        entry = data.rfind(name) - 46
        assert data[entry : entry + 4] == b"PK\x01\x02"
        data[entry + 24 : entry + 28] = struct.pack("<I", size)

    return change


def packed_as(method: int) -> Make:
    """Makes a brand whose template is packed with another method than Deflate."""

    def make(folder: Path) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, content in template().items():
                archive.writestr(name, content)
        brand(file.getvalue())(folder)

    return make


def in_utf7(folder: Path) -> None:
    """Makes a brand whose template declares entities in an encoding that hides them."""
    text = template()[THEME].decode().partition("?>")[2]
    entities = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = b'<?xml version="1.0" encoding="UTF-7"?>' + (entities + text).encode("utf-7")
    brand(packed({**template(), THEME: content}))(folder)


def with_layouts(most: int) -> Make:
    """Makes a brand whose template has that many identical layouts."""
    kind = b"application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml"
    name = "ppt/slideLayouts/slideLayout%d.xml"

    def make(folder: Path) -> None:
        found = template()
        layout, links = found[name % 1], found["ppt/slideLayouts/_rels/slideLayout1.xml.rels"]
        for number in range(100, 100 + most):
            found[name % number] = layout
            found[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = links
        numbers = range(100, 100 + most)
        types = b"".join(b'<Override PartName="/%s" ContentType="%s"/>' % ((name % n).encode(), kind) for n in numbers)
        entries = b"".join(b'<p:sldLayoutId id="%d" r:id="rIdX%d"/>' % (2_147_500_000 + n, n) for n in numbers)
        targets = b"".join(LINK % (n, b"slideLayout", ("/" + name % n).encode()) for n in numbers)
        for part, end, content in (
            (TYPES, b"</Types>", types),
            (MASTER, b"</p:sldLayoutIdLst>", entries),
            (RELS, b"</Relationships>", targets),
        ):
            found[part] = found[part].replace(end, content + end)
        brand(packed(found))(folder)

    return make


def shape(number: int, kind: bytes = b"") -> bytes:
    return (
        b'<p:sp><p:nvSpPr><p:cNvPr id="%d" name="One"/><p:cNvSpPr/><p:nvPr>%s</p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        b'<a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        b'<a:solidFill><a:srgbClr val="FF00FF"><a:alpha val="10000"/></a:srgbClr></a:solidFill></p:spPr></p:sp>'
    ) % (number + 1000, kind)


def placeholder(number: int) -> bytes:
    return shape(number, b'<p:ph type="body" idx="1"/>')


def pictured(width: int, height: int) -> Make:
    """Makes a brand whose master has a large picture as its background."""

    def data() -> bytes:
        rows = zlib.compressobj(9)
        return b"".join(rows.compress(bytes(1 + width * 3)) for _ in range(height)) + rows.flush()

    fill = b'<a:blipFill><a:blip r:embed="rIdX99"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    ground = b"<p:bg><p:bgPr>%s<a:effectLst/></p:bgPr></p:bg>" % fill
    return lambda folder: added("ppt/media/large.png", png(width, height, data()), ground)(folder)


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_088)
BOMB = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
MASTER, LAYOUT, MAIN = "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout1.xml", "ppt/presentation.xml"
THEME, TYPES, RELS = "ppt/theme/theme1.xml", "[Content_Types].xml", "ppt/slideMasters/_rels/slideMaster1.xml.rels"
GROUP = b'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="99" name="G"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
LINK = b'<Relationship Id="rIdX%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'

# fmt: off
TEMPLATES: Mapping[str, tuple[str, Make]] = {
    "a zip bomb": ("bad-template", added("ppt/media/bomb.png", bytes(310_000_000))),
    "a huge part": ("bad-template", changed(LAYOUT, b"</p:sldLayout>", b" " * 21_000_000 + b"</p:sldLayout>")),
    "encrypted": ("bad-template", brand(COMPOUND + "EncryptedPackage".encode("utf-16-le"))),
    "of the old kind": ("bad-template", brand(COMPOUND)),
    "a document of Word": ("bad-template", changed("[Content_Types].xml", b"presentationml.presentation.main", b"wordprocessingml.document.main")),
    "a text": ("bad-template", brand(b"not a presentation")),
    "empty": ("bad-template", brand(b"")),
    "an entity bomb": ("bad-template", changed(MAIN, b"<p:presentation", BOMB + b"<p:presentation")),
    "a file as an entity": ("bad-template", changed(MASTER, b"<p:sldMaster", b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]><p:sldMaster')),
    "a part that leads out": ("bad-template", added("../../owned.png", b"x")),
    "a part of Windows' paths": ("bad-template", added("..\\..\\owned.png", b"x")),
    "a layout missing": ("bad-template", changed("ppt/slideMasters/_rels/slideMaster1.xml.rels", b"slideLayout1.xml", b"slideLayout99.xml")),
    "no layout at all": ("bad-template|missing-layout", changed(MASTER, b"p:sldLayoutIdLst", b"p:sldLayoutIdLost")),
    "XML nested deep": ("bad-template", changed(LAYOUT, b"</p:sldLayout>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"</p:sldLayout>")),
    "a number that is none": ("bad-template", changed(MAIN, b'<p:sldSz cx="', b'<p:sldSz cx="x')),
    "a zip bomb of many parts": ("bad-template", more(**{f"ppt_media_{number}.png": bytes(9_900_000) for number in range(29)})),
    "a zip bomb that lies": ("bad-template", patched(lies(b"ppt/media/x.png", 100), **{"ppt_media_x.png": bytes(200_000_000)})),
    "a part that is larger than it says": ("bad-template", patched(lies(THEME.encode(), 100))),
    "parts that say they are huge": ("bad-template", patched(lies(THEME.encode(), 4_000_000_000))),
    "packed by bzip2": ("bad-template", packed_as(zipfile.ZIP_BZIP2)),
    "packed by LZMA": ("bad-template", packed_as(zipfile.ZIP_LZMA)),
    "65,000 parts": ("bad-template", more(**{f"x{number}": b"" for number in range(65_000)})),
    "cut off": ("bad-template", patched(lambda data: data.__delitem__(slice(len(data) // 2, None)))),
    "a part with a bit changed": ("bad-template", patched(lambda data: data.__setitem__(data.find(THEME.encode()) + 200, 0))),
    "entities in the theme": ("bad-template", changed(THEME, b"<a:theme ", BOMB + b"<a:theme ")),
    "entities in a list of relationships": ("bad-template", changed(RELS, b"<Relationships", BOMB + b"<Relationships")),
    "entities in the content types": ("bad-template", changed(TYPES, b"<Types", BOMB + b"<Types")),
    "entities behind a long comment": ("bad-template", changed(THEME, b"<a:theme ", b"<!--" + b"x" * 5_000 + b"-->" + BOMB + b"<a:theme ")),
    "entities in UTF-7": ("bad-template", in_utf7),
    "a part by a whole path": ("bad-template", added("/etc/owned.png", b"x")),
    "a part on a drive": ("bad-template", added("C:/owned.png", b"x")),
    "a part that leads out in percent": ("bad-template", added("ppt/%2e%2e/%2E%2E/owned.png", b"x")),
    "a part of a stream": ("bad-template", added("ppt/media/x.png:owned", b"x")),
    "a part with a name of 60,000 characters": ("bad-template", added("ppt/" + "x" * 60_000 + ".png", b"x")),
    "a part whose name differs in case": ("bad-template", added("PPT/Presentation.xml", b"x")),
    "a part whose name runs the other way": ("bad-template", added("ppt/media/gnp.\u202egnp.png", b"x")),
    "a relationship of 1 MB": ("bad-template", changed(RELS, b"</Relationships>", LINK % (1, b"image", b"x" * 1_000_000) + b"</Relationships>")),
    "a relationship that climbs": ("bad-template", changed(RELS, b"</Relationships>", LINK % (1, b"image", b"../" * 400_000) + b"</Relationships>")),
    "100,000 relationships": ("bad-template", crowded(RELS, b"</Relationships>", lambda n: LINK % (n, b"image", b"slideMaster1.xml"), 100_000)),
    "500,000 content types": ("bad-template", crowded(TYPES, b"</Types>", lambda n: b'<Override PartName="/x%d" ContentType="y"/>' % n, 300_000)),
    "a master without a theme": ("bad-template", changed(RELS, b"relationships/theme", b"relationships/thema")),
    "a layout that is its own master": ("bad-template", changed("ppt/slideLayouts/_rels/slideLayout1.xml.rels", b"../slideMasters/slideMaster1.xml", b"slideLayout1.xml")),
    "a layout whose master is missing": ("bad-template", changed("ppt/slideLayouts/_rels/slideLayout1.xml.rels", b"slideMaster1.xml", b"slideMaster9.xml")),
    "a layout that is said to be a picture": ("bad-template", changed(TYPES, b"presentationml.slideLayout+xml", b"presentationml.image+xml")),
    "a layout that is no XML": ("bad-template", lambda folder: brand(packed({**template(), LAYOUT: b"\x89PNG"}))(folder)),
    "a layout that is something else": ("bad-template", lambda folder: brand(packed({**template(), LAYOUT: b"<a/>"}))(folder)),
    "a theme that is a layout": ("bad-template", lambda folder: brand(packed({**template(), THEME: template()[LAYOUT]}))(folder)),
    "a colour map that leads to itself": ("bad-template", changed(MASTER, b'bg1="lt1"', b'bg1="bg1"')),
    "a master without anything on it": ("bad-template", cut(MASTER, rb"<p:cSld>.*</p:cSld>")),
    "a master without a colour map": ("bad-template", changed(MASTER, b"<p:clrMap ", b"<p:clrMop ")),
    "a theme without an accent": ("bad-template", lambda folder: brand(packed({**template(), THEME: template()[THEME].replace(b"a:accent3>", b"a:accent33>")}))(folder)),
    "a colour that is none": ("bad-template", changed(THEME, b'<a:srgbClr val="', b'<a:srgbClr val="zz')),
    "20 MB of elements": ("bad-template", crowded(THEME, b"</a:theme>", lambda _: b"<a:x/>", 3_000_000)),
    "an element of 200,000 attributes": ("bad-template", changed(LAYOUT, b"<p:cSld", b"<p:cSld " + b" ".join(b'a%d=""' % n for n in range(200_000)))),
    "50,000 placeholders": ("bad-template", crowded(LAYOUT, b"</p:spTree>", placeholder, 50_000)),
    "30,000 shapes": ("bad-template", crowded(MASTER, b"</p:spTree>", shape, 30_000)),
    "10,000 groups in each other": ("bad-template", changed(LAYOUT, b"</p:spTree>", GROUP * 10_000 + b"</p:grpSp>" * 10_000 + b"</p:spTree>")),
    "1,000 layouts": ("bad-template", with_layouts(1_000)),
    "slides of no size": ("bad-template", changed(MAIN, b'<p:sldSz cx="12192000"', b'<p:sldSz cx="0"')),
}
"""Name → code, function that makes the brand. All diagnostics are at the brand's `template:`."""

def listed_twice(name: str, tag: str) -> Make:
    """Makes a brand whose template lists its first master or layout twice."""

    def make(folder: Path) -> None:
        (entry,) = re.findall(rb"<p:%s [^>]*/>" % tag.encode(), template()[name])[:1]
        again = re.sub(rb'\bid="\d+"', b'id="2147999999"', entry)
        end = b"</p:%sLst>" % tag.encode()
        changed(name, end, again + end)(folder)

    return make


MENDED: Mapping[str, Make] = {
    "a layout listed twice": listed_twice(MASTER, "sldLayoutId"),
    "a master listed twice": listed_twice(MAIN, "sldMasterId"),
    "500 placeholders of one name and index": crowded(LAYOUT, b"</p:spTree>", placeholder, 500),
    "3,000 shapes": crowded(MASTER, b"</p:spTree>", shape, 3_000),
    "a picture of 80 million pixels": pictured(9_000, 9_000),
}
"""Unusual templates that a build accepts."""
# fmt: on
