"""The talk of this repository, as it is built: every sentence on its slide, in every language and brand."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import BRANDS, ROOT
from lxml import etree
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.ooxml.stamp import CONTENT, provenance_text, stamp_of

TALK = Project(ROOT)
SENTENCES = Path(__file__).parent / "talk"
TAGS = {"da": "da-DK", "en": "en-GB", "de": "de-DE"}
NAME = "den-digitaliserede-laegesekretaer"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LETTER = re.compile(r"[^\W\d_]")

SECTIONS = {
    "da": {
        "Digitalisering": 3,
        "Det digitale krydsfelt": 4,
        "Udvikling": 2,
        "Hvad laver lægesekretærerne?": 7,
        "Lægesekretærernes fremtid?": 3,
        "Den digitaliserede lægesekretær": 1,
    },
    "en": {
        "Digitalisation": 3,
        "The digital crossroads": 4,
        "Development": 2,
        "What do medical secretaries do?": 7,
        "The future of medical secretaries?": 3,
        "The digitalised medical secretary": 1,
    },
    "de": {
        "Digitalisierung": 3,
        "Der digitale Kreuzungspunkt": 4,
        "Entwicklung": 2,
        "Was tun Arztsekretär:innen?": 7,
        "Die Zukunft der Arztsekretär:innen?": 3,
        "Die digitalisierten Arztsekretär:innen": 1,
    },
}
TRANSLATIONS = [tag for tag in TAGS if tag != "da"]
SAID_ALIKE = {"en": {"Claus Bossen", "Medical scribes"}, "de": {"Claus Bossen", "Alle"}}
"""What is the same in Danish and in another language."""
DANISH_NAMES = {"Lægesekretærnyt"}
"""Words of Danish that other languages keep."""


class Built:
    """One file of the talk: its parts, and its slides as python-pptx reads them."""

    def __init__(self, data: bytes, language: str) -> None:
        self.language, self.tag = language, TAGS[language]
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.presentation: Any = Presentation(io.BytesIO(data))
        self.slides: list[Any] = list(self.presentation.slides)

    def slide(self, name: str) -> Any:
        return next(slide for slide in self.slides if slide.name == name)

    def xml(self, *folders: str) -> Iterator[tuple[str, Any]]:
        """The XML parts below these folders, parsed."""
        for name, data in self.parts.items():
            if name.startswith(folders) and name.endswith(".xml"):
                yield name, etree.fromstring(data)


@pytest.fixture(scope="module", params=BRANDS)
def brand_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp(request.param)
    assert main(["build", "--strict", "--brand", request.param, "--output", str(folder)], TALK) == 0
    return {tag: Built((folder / f"{NAME}.{tag}.pptx").read_bytes(), tag) for tag in TAGS}


@pytest.fixture(params=TAGS)
def file(request: pytest.FixtureRequest, brand_files: dict[str, Built]) -> Built:
    return brand_files[request.param]


def sentences(language: str) -> list[list[str]]:
    """The talk's plain sentences for each slide, from a transcription that is independent of deck.yaml."""
    slides: list[list[str]] = []
    for line in (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            assert line == f"# {len(slides) + 1}"
            slides.append([])
        else:
            slides[-1].append(line)
    return slides


def all_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from all_shapes(shape.shapes)


def texts_of(slide: Any) -> Iterator[str]:
    """What can be read on a slide: in placeholders and text boxes, tables and charts."""
    for shape in all_shapes(slide.shapes):
        if shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif getattr(shape, "has_table", False):
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        elif getattr(shape, "has_chart", False):
            chart = shape.chart
            yield from [chart.chart_title.text_frame.text] if chart.has_title else []
            yield from map(str, chart.plots[0].categories)
            yield from (series.name for series in chart.plots[0].series)


def as_read(text: str) -> str:
    """`text` whatever its spaces and capitals, which are the language's and the brand's."""
    return " ".join(text.split()).casefold()


def placeholders(slide: Any) -> dict[str, str]:
    """The text of each placeholder of a slide by its type as written, `obj` where none is."""
    found = {}
    for shape in slide.placeholders:
        kind = shape._element.xpath(".//p:ph")[0].get("type", "obj")
        found[f"{kind} {shape.placeholder_format.idx}" if kind in found else kind] = shape.text_frame.text
    return found


def test_every_sentence_is_on_its_slide(file: Built) -> None:
    wanted = sentences(file.language)
    assert len(file.slides) == len(wanted) == 20
    missing = []
    for number, (slide, those) in enumerate(zip(file.slides, wanted, strict=True), 1):
        on_slide = as_read("\n".join(texts_of(slide)))
        missing += [(number, sentence) for sentence in those if as_read(sentence) not in on_slide]
    assert missing == []


def test_languages_have_the_same_sentences_in_the_same_places() -> None:
    danish, *others = ([len(slide) for slide in sentences(tag)] for tag in TAGS)
    assert others == [danish] * len(TRANSLATIONS)


def test_every_slide_has_its_title_in_the_title_placeholder(file: Built) -> None:
    titles = [
        next(text for kind, text in placeholders(s).items() if kind in ("title", "ctrTitle")) for s in file.slides
    ]
    assert list(map(as_read, titles)) == [as_read(those[0]) for those in sentences(file.language)]


def test_a_slide_is_told_from_all_others_by_its_title_and_second_line(file: Built) -> None:
    there = list(map(placeholders, file.slides))
    told = [(p.get("title") or p["ctrTitle"], p.get("subTitle") or p.get("body", "")) for p in there]
    sections = [section for section, many in SECTIONS[file.language].items() for _ in range(many)]
    assert len(set(zip(sections, told, strict=True))) == 20


def test_lists_and_statements_are_in_body_placeholders(file: Built) -> None:
    numbers = {slide.name: number for number, slide in enumerate(file.slides)}
    for name in ("hvorfor-laegesekretaerer", "aarsager", "det-unaevnelige"):
        body = placeholders(file.slide(name))["obj"].split("\n")
        assert list(map(as_read, body)) == list(map(as_read, sentences(file.language)[numbers[name]][2:]))


def test_no_placeholder_is_left_empty(file: Built) -> None:
    assert [(slide.name, kind) for slide in file.slides for kind, text in placeholders(slide).items() if not text] == []


def test_sections(file: Built) -> None:
    sections = file.presentation.part._element.iter(f"{_P14}section")
    assert {s.get("name"): len(s.findall(f".//{_P14}sldId")) for s in sections} == SECTIONS[file.language]


def test_date_footer_and_number_are_placeholders_on_every_slide_whose_layout_has_them(file: Built) -> None:
    date, _, role, university, institute = (
        {
            "da": "7. oktober 2019|Claus Bossen|lektor|Aarhus Universitet|Institut for Kommunikation og Kultur",
            "en": "7 October 2019|Claus Bossen|Associate Professor|Aarhus University"
            "|School of Communication and Culture",
            "de": "7. Oktober 2019|Claus Bossen|Associate Professor|Universität Aarhus"
            "|Institut für Kommunikation und Kultur",
        }[file.language]
    ).split("|")
    footer = f"Claus Bossen, {role} · {university} · {institute}"
    having = 0
    for number, slide in enumerate(file.slides, 1):
        offered = {ph.get("type") for ph in slide.slide_layout._element.iter("{*}ph")}
        wanted = {kind: text for kind, text in (("dt", date), ("ftr", footer)) if kind in offered}
        there = placeholders(slide)
        assert {kind: there.get(kind) for kind in wanted} == wanted
        assert "ftr" in offered or slide.name == "titel"
        if "sldNum" in offered:
            having += 1
            (field,) = slide._element.xpath('.//p:sp[.//p:ph[@type="sldNum"]]//a:fld')
            assert (field.get("type"), field.findtext(f"{_A}t")) == ("slidenum", str(number))
    assert having >= 19


def test_notes_are_there_and_in_the_language(brand_files: dict[str, Built]) -> None:
    notes = {tag: [s.notes_slide.notes_text_frame.text for s in built.slides] for tag, built in brand_files.items()}
    assert all(len(text) > 20 for those in notes.values() for text in those)
    assert len({text for those in notes.values() for text in those}) == sum(map(len, notes.values()))
    assert "Det unævnelige får intet navn på sliden." in notes["da"][14]
    assert "18\N{NO-BREAK SPACE}%" in notes["da"][7]
    assert "18%" in notes["en"][7]


def test_every_run_says_its_language(file: Built) -> None:
    found = set()
    for name, root in file.xml("ppt/slides/", "ppt/notesSlides/", "ppt/charts/"):
        for run in root.iter(f"{_A}r", f"{_A}fld"):
            found.add((name, run.find(f"{_A}rPr").get("lang")))
        for looks in root.iter(f"{_A}rPr", f"{_A}endParaRPr", f"{_A}defRPr"):
            found.add((name, looks.get("lang", file.tag)))
    english = set() if file.language == "en" else {("ppt/slides/slide19.xml", "en-GB")}
    assert {(name, tag) for name, tag in found if tag != file.tag} == english
    assert len({name for name, _ in found}) >= 42


def test_english_titles_are_in_english(file: Built) -> None:
    runs = list(file.slide("kvalificering")._element.iter(f"{_A}r"))
    said = {run.findtext(f"{_A}t").casefold() for run in runs if run.find(f"{_A}rPr").get("lang") == "en-GB"}
    titles = {"medical scribes", "clinical documentation improvement specialists"}
    assert said == titles if file.language != "en" else not said & titles


def test_core_properties(file: Built) -> None:
    said = file.presentation.core_properties
    title, subject = {
        "da": ("Den digitaliserede lægesekretær", "Digitaliseringen og lægesekretærernes arbejde og fremtid"),
        "en": (
            "The digitalised medical secretary",
            "Digitalisation and the work and future of medical secretaries",
        ),
        "de": (
            "Die digitalisierten Arztsekretär:innen",
            "Die Digitalisierung und die Arbeit und Zukunft der Arztsekretär:innen",
        ),
    }[file.language]
    assert (said.title, said.subject, said.language) == (title, subject, file.tag)
    assert (said.author, said.last_modified_by) == ("Claus Bossen", "Claus Bossen")
    assert (said.keywords, said.comments, said.category) == ("", "", "")
    assert said.created.date().isoformat() == said.modified.date().isoformat() == "2019-10-07"
    everything = b"".join(file.parts.values())
    assert b"Steve Canny" not in everything
    assert not any("thumbnail" in name or "printerSettings" in name for name in file.parts)


def words_of(file: Built) -> Iterator[str]:
    """Every text of the file, seen or not: runs, charts and their workbooks, alternative texts, names of sections."""
    for name, root in file.xml("ppt/", "docProps/"):
        if "Layout" in name or "Master" in name or "theme" in name or name.endswith("custom.xml"):
            continue
        for element in root.iter("*"):
            yield element.get("descr", "")
            if etree.QName(element).localname in ("p", "v", "title", "subject"):
                yield "".join(element.itertext())
        yield from (section.get("name") for section in root.iter(f"{_P14}section"))
    for name, data in file.parts.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(data)) as workbook:
                for part in workbook.namelist():
                    if "sharedStrings" in part or "sheet1.xml" in part:
                        yield from map(str, etree.fromstring(workbook.read(part)).itertext())


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_no_danish_is_left_in_another_language(brand_files: dict[str, Built], tag: str) -> None:
    danish, other = ({w.strip() for w in words_of(brand_files[one]) if _LETTER.search(w)} for one in ("da", tag))
    assert danish & other <= SAID_ALIKE[tag]
    words = {word for text in other for word in re.findall(r"\w+", text)}
    assert {word for word in words if re.search("[æøåÆØÅ]", word)} <= DANISH_NAMES
    everything = as_read("\n".join(other))
    wanted = [sentence for slide in sentences(tag) for sentence in slide if _LETTER.search(sentence)]
    assert [sentence for sentence in wanted if as_read(sentence) not in everything] == []
    parts = brand_files[tag].parts
    assert [name for name, data in parts.items() if b"da-DK" in data or b"Aarhus Universitet" in data] == []


