"""Templates made by other programs, and templates changed as designers and their tools change them."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pptx
import pytest
from examples import HANGS
from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRESETS = Path("/usr/lib/libreoffice/share/template/common/presnt")
"""The folder of LibreOffice's presets on Debian."""
CHOSEN = ("DNA", "Vivid", "Metropolis", "Midnightblue")
"""A plain one, one with its own master for the cover, a dark one, and one that is dark only on its covers."""
NODE_MODULES = Path(os.environ.get("DECKWRIGHT_NODE_MODULES", Path.home() / ".cache/deckwright/node_modules"))
"""The folder in which .ci/run installs PptxGenJS."""

DANISH = (
    "Titelslide", "Titel og indhold", "Afsnitsoverskrift", "To indholdsobjekter", "Sammenligning", "Kun titel", "Tom",
    "Indhold med billedtekst", "Billede med billedtekst", "Titel og lodret tekst", "Lodret titel og tekst",
)  # fmt: skip
JAPANESE = (
    "タイトル スライド", "タイトルとコンテンツ", "セクション見出し", "2 つのコンテンツ", "比較", "タイトルのみ", "白紙",
    "タイトル付きのコンテンツ", "タイトル付きの図", "タイトルと縦書きテキスト", "縦書きタイトルと縦書きテキスト",
)  # fmt: skip

PPTXGENJS = """
const p = new (require("pptxgenjs"))();
p.layout = "LAYOUT_WIDE";
p.theme = { headFontFace: "Georgia", bodyFontFace: "Arial" };
const words = (name, type, x, y, w, h, more) =>
  ({ placeholder: { options: { name, type, x, y, w, h, ...more }, text: name } });
p.defineSlideMaster({ title: "HOUSE_COVER", background: { color: "1F3864" }, objects: [
  { rect: { x: 0, y: 5.6, w: "100%", h: 0.75, fill: { color: "C55A11" } } },
  words("title", "title", 0.6, 2, 12, 1.5, { fontSize: 44, color: "FFFFFF" }),
  words("sub", "body", 0.6, 3.7, 12, 1, { fontSize: 24, color: "FFFFFF" })] });
p.defineSlideMaster({ title: "HOUSE_CONTENT", background: { color: "FFFFFF" },
  slideNumber: { x: 0.3, y: "93%" }, objects: [
  { rect: { x: 0, y: 6.9, w: "100%", h: 0.6, fill: { color: "1F3864" } } },
  words("title", "title", 0.6, 0.3, 12, 1, { fontSize: 32 }),
  words("body", "body", 0.6, 1.5, 12, 5.1, { fontSize: 24 })] });
p.addSlide({ masterName: "HOUSE_CONTENT" }).addText("A sample", { placeholder: "title" });
p.writeFile({ fileName: process.argv[2] });
"""


