"""Gives an unused Office theme the colours and fonts that the masters show.

Programs other than PowerPoint keep a default theme of Office and write every colour as RGB. Charts and shapes in theme
colours would then be in Office's blue. So if the theme is one of Office's, and masters and layouts do not use its
accents, it gets the colours that they paint with or, if they are dark pictures, colours that are visible on these.
"""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from deckwright.brands.backgrounds import find_background, read_layers
from deckwright.brands.masters import measure_share, read_box, read_placeholder_type, read_slide_size
from deckwright.brands.styles import ACCENTS
from deckwright.model.brand import HEADS
from deckwright.model.colours import DRAWN, READABLE, Colour, measure_contrast, measure_distance, mix_colours
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
MIN_DIFFERENCE = 60
"""Two colours are alike if no channel differs by more, of 255."""
MIN_CHROMA = 0.12
"""Chroma below which a colour is a grey, not an accent."""
WHITE = "FFFFFF"
DARK = 5.0
"""Contrast with black below which a colour counts as dark."""
TEXT_FILLS = (A + "solidFill", A + "buClr")
TITLE_WEIGHT, TEXT_WEIGHT = 3, 1


def recolour_theme(package: Package, presentation: Part) -> None:
    """Writes the colours and fonts of the masters into unused Office themes."""
    root = parse(presentation.data)
    page = read_slide_size(root)
    masters = [package.parts[link.target] for link in presentation.relationships if link.type == OFFICE + "slideMaster"]
    links = [link for master in masters for link in master.relationships]
    layouts = [link.target for link in links if link.type == OFFICE + "slideLayout"]
    parts = [*masters, *(package.parts[name] for name in layouts if name in package.parts)]
    trees = {part.name: parse(part.data) for part in parts}
    themes = {link.target for link in links if link.type == OFFICE + "theme"}
    are_office_themes = all(_read_accents(parse(package.parts[name].data)) in OFFICE_ACCENTS for name in themes)
    if not are_office_themes or _uses_accents(trees.values()):
        return
    painted, paper = _count_colours(parts, trees, page), _find_paper(package, masters, trees, page)
    if not painted and _contrast(WHITE, paper) < READABLE:
        return
    fonts = _find_typefaces(trees)
    for name in sorted(themes):
        theme = parse(package.parts[name].data)
        if painted:
            colours = _choose_colours(paper, _count_text_colours(trees), painted)
        else:
            colours = _lighten_colours(paper, _read_accents(theme))
        _write_theme(theme, colours, fonts)
        package.parts[name].data = serialise(theme)


def _read_accents(theme: Element) -> tuple[str, ...]:
    elements = (element for name in ACCENTS for element in theme.iterfind(f".//{A}clrScheme/{A}{name}/{A}srgbClr"))
    return tuple((element.get("val") or "").upper() for element in elements)


def _uses_accents(roots: Iterable[Element]) -> bool:
    """Returns True if something is drawn in an accent of the theme; p:style does not count, for fills override it."""
    return any(
        element.get("val", "").startswith("accent")
        for root in roots
        for element in root.iter(A + "schemeClr")
        if not any(ancestor.tag == P + "style" for ancestor in element.iterancestors())
    )


def _count_colours(parts: Sequence[Part], trees: Mapping[str, Element], page: Box) -> Counter[str]:
    """Returns the weight of each accent colour: of shapes the percentage of the page, of texts a little."""
    counts: Counter[str] = Counter()
    for part in parts:
        for layer in read_layers(trees[part.name], part, page, {}):
            if layer.colour:
                counts[layer.colour] += round(100 * min(1.0, measure_share(layer.box, page))) + 1
        for shape in trees[part.name].iter(P + "sp"):
            weight = TITLE_WEIGHT if read_placeholder_type(shape) in HEADS else TEXT_WEIGHT
            for element in (colour for fill in shape.iter(*TEXT_FILLS) for colour in fill.iterfind(A + "srgbClr")):
                counts[(element.get("val") or "").upper()] += weight
    return Counter({colour: count for colour, count in counts.items() if _measure_chroma(colour) >= MIN_CHROMA})


def _find_paper(package: Package, masters: Sequence[Part], trees: Mapping[str, Element], page: Box) -> str:
    """Returns the background behind most of the bodies' area on all masters; white if nothing is painted."""
    areas: Counter[str] = Counter()
    for master in masters:
        tree = trees[master.name]
        body = next((read_box(shape) for shape in tree.iter(P + "sp") if read_placeholder_type(shape) == "body"), None)
        layers = list(read_layers(tree, master, page, {"bg1": WHITE}))
        box = body or page
        areas[find_background(box, layers, package) or WHITE] += box.width * box.height
    return areas.most_common(1)[0][0]


