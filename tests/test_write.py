"""The write stage: pages made by hand, read back by python-pptx, and the XML where python-pptx does not look."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from pages_by_hand import CM, brand, deck, element, everything, members, one, opened, page, shapes, text
from pptx.util import Pt

from deckwright.model.colours import Colour
from deckwright.model.page import (
    Box,
    Paragraph,
    Run,
    Shape,
    Slot,
    TextFrame,
)
from deckwright.ooxml.xml import A, P, encode_part, escape, quoteattr, serialise
from deckwright.write import write

LIGHT = Colour("accent1", lighter=40)


@pytest.fixture(scope="module")
def full() -> bytes:
    return write(everything(), brand())


def test_no_validator_finds_anything(full: bytes, tmp_path: Path) -> None:
    from deckwright.verify import verify_package

    file = tmp_path / "full.pptx"
    file.write_bytes(full)
    assert [str(error) for error in OpenXmlValidator(max_errors=0).validate(file).errors] == []
    assert verify_package(full) == ()


# -- text ---------------------------------------------------------------------------------------------------------


def test_runs_look_as_they_say(full: bytes) -> None:
    first, second, third = shapes(full)["Tekst"].text_frame.paragraphs
    big, heading, *rest = first.runs
    assert (big.text, big.font.size, big.font.bold, big.font.italic) == ("Hej ", Pt(20.5), True, None)
    assert (heading.font.bold, heading.font.italic, heading.font.name) == (False, True, "+mj-lt")
    assert [run.font.name for run in rest] == ["+mj-lt", "Courier New", "+mn-lt"]
    assert heading.font.color.theme_color.name == "ACCENT_1"
    assert first.text == "Hej verden\vlinje tokode2"
    assert [run._r.rPr.get("lang") for p in (first, second, third) for run in p.runs] == ["da"] * 7 + ["ar"]
    assert big._r.rPr.get("cap") == "all"
    assert rest[-1]._r.rPr.attrib == {"lang": "da", "cap": "none", "baseline": "30000"}


def test_a_line_break_looks_like_its_run(full: bytes) -> None:
    look = element(full, "//a:br/a:rPr")
    assert look.attrib == {"lang": "da", "b": "0", "i": "1"}
    assert [etree.QName(child).localname for child in look] == ["solidFill", "latin", "ea", "cs"]


def test_colours_are_theme_colours(full: bytes) -> None:
    lighter = element(full, "//a:r[a:t='verden']//a:schemeClr")
    assert lighter.get("val") == "accent1"
    assert [(etree.QName(c).localname, c.get("val")) for c in lighter] == [("lumMod", "60000"), ("lumOff", "40000")]
    darker = element(full, "//a:r[a:t=' næste']//a:schemeClr")
    assert darker.get("val") == "tx2"
    assert [(etree.QName(c).localname, c.get("val")) for c in darker] == [("lumMod", "75000")]
    slides = [data for name, data in members(full).items() if name.startswith(("ppt/slides/", "ppt/charts/"))]
    assert not any(b"srgbClr" in data for data in slides)


def test_paragraphs_stand_as_they_say(full: bytes) -> None:
    first, second, third = shapes(full)["Tekst"].text_frame.paragraphs
    assert (first.line_spacing, first.space_before) == (0.9, Pt(6.5))
    assert second.level == 1
    assert second._p.pPr.attrib == {"marL": "342900", "lvl": "1", "indent": "-342900", "algn": "r"}
    assert second._p.pPr.find(A + "buChar").get("char") == "–"
    assert third._p.pPr.attrib == {"algn": "just", "rtl": "1"}
    assert third._p.pPr.find(A + "buNone") is not None
    assert [p._p.find(A + "endParaRPr") is not None for p in (first, second, third)] == [False, True, True]


def test_what_is_none_is_left_to_the_layout() -> None:
    data = one(Shape("Fod", None, TextFrame((Paragraph((Run("x", "da"),)),)), Slot("ftr", 11)))
    body = element(data, "//p:sp[p:nvSpPr/p:cNvPr/@name='Fod']/p:txBody")
    assert body.find(A + "bodyPr").attrib == {}
    assert len(body.find(A + "bodyPr")) == 0
    assert etree.tostring(body.find(A + "p")).count(b"<a:") == 4  # p, r, rPr, t
    assert element(data, "//p:sp[p:nvSpPr/p:cNvPr/@name='Fod']/p:spPr").getchildren() == []


def test_a_scale_is_written_down(full: bytes) -> None:
    fit = element(full, "//p:sp[p:nvSpPr/p:cNvPr/@name='Tekst']//a:normAutofit")
    assert fit.attrib == {"fontScale": "90000", "lnSpcReduction": "10000"}
    properties = fit.getparent()
    expected = {"lIns": "1", "tIns": "2", "rIns": "3", "bIns": "4", "anchor": "ctr", "wrap": "square", "rtlCol": "0"}
    assert properties.attrib == expected


def test_a_text_box_without_a_scale_keeps_its_size() -> None:
    data = one(Shape("Boks", Box(0, 0, CM, CM), text("x"), text_box=True))
    assert element(data, "//p:sp[last()]//a:bodyPr/a:noAutofit") is not None
    assert element(data, "//p:sp[last()]//p:cNvSpPr").get("txBox") == "1"


def test_the_slide_number_is_a_field(full: bytes) -> None:
    number = shapes(full)["Nummer"]
    field = number._element.find(f".//{A}fld")
    assert (field.get("type"), field.find(A + "t").text, field.find(A + "rPr").get("lang")) == ("slidenum", "1", "da")


XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(XML_TEXT, XML_TEXT)
def test_any_text_survives(words: str, alt: str) -> None:
    drawn = Shape("Boks", Box(0, 0, CM, CM), text(words), text_box=True, alt=alt)
    title = words if words.strip() else "Titel"  # a file without a title is a finding
    data = write(deck(page(drawn), title=title), brand())
    shape = shapes(data)["Boks"]
    assert shape.text_frame.text == words
    assert shape._element.find(f".//{P}cNvPr").get("descr") == alt
    assert opened(data).core_properties.title == title


@given(st.text(st.characters(), max_size=20) | st.text("a\x00\t\n\x0b\r\x1f&<>\"'\x7f\x85\ud800\ufffd\ufffe\uffff"))
def test_text_is_spelled_as_lxml_spells_a_tree(words: str) -> None:
    tree = etree.Element("x")
    try:
        tree.text = tree.attrib["q"] = words
    except ValueError:
        with pytest.raises(ValueError, match=r"XML|surrogates"):
            encode_part(f"<x>{escape(words)}</x>")
    else:
        assert encode_part(f"<x q={quoteattr(words)}>{escape(words)}</x>") == serialise(tree)


def test_characters_that_xml_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        one(Shape("Boks", Box(0, 0, CM, CM), text("a\x00b"), text_box=True))
