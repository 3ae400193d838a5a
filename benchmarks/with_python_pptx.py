"""Builds the same deck with python-pptx, as a plain script. `python with_python_pptx.py SLIDES PICTURE TARGET`."""

from __future__ import annotations

import sys
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Cm

from benchmarks.decks import CATEGORIES, COLUMNS, bullets, cells, kind_of, sentence, series


def add_bullets(page: Slide, number: int) -> None:
    frame = page.placeholders[1].text_frame
    for index, texts in enumerate(bullets(number)):
        for level, text in enumerate(texts):
            paragraph = frame.add_paragraph() if index or level else frame.paragraphs[0]
            paragraph.text, paragraph.level = text, level


def add_quote(page: Slide, number: int) -> None:
    page.placeholders[1].text_frame.text = sentence(number, 24)
    page.placeholders[1].text_frame.add_paragraph().text = sentence(number, 2)


def add_table(page: Slide, number: int) -> None:
    table = page.shapes.add_table(6, 5, Cm(2), Cm(5), Cm(21), Cm(8)).table
    for line, values in enumerate([COLUMNS, *cells(number)]):
        for column, value in enumerate(values):
            table.cell(line, column).text = str(value)


def add_chart(page: Slide, number: int) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = CATEGORIES
    for name, values in series(number):
        data.add_series(name, values)
    page.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(5), Cm(21), Cm(12), data)


def main(slides: int, picture: str, target: str) -> None:
    presentation = Presentation()
    layouts = presentation.slide_layouts
    for number in range(slides):
        kind = kind_of(number)
        page = presentation.slides.add_slide(layouts[{"title": 0, "bullets": 1, "quotes": 1}.get(kind, 5)])
        page.shapes.title.text = f"{number} {sentence(number, 5)}"
        if kind == "title":
            page.placeholders[1].text = sentence(number, 8)
        elif kind == "picture":
            shape = page.shapes.add_picture(picture, Cm(4), Cm(5), Cm(16))
            shape._element.nvPicPr.cNvPr.set("descr", sentence(number, 6))
        else:
            {"bullets": add_bullets, "quotes": add_quote, "table": add_table, "chart": add_chart}[kind](page, number)
        page.notes_slide.notes_text_frame.text = sentence(number + 3, 20)
    presentation.save(target)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
