"""Presentations for tests of verify: a good one, and copies of it with one planted defect each, and its code."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from PIL import Image

from deckwright.brands.find import list_brands
from deckwright.brands.read import read_brand
from deckwright.model.colours import Colour
from deckwright.model.diagnostics import Report
from deckwright.model.page import (
    Box,
    ChartFrame,
    Connector,
    DataVersion,
    Line,
    Link,
    Page,
    Pages,
    PageSection,
    Paragraph,
    PictureFrame,
    Run,
    Shape,
    Slot,
    TableCell,
    TableFrame,
    TextFrame,
)
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.write import write

Members = list[tuple[str, bytes]]
Defect = Callable[[Members], Members]

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4" cx="4" cy="4"/></svg>'
BOX = Box(720_000, 1_800_000, 7_200_000, 3_600_000)
TABLE = Box(720_000, 1_800_000, 7_200_000, 800_000)


def text(*runs: Run) -> TextFrame:
    return TextFrame((Paragraph(runs),))


def title(words: str) -> Shape:
    return Shape("Title 1", None, text(Run(words, "en")), Slot("title", 0))


@cache
def good_file() -> bytes:
    """Returns a presentation of three slides with everything that verify checks."""
    report = Report()
    brand = read_brand(list_brands([])["plain"], "brand.yaml", report)
    assert brand is not None, report.diagnostics
    content, bare = brand.layouts["content"].part, brand.layouts["title-only"].part
    picture = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(picture, "PNG")
    chart = NativeChart(
        "stacked-column",
        ("2023", "2024"),
        (
            ChartSeries("Women", (Decimal("0.4"), None), Colour("accent1"), (None, Colour("accent2"))),
            ChartSeries("Men", (Decimal("0.6"), Decimal("0.5")), Colour("accent2"), labels=("60 %", "50 %")),
        ),
        "0%",
        "en",
        16,
        Colour("text1"),
        emphasised=(0,),
    )
    bullets = text(
        Run("A ", "en"),
        Run("link", "en", link=Link(url="https://example.org/")),
        Run(" and a jump", "en", link=Link(slide="last")),
    )
    row = (TableCell(text(Run("cell", "en"))),) * 2
    table = TableFrame("Table 2", TABLE, (3_600_000,) * 2, (400_000,) * 2, (row, row), brand.table.id, "Two rows")
    pages = (
        Page(
            "first",
            content,
            (title("First"), Shape("Body 2", None, bullets, Slot("obj", 1))),
            (Paragraph((Run("Say hello.", "en"),)),),
        ),
        Page(
            "middle",
            bare,
            (
                title("Chart"),
                ChartFrame("Chart 2", BOX, chart, "Shares of women and men in two years"),
                Shape("Box 3", BOX, text(Run("A", "en")), text_box=True),
                Connector("Line 4", BOX, Line(Colour("text1"), 12_700), begin=("Box 3", 0)),
            ),
            data=("shares",),
        ),
        Page(
            "last",
            bare,
            (
                title("Table"),
                table,
                PictureFrame("Picture 3", BOX, picture.getvalue(), "image/png", "A red field"),
                PictureFrame(
                    "Picture 4", BOX, picture.getvalue(), "image/png", decorative=True, crop=(10_000, 0, 0, 0)
                ),
                PictureFrame("Picture 5", BOX, DRAWING, "image/svg+xml", "A circle"),
            ),
        ),
    )
    sections = (PageSection("Begin", ("first",)), PageSection("End", ("middle", "last")))
    data = (DataVersion("shares", "The census", "2024", "0" * 64, 2),)
    return write(Pages(pages, sections, "Good", "Author", "", "en", data=data), brand)


def members() -> Members:
    with zipfile.ZipFile(io.BytesIO(good_file())) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def zipped(parts: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def changed(part: str, pattern: str, replacement: str) -> Defect:
    """Replaces the first match of `pattern` in `part`; there must be one."""

    def plant(parts: Members) -> Members:
        content = dict(parts)[part].decode()
        wrong, count = re.subn(pattern, replacement, content, count=1, flags=re.DOTALL)
        assert count == 1, f"{pattern} is not in {part}"
        assert wrong != content
        return [(name, wrong.encode() if name == part else old) for name, old in parts]

    return plant


def replaced(part: str, content: bytes) -> Defect:
    return lambda parts: [(name, content if name == part else old) for name, old in parts]


def without(part: str) -> Defect:
    def plant(parts: Members) -> Members:
        assert part in dict(parts)
        return [(name, content) for name, content in parts if name != part]

    return plant


def added(part: str, content: bytes = b"x") -> Defect:
    return lambda parts: [*parts, (part, content)]


def in_workbook(part: str, pattern: str, replacement: str) -> Defect:
    """Changes a part of the chart's workbook."""
    book = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"

    def plant(parts: Members) -> Members:
        with zipfile.ZipFile(io.BytesIO(dict(parts)[book])) as package:
            inner = [(name, package.read(name)) for name in package.namelist()]
        return replaced(book, zipped(changed(part, pattern, replacement)(inner)))(parts)

    return plant


