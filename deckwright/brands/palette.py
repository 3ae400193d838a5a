"""A theme that says nothing, given the colours and fonts that its master is painted in.

Programs other than PowerPoint leave the theme as Office was delivered with it, and write every colour as a number.
Whatever is drawn in theme colours would then be in a stranger's blue. So where nothing in the masters and layouts
uses the theme's accents, and the theme is one of Office's, the theme becomes what the masters show: the colours that
they paint with or, where they are dark pictures, colours that are seen on these.
"""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from deckwright.brands.ground import ground_of, layers_of
from deckwright.brands.text_levels import box_of
from deckwright.model.brand import HEADS
from deckwright.model.colours import DRAWN, READABLE, Colour, contrast, distance
from deckwright.model.page import Box
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.xml import A, Element, P, parse, serialise

OFFICE_ACCENTS = frozenset(
    {
        ("4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646"),  # 2007 and 2010
        ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"),  # 2013 to 2022
        ("5B9BD5", "ED7D31", "A5A5A5", "FFC000", "4472C4", "70AD47"),
        ("156082", "E97132", "196B24", "0F9ED5", "A02B93", "4EA72E"),  # since 2023
        ("18A303", "0369A3", "A33E03", "8E03A3", "C99C00", "C9211E"),  # LibreOffice since 7.6
    }
)
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
ALIKE = 60
"""Two colours are one when no channel differs by more, of 255."""
GREY = 0.12
"""Saturation below which a colour is no accent."""
WHITE = "FFFFFF"
INK = (A + "solidFill", A + "buClr")
TITLE_WEIGHT, TEXT_WEIGHT = 3.0, 1.0


def with_own_colours(package: Package, presentation: Part) -> bool:
    """Writes the colours and fonts of the masters into a theme that is as Office delivered it; says whether it did."""
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    page = Box(0, 0, int(size.get("cx", "0")), int(size.get("cy", "0"))) if size is not None else Box(0, 0, 1, 1)
    masters = [package.parts[link.target] for link in presentation.relationships if link.type == OFFICE + "slideMaster"]
    parts = [*masters, *(package.parts[one.target] for m in masters for one in m.relationships
             if one.type == OFFICE + "slideLayout" and one.target in package.parts)]  # fmt: skip
    trees = {part.name: parse(part.data) for part in parts}
    themes = {link.target for m in masters for link in m.relationships if link.type == OFFICE + "theme"}
    if not all(_as_delivered(parse(package.parts[name].data)) for name in themes) or _uses_accents(trees.values()):
        return False
    painted, paper = _painted(parts, trees, page), _paper(package, masters, trees, page)
    if not painted and _contrast(WHITE, paper) < READABLE:
        return False
    fonts = _typefaces(trees)
    for name in sorted(themes):
        theme = parse(package.parts[name].data)
        colours = _theme_of(paper, _text_colours(trees), painted) if painted else _theme_on(paper, _accents(theme))
        _write(theme, colours, fonts)
        package.parts[name].data = serialise(theme)
    return True


def _as_delivered(theme: Element) -> bool:
    return _accents(theme) in OFFICE_ACCENTS


def _accents(theme: Element) -> tuple[str, ...]:
    found = (element for name in ACCENTS for element in theme.iterfind(f".//{A}clrScheme/{A}{name}/{A}srgbClr"))
    return tuple((element.get("val") or "").upper() for element in found)


def _uses_accents(roots: Iterable[Element]) -> bool:
    """Whether something is drawn in an accent of the theme; a p:style only says what would be, were there no fill."""
    return any(
        element.get("val", "").startswith("accent")
        for root in roots
        for element in root.iter(A + "schemeClr")
        if not any(above.tag == P + "style" for above in element.iterancestors())
    )


def _painted(parts: Sequence[Part], trees: Mapping[str, Element], page: Box) -> Counter[str]:
    """Saturated colours → how much there is of them: of shapes their share of the page, of words a little."""
    found: Counter[str] = Counter()
    for part in parts:
        for layer in layers_of(trees[part.name], part, page, {}):
            if layer.colour:
                share = layer.box.width * layer.box.height / max(1, page.width * page.height)
                found[layer.colour] += round(100 * min(1.0, share)) + 1
        for shape in trees[part.name].iter(P + "sp"):
            weight = TITLE_WEIGHT if _kind(shape) in HEADS else TEXT_WEIGHT
            for element in (colour for fill in shape.iter(*INK) for colour in fill.iterfind(A + "srgbClr")):
                found[(element.get("val") or "").upper()] += round(weight)
    return Counter({colour: count for colour, count in found.items() if _saturation(colour) >= GREY})


def _paper(package: Package, masters: Sequence[Part], trees: Mapping[str, Element], page: Box) -> str:
    """What most of the room for bodies stands on, on all masters; white where nothing is painted."""
    grounds: Counter[str] = Counter()
    for master in masters:
        tree = trees[master.name]
        body = next((box_of(shape) for shape in tree.iter(P + "sp") if _kind(shape) == "body"), None)
        layers = list(layers_of(tree, master, page, {"bg1": WHITE}))
        room = body or page
        grounds[ground_of(room, layers, package) or WHITE] += room.width * room.height
    return grounds.most_common(1)[0][0]


