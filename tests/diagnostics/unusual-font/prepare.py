"""Writes a font of the brand with the same glyph for every letter."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

target = Path("templates/house/fonts/HouseSans.ttf")
target.parent.mkdir(parents=True, exist_ok=True)
pen = TTGlyphPen(None)
pen.moveTo((50, 0))
pen.lineTo((450, 0))
pen.lineTo((450, 700))
pen.closePath()
font = FontBuilder(1000, isTTF=True)
font.setupGlyphOrder([".notdef", "sign"])
font.setupCharacterMap(dict.fromkeys([*range(32, 127), *range(160, 256), 0x2022, 0x2013, 0x2026], "sign"))
font.setupGlyf({".notdef": pen.glyph(), "sign": pen.glyph()})
font.setupHorizontalMetrics({".notdef": (500, 50), "sign": (500, 50)})
font.setupHorizontalHeader(ascent=900, descent=-200)
font.setupNameTable({"familyName": "House Sans", "styleName": "Regular"})
font.setupOS2(sTypoAscender=900, usWinAscent=900, usWinDescent=200)
font.setupPost()
font.save(str(target))