CT = "[Content_Types].xml"
MAIN = "ppt/presentation.xml"
MASTER = "ppt/slideMasters/slideMaster1.xml"
SLIDES = {n: f"ppt/slides/slide{n}.xml" for n in (1, 2, 3)}
RELS = {n: f"ppt/slides/_rels/slide{n}.xml.rels" for n in (1, 2, 3)}
CHART = "ppt/charts/chart1.xml"
CUSTOM = "docProps/custom.xml"
BOOK_SHEET = "xl/worksheets/sheet1.xml"
NOTES = "ppt/notesSlides/notesSlide1.xml"

DEFECTS: list[tuple[str, str, Defect]] = [
    # the package
    ("duplicate-member", "a slide twice", added(SLIDES[1], b"<x/>")),
    ("names-differ-in-case", "a second slide1", added("ppt/slides/Slide1.xml", b"<x/>")),
    ("broken-part", "an unclosed element", changed(SLIDES[1], "</p:sld>$", "")),
    ("no-content-type", "an unknown extension", added("ppt/media/film.mkv")),
    ("no-content-type", "a slide that is just XML", changed(CT, r'<Override PartName="/ppt/slides/slide1[^>]*>', "")),
    ("leftover-content-type", "one for a slide that is gone", changed(CT, "/slide3.xml", "/slide9.xml")),
    ("duplicate-content-type", "two for one slide", changed(CT, r"(<Override [^>]*slide1\.xml[^>]*>)", r"\1\1")),
    ("wrong-content-type", "a chart as a slide", changed(CT, r"drawingml\.chart\+xml", "presentationml.slide+xml")),
    ("no-presentation", "the package leads nowhere", changed("_rels/.rels", "ppt/presentation.xml", "ppt/gone.xml")),
    ("dangling-relationship", "a picture that is not there", changed(RELS[3], r"\.\./media/[^\"]*", "../media/no.png")),
    ("dangling-relationship", "relationships of nobody", added("ppt/slides/_rels/slide9.xml.rels", b"<x/>")),
    ("duplicate-relationship", "two of one name", changed(RELS[1], r"(<Relationship [^>]*slideLayout[^>]*>)", r"\1\1")),
    ("missing-relationship", "no layout", changed(RELS[1], r"<Relationship [^>]*relationships/slideLayout[^>]*>", "")),
    ("missing-relationship", "notes without slide", changed(
        "ppt/notesSlides/_rels/notesSlide1.xml.rels", r"<Relationship [^>]*relationships/slide\"[^>]*>", "")),
    ("unknown-relationship", "a picture by a wrong name", changed(SLIDES[3], r'r:embed="[^"]*"', 'r:embed="rId99"')),
    ("unused-relationship", "a chart nobody shows", changed(SLIDES[2], r"<p:graphicFrame>.*</p:graphicFrame>", "")),
    ("orphan-part", "a file nobody needs", added("ppt/media/image9.png", b"\x89PNG\r\n\x1a\n")),
    ("wrong-picture-type", "a JPEG called PNG", replaced("ppt/media/image1.png", b"\xff\xd8\xff")),
    ("hostile-name", "a way out", added("ppt/media/../../../etc/passwd", b"x")),
    ("hostile-name", "a way out of Windows", added("ppt\\media\\x.png", b"x")),
    ("broken-part", "a document type", changed(SLIDES[1], "<p:sld ", '<!DOCTYPE p:sld [<!ENTITY a "a">]><p:sld ')),
    ("no-presentation", "a document of Word", changed(
        CT, r"presentationml\.presentation\.main", "wordprocessingml.document.main")),
    ("no-presentation", "Strict Open XML", changed(
        "_rels/.rels", r'"http://[^"]*/officeDocument"', '"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"')),
    ("active-content", "macros", changed(
        RELS[1], "(<Relationship )", r'<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
        r' Target="../vbaProject.bin"/>\1')),
    ("leftover", "a thumbnail", added("docProps/thumbnail.jpeg", b"\xff\xd8\xff")),
    ("leftover", "the library's author", changed("docProps/core.xml", ">Author<", ">Steve Canny<")),
    # the presentation
    ("duplicate-slide-id", "two slides 256", changed(MAIN, r'(<p:sldId id=")257', r"\g<1>256")),
    ("slide-id-out-of-range", "slide 12", changed(MAIN, r'(<p:sldId id=")257', r"\g<1>12")),
    ("unlisted-slide", "a slide left out", changed(MAIN, r'<p:sldId id="258"[^>]*>', "")),
    ("duplicate-master-id", "a layout with the master's id", changed(
        "ppt/slideMasters/slideMaster1.xml", r'(<p:sldLayoutId id=")\d+', r"\g<1>2147483648")),
    ("unlisted-layout", "a layout left out", changed(
        "ppt/slideMasters/slideMaster1.xml", r"<p:sldLayoutId [^>]*>", "")),
    ("unlisted-notes-master", "no list", changed(MAIN, r"<p:notesMasterIdLst>.*</p:notesMasterIdLst>", "")),
    ("mismatched-notes", "a slide that lost its notes", changed(RELS[1], r"<Relationship [^>]*notesSlide[^>]*>", "")),
    ("section-names-missing-slide", "slide 999", changed(MAIN, r'(<p14:sldId id=")257', r"\g<1>999")),
    ("slide-in-two-sections", "slide 256 twice", changed(MAIN, r'(<p14:sldId id=")257', r"\g<1>256")),
    ("slide-in-no-section", "a slide left out", changed(MAIN, r'<p14:sldId id="257"\s*/>', "")),
    ("sections-out-of-order", "the last slide first", changed(
        MAIN, r'(<p14:sldId id=")257("/?>.*?<p14:sldId id=")258', r"\g<1>258\g<2>257")),
    ("duplicate-section-id", "two of one id", changed(
        MAIN, r'(<p14:section [^>]*id=")([^"]*)(".*?<p14:section [^>]*id=")[^"]*', r"\1\2\3\2")),
    ("section-without-name", "a blank name", changed(MAIN, '<p14:section name="Begin"', '<p14:section name=" "')),
    ("slide-listed-twice", "slide 1 as 256 and 257", changed(
        MAIN, r'(<p:sldId id="256" r:id=")([^"]*)("/?>.*?r:id=")[^"]*', r"\1\2\3\2")),
    ("not-a-slide", "a master among the slides", changed(MAIN, r'(<p:sldId id="256" r:id=")[^"]*', r"\g<1>rId1")),
    ("no-master", "an empty list", changed(MAIN, r"<p:sldMasterId [^>]*>", "")),
    ("unlisted-master", "an empty list", changed(MAIN, r"<p:sldMasterId [^>]*>", "")),
    ("master-id-out-of-range", "layout 5", changed(
        "ppt/slideMasters/slideMaster1.xml", r'(<p:sldLayoutId id=")\d+', r"\g<1>5")),
    ("no-notes-master", "another presentation's", changed(
        "ppt/_rels/presentation.xml.rels", r"<Relationship [^>]*relationships/notesMaster[^>]*>", "")),
    ("slide-size-out-of-range", "half an inch", changed(MAIN, r'(<p:sldSz cx=")\d+', r"\g<1>457200")),
    ("no-properties", "no core.xml", without("docProps/core.xml")),
    ("no-date", "no year", changed("docProps/core.xml", r"\d{4}-\d\d-\d\dT", "T")),
    ("no-file-title", "an empty title", changed("docProps/core.xml", ">Good<", "><")),
    # slides
    ("duplicate-shape-id", "two shapes 2", changed(SLIDES[2], r'id="3" name', 'id="2" name')),
    ("duplicate-shape-name", "two titles", changed(SLIDES[1], 'name="Body 2"', 'name="Title 1"')),
    ("loose-connector", "held by nothing", changed(SLIDES[2], r'(<a:stCxn id=")\d+', r"\g<1>77")),
    ("unknown-placeholder", "index 44", changed(SLIDES[1], r'(<p:ph [^>]*idx=")1"', r'\g<1>44"')),
    ("duplicate-placeholder", "two titles", changed(SLIDES[1], r'(<p:ph [^>]*idx=")1"', r'\g<1>0"')),
    ("unfilled-placeholder", "an empty body", changed(
        SLIDES[1], r'(name="Body 2".*?</a:lstStyle>|name="Body 2".*?<a:lstStyle/>).*?</p:txBody>',
        r"\1<a:p/></p:txBody>")),
    ("no-title", "a blank title", changed(SLIDES[1], "<a:t>First</a:t>", "<a:t> </a:t>")),
    ("unknown-animation-target", "a shape that is gone", changed(SLIDES[1], "</p:cSld>",
        '</p:cSld><p:timing><p:tnLst/><p:bldLst><p:bldP spid="99" grpId="0"/></p:bldLst></p:timing>')),
    ("text-without-paragraph", "a title", changed(SLIDES[1], r"<a:p>.*?</a:p>", "")),
    ("text-without-paragraph", "a cell", changed(SLIDES[3], r"<a:txBody>.*?</a:txBody>", "")),
    ("bad-font-size", "on a slide", changed(SLIDES[1], r'(<a:rPr[^>]*) lang="en"', r'\1 lang="en" sz="0"')),
    ("bad-font-size", "of a master", changed(MASTER, r'(<a:defRPr[^>]*) sz="\d+"', r'\1 sz="400100"')),
    ("bad-language-tag", "Danish", changed(SLIDES[1], r'(<a:rPr[^>]*) lang="en"', r'\1 lang="Danish (Denmark)"')),
    ("ragged-table", "a merged cell that covers nothing", changed(SLIDES[3], "<a:tc>", '<a:tc gridSpan="2">')),
    ("ragged-table", "a merged cell too wide", changed(SLIDES[3], "<a:tc>", '<a:tc gridSpan="3">')),
    ("run-without-language", "on a slide", changed(SLIDES[1], r'(<a:rPr[^>]*) lang="en"', r"\1")),
    ("run-without-language", "in notes", changed(NOTES, r'(<a:rPr[^>]*) lang="en"', r"\1")),
    ("run-without-language", "in a chart", changed(CHART, r'(<a:rPr[^>]*) lang="en"', r"\1")),
    ("ragged-table", "a cell too few", changed(SLIDES[3], r"<a:tc>.*?</a:tc>", "")),
    ("ragged-table", "a column too many", changed(SLIDES[3], r"(<a:gridCol [^>]*>)", r"\1\1")),
    ("table-size", "a high row", changed(SLIDES[3], r'(<a:tr h=")400000', r"\g<1>500000")),
    ("unknown-table-style", "of another file", changed(SLIDES[3], r"(<a:tableStyleId>\{)[0-9A-F]{4}", r"\g<1>0000")),
    ("no-alt-text", "a picture", changed(SLIDES[3], r' descr="A red field"', "")),
    ("no-alt-text", "a chart", changed(SLIDES[2], r' descr="Shares[^"]*"', "")),
    ("decorative-with-alt-text", "both", changed(SLIDES[3], r'(name="Picture 4" descr=)""', r'\1"x"')),
    ("negative-size", "an inside-out box", changed(SLIDES[2], r'cx="7200000"', 'cx="-1"')),
    ("forbidden-link", "a script", changed(RELS[1], "https://example.org/", "javascript:alert(1)")),
    ("forbidden-link", "a file", changed(RELS[1], "https://example.org/", "file:///etc/passwd")),
    ("external-part", "a picture from the web", changed(
        RELS[3], r'Target="\.\./media/[^"]*"', 'Target="https://example.org/a.png" TargetMode="External"')),
    ("wrong-link-action", "a jump without action", changed(SLIDES[1], r' action="ppaction://hlinksldjump"', "")),
    # pictures
    ("wrong-drawing", "pixels as a drawing", changed(SLIDES[3], r'(svgBlip [^>]*r:embed=")[^"]*', r"\g<1>rId2")),
    ("wrong-drawing", "another extension", changed(SLIDES[3], r"\{96DAC541", "{00000000")),
    ("wrong-drawing", "a web page", replaced("ppt/media/image1.svg", b"<html/>")),
    ("no-pixels", "a drawing alone", changed(
        SLIDES[3], r'(r:embed=")[^"]*("><a:extLst>.*?svgBlip [^>]*r:embed=")([^"]*)', r"\1\3\2\3")),
    ("active-drawing", "a script", changed("ppt/media/image1.svg", "<circle", "<script/><circle")),
    ("active-drawing", "a handler", changed("ppt/media/image1.svg", "<circle", '<circle onclick="x()"')),
    ("active-drawing", "a picture from elsewhere", changed(
        "ppt/media/image1.svg", "<circle", '<image href="https://example.org/a.png"/><circle')),
    ("broken-part", "half a drawing", replaced("ppt/media/image1.svg", DRAWING[:-3])),
    ("wrong-crop", "cut to nothing", changed(SLIDES[3], r'<a:srcRect l="10000"', '<a:srcRect l="60000" r="40000"')),
    ("picture-stored-twice", "the same in two parts", lambda parts: added(
        "ppt/media/image9.png", dict(parts)["ppt/media/image1.png"])(parts)),
    # charts
    ("chart-without-series", "nothing", changed(CHART, r"<c:ser>.*</c:ser>", "")),
    ("duplicate-axis", "both of one id", changed(
        CHART, r'(<c:valAx><c:axId val=")\d+', r"\g<1>111111111")),
    ("duplicate-series", "two series 0", changed(CHART, r'<c:idx val="1"/><c:order', '<c:idx val="0"/><c:order')),
    ("uneven-points", "three for two", changed(CHART, r'(<c:numCache>.*?<c:ptCount val=")2', r"\g<1>3")),
    ("wrong-point-count", "a point beyond the end", changed(CHART, r'<c:pt idx="1">', '<c:pt idx="5">')),
    ("wrong-point-index", "the colour of a point 7", changed(CHART, r'(<c:dPt><c:idx val=")1', r"\g<1>7")),
    ("not-a-number", "infinity", changed(CHART, r"<c:v>0\.4</c:v>", "<c:v>inf</c:v>")),
    ("bad-axis-id", "less than nothing", changed(CHART, r'(<c:valAx><c:axId val=")\d+', r"\g<1>-7")),
    ("unknown-axis", "an axis nobody uses", changed(CHART, r'(</c:ser>.*?<c:axId val=")\d+', r"\g<1>5")),
    ("unknown-axis", "one that crosses itself", changed(CHART, r'<c:crossAx val="\d+"', '<c:crossAx val="111111111"')),
    ("illegal-label-position", "outside a stack", changed(CHART, r'(<c:dLblPos val=)"ctr"', r'\1"outEnd"')),
    ("wrong-axes", "no axis of categories", changed(CHART, r"catAx>(.*)</c:catAx", r"valAx>\1</c:valAx")),
    ("wrong-axes", "a logarithm of zero", changed(CHART, r"(<c:valAx>.*?<c:scaling>)", r'\1<c:logBase val="10"/>')),
    ("illegal-trend", "of what is stacked", changed(
        CHART, r"<c:cat>", '<c:trendline><c:trendlineType val="linear"/></c:trendline><c:cat>')),
    ("wrong-legend", "an entry too many", changed(
        CHART, r"</c:plotArea>",
        '</c:plotArea><c:legend><c:legendEntry><c:idx val="2"/><c:delete val="1"/></c:legendEntry></c:legend>')),
    ("no-workbook", "no data", changed(CHART, r"<c:externalData .*</c:externalData>", "")),
    ("broken-workbook", "not a workbook", replaced("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", b"PK")),
    ("live-formula", "in a cell", in_workbook(BOOK_SHEET, r"<v>0\.4</v>", "<f>1/0</f><v>0.4</v>")),
    ("workbook-differs", "another value", in_workbook(BOOK_SHEET, r"<v>0\.4</v>", "<v>0.41</v>")),
    ("workbook-differs", "another category", in_workbook("xl/sharedStrings.xml", ">2023<", ">2022<")),
    ("workbook-differs", "another label", changed(CHART, "<c:v>60 %</c:v>", "<c:v>61 %</c:v>")),
    ("long-property", "more than Office keeps", changed(CUSTOM, "The census", "x" * 256)),
    ("broken-provenance", "no JSON", changed(CUSTOM, "The census", '"')),
    ("broken-provenance", "another slide", changed(CUSTOM, '"middle"', '"centre"')),
    ("broken-provenance", "other data", changed(CUSTOM, '"shares"\\]', '"others"]')),
    ("workbook-differs", "another sheet", in_workbook("xl/workbook.xml", 'name="Sheet1"', 'name="Ark1"')),
]  # fmt: skip
