"""Writes the tables of widths in deckwright/fonts/tables: `python docs/make_font_tables.py [folder of fonts]`.

It reads fonts with the same widths as the usual Office fonts (Debian: fonts-liberation, fonts-crosextra-carlito,
fonts-crosextra-caladea) and writes only numbers, one JSON file for each family:

    family, source, version, copyright, licence     the Office family, and the source of its numbers
    unitsPerEm                                      units in one em, for every number below
    faces.<regular|bold|italic|bold-italic>
        advances   [[first code point, [advance, …]], …]           widths of runs of code points
        kerning    [[left characters, {adjustment: right characters}], …]

Needs fontTools, which is installed for development only.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

TABLES = Path(__file__).parent.parent / "deckwright" / "fonts" / "tables"
FONTS = Path("/usr/share/fonts/truetype")

LIBERATION = "Liberation Fonts licence: GPL-2.0 with exceptions"
TWINS: dict[str, tuple[str, str, str]] = {
    # Office family → folder, file stem and licence of the font with the same widths
    "Arial": ("liberation", "LiberationSans", LIBERATION),
    "Times New Roman": ("liberation", "LiberationSerif", LIBERATION),
    "Courier New": ("liberation", "LiberationMono", LIBERATION),
    "Calibri": ("crosextra", "Carlito", "OFL-1.1"),
    "Cambria": ("crosextra", "Caladea", "OFL-1.1"),
}
FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "BoldItalic"}

KERNED = [
    *range(0x20, 0x7F),  # Latin as Europe writes it
    *range(0xA0, 0xAD),
    *range(0xAE, 0x180),
    *range(0x218, 0x21C),
    *range(0x370, 0x460),  # Greek, Cyrillic
    *range(0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    *(0x2039, 0x203A, 0x20AC, 0x2122),
]
INVISIBLE = [
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
]


def make_tables(fonts: Path = FONTS, tables: Path = TABLES) -> None:
    """Writes a table for each of TWINS into `tables`."""
    for family, (folder, stem, licence) in TWINS.items():
        files = {face: TTFont(fonts / folder / f"{stem}-{style}.ttf") for face, style in FACES.items()}
        names = files["regular"]["name"]
        table = {
            "family": family,
            "source": names.getDebugName(1),
            "version": names.getDebugName(5).split(";")[0],
            "copyright": names.getDebugName(0),
            "licence": licence,
            "unitsPerEm": files["regular"]["head"].unitsPerEm,
            "faces": {
                face: {"advances": _group_runs(_read_advances(font)), "kerning": _group_rows(_read_kerning(font))}
                for face, font in files.items()
            },
        }
        path = tables / f"{family.lower().replace(' ', '-')}.json"
        path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _read_advances(font: Any) -> dict[int, int]:
    """Returns the width of each code point as a shaper gives it: marks and format characters have none."""
    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    advances = {
        point: 0 if unicodedata.category(chr(point)) in ("Mn", "Me", "Cf", "Cc") else widths[glyph][0]
        for point, glyph in glyphs.items()
    }
    advances |= dict.fromkeys(INVISIBLE, 0)
    # Spaces and hyphens that a font lacks get widths from those it has.
    space, digit = advances[0x20], advances[0x30]
    derived = {
        0xA0: space, 0x2010: advances[0x2D], 0x2011: advances.get(0x2010, advances[0x2D]), 0x202F: space // 2,
        0x2000: em // 2, 0x2001: em, 0x2002: em // 2, 0x2003: em, 0x2004: round(em / 3), 0x2005: em // 4,
        0x2006: round(em / 6), 0x2007: digit, 0x2008: advances[0x2E], 0x2009: round(em / 5), 0x200A: round(em / 16),
    }  # fmt: skip
    return derived | advances


def _read_kerning(font: Any) -> dict[tuple[int, int], int]:
    """Returns the kerning of pairs of code points, from GPOS pair adjustment, else from the kern table."""
    glyphs = {font.getBestCmap()[point]: point for point in reversed(KERNED) if point in font.getBestCmap()}
    of_glyph: dict[str, list[int]] = defaultdict(list)
    for point in KERNED:
        if point in font.getBestCmap():
            of_glyph[font.getBestCmap()[point]].append(point)
    pairs: dict[tuple[str, str], int] = {}
    if "GPOS" in font:
        for lookup in _find_kern_lookups(font["GPOS"].table):
            found: dict[tuple[str, str], int] = {}
            for subtable in lookup:
                for pair, value in _read_pairs(subtable, glyphs):
                    found.setdefault(pair, value)  # the first subtable that has a pair decides
            for pair, value in found.items():
                pairs[pair] = pairs.get(pair, 0) + value
    elif "kern" in font:
        for subtable in font["kern"].kernTables:
            pairs |= subtable.kernTable
    return {
        (left, right): value
        for (first, second), value in pairs.items()
        if value
        for left in of_glyph.get(first, ())
        for right in of_glyph.get(second, ())
    }


def _find_kern_lookups(gpos: Any) -> Iterator[list[Any]]:
    """Yields the subtables of each pair adjustment lookup that the kern feature uses, in lookup order."""
    indices = {
        index
        for record in gpos.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(indices):
        subtables = gpos.LookupList.Lookup[index].SubTable
        unpacked = [s.ExtSubTable if s.LookupType == 9 else s for s in subtables]
        yield [s for s in unpacked if s.LookupType == 2]


def _read_pairs(subtable: Any, glyphs: dict[str, int]) -> Iterator[tuple[tuple[str, str], int]]:
    covered = subtable.Coverage.glyphs
    if subtable.Format == 1:
        for first, pair_set in zip(covered, subtable.PairSet, strict=True):
            for record in pair_set.PairValueRecord:
                yield (first, record.SecondGlyph), _advance_change(record.Value1)
        return
    first_classes, second_classes = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
    for first in covered:
        if first not in glyphs:
            continue
        row = subtable.Class1Record[first_classes.get(first, 0)].Class2Record
        for second in glyphs:
            # Class pairs of zero count too: a shaper does not try later subtables for them.
            yield (first, second), _advance_change(row[second_classes.get(second, 0)].Value1)


def _advance_change(value: Any) -> int:
    return getattr(value, "XAdvance", 0) or 0 if value is not None else 0


def _group_runs(advances: dict[int, int]) -> list[tuple[int, list[int]]]:
    runs: list[tuple[int, list[int]]] = []
    for point in sorted(advances):
        if runs and point == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(advances[point])
        else:
            runs.append((point, [advances[point]]))
    return runs


def _group_rows(pairs: dict[tuple[int, int], int]) -> list[tuple[str, dict[int, str]]]:
    """Groups the left characters that have the same adjustments."""
    rows: dict[int, dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for (left, right), value in sorted(pairs.items()):
        rows[left][value] += chr(right)
    lefts: dict[str, str] = defaultdict(str)
    for left, row in rows.items():
        lefts[json.dumps(row)] += chr(left)
    return [(characters, json.loads(row)) for row, characters in lefts.items()]


if __name__ == "__main__":
    make_tables(*map(Path, sys.argv[1:2]))
