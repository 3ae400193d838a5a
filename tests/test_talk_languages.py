"""The talk of this repository: notes, languages, properties, alternative texts and links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from examples import BRANDS
from lxml import etree
from talk_files import TAGS, TRANSLATIONS, Built, as_read, build_talk, sentences

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LETTER = re.compile(r"[^\W\d_]")
SAID_ALIKE = {"en": {"Claus Bossen", "Medical scribes"}, "de": {"Claus Bossen", "Alle"}}
"""What is the same in Danish and in another language."""
DANISH_NAMES = {"Lægesekretærnyt"}
"""Words of Danish that other languages keep."""


@pytest.fixture(scope="module", params=BRANDS)
def brand_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    return build_talk(request.param, tmp_path_factory)


@pytest.fixture(params=TAGS)
def file(request: pytest.FixtureRequest, brand_files: dict[str, Built]) -> Built:
    return brand_files[request.param]


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
