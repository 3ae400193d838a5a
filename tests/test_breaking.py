"""Where lines end: against the Unicode algorithm, by example, and against LibreOffice."""

from __future__ import annotations

import itertools
import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest
from examples import HANGS
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from deckwright.fonts import paragraphs
from deckwright.fonts.measure import Fonts
from deckwright.fonts.paragraphs import find_unit_ends, split_clusters
from deckwright.fonts.segments import Face, StyledText

ARIAL = Face("Arial")


def units(text: str) -> list[str]:
    return [text[a:b] for a, b in itertools.pairwise((0, *find_unit_ends(text)))]


def lines(text: str, width: float, *, guard: bool = False, first_indent: float = 0) -> list[str]:
    broken = Fonts().break_lines([StyledText(text, ARIAL, 10)], width, first_indent, guard)
    return [line.text for line in broken]


@pytest.mark.parametrize(
    "text",
    [
        "ord |og |ord",
        "e-|mail |og |lægesekretær-|titler",
        "2010–|2014 |og |5-|årig |men |5-6",
        "for- |og |efternavn",
        "12,4 |% |af |dem",
        "12,4\u00a0% |af |dem",
        "og/eller |HR/økonomi",
        "se |https://|a.dk/|b/|c |nu",
        "»ja« |og |”nej” |(måske) |– |sagde |„wer“ |da",
        "Kran\u00ad|ken\u00ad|haus",
        "日|本|語|の|テ|キ|ス|ト|。",
        "3 |· |4",
    ],
)
def test_units_of_europeans_and_others(text: str) -> None:
    # ICU and LibreOffice would glue the full stop to the character before it, and so does UAX 14.
    assert units(text.replace("|", "")) == text.replace("ト|。", "ト。").split("|")


WORDS = st.text("aÅz09äß.,:;!?()[]\"'”“’»«„…%°€+−-–\u00ad/\u00a0\u202f§&*=@—日、", min_size=1, max_size=7)


