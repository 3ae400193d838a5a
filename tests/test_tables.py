"""Tables: what an author asks for, what stands in the file, and how a long one goes on over several slides."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from by_hand import CM, FONTS, HERE, a_deck, brand, pages_of, said, slide
from examples import BRANDS, ROOT, built, talk
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation

from deckwright.arrange.paging import spread
from deckwright.arrange.table_sizes import column_widths
from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.fonts import Face, StyledText
from deckwright.kinds.contracts.charts_and_tables import TableType
from deckwright.languages.alphabet import alphabetical
from deckwright.model.deck import Column, Table
from deckwright.model.diagnostics import Report
from deckwright.model.lengths import Length
from deckwright.model.node import Mapping
from deckwright.model.page import Page, TableFrame
from deckwright.ooxml.package import open_package
from deckwright.ooxml.template import open_template
from deckwright.ooxml.zipped import zip_members
from deckwright.parse.tree import parse_text
from deckwright.texts.marks import literal, plain

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REEFS = """\
site,sea,corals,growth,change,since
Bay,north,1200,18%,-2.5,2001
Cape,south,,-4%,10,2003
Spit*2*,north,77.5,20.5%,0,2010
"""


def made(
    folder: Path, table: str, *, language: str = "en", data: str = REEFS, brand_: str = "plain", more: str = ""
) -> Any:
    """The presentation of a slide with this table, written in one line, on `data`."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets/reefs.csv").write_text(data, "utf-8")
    lines = ["- slide: table", "  id: reefs", "  title: Reefs", f"  table: {table}", *more.splitlines()]
    shutil.rmtree(folder / "build", ignore_errors=True)
    project = talk(folder, lines, head="data: {reefs: {file: reefs.csv}}\n", brand=brand_)
    deck = project.path(project.deck)
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    return Presentation(io.BytesIO(built(project)))


def table_of(slide_: Any) -> Any:
    (found,) = [shape for shape in slide_.shapes if shape.has_table]
    return found.table