def test_charts_and_drawings_have_alternative_texts(file: Built) -> None:
    charts = drawings = 0
    for slide in file.slides:
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            words = properties.get("descr", "")
            if shape.is_placeholder or (shape.has_text_frame and shape.text_frame.text):
                continue
            decorative = properties.find(".//{*}decorative") is not None
            assert bool(words) != decorative, (slide.name, shape.name)
            charts += shape.has_chart
            drawings += hasattr(shape, "shapes")
    assert (charts, drawings) == (1, 5)
    (chart,) = (shape for shape in file.slide("udvikling").shapes if shape.has_chart)
    words = chart._element.xpath(".//p:cNvPr")[0].get("descr")
    assert re.findall(r"(\d+)\s?%", words) == ["18", "6", "39", "20", "57"]
    assert [name for name in map(str, chart.chart.plots[0].categories) if name not in words] == []


def test_the_recap_leads_to_the_slides_it_shows(file: Built) -> None:
    names = {slide.part.partname: slide.name for slide in file.slides}
    recap = file.slide("fremtid")
    leads = [
        names[recap.part.rels[click.get(f"{_R}id")].target_part.partname]
        for click in recap._element.iter(f"{_A}hlinkClick")
    ]
    assert leads == ["aarsager", "udvikling", "synlighed"]


