"""Writing systems: words of another script within a text, the fonts a theme has for each, lines of East Asian text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from examples import talk
from lxml import etree

from deckwright.arrange.slide_context import ShapeNames, SlideContext
from deckwright.arrange.typesetting import Block, measure_extent, style_block
from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.fonts.measure import Fonts
from deckwright.languages.language import get_language, list_languages
from deckwright.languages.scripts import find_script, split_by_script
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report
from deckwright.model.page import EMU_PER_POINT
from deckwright.model.source import Span, Text
from deckwright.write.presentation import NEVER_FIRST, NEVER_LAST, PRESENTATION_CHILDREN

ROOT = Path(__file__).parent.parent
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SPAN = Span("deck.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("", "ar-SA", []),
        ("Ærø: Ελλάδα, Жизнь", "da-DK", [("Ærø: Ελλάδα, Жизнь", "da-DK", "Latn")]),
        ("412", "ar-SA", [("412", "ar-SA", "Arab")]),
        ("مع GPT-4 في", "ar-SA", [("مع ", "ar-SA", "Arab"), ("GPT-4", "en-GB", "Latn"), (" في", "ar-SA", "Arab")]),
        ("שלום (AI).", "he-IL", [("שלום (", "he-IL", "Hebr"), ("AI", "en-GB", "Latn"), (").", "he-IL", "Hebr")]),
        ("研究の結果 2024", "ja-JP", [("研究の結果 2024", "ja-JP", "Jpan")]),
        ("中文 Word", "zh-CN", [("中文 ", "zh-CN", "Hans"), ("Word", "en-GB", "Latn")]),
        ("中文", "zh-TW", [("中文", "zh-TW", "Hant")]),
        ("학교 學校", "ko-KR", [("학교 學校", "ko-KR", "Hang")]),
        ("i 東京、大阪 og かな", "da-DK", [
            ("i ", "da-DK", "Latn"), ("東京、大阪", "ja-JP", "Jpan"), (" og ", "da-DK", "Latn"),
            ("かな", "ja-JP", "Jpan"),
        ]),
        ("ord 北京", "da-DK", [("ord ", "da-DK", "Latn"), ("北京", "zh-CN", "Hans")]),
    ],
)  # fmt: skip
def test_a_text_in_stretches_of_one_script(text: str, lang: str, expected: list[tuple[str, str, str]]) -> None:
    assert list(split_by_script(text, lang)) == expected


def test_scripts_of_languages() -> None:
    tags = {"ja": "Jpan", "ja-JP": "Jpan", "zh": "Hans", "zh-TW": "Hant", "zh-Hant-HK": "Hant", "zh-Hans-HK": "Hans"}
    tags |= {"ko": "Hang", "ar-SA": "Arab", "fa": "Arab", "he": "Hebr", "da": "Latn", "el": "Latn", "sr-Latn": "Latn"}
    assert {tag: find_script(tag) for tag in tags} == tags
    for tag in list_languages():
        if not tag.startswith("qps-"):  # pseudo-languages are written in Latin letters, whichever way they run
            assert get_language(tag).is_rtl == (find_script(tag) in ("Arab", "Hebr")), tag


def brand_of(folder: Path, language: str = "en") -> Brand:
    report = Report()
    brand = read_brand(folder, "brand.yaml", report, language)
    assert brand, report.diagnostics
    return brand


def build_context(brand: Brand, locale: str) -> SlideContext:
    fonts = Fonts(brand.font_folder)
    lang = get_language(locale).office_tag
    return SlideContext(brand, fonts, Report(), locale, lang, "s", ShapeNames(), lambda *_: None, ("s",))


def test_a_run_is_measured_with_the_brands_font_of_its_script(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("fonts: {body: Calibri, scripts: {Arab: Times New Roman}}\n", "utf-8")
    brand = brand_of(tmp_path, "ar")
    assert brand.scripts["Arab"] == "Times New Roman"
    assert brand.scripts["Jpan"] == "Yu Gothic"
    block = Block((Text("مرحبا AI 日本", SPAN),), brand.styles["label"])
    found = [(one.text, one.face.family, one.lang) for one in style_block(block, build_context(brand, "ar"))]
    # Yu Gothic is neither in a table nor the brand's: every East Asian letter is an em wide, whatever is asked.
    assert found == [
        ("مرحبا ", "Times New Roman", "ar-SA"),
        ("AI", "Calibri", "en-GB"),
        (" ", "Times New Roman", "ar-SA"),
        ("日本", "Calibri", "zh-CN"),
    ]


def test_a_marked_word_keeps_its_language() -> None:
    brand = brand_of(ROOT / "deckwright/brands/plain")
    block = Block((Text("så [medical scribes]{lang=en} og [Geist]{lang=de}", SPAN),), brand.styles["label"])
    found = [(one.text, one.lang) for one in style_block(block, build_context(brand, "da"))]
    office = get_language("en").office_tag
    assert found == [("så ", "da-DK"), ("medical scribes", office), (" og ", "da-DK"), ("Geist", "de-DE")]


OFFICE_FONTS = {
    "Jpan": "Yu Gothic", "Hang": "Malgun Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei",
    "Arab": "Arial", "Hebr": "Arial", "Thai": "Leelawadee UI", "Deva": "Nirmala UI",
}  # fmt: skip


@pytest.mark.parametrize("folder", ["deckwright/brands/plain", "templates/aarhus"])
@pytest.mark.parametrize(("lang", "slot"), [("ja", "ea"), ("zh", "ea"), ("ko", "ea"), ("ar", "cs"), ("he", "cs")])
def test_the_theme_names_a_font_of_every_office_for_the_talks_script(folder: str, lang: str, slot: str) -> None:
    plain, own = brand_of(ROOT / folder), brand_of(ROOT / folder, lang)
    assert plain.scripts.items() >= OFFICE_FONTS.items()
    for brand, typeface in ((plain, ""), (own, OFFICE_FONTS[find_script(lang)])):
        with zipfile.ZipFile(io.BytesIO(brand.template)) as package:
            theme = etree.fromstring(package.read("ppt/theme/theme1.xml"))
        for tag in ("majorFont", "minorFont"):
            (fonts,) = theme.iter(A + tag)
            assert {one: e.get("typeface") for one in ("ea", "cs") if (e := fonts.find(A + one)) is not None} == {
                "ea": "", "cs": "", slot: typeface,
            }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "height"), [("Fisk", 1.2), ("Рыба", 1.2), ("魚です", 1.45), ("ปลา", 1.45), ("سمك", 1.2)]
)
def test_lines_of_scripts_that_stand_taller_have_room(text: str, height: float) -> None:
    brand = brand_of(ROOT / "deckwright/brands/plain")
    style = brand.styles["label"]
    room = measure_extent([Block((Text(text, SPAN),), style)], 9_000_000, build_context(brand, "da"))
    assert room.height == round(style.size * height * style.line_spacing / 100 * EMU_PER_POINT)


def test_only_latin_letters_slant(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("styles: {quote: {italic: yes}, title: {italic: yes}}\n", "utf-8")
    slanted = {lang: brand_of(tmp_path, lang).styles["quote"].italic for lang in ("en", "el", "ja", "ar", "zh", "he")}
    assert slanted == {"en": True, "el": True, "ja": False, "ar": False, "zh": False, "he": False}
    title = brand_of(tmp_path, "ja").layouts["content"].placeholders[0]
    assert (title.type, title.levels[0].italic) == ("title", False)


def presentation_in(lang: str, folder: Path) -> etree._Element:
    project = talk(folder, ["- slide: statement", "  id: a", "  title: 研究", "  statements: [結果です。]"])
    deck = project.path(project.deck)
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {lang}"), "utf-8")
    assert main(["build"], project) == 0
    with zipfile.ZipFile(next(project.path(project.output).glob("*.pptx"))) as package:
        return etree.fromstring(package.read("ppt/presentation.xml"))


@pytest.mark.parametrize(("lang", "tag"), [("ja", "ja-JP"), ("ko", "ko-KR"), ("zh", "zh-CN"), ("en", None)])
def test_east_asian_lines_have_their_rules(lang: str, tag: str | None, tmp_path: Path) -> None:
    root = presentation_in(lang, tmp_path)
    rules = [(one.get("lang"), one.get("invalStChars"), one.get("invalEndChars")) for one in root.iter(P + "kinsoku")]
    assert rules == ([(tag, NEVER_FIRST, NEVER_LAST)] if tag else [])
    order = [PRESENTATION_CHILDREN.index(etree.QName(child).localname) for child in root]
    assert order == sorted(order)


@pytest.mark.parametrize("sign", "、。」）ー")
def test_no_line_begins_with_a_closing_sign_when_it_is_measured(sign: str) -> None:
    brand = brand_of(ROOT / "deckwright/brands/plain", "ja")
    context = build_context(brand, "ja")
    texts = style_block(Block((Text(f"研究結果{sign}研究", SPAN),), brand.styles["label"]), context)
    em = texts[0].size
    lines = context.fonts.break_lines(texts, 4.4 * em / 0.92)
    assert sign in NEVER_FIRST
    assert [line.text for line in lines] == ["研究結", f"果{sign}研究"]