@settings(max_examples=600, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
@example("a “b” c")
@example("( a")
@example("a – b -c 5 %, § 5")
@example("a ”” b")
def test_the_quick_way_is_the_algorithm(text: str) -> None:
    assume("://" not in text)  # an address may be broken at its slashes; the test above has one
    tailored = [
        end for end in map(int, line_break_boundaries(text)) if end and (end == len(text) or text[end - 1] != "/")
    ]
    assert list(find_unit_ends(text)) == tailored


def test_plain_words_do_not_need_the_algorithm(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(chunk: str) -> tuple[int, ...]:
        raise AssertionError(chunk)

    monkeypatch.setattr(paragraphs, "_find_ends_with_uniseg", never)
    paragraphs.find_unit_ends.cache_clear()
    units("Det er sekretærerne, du møder (først) – ”altid”, 18 % af e-mail og/eller 2010–2014: »ja!« Kran\u00adken …")


def test_clusters() -> None:
    assert split_clusters("åben") == ["å", "b", "e", "n"]
    assert split_clusters("e\u0301a👩\u200d🚀") == ["e\u0301", "a", "👩\u200d🚀"]


def test_lines_are_filled_greedily() -> None:
    # Arial 10: "aaa " takes 19.46 points, "aaa" 16.68
    assert lines("aaa aaa aaa", 36.3) == ["aaa aaa", "aaa"]
    assert lines("aaa aaa aaa", 36.0) == ["aaa", "aaa", "aaa"]
    assert lines("aaa aaa    ", 36.3) == ["aaa aaa"]


def test_the_guard_keeps_some_width_free() -> None:
    assert lines("aaa aaa", 37.0, guard=True) == ["aaa", "aaa"]
    assert lines("aaa aaa", 37.5, guard=True) == ["aaa aaa"]
    assert lines("aaaaaa 5 %", 45, guard=True) == ["aaaaaa", "5 %"]


def test_the_guard_is_wider_where_renderers_differ() -> None:
    assert lines("日本語日本語", 62, guard=True) == ["日本語日本", "語"]
    assert lines("日本語日本語", 65.5, guard=True) == ["日本語日本語"]


def test_the_first_line_may_be_narrower() -> None:
    assert lines("aaa aaa aaa", 36.3, first_indent=10) == ["aaa", "aaa aaa"]


def test_forced_breaks_and_empty_lines() -> None:
    assert lines("a\u000b\u000bb\u000b", 100) == ["a", "", "b", ""]
    assert lines("", 100) == [""]
    assert Fonts().break_lines([], 100) == ()
    big_then_small = [StyledText("a\u000b", ARIAL, 30), StyledText("", ARIAL, 20), StyledText("b\u000b", ARIAL, 10)]
    assert [line.size for line in Fonts().break_lines(big_then_small, 100)] == [30, 10, 10]


def test_a_word_too_long_is_cut_between_characters() -> None:
    cut = lines("x " + "a" * 10 + " y", 20)  # three of them fit
    assert cut == ["x", "aaa", "aaa", "aaa", "a y"]
    assert lines("e\u0301" * 3, 6) == ["e\u0301"] * 3


def test_a_soft_hyphen_shows_at_the_end_of_a_line_only() -> None:
    text = "aaa\u00adaaa"
    assert lines(text, 33.5) == [text]
    first, second = Fonts().break_lines([StyledText(text, ARIAL, 10)], 21, guard=False)
    assert first.width == pytest.approx(second.width + 3.33, abs=0.01)


def test_runs_share_words_and_the_largest_decides() -> None:
    runs = [StyledText("aaa", ARIAL, 10), StyledText("aaa bbb", Face("Arial", bold=True), 14)]
    first, second = Fonts().break_lines(runs, 45, guard=False)
    assert (first.text, first.size) == ("aaaaaa", 14)
    assert (second.text, second.size) == ("bbb", 14)
    assert first.width == pytest.approx(3 * 5.5615 + 3 * 14 * 0.55615, abs=0.01)


def test_capitals_are_measured_as_capitals() -> None:
    fonts = Fonts()
    caps, typed = StyledText("Straße", ARIAL, 10, caps=True), StyledText("STRASSE", ARIAL, 10)
    assert fonts.measure_width(caps) == fonts.measure_width(typed)
    assert fonts.break_lines([caps], 100)[0].text == "STRASSE"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.floats(1, 300), st.booleans())
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: float, guard: bool) -> None:
    broken = Fonts().break_lines([StyledText(text, ARIAL, 12)], width, guard=guard)
    kept = "".join(line.text for line in broken)
    assert re.sub("[ \u000b\n\u2028]", "", text) == kept.replace(" ", "")
    assert all(line.width <= width or len(split_clusters(line.text)) == 1 for line in broken if line.text.strip())


@settings(max_examples=100, deadline=None)
@given(st.text("abc æ-.\u000b\u00ad%5", min_size=1, max_size=60), st.booleans())
def test_extent_is_what_break_lines_needs(text: str, guard: bool) -> None:
    fonts, texts = Fonts(), [StyledText(text, Face("Calibri"), 20)]
    narrow, wide = fonts.measure_extent(texts, guard)
    assert narrow <= wide
    assert len(fonts.break_lines(texts, wide, guard=guard)) == text.count("\u000b") + 1
    whole = {unit.strip(" ") for part in text.split("\u000b") for unit in units(part)}
    at_narrowest = fonts.break_lines(texts, narrow, guard=guard)
    assert all(not line.text or any(map(line.text.endswith, whole)) for line in at_narrowest)


# Lines as LibreOffice breaks them ------------------------------------------------------------------------------------

SENTENCES = {
    "da": "Det er sekretærerne, du møder først, når du kommer ind ad døren på en afdeling. I 2019 gik 12,4 % af "
    "tiden til (ofte dobbelt) dokumentation – og sundheds\u00adplatformen flyttede opgaver, f.eks. e-mail og HR/løn.",
    "en": "They are the first voice a patient hears, and well-known for it. “Nobody asked us,” one of them said; "
    "by 2014–2019 some 1,250 jobs (18%) had moved to speech recognition, self-service and/or the doctors themselves.",
    "de": "Die Sekretärinnen schreiben 18 % der Briefe selbst, z. B. im Kran\u00adken\u00adhaus; „das bleibt so“, sagt "
    "die Leitung. Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz heißt es seit 1999 in Straßburg.",
    "fi": "Sihteerit kirjoittavat yhä 1\u00a0250 sanelua päivässä, vaikka puheentunnistus (vuodesta 2010) auttaa. "
    "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas on pitkä sana; työn- ja vastuunjako ei ole.",
}
FAMILIES = ("Arial", "Calibri", "Cambria", "Times New Roman")
Case = tuple[Sequence[StyledText], float]


