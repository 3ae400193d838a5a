"""The problems that `deckwright verify` reports: a table of all codes, and where in a part a problem is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lxml import etree
from msgspec import Struct

from deckwright.ooxml.names import P_NS

Grade = Literal["error", "warning", "own"]
"""`error`: PowerPoint repairs or refuses the file, or drops a part of it. `warning`: the file could be better. `own`: an
error, but only in files that Deckwright wrote."""

_PROPERTIES = f"{{{P_NS}}}cNvPr"
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"})
_MAX_STEPS = 6
"""The most elements that a path names; of a longer path only the last ones."""


class Problem(Struct, frozen=True):
    """One problem of a presentation."""

    code: str
    """A key of `CODES`: `dangling-relationship`."""
    part: str
    """The part it is in, such as /ppt/slides/slide3.xml; "/" for the package."""
    message: str
    element: str = ""
    """The element it is at, as `locate` writes it; empty for the whole part."""


def locate(element: etree._Element | None) -> str:
    """Returns the place of an element: name and id of its shape, and the path from there; or the path from the root.

    `'Table 4' (id 5): a:tbl/a:tr[2]/a:tc`; the numbers count siblings of one name, from 1.
    """
    steps: list[str] = []
    if element is not None and element.tag == _PROPERTIES and (parent := element.getparent()) is not None:
        element = parent.getparent()
    while element is not None:
        if etree.QName(element).localname in _SHAPES:
            properties = next(element.iterfind(f"*/{_PROPERTIES}"), None)  # of this shape, not of one in a group
            if properties is not None:
                shape = f"'{properties.get('name', '')}' (id {properties.get('id', '')})"
                return f"{shape}: {_format_path(steps)}" if steps else shape
        steps.insert(0, _format_step(element))
        element = element.getparent()
    return _format_path(steps)


def _format_step(element: etree._Element) -> str:
    name = f"{element.prefix}:{etree.QName(element).localname}" if element.prefix else etree.QName(element).localname
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return f"{name}[{before + 1}]" if before else name


def _format_path(steps: list[str]) -> str:
    return "/".join(steps) if len(steps) <= _MAX_STEPS else "…/" + "/".join(steps[-_MAX_STEPS:])


class ProblemCode(Struct, frozen=True):
    """A type of problem."""

    grade: Grade
    what: str
    """A sentence for docs/verify.md."""
    help: str
    """The action, in PowerPoint or in the program that wrote the file."""


_SAVE = "open the file in PowerPoint, let it repair the file, and save it"
_PROGRAM = "report it to the makers of the program that wrote the file"
_DECKWRIGHT = "report it as a bug in Deckwright"
_NEW_CHART = "create the chart again"

# fmt: off
CODES: Mapping[str, ProblemCode] = {
    # the package
    "not-a-package": ProblemCode("error", "The file is not an Open XML presentation: it is damaged, encrypted or in an old format.", "open it in PowerPoint and save it as .pptx, without a password"),
    "no-presentation": ProblemCode("error", "The file holds no presentation, but for example a Word document with another name.", "save the presentation as .pptx"),
    "broken-part": ProblemCode("error", "A part cannot be unpacked, or is not XML that Office reads.", _SAVE),
    "hostile-name": ProblemCode("error", "The name of a part points outside of the file, or has invisible characters.", "do not open the file: it may be an attack"),
    "duplicate-member": ProblemCode("error", "The zip archive holds two files with the same name, and programs differ in which one they use.", _PROGRAM),
    "names-differ-in-case": ProblemCode("error", "The names of two parts differ only in upper and lower case, which Office treats as equal.", _PROGRAM),
    "no-content-type": ProblemCode("error", "A part has no content type.", _SAVE),
    "leftover-content-type": ProblemCode("error", "A content type is given for a part that does not exist.", _SAVE),
    "duplicate-content-type": ProblemCode("error", "A part has two content types.", _SAVE),
    "wrong-content-type": ProblemCode("error", "The content type of a part does not fit its use.", _SAVE),
    "dangling-relationship": ProblemCode("error", "A part refers to another part that does not exist.", _SAVE),
    "duplicate-relationship": ProblemCode("error", "Two relationships of a part have the same id.", _SAVE),
    "missing-relationship": ProblemCode("error", "A part lacks a required relationship: a slide needs a layout, notes need their slide.", _SAVE),
    "unknown-relationship": ProblemCode("error", "An element refers to a relationship that does not exist, so a picture, chart or link is lost.", "insert the picture, chart or link again"),
    "unused-relationship": ProblemCode("warning", "A slide refers to a picture, chart or link that it does not show.", _PROGRAM),
    "orphan-part": ProblemCode("warning", "Nothing refers to a part: it only makes the file larger.", _PROGRAM),
    "wrong-picture-type": ProblemCode("error", "The format of a picture differs from its content type.", "insert the picture again"),
    "active-content": ProblemCode("warning", "The file holds macros, controls or objects of other programs.", "save it as .pptx, not .pptm, and replace objects with pictures"),
    "leftover": ProblemCode("warning", "The file holds remains of a template or program: a thumbnail, printer settings or a name.", "in PowerPoint: File, Info, Inspect Document"),
    "uneven-dates": ProblemCode("own", "The members of the zip archive have different dates.", _DECKWRIGHT),
    # the presentation
    "duplicate-slide-id": ProblemCode("error", "Two slides have the same id.", _SAVE),
    "slide-id-out-of-range": ProblemCode("error", "The id of a slide is less than 256, or too large.", _SAVE),
    "not-a-slide": ProblemCode("error", "The list of slides refers to a part that is not a slide.", _SAVE),
    "slide-listed-twice": ProblemCode("error", "The list of slides holds a slide twice.", _SAVE),
    "unlisted-slide": ProblemCode("warning", "A slide is in the file but not in the list of slides: it is invisible, but can be read.", _PROGRAM),
    "no-master": ProblemCode("error", "The presentation has no slide master.", _SAVE),
    "unlisted-master": ProblemCode("error", "A slide master is missing in the list of slide masters.", _SAVE),
    "duplicate-master-id": ProblemCode("error", "Two masters or layouts have the same id.", _SAVE),
    "master-id-out-of-range": ProblemCode("error", "The id of a master or layout is too small or too large.", _SAVE),
    "unlisted-layout": ProblemCode("error", "A slide layout is missing in the list of its master.", _SAVE),
    "unlisted-notes-master": ProblemCode("warning", "The notes master is missing in the presentation's list.", _SAVE),
    "no-notes-master": ProblemCode("error", "Notes have no notes master, or another one than the presentation.", _SAVE),
    "mismatched-notes": ProblemCode("error", "Notes refer to a slide that does not refer to them.", _SAVE),
    "section-names-missing-slide": ProblemCode("error", "A section refers to a slide that does not exist.", _SAVE),
    "slide-in-two-sections": ProblemCode("error", "A slide is in two sections, or twice in one.", _SAVE),
    "slide-in-no-section": ProblemCode("error", "The presentation has sections, and a slide is in none of them.", _SAVE),
    "sections-out-of-order": ProblemCode("warning", "The sections list the slides in a different order from the presentation.", "move the slides within their sections"),
    "duplicate-section-id": ProblemCode("error", "Two sections have the same id.", _SAVE),
    "section-without-name": ProblemCode("warning", "A section has no name.", "name the section"),
    "slide-size-out-of-range": ProblemCode("error", "Slides are smaller than 1 inch or larger than 56 inches.", "choose another slide size"),
    "no-properties": ProblemCode("warning", "The file has no properties: title, author, dates.", "in PowerPoint: File, Info, Properties"),
    "no-file-title": ProblemCode("warning", "The file has no title, which screen readers read first.", "in PowerPoint: File, Info, Properties, Title"),
    "no-date": ProblemCode("warning", "The file has no date of creation or change.", _PROGRAM),
    # slides
    "duplicate-shape-id": ProblemCode("warning", "Two shapes of a slide have the same id, so animations and links may use the wrong shape.", _SAVE),
    "duplicate-shape-name": ProblemCode("own", "Two shapes of a slide have the same name.", _DECKWRIGHT),
    "loose-connector": ProblemCode("warning", "A connector is glued to a shape that does not exist.", "connect it to a shape"),
    "unknown-placeholder": ProblemCode("warning", "A shape fills a placeholder that its layout does not have.", "reset the slide, or choose a layout with this placeholder"),
    "duplicate-placeholder": ProblemCode("warning", "Two shapes fill the same placeholder.", "delete one of them"),
    "unfilled-placeholder": ProblemCode("warning", "A placeholder is empty and shows “Click to add text” while the slide is edited.", "fill it, or delete it"),
    "no-title": ProblemCode("warning", "A slide has no title, so outlines and screen readers cannot list it.", "give the slide a title; it may be placed outside of the visible area"),
    "no-alt-text": ProblemCode("warning", "A picture, chart or table has no alternative text for people who cannot see it.", "in PowerPoint: right click, View Alt Text; or mark it as decorative"),
    "decorative-with-alt-text": ProblemCode("warning", "A shape is marked as decorative, but has alternative text.", "remove the mark or the text"),
    "negative-size": ProblemCode("error", "The width or height of a shape is negative.", _SAVE),
    "unknown-animation-target": ProblemCode("error", "An animation refers to a shape that does not exist.", "remove it in the animation pane"),
    "external-part": ProblemCode("warning", "PowerPoint downloads a picture or object when the file is opened.", "store it in the file: File, Info, Edit Links, Break Link"),
    "forbidden-link": ProblemCode("warning", "A link leads to a script, a file or a network folder, not to a web page, mail address or phone number.", "change the target of the link"),
    "wrong-link-action": ProblemCode("warning", "The action of a link does not fit its target: jumps must lead to slides of this presentation.", "create the link again"),
    # texts and tables
    "text-without-paragraph": ProblemCode("error", "A text or a table cell has no paragraph.", _SAVE),
    "run-without-language": ProblemCode("warning", "A text has no language, so it is checked and read out in the language of the reader's computer.", "in PowerPoint: Review, Language, Set Proofing Language"),
    "bad-language-tag": ProblemCode("warning", "The language of a text is not a valid language tag.", "in PowerPoint: Review, Language, Set Proofing Language"),
    "bad-font-size": ProblemCode("error", "A font size is smaller than 1 point or larger than 4,000 points.", _SAVE),
    "ragged-table": ProblemCode("error", "The rows of a table have different numbers of cells, or merged cells do not fit.", "create the table again"),
    "table-size": ProblemCode("own", "The columns or rows of a table are not as wide or high as its frame.", _DECKWRIGHT),
    "unknown-table-style": ProblemCode("own", "A table uses a style that the file does not have.", _DECKWRIGHT),
    "long-property": ProblemCode("warning", "A custom property is longer than Office shows and keeps.", _PROGRAM),
    "broken-provenance": ProblemCode("own", "The list of data sources in the file cannot be read, or does not fit the slides.", _DECKWRIGHT),
    # pictures
    "wrong-drawing": ProblemCode("error", "An SVG drawing is not in SVG format, or is not where Office looks for it.", "insert the drawing again"),
    "active-drawing": ProblemCode("warning", "An SVG drawing holds a script, an animation or a web address.", "remove it, or save the drawing as PNG"),
    "no-pixels": ProblemCode("warning", "Some programs cannot show a picture: it is not PNG or JPEG, or an SVG without a PNG.", "insert it as PNG or JPEG"),
    "wrong-crop": ProblemCode("warning", "A picture is cropped to nothing, or beyond its edges.", "crop it again"),
    "picture-stored-twice": ProblemCode("own", "The file holds the same picture twice.", _DECKWRIGHT),
    # charts
    "illegal-trend": ProblemCode("error", "This kind of chart cannot have a trend line.", "remove it, or choose another kind of chart"),
    "wrong-legend": ProblemCode("error", "The legend hides an entry that does not exist.", _NEW_CHART),
    "wrong-axes": ProblemCode("error", "The axes do not fit the kind of chart.", _NEW_CHART),
    "chart-without-series": ProblemCode("warning", "A chart has no data.", "add data to the chart"),
    "duplicate-series": ProblemCode("error", "Two series of a chart have the same index or order.", _NEW_CHART),
    "duplicate-axis": ProblemCode("error", "Two axes of a chart have the same id.", _NEW_CHART),
    "unknown-axis": ProblemCode("error", "An axis is used but not defined, defined but not used, or crosses no other axis.", _NEW_CHART),
    "bad-axis-id": ProblemCode("warning", "The id of an axis is invalid; PowerPoint tolerates it.", _PROGRAM),
    "wrong-point-count": ProblemCode("error", "A chart holds a point twice, or more points than it announces.", _NEW_CHART),
    "uneven-points": ProblemCode("warning", "A series has more or fewer values than categories.", "correct the chart's data"),
    "wrong-point-index": ProblemCode("warning", "A colour or label belongs to a point that does not exist, or to the same point as another.", "reset the chart to match its style"),
    "not-a-number": ProblemCode("error", "A value of a chart is not a number.", "correct the chart's data"),
    "illegal-label-position": ProblemCode("error", "Data labels have a position that this kind of chart does not allow.", _NEW_CHART),
    "no-workbook": ProblemCode("warning", "A chart has no workbook, so its data cannot be edited.", _NEW_CHART),
    "broken-workbook": ProblemCode("error", "The workbook of a chart cannot be read.", _NEW_CHART),
    "live-formula": ProblemCode("own", "A cell in the workbook of a chart holds a formula, which a text could have become.", _DECKWRIGHT),
    "workbook-differs": ProblemCode("warning", "A chart shows other values than its workbook, and changes when its data are edited.", "choose Edit Data, compare, and save"),
}
# fmt: on