def _kind(shape: Element) -> str:
    """The type of a placeholder; empty for what is none."""
    place = shape.find(f"*/{P}nvPr/{P}ph")
    return place.get("type", "obj") if place is not None else ""


def _text_colours(trees: Mapping[str, Element]) -> Counter[str]:
    """RRGGBB of the words of bodies, by how often."""
    found: Counter[str] = Counter()
    for root in trees.values():
        for shape in root.iter(P + "sp"):
            if _kind(shape) not in ("body", "obj"):
                continue
            for run in (*shape.iter(A + "rPr"), *shape.iter(A + "defRPr")):
                colour = run.find(f"{A}solidFill/{A}srgbClr")
                if colour is not None:
                    found[(colour.get("val") or "").upper()] += 1
    return found


def _theme_of(paper: str, texts: Counter[str], painted: Counter[str]) -> dict[str, str]:
    """The twelve colours. Accents are those that are seen most and can be told from the paper and each other."""
    dark = _luminance(paper) < 0.2
    text = next((colour for colour, _ in texts.most_common() if _contrast(colour, paper) >= READABLE), "")
    text = text or ("FFFFFF" if dark else "1F1F1F")
    accents: list[str] = []
    ranked = [colour for colour, _ in painted.most_common()]
    for least in (DRAWN, 1.8):
        for colour in ranked:
            if _contrast(colour, paper) >= least and all(_apart(colour, other) for other in accents):
                accents.append(colour)
    main = accents or [_towards(ranked[0], text, 0.4)]
    steps = (0.3, 0.55, 0.45, 0.2, 0.65)
    while len(main) < len(ACCENTS):
        base = main[len(main) % max(1, min(2, len(accents)))] if accents else main[0]
        main.append(_towards(base, text if len(main) % 2 else paper, steps[(len(main) - 1) % len(steps)]))
    heading = next((colour for colour in main if _contrast(colour, paper) >= READABLE), text)
    return {
        "dk1": text, "lt1": paper, "dk2": heading, "lt2": _towards(paper, main[0], 0.09),
        **dict(zip(ACCENTS, main, strict=False)),
        "hlink": heading, "folHlink": _towards(heading, text, 0.4),
    }  # fmt: skip


def _theme_on(paper: str, delivered: Sequence[str]) -> dict[str, str]:
    """The colours of a theme whose masters are dark pictures, and paint nothing that it could be told from.

    Black and white stay. The first accent is the picture's own hue, the others are those of the theme that are
    furthest from what there is already, each made as light as it must be to be seen.
    """
    accents = [_lifted(paper, paper)] if _saturation(paper) >= GREY else []
    rest = [_lifted(colour, paper) for colour in delivered]
    while len(accents) < len(ACCENTS):
        accents.append(max(rest, key=lambda colour: min(distance(colour, other) for other in (paper, *accents))))
        rest.remove(accents[-1])
    pale = _towards(paper, WHITE, 0.88)
    links = {"hlink": accents[0], "folHlink": _towards(accents[0], WHITE, 0.4)}
    return {"dk2": paper, "lt2": pale, **dict(zip(ACCENTS, accents, strict=True)), **links}


def _lifted(colour: str, paper: str) -> str:
    """The colour with as little white in it as makes it seen on dark paper."""
    steps = (_towards(colour, WHITE, share / 20) for share in range(20))
    return next((step for step in steps if _contrast(step, paper) >= DRAWN), WHITE)


def _typefaces(trees: Mapping[str, Element]) -> dict[str, str]:
    """heading, body → the family that most of their words are in."""
    found: dict[str, Counter[str]] = {"majorFont": Counter(), "minorFont": Counter()}
    for root in trees.values():
        for shape in root.iter(P + "sp"):
            if kind := _kind(shape):
                tag = "majorFont" if kind in HEADS else "minorFont"
                found[tag].update(one.get("typeface", "") for one in shape.iter(A + "latin"))
    named = {tag: [f for f, _ in fonts.most_common() if f and f[0] != "+"] for tag, fonts in found.items()}
    return {tag: fonts[0] for tag, fonts in named.items() if fonts}


def _write(theme: Element, colours: Mapping[str, str], fonts: Mapping[str, str]) -> None:
    (scheme,) = theme.iter(A + "clrScheme")
    scheme.set("name", "From the master")
    for name, value in colours.items():
        for slot in scheme.iterfind(A + name):
            for child in list(slot):
                slot.remove(child)
            slot.append(slot.makeelement(A + "srgbClr", {"val": value}))
    for tag, typeface in fonts.items():
        for latin in theme.iterfind(f".//{A}fontScheme/{A}{tag}/{A}latin"):
            latin.set("typeface", typeface)


def _contrast(first: str, second: str) -> float:
    return contrast({"a": first, "b": second}, Colour("a"), Colour("b"))


def _luminance(value: str) -> float:
    return (contrast({"a": value, "b": "000000"}, Colour("a"), Colour("b")) * 0.05) - 0.05


def _saturation(value: str) -> float:
    red, green, blue = (channel / 255 for channel in bytes.fromhex(value))
    _, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    return saturation * (1 - abs(2 * light - 1))  # chroma: a nearly white or black colour has none to show


def _apart(first: str, second: str) -> bool:
    return max(abs(a - b) for a, b in zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)) > ALIKE


def _towards(first: str, second: str, share: float) -> str:
    """`first` with so much of `second` in it."""
    pairs = zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