def test_colours_are_the_themes(file: Built) -> None:
    own = [
        (name, colour.tag)
        for name, root in file.xml("ppt/slides/", "ppt/charts/", "ppt/notesSlides/")
        for colour in root.iter(f"{_A}srgbClr", f"{_A}sysClr", f"{_A}prstClr", f"{_A}scrgbClr", f"{_A}hslClr")
    ]
    assert own == []


def test_the_chart_shows_the_data_and_picks_out_the_medical_secretaries(file: Built) -> None:
    (shape,) = (shape for shape in file.slide("udvikling").shapes if shape.has_chart)
    plot = shape.chart.plots[0]
    assert list(plot.series[0].values) == [0.18, 0.06, 0.39, 0.2, 0.57]
    points = plot._element.iter("{*}dPt")
    assert [point.find("{*}idx").get("val") for point in points] == ["1"]


def test_every_language_is_complete_and_current() -> None:
    assert main(["check", "--strict"], TALK) == 0
    assert main(["translate", "--status"], TALK) == 0


# A number is changed where it stands.

AS_WORDS, AS_NUMBER = ("18", "19"), ("0.18", "0.19")
WITH_THE_NUMBER = {
    *("ppt/slides/slide8.xml", "ppt/charts/chart1.xml", "ppt/notesSlides/notesSlide8.xml"),
    *("ppt/slides/slide18.xml", "ppt/charts/chart2.xml", "ppt/notesSlides/notesSlide18.xml"),
    *("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx", "ppt/embeddings/Microsoft_Excel_Sheet2.xlsx"),
}
"""The slide of the development and the recap that shows it in small."""


