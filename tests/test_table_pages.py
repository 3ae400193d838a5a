"""Tables over several slides: which rows stand where, and how wide the columns are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from by_hand import CM, FONTS, HERE, a_deck, brand, pages_of, said, slide
from examples import ROOT, built, talk
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from table_cases import made, rows_of, table_of, texts

from deckwright.arrange.paging import split_rows
from deckwright.arrange.table_cells import share_column_widths
from deckwright.cli.main import main
from deckwright.fonts.segments import Face, StyledText
from deckwright.model.deck import ColumnHeading, Table
from deckwright.model.lengths import Length
from deckwright.model.page import Page, TableFrame

LONG = "dive,site\n" + "".join(f"{n},Site {n}\n" for n in range(1, 25))


class TestSeveralSlides:
    def test_it_goes_on_with_its_header_and_ends_with_its_total(self, tmp_path: Path) -> None:
        more = "  notes: Say it.\n- slide: section\n  id: reefs-2\n  section: After\n  title: After\n"
        table = "{data: reefs, columns: [site, dive], total: yes}"
        presentation = made(tmp_path, table, data=LONG, language="da", more=more)
        *pages, _ = presentation.slides
        assert [page.shapes.title.text_frame.text for page in pages] == [
            "Reefs (1 af 3)",
            "Reefs (2 af 3)",
            "Reefs (3 af 3)",
        ]
        assert [page.name for page in presentation.slides] == ["reefs", "reefs-2-page", "reefs-3", "reefs-2"]
        tables = [rows_of(table_of(page)) for page in pages]
        assert [rows[0] for rows in tables] == [["site", "dive"]] * 3
        assert [row[1] for rows in tables for row in rows[1:]] == [*map(str, range(1, 25)), "300"]
        assert [table_of(page).last_row for page in pages] == [False, False, True]
        assert [len(rows) for rows in tables] == [9, 9, 10]
        assert len({tuple(c.width for c in table_of(page).columns) for page in pages}) == 1
        assert [page.has_notes_slide for page in presentation.slides] == [True, False, False, False]
        numbers = [
            s.text_frame.text
            for p in presentation.slides
            for s in p.placeholders
            if "NUMBER" in str(s.placeholder_format.type)
        ]
        assert numbers == ["1", "2", "3", *numbers[3:]]
        sections = presentation.part._element.xpath("//*[local-name()='section']")
        assert [len(section[0]) for section in sections] == [3, 1]

    def test_only_keeps_all_its_pages(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made(tmp_path, "{data: reefs}", data=LONG, more="- {slide: section, id: after, title: After}\n")
        project = talk(
            tmp_path,
            ["- slide: table", "  id: reefs", "  title: R", "  table: {data: reefs}"],
            head="data: {reefs: {file: reefs.csv}}\n",
        )
        for wanted, count in (("reefs", 3), ("reefs-2", 1)):
            assert main(["build", "--force", "--only", wanted, "--output", str(tmp_path / wanted)], project) == 0
            (file,) = (tmp_path / wanted).glob("*.pptx")
            assert len(Presentation(str(file)).slides) == count
        assert main(["build", "--only", "reefs-4"], project) == 1
        assert "there is no slide 'reefs-4'" in capsys.readouterr().err

    def test_type_shrinks_a_little_before_a_table_is_split(self) -> None:
        whole = sizes_of(arranged(["word"] * 8))
        assert whole == [{18.0}]
        assert [len(sizes) for sizes in sizes_of(arranged(["word"] * 10))] == [1]
        assert all(size and size < 18 for size in sizes_of(arranged(["word"] * 10))[0])
        assert sizes_of(arranged(["word"] * 20)) == [{18.0}] * 3

    def test_a_split_table_keeps_its_other_texts_on_each_page(self) -> None:
        pages = arranged(["word"] * 40, "<text>{{ a }}</text>", a=said("Where it comes from"))
        assert len(pages) > 1
        for page in pages:
            table, text = page.shapes[0], page.shapes[1]
            assert isinstance(table, TableFrame)
            assert text.box is not None
            assert table.box.y + table.box.height <= text.box.y

    @settings(max_examples=25)
    @given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.booleans())
    def test_every_row_stands_once_in_order_and_every_page_has_room(self, lengths: list[int], total: bool) -> None:
        cells = [f"{n} " + "word " * length for n, length in enumerate(lengths)]
        pages = arranged(cells, total=total)
        tables = [table for page in pages for table in page.shapes if isinstance(table, TableFrame)]
        assert len(tables) == len(pages)
        assert [texts(table)[0] for table in tables] == ["Reef"] * len(pages)
        rows = [text for table in tables for text in texts(table)[1:]]
        assert rows == [cell.strip() for cell in cells] + ["In all"] * total
        area = next(p.box for p in brand().layouts["content"].placeholders if p.type == "obj")
        for table in tables:
            assert sum(table.row_heights) == table.box.height <= area.height
            assert area.y == table.box.y
        assert len({size for sizes in sizes_of(pages) for size in sizes}) == 1
        assert [table.total_row for table in tables] == [False] * (len(tables) - 1) + [total]


def arranged(cells: Sequence[str], more: str = "", *, total: bool = False, **fields: Any) -> tuple[Page, ...]:
    """The pages of a table of one column with these cells, in a body with `more`."""
    table = Table(
        (ColumnHeading(said("Reef"), "left"),),
        tuple((said(cell.strip()),) for cell in cells),
        HERE,
        total=(said("In all"),) * total,
    )
    markup = f'<slide><body><table of="{{{{ table }}}}"/>{more}</body></slide>'
    pages, diagnostics = pages_of({"test": markup}, a_deck(slide("test", "one", table=table, **fields)))
    assert not diagnostics
    return pages.pages


def sizes_of(pages: Sequence[Page]) -> list[set[float | None]]:
    tables = [table for page in pages for table in page.shapes if isinstance(table, TableFrame)]
    return [{run.size for row in table.rows for run in row[0].frame.paragraphs[0].runs} for table in tables]


class TestSpread:
    @given(st.lists(st.integers(1, 50), min_size=1, max_size=80), st.integers(50, 300))
    def test_all_rows_on_as_few_pages_as_it_takes(self, heights: list[int], room: int) -> None:
        pages = split_rows(heights, room)
        assert [row for page in pages for row in page] == list(range(len(heights)))
        assert all(0 < sum(heights[row] for row in page) <= room for page in pages)
        assert len(pages) == len(list(filled(heights, room)))

    @given(st.integers(2, 500), st.integers(2, 40))
    def test_rows_of_one_height_are_shared_out_evenly(self, count: int, room: int) -> None:
        lengths = {len(page) for page in split_rows([1] * count, room)}
        assert max(lengths) - min(lengths) <= 1
        assert min(lengths) > 1 or count < 4 or room < 3

    def test_a_row_higher_than_a_page_is_none(self) -> None:
        assert split_rows([1, 9, 1], 8) == ()


def filled(heights: Sequence[int], room: int) -> Iterator[int]:
    """Pages filled to the brim, one after the other: there cannot be fewer."""
    height = 0
    for one in heights:
        if height + one > room:
            yield height
            height = 0
        height += one
    yield height


class TestWidths:
    @given(
        st.lists(st.tuples(st.integers(1, 900), st.integers(1, 900)), min_size=1, max_size=12), st.integers(100, 3000)
    )
    def test_columns_share_all_of_the_width(self, sizes: list[tuple[int, int]], width: int) -> None:
        wanted, least = ([pair(size) * CM // 10 for size in sizes] for pair in (max, min))
        columns = [ColumnHeading(said("x"), "left")] * len(sizes)
        widths = share_column_widths(columns, wanted, least, width * CM // 10)
        assert sum(widths) == width * CM // 10
        if sum(least) <= width * CM // 10:
            assert all(has >= needs for has, needs in zip(widths, least, strict=True))

    def test_short_columns_are_not_wrapped_for_the_sake_of_a_long_one(self) -> None:
        columns = [ColumnHeading(said("x"), "left")] * 3
        widths = share_column_widths(columns, [2 * CM, 3 * CM, 100 * CM], [CM] * 3, 20 * CM)
        assert widths[0] >= 2 * CM
        assert widths[1] >= 3 * CM

    def test_what_the_author_says_comes_first(self) -> None:
        columns = [ColumnHeading(said("x"), "left", width=Length(percent=50)), ColumnHeading(said("y"), "left")]
        assert share_column_widths(columns, [CM, 100 * CM], [CM, CM], 20 * CM) == (10 * CM, 10 * CM)

    def test_names_of_columns_wrap_before_cells_do(self) -> None:
        """Else the few rows with a long name would be twice as high as the others."""
        head = "Fish counted by divers in one hour"
        columns = (ColumnHeading(said("Month"), "left"), *(ColumnHeading(said(head), "right", is_numeric=True),) * 5)
        rows = tuple((said(f"{month} 2025"), *(said("12"),) * 5) for month in ("May", "September"))
        pages, _ = pages_of(
            {"test": '<slide><body><table of="{{ table }}"/></body></slide>'},
            a_deck(slide("test", "one", table=Table(columns, rows, HERE))),
        )
        (frame,) = [shape for shape in pages.pages[0].shapes if isinstance(shape, TableFrame)]
        assert frame.row_heights[1] == frame.row_heights[2] < frame.row_heights[0]

    def test_numbers_are_never_broken(self) -> None:
        """Where there is not room for all of a column's numbers, the others give way."""
        table = Table(
            (ColumnHeading(said("Reef"), "left"), ColumnHeading(said("Fish"), "right", is_numeric=True)),
            ((said("word " * 200), said("1 234 567 890")),),
            HERE,
        )
        pages, _ = pages_of(
            {"test": '<slide><body><table of="{{ table }}"/></body></slide>'}, a_deck(slide("test", "one", table=table))
        )
        (frame,) = [shape for shape in pages.pages[0].shapes if isinstance(shape, TableFrame)]
        assert FONTS.measure_width(StyledText("1 234 567 890", Face("Calibri"), 18)) * 12_700 <= frame.column_widths[1]


