"""Bullets of symbol fonts as signs that every font has.

In Wingdings `§` is a small square. Where a template's list is drawn anew, in a text box of its own, the bullet is
written in the font of text, and would be a paragraph sign.
"""

from __future__ import annotations

from collections.abc import Mapping

BULLET = "•"
SYMBOL_FONTS: Mapping[str, Mapping[str, str]] = {
    "wingdings": {
        "l": "●", "m": "○", "n": "■", "o": "□", "q": "❑", "r": "❒", "s": "⬧", "t": "⧫", "u": "◆", "v": "❖", "w": "⬥",
        "¡": "○", "§": "▪", "¨": "◻", "Ø": "➢", "à": "→", "è": "➔", "ð": "⇨", "ü": "✓", "þ": "☑", "û": "✗",
    },
    "wingdings 2": {"£": "□", "P": "✓", "R": "☑"},
    "wingdings 3": {"}": "▶", "u": "▶"},
    "symbol": {"·": "•", "¨": "♦", "Þ": "⇒", "®": "→", "-": "−"},
    "webdings": {"4": "▶", "a": "✓", "g": "■", "n": "●"},
}  # fmt: skip
"""Font → its sign as the file names it → the same in Unicode."""
PRIVATE = range(0xE000, 0xF900)
"""Code points that mean what a font takes them for; symbol fonts have their signs from U+F000 on as well."""
SMALL = 75
"""Percent of the text's size under which a sign is set so small that it looks like another."""
SMALLER: Mapping[str, str] = {"●": "•", "■": "▪", "○": "◦", "□": "▫"}


def bullet_of(sign: str, font: str, size: int = 100) -> str:
    """A bullet as any font shows it at the text's size; a round one for a sign that only `font` knows."""
    if not sign:
        return ""
    signs = SYMBOL_FONTS.get(font.lower())
    if signs is not None:
        shown = signs.get(chr(ord(sign[0]) - 0xF000) if 0xF000 <= ord(sign[0]) < 0xF100 else sign[0], BULLET)
    else:
        shown = BULLET if ord(sign[0]) in PRIVATE or not sign.isprintable() else sign
    return SMALLER.get(shown, shown) if size < SMALL else shown
