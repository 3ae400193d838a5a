"""The talk of this repository, as it is built: every sentence on its slide, in every language and brand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from examples import BRANDS
from talk_files import TAGS, TRANSLATIONS, Built, as_read, build_talk, sentences

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"

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


@pytest.fixture(scope="module", params=BRANDS)
def brand_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    return build_talk(request.param, tmp_path_factory)


@pytest.fixture(params=TAGS)
def file(request: pytest.FixtureRequest, brand_files: dict[str, Built]) -> Built:
    return brand_files[request.param]


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
