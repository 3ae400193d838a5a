"""The peer: the same deck by a plain python-pptx script. `python with_python_pptx.py SLIDES PICTURE TARGET`."""

from __future__ import annotations

import sys

from decks import KINDS, sentence
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Cm


def add_bullets(page: Slide, number: int) -> None:
    frame = page.placeholders[1].text_frame
    for index in range(3):
        for level, text in enumerate((sentence(number + index, 9), sentence(number + index + 1, 6))):
            paragraph = frame.paragraphs[0] if not (index or level) else frame.add_paragraph()
            paragraph.text, paragraph.level = text, level


def add_quote(page: Slide, number: int) -> None:
    page.placeholders[1].text_frame.text = sentence(number, 24)
    page.placeholders[1].text_frame.add_paragraph().text = sentence(number, 2)


def add_table(page: Slide, number: int) -> None:
    table = page.shapes.add_table(6, 5, Cm(2), Cm(5), Cm(21), Cm(8)).table
    rows = [[sentence(number + row, 2), number, row, number * row, row + 7] for row in range(5)]
    for line, values in enumerate([["Place", "Dives", "Fish", "Crabs", "Shells"], *rows]):
        for column, value in enumerate(values):
            table.cell(line, column).text = str(value)


def add_chart(page: Slide, number: int) -> None:
    data = CategoryChartData()
    data.categories = list("abcde")
    for series, name in enumerate(("North", "South")):
        data.add_series(name, [(number * (index + 2) + series * 3) % 40 + 1 for index in range(5)])
    page.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(5), Cm(21), Cm(12), data)


def main(slides: int, picture: str, target: str) -> None:
    presentation = Presentation()
    layouts = presentation.slide_layouts
    for number in range(slides):
        kind = "chart" if number % 5 == 4 else KINDS[number % len(KINDS)]
        page = presentation.slides.add_slide(layouts[{"title": 0, "bullets": 1, "quotes": 1}.get(kind, 5)])
        page.shapes.title.text = f"{number} {sentence(number, 5)}"
        if kind == "title":
            page.placeholders[1].text = sentence(number, 8)
        elif kind == "picture":
            page.shapes.add_picture(picture, Cm(4), Cm(5), Cm(16))
        else:
            {"bullets": add_bullets, "quotes": add_quote, "table": add_table, "chart": add_chart}[kind](page, number)
        page.notes_slide.notes_text_frame.text = sentence(number + 3, 20)
    presentation.save(target)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
