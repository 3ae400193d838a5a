"""Tables: what an author asks for, what stands in the file, and how a long one goes on over several slides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from by_hand import CM, brand
from examples import BRANDS, talk
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from table_cases import A, has, made, rows_of, table_of

from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.kinds.contracts.visuals import TableType
from deckwright.languages.scripts import build_sort_key
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping
from deckwright.ooxml.package import open_package
from deckwright.ooxml.template import open_template
from deckwright.ooxml.zip_file import zip_members
from deckwright.parse.tree import parse_text
from deckwright.texts.marks import escape_marks, strip_marks


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
        assert sorted(words, key=lambda word: build_sort_key(word, language)) == order.split()

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
        assert strip_marks(escape_marks(text)) == text

    def test_headings_are_translatable_by_where_they_stand(self) -> None:
        written = "columns: [Site, {title: Dives, width: 3cm}]\nrows: [[Bay, 12]]\ntotal: {label: In all}\n"
        (tree, from_data) = (
            parse_text(text, "deck.yaml", Report())
            for text in (written, "data: d\ncolumns: [site, {column: n, title: Dives}]\nwhere: {sea: north}\n")
        )
        assert isinstance(tree, Mapping)
        assert isinstance(from_data, Mapping)
        texts = [(path, str(getattr(scalar, "value", ""))) for path, scalar in TableType().find_texts(tree, "table")]
        assert texts == [
            ("table.columns.1", "Site"),
            ("table.columns.2.title", "Dives"),
            ("table.rows.1.1", "Bay"),
            ("table.total.label", "In all"),
        ]
        assert [path for path, _ in TableType().find_texts(from_data, "table")] == ["table.columns.2.title"]


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
    return zip_members(package.iter_members())
