"""Text as DrawingML has it: a frame's properties, paragraphs, runs, line breaks and fields (ECMA-376 21.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from deckwright.model.page import Paragraph, Run, TextFrame
from deckwright.ooxml.drawing import Canvas, click, fill, scheme_colour
from deckwright.ooxml.xml import escape, quoteattr, tag

ALIGNMENTS = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
"""Align → ST_TextAlignType."""
ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
"""Anchor → ST_TextAnchoringType."""
THEME_FONTS = {"heading": "mj", "body": "mn"}
"""Our names of the theme's fonts → the middle of `+mj-lt`."""
FIELD_IDS = {"slidenum": "{5B1E9A0D-7C64-4F0C-8B56-0C1F6D0A57E2}"}
"""Kind of field → its a:fld id, the same in every file."""
LINE_BREAK = "\v"

KEEP_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}">'
    '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst>"
)
"""Or PowerPoint shows the theme's hyperlink colour, whatever the fill of a link says."""


def text_body(frame: TextFrame, canvas: Canvas, *, inherits: bool, field: str = "") -> str:
    """p:txBody of a shape."""
    return (
        f"<p:txBody>{_frame_properties(frame, inherits)}<a:lstStyle/>"
        f"{paragraphs(frame.paragraphs, canvas, field)}</p:txBody>"
    )


def paragraphs(given: Iterable[Paragraph], canvas: Canvas, field: str = "") -> str:
    """The paragraphs of a text body, which must have at least one."""
    return "".join([_paragraph(paragraph, canvas, field) for paragraph in given]) or "<a:p/>"


def _frame_properties(frame: TextFrame, inherits: bool) -> str:
    """a:bodyPr. A placeholder `inherits` what is not given; any other frame wraps and keeps its size."""
    attributes, insets = "" if inherits else ' wrap="square"', frame.insets
    if insets is not None:
        attributes += f' lIns="{insets.left}" tIns="{insets.top}" rIns="{insets.right}" bIns="{insets.bottom}"'
    if not inherits:
        attributes += ' rtlCol="1"' if all(one.rtl for one in frame.paragraphs) else ' rtlCol="0"'
    if frame.anchor is not None:
        attributes += f' anchor="{ANCHORS[frame.anchor]}"'
    return tag("a:bodyPr", attributes, _fit(frame) or ("" if inherits else "<a:noAutofit/>"))


def _fit(frame: TextFrame) -> str:
    """a:normAutofit, left out when the text need not shrink."""
    scale = "" if frame.font_scale is None else f' fontScale="{frame.font_scale * 1000}"'
    spacing = f' lnSpcReduction="{frame.line_reduction * 1000}"' if frame.line_reduction else ""
    return f"<a:normAutofit{scale}{spacing}/>" if scale or spacing else ""


def _paragraph(paragraph: Paragraph, canvas: Canvas, field: str) -> str:
    runs = "".join([_field(run, field, canvas) if field else _lines(run, canvas) for run in paragraph.runs])
    return tag("a:p", inside=f"{_paragraph_properties(paragraph)}{runs}{_end(paragraph)}")


def _lines(run: Run, canvas: Canvas) -> str:
    """The a:r of a run, one for each line, and a:br between them."""
    if LINE_BREAK not in run.text:
        return _line(run, run.text, canvas)
    lines = [_line(run, line, canvas) for line in run.text.split(LINE_BREAK)]
    return f"<a:br>{_look(run, canvas, linked=False)}</a:br>".join(lines)


def _line(run: Run, text: str, canvas: Canvas) -> str:
    return f"<a:r>{_look(run, canvas)}<a:t>{escape(text)}</a:t></a:r>" if text else ""


def _field(run: Run, field: str, canvas: Canvas) -> str:
    """a:fld, whose text is what shows until PowerPoint works the field out."""
    shown = f"{_look(run, canvas)}<a:t>{escape(run.text)}</a:t>"
    return f'<a:fld id="{FIELD_IDS[field]}" type="{field}">{shown}</a:fld>'


def _end(paragraph: Paragraph) -> str:
    """a:endParaRPr."""
    if not paragraph.end_lang:
        return ""
    size = "" if paragraph.end_size is None else f' sz="{round(paragraph.end_size * 100)}"'
    return f"<a:endParaRPr{_language(paragraph.end_lang)}{size}/>"


@cache
def _language(tag: str) -> str:
    """The attribute that names it; a talk is in few languages."""
    return f" lang={quoteattr(tag)}"


def _paragraph_properties(paragraph: Paragraph) -> str:
    """a:pPr, left out when it would say nothing."""
    attributes = inside = ""
    if paragraph.margin_left is not None:
        attributes += f' marL="{paragraph.margin_left}"'
    if paragraph.level:
        attributes += f' lvl="{paragraph.level}"'
    if paragraph.indent is not None:
        attributes += f' indent="{paragraph.indent}"'
    if paragraph.align is not None:
        attributes += f' algn="{ALIGNMENTS[paragraph.align]}"'
    if paragraph.rtl or paragraph.from_left:
        attributes += ' rtl="1"' if paragraph.rtl else ' rtl="0"'
    if paragraph.line_spacing is not None:
        inside += f'<a:lnSpc><a:spcPct val="{paragraph.line_spacing * 1000}"/></a:lnSpc>'
    if paragraph.space_before is not None:
        inside += f'<a:spcBef><a:spcPts val="{round(paragraph.space_before * 100)}"/></a:spcBef>'
    if paragraph.bullet is not None:
        inside += _bullet(paragraph) if paragraph.bullet else "<a:buNone/>"
    return tag("a:pPr", attributes, inside) if attributes or inside else ""


def _bullet(paragraph: Paragraph) -> str:
    """a:buClr, a:buFont (a layout's symbol font would show another sign) and a:buChar."""
    colour = paragraph.bullet_colour
    coloured = "" if colour is None else f"<a:buClr>{scheme_colour(colour)}</a:buClr>"
    return f'{coloured}<a:buFont typeface="Arial"/><a:buChar char={quoteattr(paragraph.bullet or "")}/>'


def _look(run: Run, canvas: Canvas, *, linked: bool = True) -> str:
    """a:rPr of a run, a line break or a field."""
    attributes = _language(run.lang) if run.lang else ""
    inside = ""
    if run.size is not None:
        attributes += f' sz="{round(run.size * 100)}"'
    if run.bold is not None:
        attributes += ' b="1"' if run.bold else ' b="0"'
    if run.italic is not None:
        attributes += ' i="1"' if run.italic else ' i="0"'
    if run.caps is not None:
        attributes += ' cap="all"' if run.caps else ' cap="none"'
    if run.baseline:
        attributes += f' baseline="{run.baseline * 1000}"'
    if run.colour is not None:
        inside += fill(run.colour)
    if run.font is not None:
        inside += _font(run.font, canvas)
    if run.link is not None and linked:
        inside += click(run.link, canvas, "" if run.colour is None else KEEP_COLOUR)
    return tag("a:rPr", attributes, inside)


def _font(font: str, canvas: Canvas) -> str:
    """a:latin, a:ea and a:cs; a family of the template's own is for Latin letters."""
    if font == "code":
        family = quoteattr(canvas.code_font)
        return f"<a:latin typeface={family}/><a:ea typeface={family}/><a:cs typeface={family}/>"
    if font in THEME_FONTS:
        theme = THEME_FONTS[font]
        return f'<a:latin typeface="+{theme}-lt"/><a:ea typeface="+{theme}-ea"/><a:cs typeface="+{theme}-cs"/>'
    return f"<a:latin typeface={quoteattr(font)}/>"