def rows_of(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def shown(folder: Path, table: str, **options: Any) -> list[list[str]]:
    """The cells of the one slide's table."""
    (only,) = made(folder, table, **options).slides
    return rows_of(table_of(only))


def test_a_word_that_looks_like_a_number_beside_it_is_no_number(tmp_path: Path) -> None:
    """Where lines run from the right, digits of numbers run from the left; those of a name do not."""
    columns = "[{title: A, align: right}, {title: B, align: right}]"
    table = f"{{columns: {columns}, rows: [['7', 7], [x, 8]]}}"
    project = talk(tmp_path, ["- slide: table", "  id: rooms", "  title: 7", f"  table: {table}"])
    deck = project.path(project.deck)
    deck.write_text(deck.read_text("utf-8").replace("language: en", "language: he"), "utf-8")
    assert main(["build"], project) == 0  # with a warning, for there are no widths of Hebrew letters
    (file,) = (tmp_path / "build").glob("*.pptx")
    name, number = table_of(Presentation(str(file)).slides[0]).rows[1].cells
    assert (name.text, number.text) == ("7", "7")
    assert [cell._tc.txBody.p_lst[0].pPr.get("rtl") for cell in (name, number)] == ["1", "0"]


class TestWhatIsShown:
    def test_columns_are_chosen_named_and_formatted(self, tmp_path: Path) -> None:
        columns = (
            "[{column: site, title: Where}, {column: growth, digits: 1}, {column: corals, format: integer}, since]"
        )
        assert shown(tmp_path, f"{{data: reefs, columns: {columns}}}") == [
            ["Where", "growth", "corals", "since"],
            ["Bay", "18.0%", "1,200", "2001"],
            ["Cape", "−4.0%", "–", "2003"],
            ["Spit*2*", "20.5%", "78", "2010"],
        ]

    def test_numbers_of_a_column_have_the_same_decimals(self, tmp_path: Path) -> None:
        rows = shown(tmp_path, "{data: reefs, columns: [site, corals, change]}", language="da")
        assert [row[1:] for row in rows[1:]] == [["1.200,0", "−2,5"], ["–", "10,0"], ["77,5", "0,0"]]

    def test_rows_are_chosen_sorted_and_cut_off(self, tmp_path: Path) -> None:
        assert [row[0] for row in shown(tmp_path, "{data: reefs, where: {sea: north}}")] == ["site", "Bay", "Spit*2*"]
        both = "{data: reefs, where: {sea: [north, south], since: 2003}, columns: [site]}"
        assert shown(tmp_path, both) == [["site"], ["Cape"]]
        by = "{data: reefs, columns: [site], sort: {column: corals, order: descending}}"
        assert [row[0] for row in shown(tmp_path, by)] == ["site", "Bay", "Spit*2*", "Cape"]
        several = "{data: reefs, columns: [site], sort: [{column: sea, order: descending}, corals], limit: 2}"
        assert [row[0] for row in shown(tmp_path, several)] == ["site", "Cape", "Spit*2*"]

    @pytest.mark.parametrize(
        ("language", "order"), [("da", "Ebro Zug Ærø Ørsted Åre"), ("de", "Ærø Åre Ebro Ørsted Zug")]
    )
    def test_words_are_sorted_as_the_language_has_its_alphabet(self, language: str, order: str) -> None:
        words = ["Åre", "Zug", "Ebro", "Ørsted", "Ærø"]
        assert sorted(words, key=lambda word: alphabetical(word, language)) == order.split()

    def test_totals_are_of_the_rows_that_are_shown(self, tmp_path: Path) -> None:
        rows = shown(tmp_path, "{data: reefs, where: {sea: north}, total: yes}", language="da")
        assert rows[-1] == ["I alt", "", "1.277,5", "", "−2,5", ""]
        columns = "{corals: average, growth: maximum, change: minimum, since: count}"
        rows = shown(tmp_path, f"{{data: reefs, total: {{label: In all, columns: {columns}}}}}")
        assert rows[-1] == ["In all", "", "638.8", "20.5%", "−2.5", "3"]

    def test_sums_are_exact(self, tmp_path: Path) -> None:
        data = "site,corals\n" + "".join(f"s{n},0.1\n" for n in range(6)) + "t,9999999999999999999999999999.3\n"
        assert (
            shown(tmp_path, "{data: reefs, total: yes}", data=data)[-1][1] == "9,999,999,999,999,999,999,999,999,999.9"
        )

    def test_a_table_that_holds_its_cells(self, tmp_path: Path) -> None:
        columns = "[Site, {title: Dives, total: average}, {title: Fish, format: integer}, Year, Share]"
        rows = "[['**Bay**', 12, 1234.5, 2001, 18%], [Cape, ~, -7, 2003, 4%]]"
        assert shown(tmp_path, f"{{columns: {columns}, rows: {rows}, total: {{label: All}}}}") == [
            ["Site", "Dives", "Fish", "Year", "Share"],
            ["Bay", "12", "1,235", "2001", "18%"],
            ["Cape", "–", "−7", "2003", "4%"],
            ["All", "12", "1,228", "", ""],
        ]

    def test_marks_are_marks_where_an_author_types_them_and_characters_in_data(self, tmp_path: Path) -> None:
        table = "{columns: ['*Site*'], rows: [['[Bay](https://example.org) **x**']]}"
        (only,) = made(tmp_path, table).slides
        cell = table_of(only).cell(1, 0)
        assert [(run.text, run.hyperlink.address, run.font.bold) for run in cell.text_frame.paragraphs[0].runs] == [
            ("Bay", "https://example.org", None),
            (" ", None, None),
            ("x", None, True),
        ]
        data = "a*b*,n\n**5*3*2**,`x` ^2^ ~a~ [b](c) \\*\n"
        assert shown(tmp_path, "{data: reefs}", data=data) == [["a*b*", "n"], ["**5*3*2**", "`x` ^2^ ~a~ [b](c) \\*"]]

    @given(st.text(alphabet="ab*`[]()\\^~_{}=#! ", max_size=30))
    def test_no_character_of_data_is_a_mark(self, text: str) -> None:
        assert plain(literal(text)) == text

    def test_headings_are_translatable_by_where_they_stand(self) -> None:
        written = "columns: [Site, {title: Dives, width: 3cm}]\nrows: [[Bay, 12]]\ntotal: {label: In all}\n"
        (tree, from_data) = (
            parse_text(text, "deck.yaml", Report())
            for text in (written, "data: d\ncolumns: [site, {column: n, title: Dives}]\nwhere: {sea: north}\n")
        )
        assert isinstance(tree, Mapping)
        assert isinstance(from_data, Mapping)
        texts = [(path, str(getattr(scalar, "value", ""))) for path, scalar in TableType().texts(tree, "table")]
        assert texts == [
            ("table.columns.1", "Site"),
            ("table.columns.2.title", "Dives"),
            ("table.rows.1.1", "Bay"),
            ("table.total.label", "In all"),
        ]
        assert [path for path, _ in TableType().texts(from_data, "table")] == ["table.columns.2.title"]


class TestInTheFile:
    @pytest.mark.parametrize("name", BRANDS)
    def test_the_brands_style_says_how_it_looks(self, name: str, tmp_path: Path) -> None:
        presentation = made(tmp_path, "{data: reefs, total: yes, highlight: Cape}", brand_=name)
        table = table_of(presentation.slides[0])
        assert table.first_row
        assert table.last_row
        assert table.first_col
        assert not table.horz_banding
        styles = next(
            part for part in presentation.part.package.iter_parts() if part.partname == "/ppt/tableStyles.xml"
        )
        root = etree.fromstring(styles.blob)
        (style,) = root
        named = table._tbl.tblPr.findtext(A + "tableStyleId")
        assert named == style.get("styleId") == root.get("def")
        assert {etree.QName(part).localname for part in style} == {"wholeTbl", "lastRow", "firstRow"}
        assert not list(root.iter(A + "srgbClr"))
        said = {
            (row, what)
            for row, cells in enumerate(table._tbl.tr_lst)
            for what in ("b", "solidFill")
            if has(cells, what)
        }
        assert said == {(2, "b"), (2, "solidFill")}

    def test_it_is_as_wide_as_its_columns_and_as_high_as_its_rows(self, tmp_path: Path) -> None:
        columns = "[{column: site, width: 20%}, {column: corals, width: 3cm}, growth]"
        (only,) = made(tmp_path, f"{{data: reefs, columns: {columns}}}").slides
        (frame,) = [shape for shape in only.shapes if shape.has_table]
        widths = [column.width for column in frame.table.columns]
        assert sum(widths) == frame.width
        assert widths[:2] == [round(frame.width / 5), 3 * CM]
        assert sum(row.height for row in frame.table.rows) == frame.height

    def test_what_does_not_name_rows_is_no_first_column(self, tmp_path: Path) -> None:
        for table in ("{data: reefs, columns: [corals, site]}", "{data: reefs, columns: [sea, site]}"):
            assert not table_of(made(tmp_path, table).slides[0]).first_col
        assert table_of(made(tmp_path, "{data: reefs, columns: [sea, site], first_column: yes}").slides[0]).first_col
        assert not table_of(made(tmp_path, "{data: reefs, first_column: no}").slides[0]).first_col

    def test_bands_are_the_brands_choice(self, tmp_path: Path) -> None:
        folder = tmp_path / "templates/striped"
        folder.mkdir(parents=True)
        (folder / "brand.yaml").write_text("name: Striped\ntable: {bands: background2, header: accent1}\n", "utf-8")
        presentation = made(tmp_path, "{data: reefs}", brand_="striped")
        assert table_of(presentation.slides[0]).horz_banding
        styles = next(
            part for part in presentation.part.package.iter_parts() if part.partname == "/ppt/tableStyles.xml"
        )
        root = etree.fromstring(styles.blob)
        assert [c.get("val") for c in root.iterfind(f"{A}tblStyle/{A}band1H//{A}schemeClr")] == ["bg2"]
        header = root.find(f"{A}tblStyle/{A}firstRow")
        assert header is not None
        assert [c.get("val") for c in header.iter(A + "schemeClr")] == ["bg1", "accent1"]

    def test_a_templates_own_default_style_is_used(self, tmp_path: Path) -> None:
        own = "{0DEC0DEC-0000-4000-8000-000000000001}"
        for name, default in (("chosen", own), ("untouched", None)):
            folder = tmp_path / "templates" / name
            folder.mkdir(parents=True)
            (folder / "brand.yaml").write_text("template: house.pptx\ntable: {header: accent2}\n", "utf-8")
            (folder / "house.pptx").write_bytes(with_default_style(default))
            found = read_brand(folder, "brand.yaml", Report())
            assert found is not None
            assert found.table.own == (default is not None)
            package, _ = open_template(found.template)
            root = etree.fromstring(package.parts["/ppt/tableStyles.xml"].data)
            assert found.table.id in [style.get("styleId") for style in root]
            assert (found.table.id == own) == (default is not None)

    def test_an_empty_cell_is_no_higher_than_its_neighbours(self, tmp_path: Path) -> None:
        (only,) = made(tmp_path, "{columns: [A, B], rows: [[x, '']]}").slides
        full, empty = (table_of(only).cell(1, at) for at in (0, 1))
        size = full.text_frame.paragraphs[0].runs[0]._r.find(A + "rPr").get("sz")
        assert empty._tc.find(f".//{A}endParaRPr").get("sz") == size

    def test_the_dash_is_explained_to_who_cannot_see_it(self, tmp_path: Path) -> None:
        (only,) = made(tmp_path, "{data: reefs, columns: [site, corals]}").slides
        (about,) = only.shapes._spTree.xpath(".//p:graphicFrame//p:cNvPr")
        assert about.get("descr") == "Table. Columns: site and corals. Rows: 3. –: no value."


def has(row: Any, what: str) -> bool:
    """Whether a cell of the row says itself that it is bold, or what it stands on."""
    if what == "b":
        return any(run.get("b") == "1" for run in row.iter(A + "rPr"))
    return row.find(f"{A}tc/{A}tcPr/{A}{what}") is not None


def with_default_style(default: str | None) -> bytes:
    """The built-in template, with a default style of tables as a designer or PowerPoint leaves it."""
    package = open_package(brand().template)
    root = etree.fromstring(package.parts["/ppt/tableStyles.xml"].data)
    style = root[0]
    root.set("def", default or "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}")
    if default:
        style.set("styleId", default)
    else:
        root.remove(style)
    package.parts["/ppt/tableStyles.xml"].data = etree.tostring(root)
    return zip_members(package.members())


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
        (Column(said("Reef"), "left"),),
        tuple((said(cell.strip()),) for cell in cells),
        HERE,
        total=(said("In all"),) * total,
    )
    markup = f'<slide><body><table of="{{{{ table }}}}"/>{more}</body></slide>'
    pages, diagnostics = pages_of({"test": markup}, a_deck(slide("test", "one", table=table, **fields)))
    assert not diagnostics
    return pages.pages