def _count_text_colours(trees: Mapping[str, Element]) -> Counter[str]:
    """Returns how often each RRGGBB is used in the texts of bodies."""
    shapes = (shape for root in trees.values() for shape in root.iter(P + "sp"))
    bodies = (shape for shape in shapes if read_placeholder_type(shape) in ("body", "obj"))
    runs = (run for body in bodies for run in (*body.iter(A + "rPr"), *body.iter(A + "defRPr")))
    colours = (colour for run in runs for colour in run.iterfind(f"{A}solidFill/{A}srgbClr"))
    return Counter((colour.get("val") or "").upper() for colour in colours)


def _choose_colours(paper: str, texts: Counter[str], painted: Counter[str]) -> dict[str, str]:
    """Returns the twelve colours. Accents are the most used that differ enough from the paper and each other."""
    text = next((colour for colour, _ in texts.most_common() if _contrast(colour, paper) >= READABLE), "")
    text = text or (WHITE if _contrast(paper, "000000") < DARK else "1F1F1F")
    accents: list[str] = []
    ranked = [colour for colour, _ in painted.most_common()]
    for minimum in (DRAWN, 1.8):
        for colour in ranked:
            if _contrast(colour, paper) >= minimum and all(_differ(colour, other) for other in accents):
                accents.append(colour)
    main = accents or [mix_colours(ranked[0], text, 0.4)]
    steps = (0.3, 0.55, 0.45, 0.2, 0.65)
    while len(main) < len(ACCENTS):
        base = main[len(main) % max(1, min(2, len(accents)))] if accents else main[0]
        main.append(mix_colours(base, text if len(main) % 2 else paper, steps[(len(main) - 1) % len(steps)]))
    heading = next((colour for colour in main if _contrast(colour, paper) >= READABLE), text)
    return {
        "dk1": text, "lt1": paper, "dk2": heading, "lt2": mix_colours(paper, main[0], 0.09),
        **dict(zip(ACCENTS, main, strict=False)),
        "hlink": heading, "folHlink": mix_colours(heading, text, 0.4),
    }  # fmt: skip


def _lighten_colours(paper: str, office_accents: Sequence[str]) -> dict[str, str]:
    """Returns the colours for masters that are dark pictures and have no colours of their own.

    Black and white stay. The first accent has the picture's hue. The others are Office's, those first that differ most
    from the accents before them. Each is made light enough to be visible.
    """
    accents = [_lighten(paper, paper)] if _measure_chroma(paper) >= MIN_CHROMA else []
    rest = [_lighten(colour, paper) for colour in office_accents]
    while len(accents) < len(ACCENTS):
        accents.append(
            max(rest, key=lambda colour: min(measure_distance(colour, other) for other in (paper, *accents)))
        )
        rest.remove(accents[-1])
    pale = mix_colours(paper, WHITE, 0.88)
    links = {"hlink": accents[0], "folHlink": mix_colours(accents[0], WHITE, 0.4)}
    return {"dk2": paper, "lt2": pale, **dict(zip(ACCENTS, accents, strict=True)), **links}


def _lighten(colour: str, paper: str) -> str:
    """Returns the colour with as little white added as makes it visible on dark paper."""
    steps = (mix_colours(colour, WHITE, share / 20) for share in range(20))
    return next((step for step in steps if _contrast(step, paper) >= DRAWN), WHITE)


def _find_typefaces(trees: Mapping[str, Element]) -> dict[str, str]:
    """Returns majorFont, minorFont → the family that most titles, or other texts, are set in."""
    counts: dict[str, Counter[str]] = {"majorFont": Counter(), "minorFont": Counter()}
    for root in trees.values():
        for shape in root.iter(P + "sp"):
            if kind := read_placeholder_type(shape):
                tag = "majorFont" if kind in HEADS else "minorFont"
                counts[tag].update(latin.get("typeface", "") for latin in shape.iter(A + "latin"))
    families = {tag: [f for f, _ in fonts.most_common() if f and f[0] != "+"] for tag, fonts in counts.items()}
    return {tag: names[0] for tag, names in families.items() if names}


def _write_theme(theme: Element, colours: Mapping[str, str], fonts: Mapping[str, str]) -> None:
    (scheme,) = theme.iter(A + "clrScheme")
    scheme.set("name", "From the master")
    for name, value in colours.items():
        for slot in scheme.iterfind(A + name):
            slot[:] = [slot.makeelement(A + "srgbClr", {"val": value})]
    for tag, typeface in fonts.items():
        for latin in theme.iterfind(f".//{A}fontScheme/{A}{tag}/{A}latin"):
            latin.set("typeface", typeface)


def _contrast(first: str, second: str) -> float:
    return measure_contrast({"a": first, "b": second}, Colour("a"), Colour("b"))


def _measure_chroma(value: str) -> float:
    """Returns 0 for greys, 1 for pure colours; nearly white and nearly black colours have little chroma."""
    red, green, blue = (channel / 255 for channel in bytes.fromhex(value))
    _, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    return saturation * (1 - abs(2 * light - 1))


def _differ(first: str, second: str) -> bool:
    return max(abs(a - b) for a, b in zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)) > MIN_DIFFERENCE
