"""Makes decks, slide templates and pages without the earlier stages, for tests of `compose` and `arrange`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from deckwright.arrange.elements.slide import SlideElement
from deckwright.arrange.pages import arrange
from deckwright.brands.read import read_brand
from deckwright.compose.slides import compose
from deckwright.fonts.measure import Fonts
from deckwright.kinds.slide_templates import BUILT_IN_FOLDER, SlideTemplate, read_template, read_templates
from deckwright.languages.formats import Formats
from deckwright.model import page
from deckwright.model.brand import Brand
from deckwright.model.deck import Bullet, Chart, ColumnHeading, Deck, Picture, Record, Series, Slide, Table
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.page import AnyShape, Box, Page, Pages, Paragraph, Shape
from deckwright.model.source import Span, Text
from deckwright.ooxml.zip_file import pack_member, zip_members

CM = page.EMU_PER_CM
ROOT = Path(__file__).parent.parent
HERE = Span("deck.yaml", 1, 1)
FONTS = Fonts()
FIELDS = ("a", "b", "c", "chart", "table", "picture", "bullets", "texts", "record", "number", "flag")
FRONT = "---\nsummary: For a test.\nfields:\n  title: optional text\n"
FRONT += "".join(f"  {name}: optional text\n" for name in FIELDS) + "---\n"
FIRST_LINE = FRONT.count("\n") + 1
"""The line of a slide template at which its markup begins."""

T = TypeVar("T")


def said(text: str, line: int = 7, *, file: str = "deck.yaml", lang: str = "en") -> Text:
    """Returns a text whose place is this line of deck.yaml."""
    return Text(text, Span(file, line, 5, max(1, len(text))), lang)


BULLETS = tuple(Bullet(said(text, 20 + n), level, HERE) for n, (text, level) in enumerate([("One", 0), ("Two", 1)]))
CHART = Chart("column", (said("2024"), said("2025")), (Series(said("Fish"), (Decimal(1), Decimal(2))),), "number", HERE)
TABLE = Table(
    (ColumnHeading(said("Reef"), "left"), ColumnHeading(said("Fish"), "right")), ((said("North"), said("12")),), HERE
)
PICTURE = Picture("reef.png", b"", "image/png", 400, 200, said("A reef"), False, HERE)


@cache
def brand(name: str = "plain", language: str = "en") -> Brand:
    report = Report()
    found = read_brand(ROOT / "deckwright/brands" / name, f"{name}/brand.yaml", report, language)
    assert found is not None
    assert not report.failed
    return found


def template(name: str, source: str, report: Report | None = None) -> SlideTemplate:
    """Returns a slide template with this markup."""
    report = report or Report()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.xml")
        file.write_text(source, encoding="utf-8")
        found = read_template(file, f"templates/slides/{name}.xml", report)
    assert found is not None
    assert not report.failed, report.diagnostics
    return found


@cache
def built_in() -> Mapping[str, SlideTemplate]:
    return read_templates([(BUILT_IN_FOLDER, "deckwright/slides")], Report())


def slide(kind: str, id_: str, notes: Text | None = None, /, **fields: Any) -> Slide:
    return Slide(kind, id_, Record(fields, HERE), Span("deck.yaml", 3, 3), notes)


def a_deck(*slides: Slide, language: str = "en", **more: Any) -> Deck:
    return Deck("talk", said("A talk"), language, slides, Record({"name": said("Maria")}, HERE), **more)


def zip_of(members: Iterable[tuple[str, bytes]], moment: float | None = None, *, compressed: bool = True) -> bytes:
    """Returns a zip with these members."""
    return zip_members(((name, pack_member(name, data, compressed=compressed)) for name, data in members), moment)


def composed(
    markup: str, /, *, others: Mapping[str, str] | None = None, look: Brand | None = None, **fields: Any
) -> tuple[SlideElement | None, tuple[Diagnostic, ...]]:
    """Composes a slide template with these fields. Returns the root element and the diagnostics."""
    report = Report()
    kinds = dict(built_in()) | {name: template(name, source) for name, source in (others or {}).items()}
    kinds["test"] = template("test", FRONT + markup)
    slides = compose(a_deck(slide("test", "one", **fields)), kinds, Formats("en"), look or brand(), report)
    return slides.slides[0].root if slides.slides else None, report.diagnostics


def faults(markup: str, /, **options: Any) -> list[Diagnostic]:
    """Returns the diagnostics of a slide template with this markup."""
    return list(composed(markup, **options)[1])


def pages_of(
    markups: Mapping[str, str],
    deck_: Deck,
    *,
    look: Brand | None = None,
) -> tuple[Pages, tuple[Diagnostic, ...]]:
    """Returns the pages of a deck whose slide kinds have this markup."""
    report = Report()
    kinds = dict(built_in()) | {name: template(name, FRONT + markup) for name, markup in markups.items()}
    look = look or brand()
    slides = compose(deck_, kinds, Formats(deck_.language), look, report)
    assert not report.failed, report.diagnostics
    return arrange(slides, look, FONTS, report), report.diagnostics


def told(
    markup: str, /, *, language: str = "en", look: Brand | None = None, **fields: Any
) -> tuple[Page, tuple[Diagnostic, ...]]:
    """Arranges a slide with this markup and these fields. Returns its page and the diagnostics."""
    pages, diagnostics = pages_of(
        {"test": markup}, a_deck(slide("test", "one", **fields), language=language), look=look
    )
    return pages.pages[0], diagnostics


def arranged(markup: str, /, *, language: str = "en", look: Brand | None = None, **fields: Any) -> Page:
    """Arranges a slide with this markup and these fields. Returns its page, and checks that nothing is reported."""
    made, diagnostics = told(markup, language=language, look=look, **fields)
    assert diagnostics == ()
    return made


def body(inside: str, attributes: str = "") -> str:
    """Returns the markup of a slide with this content in its body, which is composed and not a placeholder."""
    return f'<slide><title>T</title><body {attributes}><layer grow="1">{inside}</layer></body></slide>'


def body_area(role: str = "content", look: Brand | None = None) -> Box:
    """Returns the box of a composed body."""
    from deckwright.arrange.placeholders import find_body_box

    look = look or brand()
    return find_body_box(look, look.layouts[role])


def every(shapes: tuple[AnyShape, ...]) -> Iterator[AnyShape]:
    """Yields the shapes, each group before its members."""
    for shape in shapes:
        yield shape
        if isinstance(shape, page.Group):
            yield from every(shape.shapes)


def of_type(page_: Page, kind: type[T]) -> list[T]:
    return [shape for shape in every(page_.shapes) if isinstance(shape, kind)]


def drawn(page_: Page) -> list[Shape]:
    """Returns the shapes that are not placeholders."""
    return [shape for shape in of_type(page_, Shape) if shape.slot is None]


def boxes(page_: Page) -> list[Box]:
    return [shape.box for shape in drawn(page_) if shape.box]


def placeholder(page_: Page, type_: str) -> Shape:
    (found,) = (shape for shape in of_type(page_, Shape) if shape.slot and shape.slot.type == type_)
    return found


def text_of(shape: Shape | Paragraph) -> str:
    if isinstance(shape, Paragraph):
        return "".join(run.text for run in shape.runs)
    return "\n".join(text_of(paragraph) for paragraph in shape.frame.paragraphs) if shape.frame else ""
