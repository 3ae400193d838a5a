"""Text as DrawingML has it: a frame's properties, paragraphs, runs, line breaks and fields (ECMA-376 21.1.2)."""

from __future__ import annotations

from collections.abc import Iterable

from deckwright.ooxml.drawing import Canvas, draw_colour, draw_fill, draw_link
from deckwright.ooxml.xml import A, Element, sub
from deckwright.page import Paragraph, Run, TextFrame

ALIGNMENTS = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
"""Align → ST_TextAlignType."""
ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
"""Anchor → ST_TextAnchoringType."""
THEME_FONTS = {"heading": "mj", "body": "mn"}
"""Our names of the theme's fonts → the middle of `+mj-lt`."""
FIELD_IDS = {"slidenum": "{5B1E9A0D-7C64-4F0C-8B56-0C1F6D0A57E2}"}
"""Kind of field → its a:fld id, the same in every file."""
LINE_BREAK = "\v"

KEEP_COLOUR_URI = "{A12FA001-AC4F-418D-AE19-62706E023703}"
KEEP_COLOUR_NS = "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"


def draw_frame_properties(parent: Element, frame: TextFrame, *, inherits: bool) -> None:
    """a:bodyPr. A placeholder `inherits` what is not given; any other frame wraps and keeps its size."""
    properties = sub(parent, A + "bodyPr")
    if not inherits:
        properties.set("wrap", "square")
    if frame.insets is not None:
        for name, value in zip("ltrb", _sides(frame), strict=True):
            properties.set(f"{name}Ins", str(value))
    if not inherits:
        properties.set("rtlCol", "1" if all(one.rtl for one in frame.paragraphs) else "0")
    if frame.anchor is not None:
        properties.set("anchor", ANCHORS[frame.anchor])
    if frame.font_scale is not None or frame.line_reduction:
        fit = sub(properties, A + "normAutofit")
        if frame.font_scale is not None:
            fit.set("fontScale", str(frame.font_scale * 1000))
        if frame.line_reduction:
            fit.set("lnSpcReduction", str(frame.line_reduction * 1000))
    elif not inherits:
        sub(properties, A + "noAutofit")


def draw_paragraphs(parent: Element, paragraphs: Iterable[Paragraph], canvas: Canvas, field: str = "") -> None:
    """The paragraphs of a text body, which must have at least one."""
    drawn = False
    for paragraph in paragraphs:
        _draw_paragraph(sub(parent, A + "p"), paragraph, canvas, field)
        drawn = True
    if not drawn:
        sub(parent, A + "p")


def draw_text(parent: Element, tag: str, frame: TextFrame, canvas: Canvas, *, inherits: bool, field: str = "") -> None:
    """A whole text body: p:txBody of a shape."""
    body = sub(parent, tag)
    draw_frame_properties(body, frame, inherits=inherits)
    sub(body, A + "lstStyle")
    draw_paragraphs(body, frame.paragraphs, canvas, field)


def _sides(frame: TextFrame) -> tuple[int, int, int, int]:
    insets = frame.insets
    return (insets.left, insets.top, insets.right, insets.bottom) if insets else (0, 0, 0, 0)


def _draw_paragraph(element: Element, paragraph: Paragraph, canvas: Canvas, field: str) -> None:
    _draw_paragraph_properties(element, paragraph)
    for run in paragraph.runs:
        if field:
            _draw_field(element, run, field, canvas)
            continue
        for number, line in enumerate(run.text.split(LINE_BREAK)):
            if number:
                _draw_look(sub(element, A + "br"), run, canvas, linked=False)
            if line:
                drawn = sub(element, A + "r")
                _draw_look(drawn, run, canvas)
                sub(drawn, A + "t").text = line
    if paragraph.end_lang:
        end = sub(element, A + "endParaRPr", lang=paragraph.end_lang)
        if paragraph.end_size is not None:
            end.set("sz", str(round(paragraph.end_size * 100)))


def _draw_paragraph_properties(element: Element, paragraph: Paragraph) -> None:
    """a:pPr, left out when it would say nothing."""
    attributes: dict[str, str] = {}
    if paragraph.margin_left is not None:
        attributes["marL"] = str(paragraph.margin_left)
    if paragraph.level:
        attributes["lvl"] = str(paragraph.level)
    if paragraph.indent is not None:
        attributes["indent"] = str(paragraph.indent)
    if paragraph.align is not None:
        attributes["algn"] = ALIGNMENTS[paragraph.align]
    if paragraph.rtl or paragraph.from_left:
        attributes["rtl"] = "1" if paragraph.rtl else "0"
    spaced = paragraph.line_spacing is not None or paragraph.space_before is not None
    if not attributes and not spaced and paragraph.bullet is None:
        return
    properties = sub(element, A + "pPr", attributes)
    if paragraph.line_spacing is not None:
        sub(sub(properties, A + "lnSpc"), A + "spcPct", val=str(paragraph.line_spacing * 1000))
    if paragraph.space_before is not None:
        sub(sub(properties, A + "spcBef"), A + "spcPts", val=str(round(paragraph.space_before * 100)))
    if paragraph.bullet == "":
        sub(properties, A + "buNone")
    elif paragraph.bullet is not None:
        if paragraph.bullet_colour is not None:
            draw_colour(sub(properties, A + "buClr"), paragraph.bullet_colour)
        sub(properties, A + "buFont", typeface="Arial")  # a layout's symbol font would show another sign
        sub(properties, A + "buChar", char=paragraph.bullet)


def _draw_look(parent: Element, run: Run, canvas: Canvas, *, linked: bool = True) -> None:
    """a:rPr of a run, a line break or a field."""
    attributes = {"lang": run.lang} if run.lang else {}
    if run.size is not None:
        attributes["sz"] = str(round(run.size * 100))
    if run.bold is not None:
        attributes["b"] = "1" if run.bold else "0"
    if run.italic is not None:
        attributes["i"] = "1" if run.italic else "0"
    if run.caps is not None:
        attributes["cap"] = "all" if run.caps else "none"
    if run.baseline:
        attributes["baseline"] = str(run.baseline * 1000)
    properties = sub(parent, A + "rPr", attributes)
    if run.colour is not None:
        draw_fill(properties, run.colour)
    if run.font is not None:
        _draw_font(properties, run.font, canvas)
    if run.link is not None and linked:
        link = draw_link(properties, run.link, canvas)
        if run.colour is not None:  # or PowerPoint shows the theme's hyperlink colour whatever the fill says
            extension = sub(sub(link, A + "extLst"), A + "ext", uri=KEEP_COLOUR_URI)
            sub(extension, f"{{{KEEP_COLOUR_NS}}}hlinkClr", val="tx", nsmap={"ahyp": KEEP_COLOUR_NS})


def _draw_font(properties: Element, font: str, canvas: Canvas) -> None:
    """a:latin, a:ea and a:cs; a family of the template's own is for Latin letters."""
    if font not in THEME_FONTS and font != "code":
        sub(properties, A + "latin", typeface=font)
        return
    theme = THEME_FONTS.get(font)
    for script, suffix in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")):
        sub(properties, A + script, typeface=f"+{theme}-{suffix}" if theme else canvas.code_font)


def _draw_field(parent: Element, run: Run, field: str, canvas: Canvas) -> None:
    """a:fld, whose text is what shows until PowerPoint works the field out."""
    element = sub(parent, A + "fld", id=FIELD_IDS[field], type=field)
    _draw_look(element, run, canvas)
    sub(element, A + "t").text = run.text
