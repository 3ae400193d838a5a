"""The write stage: notes, sections, properties, and what stamps a file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from by_hand import zip_of
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from pages_by_hand import (
    CM,
    CONTENT,
    NAMES,
    TITLE_ONLY,
    brand,
    deck,
    element,
    everything,
    members,
    office_template,
    opened,
    page,
)

from deckwright.model.colours import Colour
from deckwright.model.page import (
    Box,
    Connector,
    Line,
    Link,
    Pages,
    PageSection,
    Shape,
)
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, open_package
from deckwright.ooxml.stamp import hash_content, read_stamp
from deckwright.ooxml.xml import P, escape, parse, quoteattr
from deckwright.ooxml.zip_file import zip_members
from deckwright.write import write


@pytest.fixture(scope="module")
def full() -> bytes:
    return write(everything(), brand())


def test_notes_stand_on_a_notes_master_made_for_them(full: bytes) -> None:
    first, second, third, _ = opened(full).slides
    assert first.notes_slide.notes_text_frame.text == "Sig goddag\n"
    assert [shape.placeholder_format.type.name for shape in first.notes_slide.placeholders] == ["SLIDE_IMAGE", "BODY"]
    assert first.notes_slide.part.rels  # and each belongs to its own slide
    assert second.notes_slide.part.part_related_by(OFFICE + "slide") is second.part
    assert not third.has_notes_slide
    root = parse(members(full)["ppt/presentation.xml"])
    assert [etree.QName(child).localname for child in root][:4] == [
        "sldMasterIdLst",
        "notesMasterIdLst",
        "sldIdLst",
        "sldSz",
    ]
    assert {"ppt/notesMasters/notesMaster1.xml", "ppt/theme/theme2.xml"} <= set(members(full))


def test_a_notes_master_of_the_template_is_used() -> None:
    """A file with notes, taken as a template, has one: no second is made."""
    grown = write(everything(), brand())
    package = members(write(everything(), brand(grown)))
    assert [name for name in package if name.startswith("ppt/notesMasters/n")] == ["ppt/notesMasters/notesMaster1.xml"]
    assert package["ppt/presentation.xml"].count(b"notesMasterId ") == 1


def test_without_notes_no_notes_master_is_made() -> None:
    assert not [name for name in members(write(deck(page()), brand())) if "notes" in name]


def test_a_slide_repeats_the_colour_map_of_a_dark_layout() -> None:
    dark = (
        b'<p:clrMapOvr><a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" '
        b'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        b'folHlink="folHlink"/></p:clrMapOvr>'
    )

    def darken(package: Package) -> None:
        part = package.parts[TITLE_ONLY]
        part.data = part.data.replace(b"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>", dark)
        assert dark in part.data

    data = write(deck(page(), page(name="two", layout=CONTENT)), brand(office_template(darken)))
    assert element(data, "//p:clrMapOvr/a:overrideClrMapping").get("bg1") == "dk1"
    assert element(data, "//p:clrMapOvr/a:masterClrMapping", "ppt/slides/slide2.xml") is not None


def test_sections(full: bytes) -> None:
    root = parse(members(full)["ppt/presentation.xml"])
    found = {
        section.get("name"): section.xpath(".//p14:sldId/@id", namespaces=NAMES)
        for section in root.iterfind(".//p14:section", NAMES)
    }
    assert found == {"Første & bedste": ["256"], "Resten": ["257", "258", "259"]}
    assert [slide.slide_id for slide in opened(full).slides] == [256, 257, 258, 259]
    assert root[-1].tag == P + "extLst"


def test_no_sections_no_list() -> None:
    assert b"sectionLst" not in members(write(deck(page()), brand()))["ppt/presentation.xml"]


@pytest.mark.parametrize(
    "broken",
    [
        deck(page(layout="/ppt/slideLayouts/slideLayout99.xml")),
        deck(page(Shape("A", Box(0, 0, CM, CM), link=Link(slide="nowhere")))),
        deck(page(Connector("C", Box(0, 0, CM, CM), Line(Colour("text1"), 1), begin=("nothing", 0)))),
        deck(page(), sections=(PageSection("S", ("nowhere",)),)),
    ],
    ids=["layout", "link", "connector", "section"],
)
def test_pages_that_do_not_agree_are_no_file(broken: Pages) -> None:
    with pytest.raises(KeyError):
        write(broken, brand())


# -- the file -----------------------------------------------------------------------------------------------------


def test_nothing_of_the_template_leaks() -> None:
    """Slides, properties, thumbnail and printer settings of the template stay behind; a .potx becomes a .pptx."""
    own = opened(office_template())
    for words in ("Vores egen", "Strengt fortroligt"):
        own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = words
    own.slides[0].notes_slide.notes_text_frame.text = "hemmeligt"
    saved = io.BytesIO()
    own.save(saved)
    package = open_package(saved.getvalue())
    main = package.parts["/ppt/presentation.xml"]
    main.content_type = main.content_type.replace("presentationml.presentation", "presentationml.template")
    found = members(write(deck(page(name="two"), page(name="one")), brand(zip_members(package.iter_members()))))
    assert [name for name in found if name.startswith("ppt/slides/")] == [
        "ppt/slides/slide1.xml",
        "ppt/slides/_rels/slide1.xml.rels",
        "ppt/slides/slide2.xml",
        "ppt/slides/_rels/slide2.xml.rels",
    ]
    assert not [name for name in found if "thumbnail" in name or "printer" in name or "notesSlide" in name]
    everything_said = b"".join(found.values())
    for leftover in (
        b"Steve Canny",
        b"fortroligt",
        b"hemmeligt",
        b"PowerPoint Presentation",
        b"template.main",
        b"2013",
    ):
        assert leftover not in everything_said, leftover


def test_masters_and_layouts_are_kept_as_they_are(full: bytes) -> None:
    template = members(office_template())
    kept = [name for name in template if name.startswith(("ppt/slideLayouts/s", "ppt/slideMasters/s", "ppt/theme/"))]
    assert len(kept) == 13
    assert all(members(full)[name] == template[name] for name in kept)


def test_members_come_in_a_fixed_order_with_fixed_dates(full: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(full)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos[:3]] == ["[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"]
    assert infos[-1].filename == "docProps/custom.xml"
    assert len({info.filename for info in infos}) == len(infos)
    assert {(info.date_time, info.create_system) for info in infos} == {((1980, 1, 1, 0, 0, 0), 0)}
    assert {info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED} == {
        "ppt/media/image1.png",
        "ppt/media/image2.png",
    }


def test_properties(full: bytes) -> None:
    core = opened(full).core_properties
    assert (core.title, core.author, core.last_modified_by) == ("Talen", "Anne Å", "Anne Å")
    assert (core.subject, core.keywords, core.language, core.revision) == ("Emnet", "tale, prøve", "da", 1)
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == datetime(2019, 10, 7, tzinfo=UTC)
    app = members(full)["docProps/app.xml"]
    assert b"<Slides>4</Slides><Notes>2</Notes><AppVersion>16.0000</AppVersion>" in app


def test_source_date_epoch_dates_the_file(monkeypatch: pytest.MonkeyPatch, full: bytes) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = write(everything(), brand())
    assert opened(dated).core_properties.created.replace(tzinfo=UTC) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    with zipfile.ZipFile(io.BytesIO(dated)) as archive:
        assert archive.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with zipfile.ZipFile(io.BytesIO(write(everything(), brand()))) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert write(everything(), brand()) == full


def test_the_same_bytes_whatever_the_hash_seed_and_the_time_zone(full: bytes) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests'); import test_write as t; "
        "sys.stdout.buffer.write(t.write(t.everything(), t.brand()))"
    )
    root = Path(__file__).parent.parent
    for seed, zone in (("1", "Asia/Tokyo"), ("4242", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        environment.pop("SOURCE_DATE_EPOCH", None)
        run = subprocess.run([sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, check=True)
        assert run.stdout == full


# -- the stamp ----------------------------------------------------------------------------------------------------


def test_the_stamp_says_what_was_written() -> None:
    data = write(deck(page()), brand(), stamp={"DeckwrightSource": "tale & <deck>.yaml", "Empty": ""})
    assert read_stamp(data) == {
        "DeckwrightContent": hash_content(data),
        "DeckwrightSource": "tale & <deck>.yaml",
        "Empty": "",
    }
    assert len(hash_content(data)) == 64


def test_the_hash_is_of_the_content_alone(full: bytes) -> None:
    found = members(full)
    assert hash_content(write(everything(), brand(), stamp={"Other": "1"})) == hash_content(full)
    assert hash_content(zip_of(reversed(found.items()), 1_700_000_000)) == hash_content(full)


@pytest.mark.parametrize("name", ["ppt/slides/slide1.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_an_edited_file_is_seen(full: bytes, name: str) -> None:
    found = members(full)
    found[name] = found[name].replace(b"?>", b"?><!-- edited -->", 1)
    edited = zip_of(found.items())
    assert hash_content(edited) != read_stamp(edited)["DeckwrightContent"]


def test_a_part_more_or_less_is_seen(full: bytes) -> None:
    found = members(full)
    assert hash_content(zip_of({**found, "ppt/comments.xml": b""}.items())) != hash_content(full)
    found.pop("ppt/slides/slide4.xml")
    assert hash_content(zip_of(found.items())) != hash_content(full)


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(200)])
def test_what_is_no_presentation_has_no_stamp(data: bytes) -> None:
    assert hash_content(data) == ""
    assert read_stamp(data) == {}


def test_a_file_that_is_cut_short_or_broken_has_no_stamp(full: bytes) -> None:
    cut = full[: len(full) // 2]
    assert (hash_content(cut), read_stamp(cut)) == ("", {})
    broken = zip_of({**members(full), "docProps/custom.xml": b"<no"}.items())
    assert read_stamp(broken) == {}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"'<&>")))
def test_texts_spelled_into_xml_are_read_back(text: str) -> None:
    assume(all(character not in text for character in "\ufffe\uffff"))
    read = etree.fromstring(f"<a b={quoteattr(text)}>{escape(text)}</a>")
    assert (read.get("b"), read.text or "") == (text, text)