def changes(before: bytes, after: bytes) -> set[tuple[str, str]]:
    """The words that differ in a part, or in the parts of a workbook; what stands between them does not."""
    if zipfile.is_zipfile(io.BytesIO(before)):
        sheets, others = parts_of(before), parts_of(after)
        assert list(sheets) == list(others)
        return {pair for name in sheets for pair in changes(sheets[name], others[name])}
    old, new = (re.split(r"([\w.]+)", data.decode()) for data in (before, after))
    assert len(old) == len(new)
    return {(one, other) for one, other in zip(old, new, strict=True) if one != other}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("brand", BRANDS)
def test_a_number_changed_in_its_file_changes_wherever_it_is_said_and_nothing_else(brand: str, tmp_path: Path) -> None:
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "deck.yaml", tmp_path)
    build = ["build", "--strict", "--brand", brand, "--output"]
    assert main([*build, str(tmp_path / "before")], Project(tmp_path)) == 0
    data = tmp_path / "assets/data/growth.csv"
    assert data.read_text("utf-8").count("18%") == 1
    data.write_text(data.read_text("utf-8").replace("18%", "19%"), "utf-8")
    assert main([*build, str(tmp_path / "after")], Project(tmp_path)) == 0
    for language in TAGS:
        file = f"{NAME}.{language}.pptx"
        before, after = (parts_of((tmp_path / when / file).read_bytes()) for when in ("before", "after"))
        assert list(before) == list(after)
        changed = {name for name in before if before[name] != after[name]} - {"docProps/custom.xml"}
        assert changed == WITH_THE_NUMBER
        for name in changed:
            words = changes(before[name], after[name])
            assert words <= {AS_WORDS, AS_NUMBER}
            assert (AS_NUMBER if name.startswith(("ppt/charts/", "ppt/embeddings/")) else AS_WORDS) in words
        old, new = (stamp_of((tmp_path / when / file).read_bytes()) for when in ("before", "after"))
        assert old[CONTENT] != new[CONTENT]
        was, now = (json.loads(provenance_text(stamp)) for stamp in (old, new))
        assert was["data"]["growth"].pop("sha256") != now["data"]["growth"].pop("sha256")
        assert was == now
        (alt,) = re.findall(r'descr="([^"]*19[^"]*)"', after["ppt/slides/slide8.xml"].decode())
        assert re.search(r"19\s?%", alt)


def test_the_lock_is_of_the_values_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--frozen", "--locale", "da"], TALK) == 0
    assert main(["data"], TALK) == 0
    assert re.search(
        r"^growth +2018 +up to date +8 udvikling, 9 aarsager, 18 fremtid$", capsys.readouterr().out, re.MULTILINE
    )


def test_the_diff_names_source_fact_and_slides_of_a_changed_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("deck.yaml", "deck.lock"):
        shutil.copy(ROOT / name, tmp_path)
    file = tmp_path / "assets/data/freed-time.csv"
    file.write_text(file.read_text("utf-8").replace("1700", "1800"), "utf-8")
    assert main(["data", "diff"], Project(tmp_path)) == 1
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "freed_time (assets/data/freed-time.csv): changed",
        "nurse_fte: 1.700 → 1.800 20 afslutning",
    ]