def cases(count: int, seed: int) -> list[Case]:
    """Paragraphs of sentences' words in every order, with bold, italic and capitals, in boxes of all widths."""
    dice = random.Random(seed)
    made: list[Case] = []
    for number in range(count):
        lang = list(SENTENCES)[number % len(SENTENCES)]
        family, size = FAMILIES[number // 4 % len(FAMILIES)], dice.choice([14, 16, 18, 20, 24, 28, 32])
        texts = []
        for run in range(dice.choice([1, 1, 2, 3])):
            words = dice.sample(SENTENCES[lang].split(" "), dice.randrange(5, 18))
            face = Face(family, bold=dice.random() < 0.25, italic=dice.random() < 0.2)
            text = " " * bool(run) + " ".join(words)
            texts.append(StyledText(text, face, size, caps=lang != "de" and dice.random() < 0.1, lang=lang))
        made.append((tuple(texts), float(dice.choice([200, 260, 300, 400, 500, 640, 800]))))
    return made


def libreoffice_lines(cases: Sequence[Case], folder: Path) -> list[list[str]]:
    """The lines of each paragraph in a box of its width, read back from LibreOffice's PDF; one page for each."""
    from pptx import Presentation
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Pt

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(2000)
    for texts, width in cases:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        frame = slide.shapes.add_textbox(Pt(10), Pt(10), Pt(width), Pt(100)).text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for text in texts:
            run = frame.paragraphs[0].add_run()
            run.text, font = text.text, run.font
            font.size, font.name = Pt(text.size), text.face.family
            font.bold, font.italic = text.face.bold, text.face.italic
            properties = run._r.get_or_add_rPr()
            properties.set("lang", text.lang)
            if text.caps:
                properties.set("cap", "all")
    presentation.save(str(folder / "lines.pptx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(folder / "lines.pptx")], check=True, capture_output=True, timeout=HANGS)
    pdf = subprocess.run(["pdftotext", "-bbox", str(folder / "lines.pdf"), "-"], check=True, capture_output=True)
    return [lines_of_page(page) for page in pdf.stdout.decode("utf-8").split("<page ")[1:]]


def lines_of_page(page: str) -> list[str]:
    """Words of one line have their middles at nearly the same height."""
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>')
    found: list[list[tuple[float, str]]] = []
    last = -100.0
    middles = [((float(y1) + float(y2)) / 2, float(x), unescape(text)) for x, y1, y2, text in word.findall(page)]
    for middle, left, text in sorted(middles):
        if middle - last > 7:
            found.append([])
            last = middle
        found[-1].append((left, text))
    return [" ".join(text for _, text in sorted(line)) for line in found]


def installed(*families: str) -> bool:
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return all(family in listed for family in families)


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and poppler")
def test_line_counts_are_those_of_libreoffice(tmp_path: Path) -> None:
    if not installed("Carlito", "Caladea", "Liberation Sans", "Liberation Serif"):
        pytest.skip("needs the fonts Carlito, Caladea and Liberation")
    fonts, tried = Fonts(), cases(96, seed=7)
    theirs = [len(lines) for lines in libreoffice_lines(tried, tmp_path)]
    assert len(theirs) == len(tried)
    ours = [len(fonts.break_lines(texts, width, guard=False)) for texts, width in tried]
    guarded = [len(fonts.break_lines(texts, width)) for texts, width in tried]
    exact = sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(tried)
    print(f"\n{exact:.1%} exact; guarded: {[a - b for a, b in zip(guarded, theirs, strict=True)]}")
    assert exact >= 0.95
    assert all(a >= b for a, b in zip(guarded, theirs, strict=True)), "never too few lines where the verdict is made"
    near = sum(a - b <= 1 for a, b in zip(guarded, theirs, strict=True)) / len(tried)
    assert near >= 0.97
