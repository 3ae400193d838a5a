"""Writes text in DrawingML: a frame's properties, paragraphs, runs, line breaks and fields (ECMA-376 21.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from deckwright.model.page import Paragraph, Run, TextFrame
from deckwright.ooxml.drawing import PartContext, click_xml, fill_xml, scheme_colour_xml
from deckwright.ooxml.xml import attributes_xml, element_xml, escape, quoteattr

ALIGNMENTS = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
"""Align → ST_TextAlignType."""
ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
"""Anchor → ST_TextAnchoringType."""
THEME_FONTS = {"heading": "mj", "body": "mn"}
"""Theme font → the middle of `+mj-lt`."""
FIELD_IDS = {"slidenum": "{5B1E9A0D-7C64-4F0C-8B56-0C1F6D0A57E2}"}
"""Kind of field → its a:fld id, the same in every file."""
LINE_BREAK = "\v"

KEEP_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}">'
    '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst>"
)
"""Without this PowerPoint shows a link in the theme's hyperlink colour, whatever its fill."""


def text_body_xml(frame: TextFrame, context: PartContext, *, inherits: bool, field: str = "") -> str:
    """Returns the p:txBody of a shape; with `field`, its runs are fields of this type."""
    properties, paragraphs = _body_properties_xml(frame, inherits), paragraphs_xml(frame.paragraphs, context, field)
    return f"<p:txBody>{properties}<a:lstStyle/>{paragraphs}</p:txBody>"


def paragraphs_xml(paragraphs: Iterable[Paragraph], context: PartContext, field: str = "") -> str:
    """Returns the paragraphs of a text body, which must have at least one."""
    xml = ""
    for paragraph in paragraphs:
        runs = "".join([_run_xml(run, context, field) for run in paragraph.runs])
        xml += element_xml("a:p", inside=f"{_paragraph_properties_xml(paragraph)}{runs}{_end_xml(paragraph)}")
    return xml or "<a:p/>"


def _body_properties_xml(frame: TextFrame, inherits: bool) -> str:
    """Returns a:bodyPr. A placeholder `inherits` missing properties; any other frame wraps and keeps its size."""
    attributes, insets = "" if inherits else ' wrap="square"', frame.insets
    if insets is not None:
        attributes += f' lIns="{insets.left}" tIns="{insets.top}" rIns="{insets.right}" bIns="{insets.bottom}"'
    attributes += attributes_xml(
        rtlCol=None if inherits else all(paragraph.rtl for paragraph in frame.paragraphs),
        anchor=frame.anchor and ANCHORS[frame.anchor],
    )
    shrinking = attributes_xml(
        fontScale=frame.font_scale and frame.font_scale * 1000,
        lnSpcReduction=frame.line_reduction * 1000 or None,
    )
    fit = f"<a:normAutofit{shrinking}/>" if shrinking else "" if inherits else "<a:noAutofit/>"
    return element_xml("a:bodyPr", attributes, fit)


def _run_xml(run: Run, context: PartContext, field: str) -> str:
    """Returns an a:r for each line of the run, and a:br between them; or an a:fld, which PowerPoint updates."""
    if field:
        text = f"{_run_properties_xml(run, context)}<a:t>{escape(run.text)}</a:t>"
        return f'<a:fld id="{FIELD_IDS[field]}" type="{field}">{text}</a:fld>'
    if LINE_BREAK not in run.text:
        return _line_xml(run, run.text, context)
    lines = [_line_xml(run, line, context) for line in run.text.split(LINE_BREAK)]
    return f"<a:br>{_run_properties_xml(run, context, linked=False)}</a:br>".join(lines)


def _line_xml(run: Run, text: str, context: PartContext) -> str:
    return f"<a:r>{_run_properties_xml(run, context)}<a:t>{escape(text)}</a:t></a:r>" if text else ""


def _end_xml(paragraph: Paragraph) -> str:
    if not paragraph.end_lang:
        return ""
    size = "" if paragraph.end_size is None else f' sz="{round(paragraph.end_size * 100)}"'
    return f"<a:endParaRPr{_lang_attribute(paragraph.end_lang)}{size}/>"


@cache
def _lang_attribute(tag: str) -> str:
    return f" lang={quoteattr(tag)}"


def _paragraph_properties_xml(paragraph: Paragraph) -> str:
    """Returns a:pPr; nothing when it would be empty."""
    attributes = attributes_xml(
        marL=paragraph.margin_left,
        lvl=paragraph.level or None,
        indent=paragraph.indent,
        algn=paragraph.align and ALIGNMENTS[paragraph.align],
        rtl=paragraph.rtl if paragraph.rtl or paragraph.from_left else None,
    )
    inside = ""
    if paragraph.line_spacing is not None:
        inside += f'<a:lnSpc><a:spcPct val="{paragraph.line_spacing * 1000}"/></a:lnSpc>'
    if paragraph.space_before is not None:
        inside += f'<a:spcBef><a:spcPts val="{round(paragraph.space_before * 100)}"/></a:spcBef>'
    if paragraph.bullet is not None:
        inside += _bullet_xml(paragraph) if paragraph.bullet else "<a:buNone/>"
    return element_xml("a:pPr", attributes, inside) if attributes or inside else ""


def _bullet_xml(paragraph: Paragraph) -> str:
    """Returns a:buClr, a:buFont (a layout's symbol font would show another character) and a:buChar."""
    colour = paragraph.bullet_colour
    colour_xml = "" if colour is None else f"<a:buClr>{scheme_colour_xml(colour)}</a:buClr>"
    return f'{colour_xml}<a:buFont typeface="Arial"/><a:buChar char={quoteattr(paragraph.bullet or "")}/>'


def _run_properties_xml(run: Run, context: PartContext, *, linked: bool = True) -> str:
    """Returns the a:rPr of a run, a line break or a field."""
    attributes = attributes_xml(
        sz=None if run.size is None else round(run.size * 100),
        b=run.bold,
        i=run.italic,
        cap=None if run.caps is None else "all" if run.caps else "none",
        baseline=run.baseline * 1000 or None,
    )
    inside = "" if run.colour is None else fill_xml(run.colour)
    if run.font is not None:
        inside += _font_xml(run.font, context)
    if run.link is not None and linked:
        inside += click_xml(run.link, context, "" if run.colour is None else KEEP_COLOUR)
    return element_xml("a:rPr", f"{_lang_attribute(run.lang) if run.lang else ''}{attributes}", inside)


def _font_xml(font: str, context: PartContext) -> str:
    """Returns a:latin, a:ea and a:cs; a font family named by a template is only for Latin letters."""
    if font == "code":
        family = quoteattr(context.code_font)
        return f"<a:latin typeface={family}/><a:ea typeface={family}/><a:cs typeface={family}/>"
    if theme := THEME_FONTS.get(font):
        return f'<a:latin typeface="+{theme}-lt"/><a:ea typeface="+{theme}-ea"/><a:cs typeface="+{theme}-cs"/>'
    return f"<a:latin typeface={quoteattr(font)}/>"