def texts(table: TableFrame) -> list[str]:
    return ["".join(run.text for p in row[0].frame.paragraphs for run in p.runs) for row in table.rows]


def sizes_of(pages: Sequence[Page]) -> list[set[float | None]]:
    tables = [table for page in pages for table in page.shapes if isinstance(table, TableFrame)]
    return [{run.size for row in table.rows for run in row[0].frame.paragraphs[0].runs} for table in tables]


class TestSpread:
    @given(st.lists(st.integers(1, 50), min_size=1, max_size=80), st.integers(50, 300))
    def test_all_rows_on_as_few_pages_as_it_takes(self, heights: list[int], room: int) -> None:
        pages = spread(heights, room)
        assert [row for page in pages for row in page] == list(range(len(heights)))
        assert all(0 < sum(heights[row] for row in page) <= room for page in pages)
        assert len(pages) == len(list(filled(heights, room)))

    @given(st.integers(2, 500), st.integers(2, 40))
    def test_rows_of_one_height_are_shared_out_evenly(self, count: int, room: int) -> None:
        lengths = {len(page) for page in spread([1] * count, room)}
        assert max(lengths) - min(lengths) <= 1
        assert min(lengths) > 1 or count < 4 or room < 3

    def test_a_row_higher_than_a_page_is_none(self) -> None:
        assert spread([1, 9, 1], 8) == ()


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
        columns = [Column(said("x"), "left")] * len(sizes)
        widths = column_widths(columns, wanted, least, width * CM // 10)
        assert sum(widths) == width * CM // 10
        if sum(least) <= width * CM // 10:
            assert all(has >= needs for has, needs in zip(widths, least, strict=True))

    def test_short_columns_are_not_wrapped_for_the_sake_of_a_long_one(self) -> None:
        columns = [Column(said("x"), "left")] * 3
        widths = column_widths(columns, [2 * CM, 3 * CM, 100 * CM], [CM] * 3, 20 * CM)
        assert widths[0] >= 2 * CM
        assert widths[1] >= 3 * CM

    def test_what_the_author_says_comes_first(self) -> None:
        columns = [Column(said("x"), "left", width=Length(percent=50)), Column(said("y"), "left")]
        assert column_widths(columns, [CM, 100 * CM], [CM, CM], 20 * CM) == (10 * CM, 10 * CM)

    def test_names_of_columns_wrap_before_cells_do(self) -> None:
        """Else the few rows with a long name would be twice as high as the others."""
        head = "Fish counted by divers in one hour"
        columns = (Column(said("Month"), "left"), *(Column(said(head), "right", is_numeric=True),) * 5)
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
            (Column(said("Reef"), "left"), Column(said("Fish"), "right", is_numeric=True)),
            ((said("word " * 200), said("1 234 567 890")),),
            HERE,
        )
        pages, _ = pages_of(
            {"test": '<slide><body><table of="{{ table }}"/></body></slide>'}, a_deck(slide("test", "one", table=table))
        )
        (frame,) = [shape for shape in pages.pages[0].shapes if isinstance(shape, TableFrame)]
        assert FONTS.width(StyledText("1 234 567 890", Face("Calibri"), 18)) * 12_700 <= frame.column_widths[1]


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
