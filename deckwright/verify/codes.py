"""The codes of findings: how grave each is, and what to do about it. One row for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Grade = Literal["error", "warning", "house"]
"""PowerPoint repairs or refuses the file, or loses something of it; it could be better; Deckwright's own files only."""


class Code(Struct, frozen=True):
    grade: Grade
    what: str
    """What is wrong, for docs/verify.md."""
    help: str
    """What to do, in a program such as PowerPoint or in the one that made the file."""


_SAVE = "open it in PowerPoint, let it repair the file, and save it"
_MAKER = "a fault of the program that made the file"

# fmt: off
CODES: Mapping[str, Code] = {
    # the package
    "not-a-package": Code("error", "The file is no Open XML presentation: damaged, encrypted, or of an old kind.", "open it in PowerPoint and save it as .pptx, without a password"),
    "no-presentation": Code("error", "The package leads to no presentation: a document of Word, say, under another name.", "save it as .pptx"),
    "broken-part": Code("error", "A part cannot be unpacked, or is no XML that Office reads.", _SAVE),
    "hostile-name": Code("error", "A part has a name that leads out of the package, or that cannot be shown.", "do not open the file: it was made to do harm"),
    "duplicate-member": Code("error", "The archive holds two files of one name, and which one counts is chance.", _MAKER),
    "names-differ-in-case": Code("error", "Two parts have names that differ in capitals only; to Office they are one.", _MAKER),
    "no-content-type": Code("error", "Nothing says what kind of part it is.", _SAVE),
    "leftover-content-type": Code("error", "A kind is given for a part that is not there.", _SAVE),
    "duplicate-content-type": Code("error", "Two kinds are given for one part.", _SAVE),
    "wrong-content-type": Code("error", "A part is of another kind than it is used as.", _SAVE),
    "dangling-relationship": Code("error", "A part leads to another that is not there.", _SAVE),
    "duplicate-relationship": Code("error", "Two relationships of a part have one id.", _SAVE),
    "missing-relationship": Code("error", "A part lacks what parts of its kind need: a slide its layout, notes their slide.", _SAVE),
    "unknown-relationship": Code("error", "An element names a relationship that its part does not have: a picture that is lost.", "put the picture, chart or link in anew"),
    "unused-relationship": Code("warning", "A picture, chart or link is kept that nothing on the slide shows.", _MAKER),
    "orphan-part": Code("warning", "No way leads to a part: it only makes the file larger.", _MAKER),
    "wrong-picture-type": Code("error", "A picture's bytes are of another kind than its name says.", "put the picture in anew"),
    "active-content": Code("warning", "The file holds macros, controls or objects of other programs.", "save it as .pptx, not .pptm; put pictures in the place of objects"),
    "leftover": Code("warning", "A template or program has left something behind: a thumbnail, printer settings, a name.", "in PowerPoint: File, Info, Inspect Document"),
    "uneven-dates": Code("house", "The members of the archive carry different dates.", "report it as a fault of Deckwright"),
    # the presentation
    "duplicate-slide-id": Code("error", "Two slides have one id.", _SAVE),
    "slide-id-out-of-range": Code("error", "A slide's id is less than 256, or too large.", _SAVE),
    "not-a-slide": Code("error", "The list of slides names something else.", _SAVE),
    "slide-listed-twice": Code("error", "A slide stands in the list of slides twice.", _SAVE),
    "unlisted-slide": Code("warning", "A slide is in the file, but not in the list of slides: nobody sees it, yet it can be read.", _MAKER),
    "no-master": Code("error", "The presentation has no slide master.", _SAVE),
    "unlisted-master": Code("error", "A slide master is not in the list of them.", _SAVE),
    "duplicate-master-id": Code("error", "Two masters or layouts have one id.", _SAVE),
    "master-id-out-of-range": Code("error", "A master's or layout's id is too small or too large.", _SAVE),
    "unlisted-layout": Code("error", "A slide layout is not in its master's list.", _SAVE),
    "unlisted-notes-master": Code("warning", "The notes master is not in the presentation's list.", _SAVE),
    "no-notes-master": Code("error", "Notes have no notes master, or another than the presentation's.", _SAVE),
    "notes-of-nobody": Code("error", "Notes name a slide that does not name them.", _SAVE),
    "section-names-missing-slide": Code("error", "A section names a slide that is not there.", _SAVE),
    "slide-in-two-sections": Code("error", "A slide stands in sections more than once.", _SAVE),
    "slide-in-no-section": Code("error", "There are sections, and a slide stands in none.", _SAVE),
    "sections-out-of-order": Code("warning", "Sections name the slides in another order than they are in.", "move the slides within their sections"),
    "duplicate-section-id": Code("error", "Two sections have one id.", _SAVE),
    "section-without-name": Code("warning", "A section has no name.", "give it one"),
    "slide-size-out-of-range": Code("error", "Slides are smaller than an inch or larger than 56.", "choose another slide size"),
    "no-properties": Code("warning", "The file has no properties: title, author, dates.", "in PowerPoint: File, Info, Properties"),
    "no-file-title": Code("warning", "The file has no title, which is what a screen reader says first.", "in PowerPoint: File, Info, Properties, Title"),
    "no-date": Code("warning", "The file does not say when it was made or changed.", _MAKER),
    # slides
    "duplicate-shape-id": Code("warning", "Two shapes of a slide have one id, so animations and links may take one for the other.", _SAVE),
    "duplicate-shape-name": Code("house", "Two shapes of a slide have one name.", "report it as a fault of Deckwright"),
    "loose-connector": Code("warning", "A connector holds on to a shape that is not there.", "draw its end to a shape"),
    "unknown-placeholder": Code("warning", "A shape fills a placeholder that its layout does not have.", "reset the slide, or choose a layout that has it"),
    "duplicate-placeholder": Code("warning", "Two shapes fill one placeholder.", "delete one of them"),
    "unfilled-placeholder": Code("warning", "A placeholder is empty and says “Click to add text” to whoever edits the slide.", "fill it, or delete it"),
    "no-title": Code("warning", "A slide has no title, so it cannot be found in outlines and by ear.", "give it a title; it may stand beside the slide, out of sight"),
    "no-alt-text": Code("warning", "A picture, chart or table says nothing to who cannot see it.", "in PowerPoint: right click, View Alt Text; or mark it as decorative"),
    "decorative-with-alt-text": Code("warning", "Something is both decoration and described.", "take the mark or the text away"),
    "negative-size": Code("error", "A shape is less than nothing wide or high.", _SAVE),
    "unknown-animation-target": Code("error", "An animation is about a shape that is not there.", "remove it in the animation pane"),
    "external-part": Code("warning", "PowerPoint fetches a picture or object from elsewhere when the file is opened.", "put it into the file: File, Info, Edit Links, Break Link"),
    "forbidden-link": Code("warning", "A link leads to a script, a file or another computer's folder, not to the web or an address.", "change where the link leads"),
    "wrong-link-action": Code("warning", "A link to a slide does not jump, or one that jumps leads to no slide.", "make the link anew"),
    # texts and tables
    "text-without-paragraph": Code("error", "A text or a cell has no paragraph.", _SAVE),
    "run-without-language": Code("warning", "Nothing says which language a text is in: it is spelt and spoken in that of who opens the file.", "in PowerPoint: Review, Language, Set Proofing Language"),
    "bad-language-tag": Code("warning", "A text's language is no language tag.", "in PowerPoint: Review, Language, Set Proofing Language"),
    "bad-font-size": Code("error", "A text is smaller than 1 point or larger than 4,000.", _SAVE),
    "ragged-table": Code("error", "A table's rows and columns do not agree, or merged cells do not fit.", "make the table anew"),
    "table-size": Code("house", "The columns or rows of a table do not add up to its frame.", "report it as a fault of Deckwright"),
    "unknown-table-style": Code("house", "A table names a style that the file does not have.", "report it as a fault of Deckwright"),
    "long-property": Code("warning", "A custom property is longer than Office shows and keeps.", _MAKER),
    "broken-provenance": Code("house", "What the file remembers of its data cannot be read.", "report it as a fault of Deckwright"),
    # pictures
    "wrong-drawing": Code("error", "What is used as an SVG drawing is none, or stands where Office does not look.", "put the drawing in anew"),
    "active-drawing": Code("warning", "A drawing holds a script, or something that is fetched.", "save it anew without, or as PNG"),
    "no-pixels": Code("warning", "A picture is none that every program shows: a drawing without pixels beside it, say.", "put it in as PNG or JPEG"),
    "wrong-crop": Code("warning", "A picture is cut to nothing, or to more than there is.", "crop it anew"),
    "picture-stored-twice": Code("house", "The same picture is in the file twice.", "report it as a fault of Deckwright"),
    # charts
    "illegal-trend": Code("error", "A trend line is of a kind that this chart, or these values, cannot have.", "take it away, or choose another"),
    "wrong-legend": Code("error", "A legend leaves out an entry that is not there.", "make the chart anew"),
    "wrong-axes": Code("error", "A chart has other axes than its kind needs.", "make the chart anew"),
    "chart-without-series": Code("warning", "A chart shows nothing.", "give it data"),
    "duplicate-series": Code("error", "Two series of a chart have one place.", "make the chart anew"),
    "duplicate-axis": Code("error", "Two axes of a chart have one id.", "make the chart anew"),
    "unknown-axis": Code("error", "An axis is used but not there, there but not used, or crosses none.", "make the chart anew"),
    "bad-axis-id": Code("warning", "An axis has an id that the schema does not allow; PowerPoint copes.", _MAKER),
    "wrong-point-count": Code("error", "A chart gives a point twice, or one beyond its end.", "make the chart anew"),
    "uneven-points": Code("warning", "A series has more or fewer values than categories.", "look at the chart's data"),
    "wrong-point-index": Code("warning", "A colour or label is about a point that is not there, or two are about one.", "reset the chart to match its style"),
    "not-a-number": Code("error", "A value of a chart is no number.", "look at the chart's data"),
    "illegal-label-position": Code("error", "Labels stand where this kind of chart cannot have them.", "make the chart anew"),
    "no-workbook": Code("warning", "A chart's data cannot be edited, for its workbook is missing.", "make the chart anew"),
    "broken-workbook": Code("error", "A chart's workbook cannot be read.", "make the chart anew"),
    "live-formula": Code("house", "A cell of a chart's workbook is worked out, and could be made to do so by a label.", "report it as a fault of Deckwright"),
    "workbook-differs": Code("warning", "A chart shows something else than its workbook says, and changes when its data is edited.", "open Edit Data once, look, and save"),
}
# fmt: on
