"""Brands for tests: the built-in one, the talk's, and new ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from deckwright.brands.read import read_brand
from deckwright.model.brand import Brand, Layout, Placeholder
from deckwright.model.diagnostics import Diagnostic, Report

ROOT = Path(__file__).parent.parent
BRANDS = {"plain": ROOT / "deckwright/brands/plain", "aarhus": ROOT / "templates/aarhus"}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@cache
def brand_of(name: str, language: str = "en") -> Brand:
    report = Report()
    brand = read_brand(BRANDS[name], f"{name}/brand.yaml", report, language)
    assert report.diagnostics == ()
    assert brand is not None
    return brand


def read(tmp_path: Path, yaml: str) -> tuple[Brand | None, tuple[Diagnostic, ...]]:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "brand.yaml").write_text(yaml, encoding="utf-8")
    report = Report()
    return read_brand(tmp_path, "house/brand.yaml", report), report.diagnostics


def good(tmp_path: Path, yaml: str) -> Brand:
    found, diagnostics = read(tmp_path, yaml)
    assert diagnostics == ()
    assert found is not None
    return found


def parts_of(data: bytes, folder: str) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(folder) and name.endswith(".xml"):
                yield name, etree.fromstring(archive.read(name))


def placeholder(layout: Layout, index: int) -> Placeholder:
    (found,) = (item for item in layout.placeholders if item.index == index)
    return found


def named(root: etree._Element, start: str) -> list[etree._Element]:
    return [shape for shape in root.iter(P + "sp") if shape[0][0].get("name", "").startswith(start)]