def blocks() -> list[str]:
    return re.findall(r"(?ms)^```yaml\n(.*?)^```$", (ROOT / "docs/tables.md").read_text("utf-8"))


def test_what_the_page_about_tables_shows_can_be_built(tmp_path: Path) -> None:
    from_data, typed, look = blocks()
    (tmp_path / "assets").mkdir()
    rows = [("Odense", "north", 90), ("Vejle", "south", 120), ("Ribe", "west", 7)]
    lines = [f"{name},{region},{beds},{beds / 10}%,{beds * 1000.5}\n" for name, region, beds in rows]
    (tmp_path / "assets/beds.csv").write_text("hospital,region,beds,growth,cost\n" + "".join(lines), "utf-8")
    folder = tmp_path / "templates/house"
    folder.mkdir(parents=True)
    (folder / "brand.yaml").write_text("name: House\n" + look, "utf-8")
    slides = [*from_data.splitlines(), *typed.splitlines()]
    project = talk(tmp_path, slides, head="data: {beds: {file: beds.csv}}\n", brand="house")
    first, second = Presentation(io.BytesIO(built(project))).slides
    assert rows_of(table_of(first)) == [
        ["Hospital", "Beds", "Growth since 2020", "Cost"],
        ["Vejle", "120", "12.0%", "DKK\N{NO-BREAK SPACE}120,060"],
        ["Odense", "90", "9.0%", "DKK\N{NO-BREAK SPACE}90,045"],
        ["In all", "210", "10.5%", "DKK\N{NO-BREAK SPACE}210,105"],
    ]
    assert [row[:3] for row in rows_of(table_of(second))[1:]] == [
        ["North", "120", "4,311"],
        ["South", "292", "3,974"],
        ["West", "–", "12"],
        ["In all", "206", "8,297"],
    ]