def of_libreoffice(folder: Path) -> Mapping[str, Path]:
    """Saves presets as .potx with soffice; skips the test if LibreOffice is missing."""
    if shutil.which("soffice") is None or not PRESETS.is_dir():
        pytest.skip("LibreOffice and its presentations are not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(PRESETS / f"{name}.otp") for name in CHOSEN]
    run("soffice", profile, "--headless", "--convert-to", "potx", "--outdir", str(folder), *files)
    return {name: folder / f"{name}.potx" for name in CHOSEN}


def of_pptxgenjs(folder: Path) -> Path:
    """Makes a presentation with PptxGenJS; skips the test if PptxGenJS is missing."""
    if shutil.which("node") is None or not (NODE_MODULES / "pptxgenjs").is_dir():
        pytest.skip(f"PptxGenJS is not in {NODE_MODULES}: npm install --prefix {NODE_MODULES.parent} pptxgenjs")
    script, target = folder / "make.cjs", folder / "made.pptx"
    script.write_text(PPTXGENJS, "utf-8")
    run("node", str(script), str(target), NODE_PATH=str(NODE_MODULES))
    return target


def of_python_pptx(folder: Path) -> Path:
    """Makes a presentation of two slides with python-pptx's default template."""
    presentation: Any = pptx.Presentation()
    for number in (0, 1):
        presentation.slides.add_slide(presentation.slide_layouts[number]).shapes.title.text = "A sample"
    target = folder / "default.pptx"
    presentation.save(str(target))
    return target


def run(*command: str, **more: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS, env={**os.environ, **more})


Change = Callable[[Any], None]
"""Changes a python-pptx presentation; untyped, because it uses attributes that python-pptx's types lack."""


def _layouts_deleted(presentation: Any) -> None:
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Title Slide", "Title and Content", "Title Only"):
            presentation.slide_layouts.remove(layout)


def _only_title_only(presentation: Any) -> None:
    for layout in list(presentation.slide_layouts):
        if layout.name != "Title Only":
            presentation.slide_layouts.remove(layout)


def _no_layouts(presentation: Any) -> None:
    for layout in list(presentation.slide_layouts):
        presentation.slide_layouts.remove(layout)


def _reordered(presentation: Any) -> None:
    listed = presentation.slide_master._element.find(f"{P}sldLayoutIdLst")
    assert listed is not None
    listed[:] = list(reversed(listed))


def _renamed(names: tuple[str, ...]) -> Change:
    """Renames the layouts and removes their types, so that only names are left."""

    def change(presentation: Any) -> None:
        for layout, name in zip(presentation.slide_layouts, names, strict=True):
            layout._element.cSld.set("name", name)
            del layout._element.attrib["type"]

    return change


def _nameless(presentation: Any) -> None:
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            shape._element.nvSpPr.cNvPr.set("name", "")


def _one_footer_missing(presentation: Any) -> None:
    for shape in list(presentation.slide_layouts[1].placeholders):
        if shape.placeholder_format.idx >= 10:
            shape._element.getparent().remove(shape._element)


def _one_name_and_index(presentation: Any) -> None:
    for shape in presentation.slide_layouts[3].placeholders:
        if shape.placeholder_format.idx in (1, 2):
            shape._element.nvSpPr.cNvPr.set("name", "Content")
            shape._element.ph.set("idx", "1")


def _of_size(width: int, height: int) -> Change:
    """Scales everything on masters and layouts to another slide size, as PowerPoint does."""

    def change(presentation: Any) -> None:
        across, down = width / presentation.slide_width, height / presentation.slide_height
        for root in (presentation.slide_master._element, *(one._element for one in presentation.slide_layouts)):
            for place in root.iter(f"{A}off", f"{A}ext"):
                for name, share in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                    if place.get(name):
                        place.set(name, str(round(int(place.get(name)) * share)))
        presentation.slide_width, presentation.slide_height = width, height

    return change


ALTERED: Mapping[str, Change] = {
    "layouts-deleted": _layouts_deleted,
    "only-title-only": _only_title_only,
    "no-layouts": _no_layouts,
    "reordered": _reordered,
    "danish": _renamed(DANISH),
    "japanese": _renamed(JAPANESE),
    "nameless": _nameless,
    "one-footer-missing": _one_footer_missing,
    "one-name-and-index": _one_name_and_index,
    "wide": _of_size(12_192_000, 6_858_000),
    "a4": _of_size(9_906_000, 6_858_000),
    "small": _of_size(6_096_000, 3_429_000),
}
"""Name → the change of python-pptx's template (4:3)."""


def altered(name: str, folder: Path) -> Path:
    presentation: Any = pptx.Presentation()
    ALTERED[name](presentation)
    target = folder / f"{name}.pptx"
    presentation.save(str(target))
    return target


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Returns a package whose members (name → bytes) were passed to `change`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_second_master(
    data: bytes, layouts: tuple[int, ...], theme: Mapping[str, str], master: Mapping[str, str] | None = None
) -> bytes:
    """Gives some layouts of python-pptx's template (by the numbers of their parts) their own master.

    `theme` and `master` are the replacements in copies of the parts of the first master.
    """

    def copied(text: bytes, changes: Mapping[str, str]) -> bytes:
        for old, new in changes.items():
            assert old.encode() in text
            text = text.replace(old.encode(), new.encode())
        return text

    def change(members: dict[str, bytes]) -> None:
        first, rels = "ppt/slideMasters/slideMaster1.xml", "ppt/slideMasters/_rels/slideMaster1.xml.rels"
        links: Any = etree.fromstring(members[rels])
        moved = {one.get("Id") for one in links if any(f"/slideLayout{n}.xml" in one.get("Target") for n in layouts)}
        members["ppt/theme/theme9.xml"] = copied(members["ppt/theme/theme1.xml"], theme)
        members["ppt/slideMasters/slideMaster2.xml"] = copied(members[first], master or {})
        members["ppt/slideMasters/_rels/slideMaster2.xml.rels"] = members[rels].replace(b"theme1.xml", b"theme9.xml")
        for name, stays in (("1", False), ("2", True)):
            part, list_ = (
                f"ppt/slideMasters/slideMaster{name}.xml",
                f"ppt/slideMasters/_rels/slideMaster{name}.xml.rels",
            )
            for path, key in ((part, f"{{{R}}}id"), (list_, "Id")):
                root: Any = etree.fromstring(members[path])
                for one in list(root) if path == list_ else root.findall(f"{P}sldLayoutIdLst/{P}sldLayoutId"):
                    is_layout = path == part or "/slideLayout" in one.get("Type")
                    if is_layout and (one.get(key) in moved) != stays:
                        one.getparent().remove(one)
                members[path] = etree.tostring(root)
        for number in layouts:
            path = f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"
            members[path] = members[path].replace(b"slideMaster1", b"slideMaster2")
        types, kind = members["[Content_Types].xml"], "application/vnd.openxmlformats-officedocument."
        for name, what in (("slideMasters/slideMaster2", "presentationml.slideMaster"), ("theme/theme9", "theme")):
            override = f'<Override PartName="/ppt/{name}.xml" ContentType="{kind}{what}+xml"/></Types>'
            types = types.replace(b"</Types>", override.encode())
        members["[Content_Types].xml"] = types
        rels, link = "ppt/_rels/presentation.xml.rels", f'<Relationship Id="rId90" Type="{R}/slideMaster"'
        end = f'{link} Target="slideMasters/slideMaster2.xml"/></Relationships>'.encode()
        members[rels] = members[rels].replace(b"</Relationships>", end)
        entry = b'<p:sldMasterId id="2147484000" r:id="rId90"/></p:sldMasterIdLst>'
        members["ppt/presentation.xml"] = members["ppt/presentation.xml"].replace(b"</p:sldMasterIdLst>", entry)

    return repacked(data, change)


def as_theme_file(data: bytes) -> bytes:
    """Makes a .thmx as Office writes it: the theme manager is the main part, and the presentation is below `theme/`."""

    def change(members: dict[str, bytes]) -> None:
        moved = {
            re.sub(r"^ppt/", "theme/", name): content for name, content in members.items() if "docProps" not in name
        }
        members.clear()
        members.update(moved)
        types = members["[Content_Types].xml"].replace(b"/ppt/", b"/theme/")
        part = '<Override PartName="/theme/theme/themeManager.xml" ContentType="application/vnd.'
        manager = f'{part}openxmlformats-officedocument.themeManager+xml"/></Types>'.encode()
        members["[Content_Types].xml"] = types.replace(b"</Types>", manager)
        members["theme/theme/themeManager.xml"] = f'<a:themeManager xmlns:a="{A[1:-1]}"/>'.encode()
        rels = etree.fromstring(members["_rels/.rels"])
        for one in list(rels):
            if one.get("Type", "").endswith("/officeDocument"):
                one.set("Target", "theme/theme/themeManager.xml")
            else:
                rels.remove(one)
        members["_rels/.rels"] = etree.tostring(rels)

    return repacked(data, change)
